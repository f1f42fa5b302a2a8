// A tool that draws a box: from where the button went down to where it comes up.

import { boxFromPoints } from '../geometry.js';
import { Tool } from './tool.js';

/** @import { Box, Point, ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */

export class BoxTool extends Tool {
  editor;
  /** @type {Point|null} world */
  #from = null;

  /** @param {Editor} editor */
  constructor(editor) {
    super();
    this.editor = editor;
  }

  /** What to do with it, maybe a point. @param {Box} _drawn world @param {Point} _from world: where it was begun
   * @param {Point} _to world */
  drawn(_drawn, _from, _to) {}

  exit() {
    this.cancel();
  }

  /** @param {ToolPointer} event */
  pointerDown({ world, button }) {
    if (button === 0) this.#from = { x: world.x, y: world.y };
  }

  /** @param {ToolPointer} event */
  pointerMove({ world }) {
    if (!this.#from) return;
    this.editor.renderer.marks.draft = boxFromPoints(this.#from, world);
    this.editor.renderer.requestOverlay();
  }

  /** @param {ToolPointer} event */
  pointerUp({ world }) {
    const from = this.#from;
    this.cancel();
    if (from) this.drawn(boxFromPoints(from, world), from, world);
  }

  cancel() {
    const wasDrawing = this.#from !== null;
    this.#from = null;
    this.editor.renderer.marks.draft = null;
    this.editor.renderer.requestOverlay();
    return wasDrawing;
  }
}
