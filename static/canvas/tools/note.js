// The note tool: a click places a note and opens it for writing.

import { Tool } from './tool.js';

/** @import { ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */

const SIZE = { width: 240, height: 144 }; // world units: ten words in a line, five lines

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

/** A note with its top left corner there, selected. @param {Editor} editor @param {number} x world
 * @param {number} y @param {string} text @returns {string} its id */
export function addNote(editor, x, y, text) {
  const id = editor.newId();
  const box = { x: Math.round(x), y: Math.round(y), ...SIZE };
  const [order] = editor.topOrders();
  const create = { kind: 'note', ...box, order, text, parent: editor.frameFor(box) };
  editor.commit([{ node: id, create }], { label: 'Add a note' });
  editor.selection.set([id]);
  return id;
}
