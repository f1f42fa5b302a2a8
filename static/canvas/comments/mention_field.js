// A text that members can be named in: after an @ their list opens. Arrows move, Enter or Tab takes
// one, Esc closes the list.

import { element } from '../elements.js';
import { mentionAt } from '../mentions.js';

/** @import { Member } from './threads.js' */

const MOST = 6;

/** @param {Member[]} people @param {string} query @returns {Member[]} those whose name begins like it first */
export function peopleFor(people, query) {
  const wanted = query.toLocaleLowerCase();
  const rank = (/** @type {Member} */ { name }) => { // -1: not at all
    const at = name.toLocaleLowerCase().indexOf(wanted);
    return at < 0 ? -1 : at === 0 ? 0 : 1;
  };
  return people.filter((one) => rank(one) >= 0).sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

/** Who is named in a text, by their whole name. @param {string} text @param {Member[]} people @param {Set<number>} [picked]
 * of two with one name those that were taken from the list @returns {number[]} ids */
export function namedIn(text, people, picked = new Set()) {
  const named = people.filter(({ name }) => {
    for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
      if (!/[\p{L}\p{N}]/u.test(text.charAt(at + 1 + name.length))) return true;
    }
    return false;
  });
  const isPicked = (/** @type {Member} */ { id }) => picked.has(id);
  return named.filter((one) => isPicked(one) || !named.some((other) => other.name === one.name && isPicked(other))).map(({ id }) => id);
}

/** What was said without the names. @param {string} text @param {Member[]} people */
export function withoutNames(text, people) {
  let words = text;
  for (const { name } of [...people].sort((a, b) => b.name.length - a.name.length)) words = words.split(`@${name}`).join('');
  return words.replace(/[ \t]+/g, ' ').trim();
}

export class MentionField {
  #people;
  /** @type {Set<number>} */
  #picked = new Set();
  /** @type {Member[]} */
  #found = [];
  #at = 0;
  /** @type {{start: number, query: string} | null} */
  #mention = null;

  /** @param {() => Member[]} people @param {{label: string, placeholder: string, send: () => void}} parts send: Ctrl+Enter or Enter */
  constructor(people, { label, placeholder, send }) {
    this.#people = people;
    this.text = /** @type {HTMLTextAreaElement} */ (element('textarea', { class: 'field', rows: 2, maxlength: 10_000, 'aria-label': label, placeholder }));
    this.list = element('ul', { class: 'menu pop people-list', role: 'listbox', 'aria-label': 'Members', hidden: true });
    this.root = element('div', { class: 'mention-field' }, this.text, this.list);
    this.text.addEventListener('input', () => this.look());
    this.text.addEventListener('blur', () => this.#close());
    this.text.addEventListener('keydown', (event) => this.#keyDown(event, send));
  }

  get value() {
    return this.text.value;
  }

  get mentions() {
    return namedIn(this.value, this.#people(), this.#picked);
  }

  clear() {
    this.text.value = '';
    this.#picked.clear();
  }

  /** Also when other people are there to be named. */
  look() {
    this.#mention = mentionAt(this.text.value, this.text.selectionStart);
    this.#found = this.#mention ? peopleFor(this.#people(), this.#mention.query) : [];
    this.#at = 0;
    this.#draw();
  }

  #draw() {
    this.list.replaceChildren(...this.#found.map((one, i) => element(
      'li', { role: 'option', 'aria-selected': String(i === this.#at), onpointerdown: (/** @type {Event} */ event) => { event.preventDefault(); this.#choose(i); } },
      element('span', { class: 'cut' }, one.name),
    )));
    this.list.hidden = this.#found.length === 0;
  }

  /** @param {KeyboardEvent} event @param {() => void} send */
  #keyDown(event, send) {
    if (event.isComposing) return;
    const count = this.#found.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (count && step) {
      this.#at = (this.#at + step + count) % count;
      this.#draw();
    } else if (count && (event.key === 'Enter' || event.key === 'Tab')) {
      this.#choose(this.#at);
    } else if (count && event.key === 'Escape') {
      this.#close();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      send();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} i */
  #choose(i) {
    const one = this.#found[i];
    const mention = this.#mention;
    if (!one || !mention) return;
    const before = `${this.value.slice(0, mention.start)}@${one.name} `;
    this.text.value = before + this.value.slice(mention.start + 1 + mention.query.length);
    this.text.setSelectionRange(before.length, before.length);
    this.#picked.add(one.id);
    this.#close();
  }

  #close() {
    this.#mention = null;
    this.#found = [];
    this.#draw();
  }
}
