// Which tool has the pointer.

/** @import { Unsubscribe } from '../types.js' */
/** @import { Tool } from './tool.js' */

export class Toolbox {
  /** @type {Map<string, Tool>} */
  #tools = new Map();
  /** @type {Tool|null} */
  #active = null;
  /** @type {Tool|null} one that is held over the active one, as the hand by the space bar */
  #over = null;
  /** Does a tool stay after it has made something? */
  #isKept = false;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** The tool that gets events. @returns {Tool|null} */
  get current() {
    return this.#over ?? this.#active;
  }

  /** The tool that was chosen. @returns {string} */
  get name() {
    return this.#active?.name ?? '';
  }

  /** @param {Tool} tool */
  register(tool) {
    this.#tools.set(tool.name, tool);
  }

  /** @param {string} name @returns {boolean} whether there is such a tool */
  activate(name) {
    const tool = this.#tools.get(name);
    if (!tool) return false;
    this.release();
    if (tool === this.#active) return true;
    const before = this.#active;
    before?.exit();
    this.#active = tool;
    tool.enter();
    this.#notify();
    return true;
  }

  get isKept() {
    return this.#isKept;
  }

  toggleKept() {
    this.#isKept = !this.#isKept;
    this.#notify();
  }

  /** A tool has made what it makes: the select tool comes back, unless tools are kept. */
  done() {
    if (!this.#isKept) this.activate('select');
  }

  /** Use a tool for as long as a key is held; the active one keeps its state. @param {string} name */
  hold(name) {
    const tool = this.#tools.get(name);
    if (!tool || tool === this.#active || this.#over) return;
    this.#over = tool;
    tool.enter();
    this.#notify();
  }

  release() {
    if (!this.#over) return;
    this.#over.exit();
    this.#over = null;
    this.#notify();
  }

  /** @param {() => void} listener @returns {Unsubscribe} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #notify() {
    for (const listener of this.#listeners) listener();
  }
}
