// What is said of the picture that is shown: pins on it, its threads beside it, and a field for a new one.

import { ApiError } from '../api.js';
import { MentionField } from '../comments/mention_field.js';
import { element, icon } from '../elements.js';
import { timeWords } from '../unfinished_mask.js';

/** @import { Point } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Thread, Threads } from '../comments/threads.js' */
/** @import { ReviewView } from './view.js' */

const MIDDLE = { x: 0.5, y: 0.5 };

export class ReviewComments {
  #editor;
  #view;
  #threads;
  #count = element('span', { class: 'plain three' });
  #list = element('ul', { class: 'said' });
  #problem = element('p', { class: 'error', role: 'alert', hidden: true });
  #field;
  /** Where the next comment goes, 0 to 1 on the picture; null: its middle. @type {Point | null} */
  #point = null;
  #isPlacing = false;
  /** The picture that the list is of. @type {string | undefined} */
  #of;

  /** @param {Editor} editor @param {ReviewView} view @param {Threads} threads @param {HTMLElement} root */
  constructor(editor, view, threads, root) {
    this.#editor = editor;
    this.#view = view;
    this.#threads = threads;
    this.#field = new MentionField(() => threads.people, { label: 'Comment', placeholder: 'Comment, or press C and click', send: () => { void this.#send(); } });
    this.#field.text.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      view.focus();
    });
    root.append(element('section', { class: 'sec review-comments', 'aria-labelledby': 'review-comments' },
      element('h3', { id: 'review-comments' }, 'Comments', element('span', { class: 'end' }, this.#count)), this.#list,
      editor.config.may_comment ? this.#field.root : null, this.#problem));
    view.subscribe(() => this.#show());
    threads.subscribe(() => this.#show());
    editor.on('review-moved', () => this.#place());
    editor.on('review-click', (point) => this.#click(point));
    if (editor.config.may_comment) editor.commands.register({ id: 'review.comment', label: 'Comment: then click where', keys: 'C', mode: 'review', enabled: () => view.isOpen, run: () => this.#begin() });
    editor.commands.register({ id: 'review.unresolved', label: 'Next picture with an open comment', keys: 'N', mode: 'review', enabled: () => view.isOpen, run: () => this.#next() });
  }

  #begin() {
    this.#isPlacing = true;
    this.#view.easel.root.toggleAttribute('data-placing', true);
    this.#field.text.placeholder = 'Click on the picture, or write for all of it';
    this.#field.text.focus();
  }

  /** @param {Point} point */
  #click(point) {
    if (!this.#isPlacing) return;
    this.#point = point;
    this.#place();
    this.#field.text.focus();
  }

  /** Those of the picture and of the versions that it lies over. */
  #here() {
    const { current } = this.#view;
    if (!current) return [];
    const versions = new Set([current.id, ...this.#editor.store.versionsBehind(current.id).map(({ id }) => id)]);
    return this.#threads.list.filter(({ node }) => node && versions.has(node));
  }

  #show() {
    if (!this.#view.isOpen) return;
    const { current } = this.#view;
    if (current?.id !== this.#of) this.#clear();
    this.#of = current?.id;
    const threads = this.#here();
    const open = threads.filter(({ is_resolved: isResolved }) => !isResolved);
    this.#count.textContent = threads.length ? `${open.length} open, ${threads.length - open.length} resolved` : 'none yet';
    this.#list.replaceChildren(...threads.map((thread) => this.#row(thread)));
    this.#place();
  }

  /** @param {Thread} thread */
  #row(thread) {
    const at = new Date(thread.last_at).getTime();
    const isOld = thread.node !== this.#view.current?.id;
    const old = isOld ? this.#editor.store.node(thread.node)?.version : 0;
    const facts = [thread.is_resolved ? 'resolved' : '', isOld ? `from v${old || 1}` : '', thread.count > 1 ? `${thread.count - 1} ${thread.count === 2 ? 'reply' : 'replies'}` : '', timeWords(at, Date.now())].filter(Boolean).join(' · ');
    const mayResolve = this.#editor.config.may_comment;
    return element('li', { class: thread.is_resolved ? 'three' : '' },
      element('span', { class: 'number' }, String(thread.number)),
      element('div', { class: 'grow' }, element('p', { class: 'row' }, element('b', { class: 'cut' }, thread.author.name), element('span', { class: 'small three' }, facts)), element('p', { class: 'text' }, thread.text)),
      mayResolve ? element('button', { type: 'button', class: 'btn s sq quiet', 'aria-label': thread.is_resolved ? 'Open again' : 'Resolve', title: thread.is_resolved ? 'Open again' : 'Resolve', onclick: () => { void this.#try(this.#threads.resolve(thread.id, !thread.is_resolved)); } }, icon(thread.is_resolved ? 'undo-2' : 'check', 's')) : null);
  }

  /** Pins stand on the picture, wherever it lies now. */
  #place() {
    const { layer, box } = this.#view.easel;
    const pins = this.#view.isOpen ? this.#here().map(({ number, x, y, is_resolved: isResolved }) => ({ words: String(number), x, y, isResolved })) : [];
    if (this.#point) pins.push({ words: '+', ...this.#point, isResolved: false });
    layer.replaceChildren(...pins.map(({ words, x, y, isResolved }) => {
      const pin = element('span', { class: `comment-pin${isResolved ? ' resolved' : ''}`, 'aria-hidden': 'true' }, words);
      pin.style.transform = `translate(${Math.round(box.x + x * box.width)}px, ${Math.round(box.y + y * box.height)}px) translateY(-100%)`;
      return pin;
    }));
  }

  async #send() {
    const text = this.#field.value.trim();
    const node = this.#view.current;
    if (!text || !node) return;
    const sent = await this.#try(this.#threads.start({ node: node.id, ...(this.#point ?? MIDDLE), outline: [] }, text, this.#field.mentions));
    if (!sent) return;
    this.#clear();
    this.#show();
    this.#view.focus();
  }

  #clear() {
    this.#field.clear();
    this.#field.text.placeholder = 'Comment, or press C and click';
    this.#point = null;
    this.#isPlacing = false;
    this.#problem.hidden = true;
    this.#view.easel.root.toggleAttribute('data-placing', false);
  }

  /** @param {Promise<unknown>} work @returns {Promise<boolean>} whether it was done */
  async #try(work) {
    try {
      await work;
      this.#problem.hidden = true;
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#problem.textContent = error.message;
      this.#problem.hidden = false;
      return false;
    }
  }

  #next() {
    const open = new Set(this.#threads.list.filter(({ is_resolved: isResolved }) => !isResolved).map(({ node }) => node));
    this.#view.goToNext((node) => open.has(node.id));
  }
}
