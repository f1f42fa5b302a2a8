// Judging blind: who made a picture and with which engine is not shown until one asks for it.

/** @import { Memory } from '../memory.js' */
/** @import { Unsubscribe } from '../types.js' */

export class Blind {
  #isOn = false;
  #memory;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {Memory} memory remembers whether this person likes to judge blind */
  constructor(memory) {
    this.#memory = memory;
  }

  get isOn() {
    return this.#isOn;
  }

  /** A review begins as the last one was: blind, the first time. */
  begin() {
    this.#set(this.#memory.read('blind', true));
  }

  /** Names appear, or the review is over; the next one begins as this one did. */
  reveal() {
    this.#set(false);
  }

  /** @param {boolean} isOn */
  choose(isOn) {
    this.#memory.write('blind', isOn);
    this.#set(isOn);
  }

  /** @param {() => void} listener @returns {Unsubscribe} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {boolean} isOn */
  #set(isOn) {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    for (const listener of this.#listeners) listener();
  }
}
