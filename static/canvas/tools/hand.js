// The hand: drags the board.

import { Tool } from './tool.js';

/** @import { ToolPointer } from '../types.js' */
/** @import { Viewport } from '../viewport.js' */

export class HandTool extends Tool {
  name = 'hand';
  cursor = 'grab';
  /** @type {{x: number, y: number}|null} screen */
  #last = null;
  #viewport;

  /** @param {Viewport} viewport */
  constructor(viewport) {
    super();
    this.#viewport = viewport;
  }

  exit() {
    this.cancel();
  }

  /** @param {ToolPointer} event */
  pointerDown({ screen }) {
    this.#last = { x: screen.x, y: screen.y };
    this.cursor = 'grabbing';
  }

  /** @param {ToolPointer} event */
  pointerMove({ screen }) {
    if (!this.#last) return;
    this.#viewport.panBy(this.#last.x - screen.x, this.#last.y - screen.y);
    this.#last.x = screen.x;
    this.#last.y = screen.y;
  }

  pointerUp() {
    this.cancel();
  }

  cancel() {
    const wasDragging = this.#last !== null;
    this.#last = null;
    this.cursor = 'grab';
    return wasDragging;
  }
}
