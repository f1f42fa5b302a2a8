// The note tool: a click places a note and opens it for writing.

import { Tool } from './tool.js';

/** @import { ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */

const SIZE = { width: 240, height: 144 }; // world units: ten words in a line, five lines
const SHORT = 300; // characters that fit well into the usual width
const LONG = 2_000;
const WIDTHS = { long: 480, veryLong: 960 };

export class NoteTool extends Tool {
  name = 'note';
  cursor = 'crosshair';
  #isPressed = false;
  #editor;

  /** @param {Editor} editor */
  constructor(editor) {
    super();
    this.#editor = editor;
  }

  exit() {
    this.#isPressed = false;
  }

  /** @param {ToolPointer} event */
  pointerDown({ button }) {
    this.#isPressed = button === 0;
  }

  /** @param {ToolPointer} event */
  pointerUp({ world }) {
    if (!this.#isPressed) return;
    this.#isPressed = false;
    const id = addNote(this.#editor, world.x, world.y, '');
    this.#editor.tools.done();
    this.#editor.emit('text-edit', { id, isNew: true });
  }

  cancel() {
    const wasPressed = this.#isPressed;
    this.#isPressed = false;
    return wasPressed;
  }
}

/** A note with its top left corner there, selected, as large as its text needs. @param {Editor} editor
 * @param {number} x world @param {number} y @param {string} text @returns {string} its id */
export function addNote(editor, x, y, text) {
  const id = editor.newId();
  const box = { x: Math.round(x), y: Math.round(y), ...noteSize(editor, text) };
  const [order] = editor.topOrders();
  const create = { kind: 'note', ...box, order, text, parent: editor.frameFor(box) };
  editor.commit([{ node: id, create }], { label: 'Add a note' });
  editor.selection.set([id]);
  return id;
}

/** Nothing of a text is cut; a long one gets longer lines first. @param {Editor} editor @param {string} text */
export function noteSize(editor, text) {
  if (!text) return SIZE;
  const width = text.length > LONG ? WIDTHS.veryLong : text.length > SHORT ? WIDTHS.long : SIZE.width;
  return { width, height: Math.max(SIZE.height, editor.renderer.heightOfNote(text, width)) };
}
