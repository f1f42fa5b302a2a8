// The list of all threads of the board, beside it: to find those that are open, unread or for you, and
// to go to each. What was said of a picture that is in the trash is found here alone.

import { element, icon, radioButtons } from '../elements.js';
import { timeWords } from '../unfinished_mask.js';
import { isInTrash } from './places.js';
import { FILTERS, passes } from './threads.js';

/** @import { Editor } from '../editor.js' */
/** @import { Filter, Thread, Threads } from './threads.js' */

export class CommentPanel {
  #editor;
  #threads;
  #go;
  #root;
  #list = element('ul', { id: 'comment-list', 'aria-label': 'Threads' });
  #showFilter;
  /** @type {Filter} */
  #filter = 'all';

  /** @param {Editor} editor @param {Threads} threads @param {HTMLElement} page
   * @param {{go: (thread: Thread) => void, filtered: (filter: Filter) => void}} parts */
  constructor(editor, threads, page, { go, filtered }) {
    this.#editor = editor;
    this.#threads = threads;
    this.#go = go;
    const filters = element('div', { class: 'filters', role: 'radiogroup', 'aria-label': 'Which threads' });
    this.#showFilter = radioButtons(filters, Object.entries(FILTERS).map(([key, label]) => ({ key, label })), (key) => {
      this.#filter = /** @type {Filter} */ (key);
      this.#showFilter(key);
      filtered(this.#filter);
      this.#draw();
    });
    const close = element('button', { type: 'button', class: 'btn s sq quiet', 'aria-label': 'Close', title: 'Close', onclick: () => this.toggle(false) }, icon('x'));
    const comment = editor.config.may_comment ? element('button', { type: 'button', class: 'btn s', 'data-command': 'tool.comment', title: 'Click or draw where it belongs  C' }, icon('plus', 's'), 'Comment') : null;
    this.#root = element('section', { id: 'comments', class: 'pop', 'aria-label': 'Comments', hidden: true }, element('header', { class: 'row' }, element('b', { class: 'grow' }, 'Comments'), comment, close), element('div', { class: 'tools' }, filters), this.#list);
    this.#root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.toggle(false);
    });
    this.#showFilter(this.#filter);
    page.append(this.#root);
    threads.subscribe(() => this.#draw());
    editor.store.subscribe(({ nodes }) => { if (threads.list.some(({ node }) => node && nodes.has(node))) this.#draw(); });
    editor.on('mode', ({ mode }) => { if (mode !== 'canvas') this.toggle(false); });
  }

  /** @param {boolean} [isOpen] */
  toggle(isOpen = Boolean(this.#root.hidden)) {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#root.hidden = !isOpen;
    for (const button of document.querySelectorAll('[data-command="comments.list"]')) button.setAttribute('aria-pressed', String(isOpen));
    if (isOpen) this.#draw();
    if (!isOpen && hadFocus) document.getElementById('stage')?.focus({ preventScroll: true });
    this.#editor.emit('layout');
  }

  #draw() {
    if (this.#root.hidden) return;
    const shown = this.#threads.list.filter((thread) => passes(thread, this.#filter)).reverse();
    const nothing = this.#threads.list.length ? 'None of them here.' : 'Nobody has commented yet. Press C, then click or draw on a picture.';
    this.#list.replaceChildren(...(shown.length ? shown.map((thread) => this.#row(thread)) : [element('li', { class: 'three more' }, nothing)]));
  }

  /** @param {Thread} thread */
  #row(thread) {
    const { author, number, text, count, is_unread, is_resolved } = thread;
    const isGone = isInTrash(this.#editor.store, thread);
    const at = new Date(thread.last_at).getTime();
    const where = [isGone ? 'picture in trash' : '', count > 1 ? `${count - 1} ${count === 2 ? 'reply' : 'replies'}` : '', is_resolved ? 'resolved' : '', timeWords(at, Date.now())].filter(Boolean).join(' · ');
    return element('li', {}, element(
      'button', { type: 'button', class: `thread${is_unread ? ' unread' : ''}${is_resolved ? ' resolved' : ''}`, onclick: () => this.#go(thread) },
      element('b', { class: 'number' }, String(number)),
      element('span', { class: 'words' }, element('span', { class: 'cut' }, element('b', {}, author.name), author.is_guest ? ' (guest) ' : ' ', text), element('span', { class: 'cut small three' }, where)),
      is_unread ? element('span', { class: 'unseen' }, 'unread') : null,
    ));
  }
}
