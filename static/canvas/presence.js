// Who is here and what they point at. Nothing of it is stored.

import { MAX_CHAT, MAX_IDS } from './protocol.js';

/** @import { Drag, Person, PersonPresence, PresenceState, Unsubscribe } from './types.js' */
/** @import { Timers } from './sync.js' */

const SEND_EVERY_MS = 34; // under 30 a second
// A drag ends with an op that takes longer than the word of its end: until it is here, the nodes
// stay where they were dragged to.
const DRAG_LINGERS_MS = 500;

export class Presence {
  /** @type {Map<string, PersonPresence>} everybody, you included */
  #people = new Map();
  #you = '';
  /** @type {PresenceState} not yet sent */
  #unsent = {};
  /** @type {PresenceState} what stands until it is taken back: said again after a new connection */
  #lasting = {};
  /** @type {any} */
  #timer = null;
  #lastSent = -Infinity;
  /** @type {Map<string, any>} timers of drags that have ended */
  #lingering = new Map();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Set<(people: Person[]) => void>} */
  #peopleListeners = new Set();
  #send;
  #timers;
  #now;

  /**
   * @param {{send: (state: PresenceState) => void, timers?: Timers, now?: () => number}} parts
   *   now: ms
   */
  constructor({ send, timers, now = () => performance.now() }) {
    this.#send = send;
    this.#timers = timers ?? {
      setTimeout: (work, ms) => setTimeout(work, ms),
      clearTimeout: (id) => clearTimeout(id),
    };
    this.#now = now;
  }

  /** Your key in this window. */
  get you() {
    return this.#you;
  }

  /** @returns {Person[]} everybody here, you included */
  people() {
    return [...this.#people.values()].map(({ key, name, colour }) => ({ key, name, colour }));
  }

  /** @returns {PersonPresence[]} everybody but you, with what they show */
  others() {
    return [...this.#people.values()].filter((person) => person.key !== this.#you);
  }

  /** @param {string} key @returns {PersonPresence|undefined} */
  person(key) {
    return this.#people.get(key);
  }

  /** A new connection: who is here now. @param {string} you @param {Person[]} people */
  welcome(you, people) {
    this.#you = you;
    if (Object.keys(this.#lasting).length) this.show(this.#lasting);
    const before = this.#people;
    this.#people = new Map(people.map((person) => [person.key, { ...before.get(person.key), ...person }]));
    this.#tellPeople();
    this.#changed();
    this.#sendSoon();
  }

  /** The connection is gone: so is everybody. */
  clear() {
    this.#people.clear();
    this.#tellPeople();
    this.#changed();
  }

  /** @param {Record<string, (Person & PresenceState)|null>} news by key; null: gone */
  receive(news) {
    let hasNewPeople = false;
    for (const [key, shown] of Object.entries(news)) {
      const before = this.#people.get(key);
      if (shown === null) {
        this.#people.delete(key);
        hasNewPeople = true;
        continue;
      }
      const person = { ...before, ...shown, key };
      if (shown.drag === null && before?.drag) {
        person.drag = before.drag;
        this.#endDragLater(key, before.drag);
      } else if (shown.drag) {
        this.#timers.clearTimeout(this.#lingering.get(key));
      }
      this.#people.set(key, person);
      hasNewPeople ||= !before || before.name !== person.name || before.colour !== person.colour;
    }
    if (hasNewPeople) {
      this.#tellPeople();
      this.#sendSoon();
    }
    this.#changed();
  }

  /** These nodes were changed by an op of somebody else: no drag of theirs is laid over any more.
   * @param {string|number|null} actor @param {Iterable<string>} nodeIds */
  settleDrags(actor, nodeIds) {
    const moved = new Set(nodeIds);
    for (const person of this.#people.values()) {
      // In a second window a person's key is "u7.2"; the op says "u7".
      if (!person.drag || person.key.split('.')[0] !== String(actor)) continue;
      if (person.drag.ids.some((id) => moved.has(id))) person.drag = null;
    }
  }

  /** What you show from now on; sent at most 30 times a second, and when somebody is there to see it.
   * @param {PresenceState} state */
  show(state) {
    const cut = { ...state };
    if (cut.selection) cut.selection = cut.selection.slice(0, MAX_IDS);
    if (cut.chat) cut.chat = lineOf(cut.chat);
    Object.assign(this.#lasting, lastingOf(cut));
    Object.assign(this.#unsent, cut);
    this.#sendSoon();
  }

  #sendSoon() {
    const isAlone = this.#people.size < 2;
    if (isAlone || this.#timer !== null || !Object.keys(this.#unsent).length) return;
    const wait = Math.max(0, this.#lastSent + SEND_EVERY_MS - this.#now());
    if (wait === 0) this.#flush();
    else this.#timer = this.#timers.setTimeout(() => this.#flush(), wait);
  }

  /** @param {() => void} listener called when anything of the others changed @returns {Unsubscribe} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {(people: Person[]) => void} listener who came and went @returns {Unsubscribe} */
  onPeople(listener) {
    this.#peopleListeners.add(listener);
    return () => this.#peopleListeners.delete(listener);
  }

  #flush() {
    this.#timer = null;
    this.#lastSent = this.#now();
    const state = this.#unsent;
    this.#unsent = {};
    this.#send(state);
  }

  /** @param {string} key @param {Drag} drag */
  #endDragLater(key, drag) {
    this.#timers.clearTimeout(this.#lingering.get(key));
    const timer = this.#timers.setTimeout(() => {
      this.#lingering.delete(key);
      const person = this.#people.get(key);
      if (person?.drag !== drag) return;
      person.drag = null;
      this.#changed();
    }, DRAG_LINGERS_MS);
    this.#lingering.set(key, timer);
  }

  #changed() {
    for (const listener of this.#listeners) listener();
  }

  #tellPeople() {
    const people = this.people();
    for (const listener of this.#peopleListeners) listener(people);
  }
}

/** @param {PresenceState} state @returns {PresenceState} */
function lastingOf(state) {
  /** @type {PresenceState} */
  const lasting = {};
  if (state.following !== undefined) lasting.following = state.following;
  if (state.spotlight !== undefined) lasting.spotlight = state.spotlight;
  if (state.masking !== undefined) lasting.masking = state.masking;
  if (state.outline !== undefined) lasting.outline = state.outline;
  return lasting;
}

/** As a frame takes it: one line, cut between characters. @param {string} text */
function lineOf(text) {
  return [...text.replace(/[\u0000-\u001f\u007f\u2028\u2029\ud800-\udfff]+/gu, ' ')].slice(0, MAX_CHAT).join('');
}
