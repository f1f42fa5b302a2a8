// Keys to commands, by mode; keys that act while they are held; and what the pointer does, for the sheet.

import { Bindings } from './bindings.js';
import { isSingleKey, matchesKey, matchesKeys } from './key_patterns.js';

/** @import { Mode } from './types.js' */
/** @import { Command, Commands } from './commands.js' */
/** @import { KeyEvent } from './key_patterns.js' */

/** @typedef {{key: string, mode?: Mode, label?: string, press: () => void, release: () => void}} Hold */
/** What the pointer does: not matched here, but told. `keys`: caps and words, ['Alt', 'drag'].
 * @typedef {{label: string, keys: string[], mode?: Mode, group?: string}} Gesture */

const FIELDS = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
const OWN_KEYS = new Set([' ', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

export class Shortcuts {
  /** @type {Hold[]} */
  #holds = [];
  /** @type {Gesture[]} */
  #gestures = [];
  /** @type {Hold|null} */
  #held = null;
  #commands;
  #modeOf;

  /** @param {{commands: Commands, modeOf: () => Mode, bindings?: Bindings}} parts */
  constructor({ commands, modeOf, bindings = new Bindings() }) {
    this.#commands = commands;
    this.#modeOf = modeOf;
    this.bindings = bindings;
  }

  /** A key that acts while it is held: released too when the window loses the keyboard. @param {Hold} hold */
  registerHold(hold) {
    this.#holds.push(hold);
  }

  /** @returns {readonly Hold[]} */
  holds() {
    return this.#holds;
  }

  /** @param {Gesture} gesture */
  registerGesture(gesture) {
    this.#gestures.push(gesture);
  }

  /** @returns {readonly Gesture[]} */
  gestures() {
    return this.#gestures;
  }

  /** @param {KeyEvent} event @returns {boolean} whether it was ours */
  keyDown(event) {
    if (event.isComposing || event.key === 'Process' || isInDialog(event.target)) return false;
    const typing = isTyping(event.target);
    if (!typing && this.#pressHold(event)) return true;
    if (!typing && usesKey(event.target, event)) return false;
    const command = this.#find(event);
    if (!command || (typing && !command.whileTyping)) {
      if (!typing && this.#isKnown(event)) event.preventDefault();
      return false;
    }
    event.preventDefault();
    this.#commands.run(command.id);
    return true;
  }

  /** @param {KeyEvent} event */
  keyUp(event) {
    if (this.#held && matchesKey(this.#held.key, event)) this.releaseHeld();
  }

  /** The window, the tab or the pointer is gone: no key is held any more. */
  releaseHeld() {
    const held = this.#held;
    this.#held = null;
    held?.release();
  }

  /** @param {KeyEvent} event */
  #pressHold(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const mode = this.#modeOf();
    const hold = this.#holds.find(
      (one) => (!one.mode || one.mode === mode) && this.#isOn(one.key) && matchesKey(one.key, event),
    );
    if (!hold || (hold.key === 'Space' && isPressable(event.target))) return false;
    event.preventDefault();
    if (this.#held === hold) return true; // the keyboard repeats
    this.releaseHeld();
    this.#held = hold;
    hold.press();
    return true;
  }

  /** @param {KeyEvent} event @returns {Command|null} of this mode before one of all modes */
  #find(event) {
    const mode = this.#modeOf();
    let general = null;
    for (const command of this.#commands.list()) {
      if (command.mode && command.mode !== mode) continue;
      if (!this.bindings.keysOf(command).some((keys) => this.#isOn(keys) && matchesKeys(keys, event))) continue;
      if (!this.#commands.isEnabled(command.id)) continue;
      if (command.mode) return command;
      general ??= command;
    }
    return general;
  }

  /**
   * With Ctrl, Cmd or Alt, of a command that cannot run now: the browser would go back a page, open its
   * bookmarks, or undo what was typed in a field that has the focus no more.
   * @param {KeyEvent} event
   */
  #isKnown(event) {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) return false;
    return this.#commands.list().some((command) => this.bindings.keysOf(command).some((keys) => matchesKeys(keys, event)));
  }

  /** @param {string} keys */
  #isOn(keys) {
    return this.bindings.hasSingleKeys || !isSingleKey(keys);
  }
}

/** @param {any} target */
function isInDialog(target) {
  // The focus may have gone with a row that was drawn anew: the page behind a modal still gets nothing.
  return Boolean(target?.closest?.('dialog[open]') ?? target?.ownerDocument?.querySelector('dialog:modal'));
}

/** @param {any} target */
function isTyping(target) {
  const field = target?.closest?.(FIELDS);
  if (!field) return false;
  // A button, a box to tick or a slider is an input too, but takes no text.
  return !/^(button|checkbox|radio|range|submit|color|file)$/.test(field.type ?? '') || field.type === 'range';
}

/** @param {any} target */
function isPressable(target) {
  return Boolean(target?.closest?.('button, a[href], summary, [role="button"], [role="option"], input'));
}

/** Keys that a focused control needs itself. @param {any} target @param {KeyEvent} event */
function usesKey(target, event) {
  return OWN_KEYS.has(event.key) && !event.ctrlKey && !event.metaKey && isPressable(target);
}
