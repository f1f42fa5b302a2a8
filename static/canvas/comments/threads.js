// The comments of this board, as the server told of them. Everything that is said goes by HTTP; that
// there is something new comes by the socket.

/** @import { Unsubscribe } from '../types.js' */

/**
 * @typedef {{name: string, is_guest: boolean, is_you: boolean}} Author
 * @typedef {{id: string, number: number, node: string | null, asset: string | null, x: number, y: number, outline: number[], at_ms: number | null,
 *   is_resolved: boolean, author: Author, text: string, count: number, last_at: string, is_unread: boolean, names_you: boolean}} Thread
 *   x, y, outline ([x, y, x, y, ...]): 0 to 1 on the picture `node`, else world units; at_ms: of a frame of a clip
 * @typedef {{kind: string, people: string[], is_yours: boolean}} Reaction
 * @typedef {{id: string, author: Author, text: string, mentions: string[], proposed: string | null, at: string, is_edited: boolean, reactions: Reaction[]}} Comment
 * @typedef {{id: string, number: number, resolved_by: string | null, comments: Comment[]}} Told a thread with all of it
 * @typedef {{id: number, name: string}} Member
 * @typedef {{node: string | null, x: number, y: number, outline: number[], at_ms?: number | null}} Place
 */

/** @typedef {'all' | 'open' | 'unread' | 'you'} Filter */

/** @type {Record<Filter, string>} */
export const FILTERS = { all: 'All', open: 'Open', unread: 'Unread', you: 'For you' };

/** @param {Thread} thread @param {Filter} filter */
export function passes(thread, filter) {
  switch (filter) {
    case 'open': return !thread.is_resolved;
    case 'unread': return thread.is_unread;
    case 'you': return thread.names_you;
    default: return true;
  }
}

export class Threads {
  /** @type {Thread[]} by number */
  list = [];
  /** Whom one may mention. @type {Member[]} */
  people = [];
  #ask;
  /** @type {Promise<void> | null} */
  #loading = null;
  #isLate = false;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {(path: string, body?: object) => Promise<any>} ask below the board's comments/; with a body it is sent. Throws ApiError */
  constructor(ask) {
    this.#ask = ask;
  }

  get unread() {
    return this.list.filter(({ is_unread }) => is_unread).length;
  }

  /** @param {string} id */
  byId(id) {
    return this.list.find((thread) => thread.id === id);
  }

  /** Over when the list is as it was when this was asked, or newer: what comes while it is on its way is asked for once more. */
  load() {
    this.#isLate = true;
    this.#loading ??= this.#load().finally(() => { this.#loading = null; });
    return this.#loading;
  }

  async #load() {
    try {
      while (this.#isLate) {
        this.#isLate = false;
        const { threads, people } = await this.#ask('');
        this.list = threads;
        this.people = people;
        for (const listener of this.#listeners) listener();
      }
    } catch {
      // The next news, or the next welcome after a lost connection, asks again.
    }
  }

  /** @param {string} id @returns {Promise<Told>} */
  told(id) { return this.#ask(`${id}/`); }

  /** @param {Place} place @param {string} text @param {number[]} mentions @returns {Promise<Told>} */
  start(place, text, mentions) { return this.#done(this.#ask('', { ...place, text, mentions })); }

  /** @param {string} id @param {string} text @param {number[]} mentions @returns {Promise<Told>} */
  reply(id, text, mentions) { return this.#done(this.#ask(`${id}/`, { text, mentions })); }

  /** @param {string} id @param {string} comment @param {string} text @param {number[]} mentions @returns {Promise<Told>} */
  rewrite(id, comment, text, mentions) { return this.#done(this.#ask(`${id}/rewrite/`, { comment, text, mentions })); }

  /** @param {string} id @param {string} comment @returns {Promise<Told | null>} null: it was the last, and the thread went with it */
  async remove(id, comment) {
    const told = await this.#done(this.#ask(`${id}/delete/`, { comment }));
    return told.id ? told : null;
  }

  /** @param {string} id @param {boolean} isResolved @returns {Promise<Told>} */
  resolve(id, isResolved) { return this.#done(this.#ask(`${id}/resolve/`, { is_resolved: isResolved })); }

  /** @param {string} id @param {string} comment @param {string} kind @param {boolean} isOn @returns {Promise<Told>} */
  react(id, comment, kind, isOn) { return this.#ask(`${id}/react/`, { comment, kind, is_on: isOn }); }

  /** @param {string} id @param {string} node @param {number} version @returns {Promise<Told>} */
  propose(id, node, version) { return this.#done(this.#ask(`${id}/propose/`, { node, version })); }

  /** @param {string} id */
  async read(id) {
    if (!this.byId(id)?.is_unread) return;
    await this.#done(this.#ask(`${id}/read/`, {}));
  }

  /** @param {() => void} listener the list is another @returns {Unsubscribe} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @template T @param {Promise<T>} answer */
  async #done(answer) {
    const told = await answer;
    await this.load();
    return told;
  }
}
