// The frame tool: drag a box; what lies in it belongs to it.

import { boxFromPoints, contains } from '../geometry.js';
import { Tool } from './tool.js';

/** @import { Box, Change, Point, ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */

const LEAST_PX = 8;
// A click without a drag makes one of this size: world units.
const DEFAULT = { width: 800, height: 600 };

export class FrameTool extends Tool {
  name = 'frame';
  cursor = 'crosshair';
  /** @type {Point|null} world */
  #from = null;
  #editor;

  /** @param {Editor} editor */
  constructor(editor) {
    super();
    this.#editor = editor;
  }

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
    this.#editor.renderer.marks.draft = boxFromPoints(this.#from, world);
    this.#editor.renderer.requestOverlay();
  }

  /** @param {ToolPointer} event */
  pointerUp({ world }) {
    const from = this.#from;
    this.cancel();
    if (!from) return;
    const drawn = boxFromPoints(from, world);
    const least = LEAST_PX / this.#editor.viewport.zoom;
    const isClick = drawn.width < least || drawn.height < least;
    this.#make(isClick ? { x: from.x, y: from.y, ...DEFAULT } : drawn);
    this.#editor.tools.done();
  }

  cancel() {
    const wasDrawing = this.#from !== null;
    this.#from = null;
    this.#editor.renderer.marks.draft = null;
    this.#editor.renderer.requestOverlay();
    return wasDrawing;
  }

  /** @param {Box} drawn world */
  #make(drawn) {
    const editor = this.#editor;
    const box = {
      x: Math.round(drawn.x),
      y: Math.round(drawn.y),
      width: Math.max(1, Math.round(drawn.width)),
      height: Math.max(1, Math.round(drawn.height)),
    };
    const id = editor.newId();
    const inside = editor.nodesIn(box, { inside: true }).filter((node) => contains(box, node));
    const ids = new Set(inside.map((node) => node.id));
    const [order] = editor.topOrders();
    /** @type {Change[]} */
    const changes = [
      { node: id, create: { kind: 'frame', ...box, order, name: editor.frameName(), parent: editor.frameFor(box) } },
    ];
    let frames = 0;
    for (const node of inside) {
      // Only the outermost: what lies in a frame that is taken in stays in that one.
      if (node.parent && ids.has(node.parent)) continue;
      // A frame taken in must come to lie over the new one.
      const over = node.kind === 'frame' ? { order: editor.topOrders(inside.length + 1)[(frames += 1)] } : {};
      changes.push({ node: node.id, set: { parent: id, ...over } });
    }
    editor.commit(changes, { label: 'Draw a frame' });
    editor.selection.set([id]);
  }
}
