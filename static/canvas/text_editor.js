// Writing on the board: a text field laid exactly over a note or a text, or over the name of a node.

import { element } from './elements.js';
import { LONGEST_TEXT, cleanText, lengthOf } from './long_text.js';
import { textBox } from './text_box.js';
import { noteHeight, placeName, placeNote, placeTextNode } from './text_field.js';

/** @import { BoardNode, Change } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Field } from './text_field.js' */

/** @typedef {{field: Field, node: BoardNode, isDraft: boolean, what: 'text' | 'name', isGone?: boolean}} Open
 *   isDraft: it comes to the board only when something is written; isGone: somebody deleted it meanwhile */

const LONGEST_NAME = 200;
const SHAPES = { note: 'Text of the note', text: 'Text' };

export class TextEditor {
  #editor;
  #layer;
  /** @type {Open | null} */
  #open = null;

  /** @param {Editor} editor @param {HTMLElement} layer DOM over the board */
  constructor(editor, layer) {
    this.#editor = editor;
    this.#layer = layer;
    editor.on('text-edit', ({ id, draft }) => this.#edit(editor.store.node(id) ?? draft, 'text', !id));
    editor.on('rename', ({ id }) => this.#edit(editor.store.node(id), 'name', false));
    editor.on('mode', () => this.#close(true));
    window.addEventListener('pagehide', () => this.#close(true)); // into the outbox, which outlives the page
    editor.viewport.subscribe(() => this.#place());
    editor.store.subscribe(({ nodes }) => {
      if (!this.#open || this.#open.isDraft || !nodes.has(this.#open.node.id)) return;
      const node = editor.store.node(this.#open.node.id);
      this.#open.isGone = !node; // the field stays: who writes on would press keys of the board
      if (node) this.#open.node = node;
      this.#place();
    });
  }

  /** @param {BoardNode | undefined} node @param {'text' | 'name'} what @param {boolean} isDraft */
  #edit(node, what, isDraft) {
    this.#close(true);
    if (!node || !this.#editor.canEdit || this.#editor.store.isLocked(node)) return;
    const isText = what === 'text';
    const field = /** @type {Field} */ (element(isText ? 'textarea' : 'input', {
      class: isText ? `text-edit ${node.kind}-edit ${node.kind === 'note' ? 'note' : 'ink'}-${node.colour ?? 'amber'}` : 'text-edit frame-name',
      'aria-label': isText ? SHAPES[/** @type {'note'} */ (node.kind)] : 'Name', maxlength: isText ? null : LONGEST_NAME, wrap: 'soft',
      rows: isText ? '1' : null, spellcheck: 'true',
    }));
    field.value = isText ? node.text ?? '' : node.name;
    this.#open = { field, node, what, isDraft };
    if (isText) {
      this.#editor.renderer.hide(node.id, true);
      this.#editor.renderer.marks.showsSelection = false; // its frame would lie across a note that grows
      field.addEventListener('input', () => this.#place());
      field.addEventListener('paste', (event) => this.#paste(/** @type {ClipboardEvent} */ (event)));
    }
    field.addEventListener('keydown', (event) => this.#keyDown(/** @type {KeyboardEvent} */ (event)));
    field.addEventListener('blur', () => this.#close(true));
    // The stage under it must not take the press for a drag.
    field.addEventListener('pointerdown', (event) => event.stopPropagation());
    this.#layer.append(field);
    this.#place();
    field.focus();
    if (!isText || !field.value) field.select();
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    const isText = this.#open?.what === 'text';
    const isDone = event.key === 'Escape' || (event.key === 'Enter' && (!isText || event.ctrlKey || event.metaKey));
    if (!isDone || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.#close(true);
    document.getElementById('stage')?.focus();
  }

  /** More than fits is not put in at all: half a text would go unnoticed. @param {ClipboardEvent} event */
  #paste(event) {
    const { field } = /** @type {Open} */ (this.#open);
    const words = cleanText(event.clipboardData?.getData('text/plain') ?? '');
    const kept = field.value.length - ((field.selectionEnd ?? 0) - (field.selectionStart ?? 0));
    if (kept + words.length <= LONGEST_TEXT) return;
    event.preventDefault();
    this.#editor.emit('long-text', { text: words, near: this.#open?.node });
  }

  /** @param {boolean} keep */
  #close(keep) {
    const open = this.#open;
    if (!open) return;
    this.#open = null; // first: taking the field away blurs it, which asks to close again
    const changes = keep ? this.#changes(open) : []; // while it is laid out
    if (open.what === 'text') this.#showNode(open.node.id);
    open.field.remove();
    if (!changes.length) return;
    const label = open.what === 'name' ? 'Rename' : open.isDraft ? 'Add a text' : 'Write';
    this.#editor.commit(changes, { label });
    if (open.isDraft || open.isGone) this.#editor.selection.set([open.node.id]);
  }

  /** @param {Open} open @returns {Change[]} */
  #changes(open) {
    const { node, what, field } = open;
    if (open.isGone) return this.#again(open);
    if (what === 'name') {
      const name = field.value.trim();
      return name === node.name ? [] : [{ node: node.id, set: { name } }];
    }
    const text = this.#taken(cleanText(field.value), node);
    if (node.kind === 'text') return this.#textChanges(open, text);
    if (text === (node.text ?? '')) return [];
    const height = noteHeight(field, node);
    return [{ node: node.id, set: { text, ...(height > node.height ? { height } : {}) } }]; // nothing that was written is cut
  }

  /** What somebody deleted comes back with words that they had not seen. @param {Open} open @returns {Change[]} */
  #again({ node: { id, ...body }, what, field }) {
    const { store, renderer } = this.#editor;
    const node = { id, ...body };
    const text = this.#taken(cleanText(field.value), node);
    if (what === 'name' || !text.trim() || text === (node.text ?? '')) return [];
    this.#editor.emit('notice', { message: 'This was deleted while you were writing. It is back, with your words.', kind: 'info' });
    const box = node.kind === 'text' ? textBox({ ...node, text }, (one) => renderer.sizeOfText(one)) : { height: noteHeight(field, node) };
    return [{ node: id, create: { ...body, ...box, text, parent: store.node(body.parent)?.id ?? null } }];
  }

  /** A text without words is nothing that anybody could see or choose. @param {Open} open @param {string} text @returns {Change[]} */
  #textChanges({ node, isDraft }, text) {
    const { renderer } = this.#editor;
    if (!text.trim()) return isDraft ? [] : [{ node: node.id, delete: true }];
    if (text === node.text) return [];
    const box = textBox({ ...node, text }, (one) => renderer.sizeOfText(one));
    if (!isDraft) return [{ node: node.id, set: { text, ...box } }];
    const { size, colour, wraps } = node;
    const [order] = this.#editor.topOrders();
    const look = { size, colour, ...(wraps ? { wraps } : {}) };
    return [{ node: node.id, create: { kind: 'text', ...box, text, ...look, order, parent: this.#editor.frameFor(box) } }];
  }

  /** Typed on past the end: the rest is offered as further notes. @param {string} text @param {BoardNode} node */
  #taken(text, node) {
    if (lengthOf(text) <= LONGEST_TEXT) return text;
    const letters = [...text];
    this.#editor.emit('long-text', { text: letters.slice(LONGEST_TEXT).join(''), near: node, isRest: true });
    return letters.slice(0, LONGEST_TEXT).join('');
  }

  /** @param {string} id */
  #showNode(id) {
    this.#editor.renderer.hide(id, false);
    // An editor of pictures that opens meanwhile wants none.
    if (this.#editor.mode === 'canvas') this.#editor.renderer.marks.showsSelection = true;
    this.#editor.renderer.requestOverlay();
  }

  #place() {
    if (!this.#open) return;
    const { field, node, what } = this.#open;
    const { viewport, renderer } = this.#editor;
    if (what === 'name') {
      placeName(field, node, viewport);
    } else if (node.kind === 'note') {
      placeNote(field, node, viewport);
    } else {
      const written = { ...node, text: field.value };
      placeTextNode(field, { ...written, ...textBox(written, (one) => renderer.sizeOfText(one)) }, viewport);
    }
  }
}
