// Rectangle, ellipse, line and arrow: drag from one corner to the other. Shift keeps a square or steps
// of 45 degrees, Alt draws from the middle.

import { boxFromPoints } from '../geometry.js';
import { lineBetween, onStep } from '../line_ends.js';
import { tidy } from '../moves.js';
import { Tool } from './tool.js';

/** @import { BoardNode, Point, ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Styles } from '../styles.js' */

const DRAG_FROM_PX = 4;
const CLICKED = 120; // world units: side of a shape that a click without a drag makes

/** @typedef {'rectangle'|'ellipse'|'line'|'arrow'} Drawing */
/** @typedef {{isEven: boolean, isCentred: boolean}} Keys Shift and Alt */

export class DrawTool extends Tool {
  cursor = 'crosshair';
  /** @type {Point|null} world */
  #from = null;
  /** @type {Point} world */
  #to = { x: 0, y: 0 };
  /** @type {Keys} */
  #keys = { isEven: false, isCentred: false };
  /** @type {(() => void)|null} */
  #takeAway = null;
  #editor;
  #styles;
  /** @type {Drawing} */
  #drawing;

  /** @param {Editor} editor @param {Styles} styles @param {Drawing} drawing */
  constructor(editor, styles, drawing) {
    super();
    this.name = drawing;
    this.#editor = editor;
    this.#styles = styles;
    this.#drawing = drawing;
  }

  exit() {
    this.cancel();
  }

  /** @param {ToolPointer} event */
  pointerDown({ world, button, shift, alt }) {
    if (button !== 0) return;
    this.#from = { x: world.x, y: world.y };
    this.#to = { x: world.x, y: world.y };
    this.#keys = { isEven: shift, isCentred: alt };
    this.#takeAway = this.#editor.renderer.addOverlay((context) => {
      const props = this.#props();
      if (props) this.#editor.renderer.paintDraft(context, /** @type {BoardNode} */ ({ id: '', rotation: 0, ...props }));
    });
  }

  /** @param {ToolPointer} event */
  pointerMove({ world, shift, alt }) {
    if (!this.#from) return;
    this.#to = { x: world.x, y: world.y };
    this.#hold({ isEven: shift, isCentred: alt });
  }

  /** @param {ToolPointer} event */
  pointerUp({ world, shift, alt }) {
    if (!this.#from) return;
    this.#to = { x: world.x, y: world.y };
    this.#hold({ isEven: shift, isCentred: alt });
    const props = this.#props() ?? this.#clicked();
    this.cancel();
    if (!props) return; // a line without a length
    this.#make(props);
    this.#editor.tools.done();
  }

  cancel() {
    const wasDrawing = this.#from !== null;
    this.#from = null;
    this.#takeAway?.();
    this.#takeAway = null;
    return wasDrawing;
  }

  /** @param {KeyboardEvent} event */
  keyDown({ key }) {
    if (key === 'Shift') this.#hold({ ...this.#keys, isEven: true });
    if (key === 'Alt') this.#hold({ ...this.#keys, isCentred: true });
  }

  /** @param {KeyboardEvent} event */
  keyUp({ key }) {
    if (key === 'Shift') this.#hold({ ...this.#keys, isEven: false });
    if (key === 'Alt') this.#hold({ ...this.#keys, isCentred: false });
  }

  /** @param {Keys} keys */
  #hold(keys) {
    this.#keys = keys;
    if (this.#from) this.#editor.renderer.requestOverlay();
  }

  /** What is drawn by now; null: nothing yet. */
  #props() {
    if (!this.#from) return null;
    const off = Math.hypot(this.#to.x - this.#from.x, this.#to.y - this.#from.y);
    if (off * this.#editor.viewport.zoom < DRAG_FROM_PX) return null;
    return drawnProps(this.#drawing, this.#from, this.#to, this.#keys, this.#styles);
  }

  #clicked() {
    if (!this.#from || this.#drawing === 'line' || this.#drawing === 'arrow') return null;
    const { x, y } = this.#from;
    return drawnProps(this.#drawing, { x, y }, { x: x + CLICKED, y: y + CLICKED }, { isEven: false, isCentred: false }, this.#styles);
  }

  /** @param {Record<string, any> & {x: number, y: number, width: number, height: number}} props */
  #make(props) {
    const editor = this.#editor;
    const id = editor.newId();
    const [order] = editor.topOrders();
    const create = { ...props, order, parent: editor.frameFor(props) };
    editor.commit([{ node: id, create }], { label: `Draw ${this.#drawing === 'ellipse' || this.#drawing === 'arrow' ? 'an' : 'a'} ${this.#drawing}` });
    editor.selection.set([id]);
  }
}

/**
 * A drawing from one point to another. All world units.
 * @param {Drawing} drawing @param {Point} from @param {Point} to @param {Keys} keys
 * @param {Pick<Styles, 'colour'|'thickness'|'fill'>} styles
 */
export function drawnProps(drawing, from, to, { isEven, isCentred }, { colour, thickness, fill }) {
  const isLine = drawing === 'line' || drawing === 'arrow';
  const end = isEven ? (isLine ? onStep(from, to) : onDiagonal(from, to)) : to;
  const begin = isCentred ? { x: 2 * from.x - end.x, y: 2 * from.y - end.y } : from;
  if (isLine) return { kind: 'line', ...tidied(lineBetween(begin, end)), heads: drawing === 'arrow' ? 'end' : 'none', colour, thickness };
  const box = tidied(boxFromPoints(begin, end));
  return { kind: 'shape', ...box, shape: drawing, colour, thickness, ...(fill === 'none' ? {} : { fill }) };
}

/** @template {{x: number, y: number, width: number, height: number}} T @param {T} box @returns {T} */
function tidied(box) {
  const side = (/** @type {number} */ length) => Math.max(1, tidy(length));
  return { ...box, x: tidy(box.x), y: tidy(box.y), width: side(box.width), height: side(box.height) };
}

/** The corner of a square. @param {Point} from @param {Point} to @returns {Point} */
function onDiagonal(from, to) {
  const side = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  return { x: from.x + (to.x < from.x ? -side : side), y: from.y + (to.y < from.y ? -side : side) };
}
