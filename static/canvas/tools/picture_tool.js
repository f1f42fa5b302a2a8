// What the mask and the extend tool have in common: on the board they wait for a picture to be
// chosen, in their mode they hand the pointer to its editor.

import { Tool } from './tool.js';

/** @import { BoardNode, Point, ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { EditKind, EditMode } from '../edit_mode.js' */

/**
 * @typedef {object} PointerEditor
 * @property {(event: ToolPointer) => void} pointerDown
 * @property {(event: ToolPointer) => void} pointerMove
 * @property {() => void} pointerUp
 * @property {() => void} pointerLeft
 * @property {() => boolean} cancelGesture
 */

export class PictureTool extends Tool {
  wantsEveryPoint = true;
  #kind;
  #editor;
  #mode;
  #pointerEditor;
  #hint;
  #isDown = false;
  /** @type {Point} screen */
  #last = { x: 0, y: 0 };

  /**
   * @param {EditKind} kind
   * @param {{editor: Editor, mode: EditMode, pointerEditor: PointerEditor, hint: string}} parts
   *   hint: said while there is no picture to edit
   */
  constructor(kind, { editor, mode, pointerEditor, hint }) {
    super();
    this.name = kind;
    this.#kind = kind;
    this.#editor = editor;
    this.#mode = mode;
    this.#pointerEditor = pointerEditor;
    this.#hint = hint;
    editor.tools.subscribe(() => this.#handOver());
    window.addEventListener('pointerup', () => this.#finishUnderHand(), { capture: true });
  }

  /** Is its editor open? */
  get isEditing() {
    return this.#editor.mode === this.#kind;
  }

  enter() {
    if (this.isEditing) return;
    const chosen = this.#editor.selectedNode();
    if (chosen?.kind === 'image' && this.#edit(chosen)) return;
    this.#editor.emit('notice', { message: this.#hint, kind: 'info' });
  }

  /** What is seen is what is edited. @param {BoardNode} node */
  #edit(node) {
    this.#editor.emit('will-edit', { id: node.id });
    return this.#mode.enter(this.#kind, this.#editor.store.shownFor(node).id);
  }

  exit() {
    this.cancel();
    if (this.isEditing) this.#mode.leave();
  }

  /** @param {ToolPointer} event */
  pointerDown(event) {
    if (!this.isEditing) {
      const node = this.#editor.nodeAt(event.world);
      if (node?.kind === 'image') this.#edit(node);
      else this.#editor.emit('notice', { message: this.#hint, kind: 'info' });
      return;
    }
    this.#isDown = true;
    this.#last = { ...event.screen };
    this.#pointerEditor.pointerDown(event);
  }

  /** @param {ToolPointer} event */
  pointerMove(event) {
    this.#last = { ...event.screen };
    if (this.isEditing) this.#pointerEditor.pointerMove(event);
  }

  pointerUp() {
    this.#isDown = false;
    if (this.isEditing) this.#pointerEditor.pointerUp();
  }

  pointerLeave() {
    if (this.isEditing) this.#pointerEditor.pointerLeft();
  }

  cancel() {
    this.#isDown = false;
    return this.isEditing && this.#pointerEditor.cancelGesture();
  }

  // Space in the middle of a stroke: the hand takes the pressed pointer over, and gives it back.
  #handOver() {
    const { current } = this.#editor.tools;
    if (this.#isDown && current && current !== this) current.pointerDown(/** @type {ToolPointer} */ ({ screen: this.#last }));
  }

  // Let go while the hand had it: the stroke ends where it was.
  #finishUnderHand() {
    if (this.#isDown && this.#editor.tools.current !== this) this.pointerUp();
  }
}
