// Copy, cut and paste: nodes within and between boards, words as notes, pictures as uploads.

import { boundsOf } from './geometry.js';
import { LONGEST_TEXT, cleanText, lengthOf } from './long_text.js';
import { copyChanges, withDescendants } from './moves.js';
import { addNote } from './tools/note.js';

/** @import { BoardNode, Point } from './types.js' */
/** @import { Editor } from './editor.js' */

/** Carries nodes on the system's clipboard, next to the words that other programs take. */
const TYPE = 'application/x-anchorboard';
const FIELDS = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';

export class Clipboard {
  #editor;
  /** Where the pointer is over the stage: pasted things land there. @type {Point|null} world */
  pointer = null;
  /** Pastes of one copy, so that each lies a step further. */
  #pastes = 0;

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** @param {ClipboardEvent} event @param {{isCut?: boolean}} [options] */
  copy(event, { isCut = false } = {}) {
    const { store, selection, mode } = this.#editor;
    if (isInField(event.target) || mode !== 'canvas' || !selection.ids.size) return;
    if (document.getSelection()?.toString()) return; // words of a panel
    const nodes = [...withDescendants(store, selection.ids)].flatMap((id) => store.node(id) ?? []);
    event.preventDefault();
    event.clipboardData?.setData('text/plain', wordsOf(nodes));
    event.clipboardData?.setData(TYPE, JSON.stringify({ board: this.#editor.config.board.id, nodes }));
    this.#pastes = 0;
    if (isCut) this.#editor.commands.run('edit.delete');
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    if (isInField(event.target) || this.#editor.mode !== 'canvas' || !this.#editor.canEdit) return;
    const { clipboardData: data } = event;
    if (!data) return;
    const nodes = nodesFrom(data.getData(TYPE), this.#editor.config.board.id);
    const words = data.getData('text/plain').trim();
    if (nodes.length) this.#pasteNodes(nodes);
    else if (data.files.length) this.#editor.emit('files', { files: [...data.files], world: this.#place() });
    else if (words) this.#pasteWords(words);
    else return;
    event.preventDefault();
  }

  /** @param {BoardNode[]} nodes */
  #pasteNodes(nodes) {
    const editor = this.#editor;
    const bounds = boundsOf(nodes);
    if (!bounds) return;
    this.#pastes += 1;
    const place = this.pointer ?? this.#place();
    const step = 16 * (this.#pastes - 1);
    const offset = {
      x: place.x - bounds.x - bounds.width / 2 + step,
      y: place.y - bounds.y - bounds.height / 2 + step,
    };
    const made = copyChanges(nodes, {
      offset, orders: editor.topOrders(nodes.length), newId: editor.newId,
      parentFor: (box) => editor.frameFor(box),
    });
    if (!made.changes.length) return;
    editor.commit(made.changes, { label: 'Paste' });
    editor.selection.set(made.ids);
  }

  /** @param {string} words */
  #pasteWords(words) {
    const text = cleanText(words);
    if (lengthOf(text) > LONGEST_TEXT) {
      this.#editor.emit('long-text', { text });
      return;
    }
    const { x, y } = this.#place();
    addNote(this.#editor, x, y, text);
  }

  /** @returns {Point} under the pointer, else the middle of the view; world */
  #place() {
    if (this.pointer) return { x: this.pointer.x, y: this.pointer.y };
    const { x, y, width, height } = this.#editor.viewport.visibleBox();
    return { x: x + width / 2, y: y + height / 2 };
  }
}

/** For other programs: what is written in them. @param {BoardNode[]} nodes */
function wordsOf(nodes) {
  return nodes.map((node) => node.text || node.name || node.prompt || '').filter(Boolean).join('\n');
}

/** Nodes copied on a board; pictures only within their own, as another may belong to other people.
 * @param {string} data @param {string} boardId @returns {BoardNode[]} */
function nodesFrom(data, boardId) {
  if (!data) return [];
  try {
    const { board, nodes } = JSON.parse(data);
    return nodes.filter((/** @type {BoardNode} */ node) => board === boardId || !node.asset);
  } catch {
    return []; // not ours after all
  }
}

/** @param {EventTarget|null} target */
function isInField(target) {
  return Boolean(/** @type {Element|null} */ (target)?.closest?.(FIELDS));
}
