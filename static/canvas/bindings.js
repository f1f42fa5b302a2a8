// Which keys a command has for this person: its own, or those that they chose. Kept in this browser.

import { canonicalKeys, keysOf } from './key_patterns.js';

/** @import { Command } from './commands.js' */
/** @import { Hold } from './shortcuts.js' */
/** @import { Unsubscribe } from './types.js' */

/** @typedef {{read<T>(name: string, fallback: T): T, write(name: string, value: unknown): void}} Keeping */

/** Keeps nothing: for pages and tests without storage. @type {Keeping} */
const FORGETFUL = { read: (_, fallback) => fallback, write: () => {} };

export class Bindings {
  /** @type {Map<string, string[]>} by command: what takes the place of its own keys */
  #chosen = new Map();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #person;
  #browser;

  /** @param {{person?: Keeping, browser?: Keeping}} [parts] chosen keys follow the person, the
   *   switch for single keys the browser */
  constructor({ person = FORGETFUL, browser = FORGETFUL } = {}) {
    this.#person = person;
    this.#browser = browser;
    const kept = person.read('bindings', /** @type {Record<string, unknown>} */ ({}));
    for (const [id, keys] of Object.entries(kept)) {
      if (Array.isArray(keys) && keys.every((one) => typeof one === 'string' && one)) this.#chosen.set(id, keys);
    }
    this.#hasSingleKeys = browser.read('single-keys', /** @type {unknown} */ (true)) !== false;
  }

  #hasSingleKeys;

  /** Do characters without Ctrl, Cmd or Alt act? May be turned off (WCAG 2.1.4). */
  get hasSingleKeys() {
    return this.#hasSingleKeys;
  }

  set hasSingleKeys(isOn) {
    this.#hasSingleKeys = isOn;
    this.#browser.write('single-keys', isOn);
    this.#tell();
  }

  /** @param {Command} command @returns {string[]} */
  keysOf(command) {
    return this.#chosen.get(command.id) ?? keysOf(command);
  }

  /** @param {string} id */
  isChosen(id) {
    return this.#chosen.has(id);
  }

  get hasChosen() {
    return this.#chosen.size > 0;
  }

  /** @param {string} id @param {string[]} keys [] for none */
  choose(id, keys) {
    this.#chosen.set(id, keys);
    this.#keep();
  }

  /** Back to its own keys. @param {string} id */
  reset(id) {
    this.#chosen.delete(id);
    this.#keep();
  }

  resetAll() {
    this.#chosen.clear();
    this.#keep();
  }

  /**
   * What else these keys do where this command acts: other commands and holds.
   * @param {{command: Command, keys: string, commands: Command[], holds: Hold[]}} asked
   * @returns {{commands: Command[], holds: Hold[]}}
   */
  conflicts({ command, keys, commands, holds }) {
    const wanted = canonicalKeys(keys);
    const meets = (/** @type {string | undefined} */ mode) => !mode || !command.mode || mode === command.mode;
    return {
      commands: commands.filter((other) => other.id !== command.id && meets(other.mode)
        && this.keysOf(other).some((one) => canonicalKeys(one) === wanted)),
      holds: holds.filter((hold) => meets(hold.mode) && hold.key === wanted),
    };
  }

  /** @param {() => void} listener @returns {Unsubscribe} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep() {
    this.#person.write('bindings', Object.fromEntries(this.#chosen));
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}
