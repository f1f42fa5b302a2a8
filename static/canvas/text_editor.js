// Writing on the board: a text field laid exactly over a note, or over the name of a node.

import { NOTE_LOOK } from './draw/note.js';
import { element } from './elements.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

const LONGEST_TEXT = 10_000;
const LONGEST_NAME = 200;

export class TextEditor {
  #editor;
  #layer;
  /** @type {{field: HTMLTextAreaElement | HTMLInputElement, id: string, what: 'text' | 'name'} | null} */
  #open = null;

  /** @param {Editor} editor @param {HTMLElement} layer DOM over the board */
  constructor(editor, layer) {
    this.#editor = editor;
    this.#layer = layer;
    editor.on('text-edit', ({ id }) => this.#edit(id, 'text'));
    editor.on('rename', ({ id }) => this.#edit(id, 'name'));
    editor.on('mode', () => this.#close(true));
    editor.viewport.subscribe(() => this.#place());
    editor.store.subscribe(({ nodes }) => {
      if (!this.#open || !nodes.has(this.#open.id)) return;
      if (editor.store.node(this.#open.id)) this.#place();
      else this.#close(false);
    });
  }

  /** @param {string} id @param {'text' | 'name'} what */
  #edit(id, what) {
    this.#close(true);
    const node = this.#editor.store.node(id);
    if (!node || !this.#editor.canEdit) return;
    const isText = what === 'text';
    const field = /** @type {HTMLTextAreaElement | HTMLInputElement} */ (element(isText ? 'textarea' : 'input', {
      class: isText ? `text-edit note-${node.colour ?? 'amber'}` : 'text-edit frame-name',
      'aria-label': isText ? 'Text of the note' : 'Name', maxlength: isText ? LONGEST_TEXT : LONGEST_NAME,
    }));
    field.value = isText ? node.text ?? '' : node.name;
    this.#open = { field, id, what };
    if (isText) {
      this.#editor.renderer.hide(id, true);
      this.#editor.renderer.marks.showsSelection = false; // its frame would lie across a note that grows
      field.addEventListener('input', () => this.#place());
    }
    field.addEventListener('keydown', (event) => {
      const key = /** @type {KeyboardEvent} */ (event);
      const isDone = key.key === 'Escape' || (key.key === 'Enter' && (!isText || key.ctrlKey || key.metaKey));
      if (!isDone || key.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.#close(true);
      document.getElementById('stage')?.focus();
    });
    field.addEventListener('blur', () => this.#close(true));
    // The stage under it must not take the press for a drag.
    field.addEventListener('pointerdown', (event) => event.stopPropagation());
    this.#layer.append(field);
    this.#place();
    field.focus();
    if (!isText || !field.value) field.select();
  }

  /** @param {boolean} keep */
  #close(keep) {
    const open = this.#open;
    if (!open) return;
    this.#open = null; // first: taking the field away blurs it, which asks to close again
    const node = this.#editor.store.node(open.id);
    const value = open.what === 'text' ? open.field.value.replace(/\r\n?/g, '\n') : open.field.value.trim();
    const height = open.what === 'text' && node ? heightFor(open.field, node) : 0; // while it is laid out
    if (open.what === 'text') this.#showNode(open.id);
    open.field.remove();
    if (!keep || !node) return;
    const before = open.what === 'text' ? node.text ?? '' : node.name;
    if (value === before) return;
    const grown = height > node.height ? { height } : {}; // nothing that was written is cut
    this.#editor.commit([{ node: open.id, set: { [open.what]: value, ...grown } }], { label: open.what === 'text' ? 'Write' : 'Rename' });
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
    const { field, id, what } = this.#open;
    const node = this.#editor.store.node(id);
    if (!node) return;
    const { zoom } = this.#editor.viewport;
    const { x, y } = this.#editor.viewport.worldToScreen(node);
    if (what === 'name') this.#placeName(field, node, x, y, zoom);
    else this.#placeText(field, node, x, y, zoom);
  }

  /** @param {HTMLElement} field @param {BoardNode} node @param {number} x @param {number} y @param {number} zoom */
  #placeName(field, node, x, y, zoom) {
    const isFrame = node.kind === 'frame';
    field.style.transform = `translate(${Math.round(x)}px, ${Math.round(isFrame ? y - 28 : y + node.height * zoom + 4)}px)`;
    field.style.width = `${Math.max(160, node.width * zoom)}px`;
  }

  /** World units inside, scaled as a whole. @param {HTMLElement} field @param {BoardNode} node @param {number} x @param {number} y @param {number} zoom */
  #placeText(field, node, x, y, zoom) {
    const { padding, fontSize, lineHeight } = NOTE_LOOK; // as the note is drawn, so that nothing moves when it opens
    const turn = node.rotation ? ` translate(${node.width / 2}px, ${node.height / 2}px) rotate(${node.rotation}deg) translate(${-node.width / 2}px, ${-node.height / 2}px)` : '';
    field.style.transform = `translate(${x}px, ${y}px) scale(${zoom})${turn}`;
    field.style.width = `${node.width}px`;
    field.style.padding = `${padding}px`;
    field.style.fontSize = `${fontSize}px`;
    field.style.lineHeight = `${lineHeight}px`;
    field.style.height = `${heightFor(field, node)}px`;
  }
}

/** World units that a note needs to show all of its text; never less than it has.
 * @param {HTMLElement} field @param {BoardNode} node */
function heightFor(field, node) {
  field.style.height = `${node.height}px`;
  return Math.max(node.height, field.scrollHeight);
}
