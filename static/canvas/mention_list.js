// The list that opens under an @ in the prompt: the board's pictures by name. Arrows move, Enter or
// Tab takes one as an anchor, Esc closes; the text keeps the focus all the while.

import { element } from './elements.js';
import { mentionAt, picturesFor, withoutMention } from './mentions.js';
import { titleOf } from './node_words.js';
import { pictureUrl } from './picture_url.js';

/** @import { BoardNode } from './types.js' */
/** @import { Anchors } from './anchors.js' */
/** @import { Editor } from './editor.js' */

export class MentionList {
  #editor;
  #text;
  #anchors;
  #list;
  /** @type {BoardNode[]} */
  #found = [];
  #at = 0;
  /** @type {{start: number, query: string} | null} */
  #mention = null;
  /** Place of an @ that was closed by Esc: it stays closed while it is written on. */
  #closedAt = -1;

  /** @param {Editor} editor @param {HTMLTextAreaElement} text @param {Anchors} anchors */
  constructor(editor, text, anchors) {
    this.#editor = editor;
    this.#text = text;
    this.#anchors = anchors;
    this.#list = element('ul', { id: 'mention-list', class: 'menu pop up', role: 'listbox', 'aria-label': 'Pictures of this board', hidden: true });
    text.before(this.#list);
    text.setAttribute('aria-autocomplete', 'list');
    text.setAttribute('aria-controls', 'mention-list');
    text.addEventListener('input', () => this.#look());
    text.addEventListener('click', () => this.#look());
    text.addEventListener('blur', () => this.#close());
    text.addEventListener('keydown', (event) => this.#keyDown(event), { capture: true });
  }

  #look() {
    this.#mention = mentionAt(this.#text.value, this.#text.selectionStart);
    if (this.#mention?.start !== this.#closedAt) this.#closedAt = -1;
    else this.#mention = null;
    const found = this.#mention ? picturesFor(this.#pictures(), this.#mention.query) : [];
    // Words after one that names nothing are the prompt's own: "@ noon light".
    if (!this.#mention || (!found.length && /\s/.test(this.#mention.query))) return this.#close();
    this.#found = found;
    this.#at = 0;
    this.#draw();
  }

  /** What is an anchor already is not offered again. */
  *#pictures() {
    const { store } = this.#editor;
    for (const node of store.nodes()) if (node.kind === 'image' && !store.isAside(node) && !this.#anchors.has(node)) yield node;
  }

  #draw() {
    const rows = this.#found.map((node, i) => element(
      'li',
      { id: `mention-${i}`, role: 'option', onpointerdown: (/** @type {Event} */ event) => { event.preventDefault(); this.#choose(i); } },
      element('img', { alt: '', width: 32, height: 32, src: pictureUrl(this.#editor.config, node.asset) }),
      element('span', { class: 'cut' }, titleOf(node) || 'Without a name'),
    ));
    const none = element('li', { class: 'none three' }, this.#mention?.query ? 'No picture of that name' : 'No more pictures on this board');
    this.#list.replaceChildren(...(rows.length ? rows : [none]));
    this.#list.hidden = false;
    this.#mark();
  }

  #mark() {
    for (const [i, row] of [...this.#list.children].entries()) if (row.role === 'option') row.setAttribute('aria-selected', String(i === this.#at));
    this.#list.children[this.#at]?.scrollIntoView({ block: 'nearest' });
    if (this.#found.length) this.#text.setAttribute('aria-activedescendant', `mention-${this.#at}`);
    else this.#text.removeAttribute('aria-activedescendant');
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    if (this.#list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = this.#found.length;
    if (step && count) {
      this.#at = (this.#at + step + count) % count;
      this.#mark();
    } else if ((event.key === 'Enter' || event.key === 'Tab') && count && !event.shiftKey) {
      this.#choose(this.#at);
    } else if (event.key === 'Escape') {
      this.#closedAt = this.#mention?.start ?? -1;
      this.#close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** @param {number} i */
  #choose(i) {
    const node = this.#found[i];
    const mention = this.#mention;
    if (!node || !mention) return;
    const { text, caret } = withoutMention(this.#text.value, mention);
    this.#text.value = text;
    this.#text.setSelectionRange(caret, caret);
    this.#close();
    this.#anchors.add(node);
    this.#text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #close() {
    this.#mention = null;
    this.#found = [];
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#text.removeAttribute('aria-activedescendant');
  }
}
