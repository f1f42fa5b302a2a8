// Keys to commands, by mode. A key is matched by the character it makes; where the layout makes none
// of ours there (Cyrillic letters, dead keys), by its place on the keyboard.
//
// "Mod" is Ctrl, or Cmd on a Mac. Written "Mod+Shift+Z", "]", "Shift+1", "Space", "ArrowLeft".

/** @import { Mode } from './types.js' */
/** @import { Command, Commands } from './commands.js' */

/** @typedef {{mod: boolean, shift: boolean, alt: boolean, key: string}} Pattern */
/** @typedef {{key: string, code: string, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean,
 *   altKey: boolean, repeat?: boolean, isComposing?: boolean, target?: any, preventDefault(): void,
 *   getModifierState?(name: string): boolean}} KeyEvent */
/** @typedef {{key: string, mode?: Mode, press: () => void, release: () => void}} Hold */

/** Where our signs lie on a US keyboard. @type {Record<string, string>} */
const PLACES = {
  '[': 'BracketLeft', ']': 'BracketRight', '+': 'Equal', '-': 'Minus', '/': 'Slash', '?': 'Slash', '\\': 'Backslash', '.': 'Period',
};
const FIELDS = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
const OWN_KEYS = new Set([' ', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

export class Shortcuts {
  /** Single letters without Shift or Mod act: may be turned off (WCAG 2.1.4). */
  hasSingleKeys = true;
  /** @type {Hold[]} */
  #holds = [];
  /** @type {Hold|null} */
  #held = null;
  #commands;
  #modeOf;

  /** @param {{commands: Commands, modeOf: () => Mode}} parts */
  constructor({ commands, modeOf }) {
    this.#commands = commands;
    this.#modeOf = modeOf;
  }

  /** A key that acts while it is held: released too when the window loses the keyboard. @param {Hold} hold */
  registerHold(hold) {
    this.#holds.push(hold);
  }

  /** @param {KeyEvent} event @returns {boolean} whether it was ours */
  keyDown(event) {
    if (event.isComposing || event.key === 'Process' || isTyping(event.target)) return false;
    if (this.#pressHold(event)) return true;
    if (usesKey(event.target, event)) return false;
    const command = this.#find(event);
    if (!command) return false;
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
      (one) => (!one.mode || one.mode === mode) && matchesKey(one.key, event),
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
      if (!keysOf(command).some((keys) => this.#matches(keys, event))) continue;
      if (!this.#commands.isEnabled(command.id)) continue;
      if (command.mode) return command;
      general ??= command;
    }
    return general;
  }

  /** @param {string} keys @param {KeyEvent} event */
  #matches(keys, event) {
    const pattern = parseKeys(keys);
    const isSingle = pattern.key.length === 1 && !pattern.mod && !pattern.shift && !pattern.alt;
    return (this.hasSingleKeys || !isSingle) && matches(pattern, event);
  }
}

/** @param {Command} command @returns {string[]} */
function keysOf({ keys = [] }) {
  return typeof keys === 'string' ? [keys] : keys;
}

/** @type {Map<string, Pattern>} */
const parsed = new Map();

/** @param {string} keys @returns {Pattern} */
function parseKeys(keys) {
  let pattern = parsed.get(keys);
  if (!pattern) {
    const parts = keys.split('+');
    // "+" itself splits into two empty parts: "Mod++" is Mod and plus.
    const key = parts.at(-1) || '+';
    const has = (/** @type {string} */ name) => parts.slice(0, -1).includes(name);
    pattern = { mod: has('Mod'), shift: has('Shift'), alt: has('Alt'), key };
    parsed.set(keys, pattern);
  }
  return pattern;
}

/** @param {Pattern} pattern @param {KeyEvent} event */
function matches(pattern, event) {
  // AltGr is how many layouts make brackets: it is part of the character, no modifier.
  const isAltGr = event.getModifierState?.('AltGraph') ?? false;
  const mod = !isAltGr && (event.ctrlKey || event.metaKey);
  const alt = !isAltGr && event.altKey;
  if (pattern.mod !== mod || pattern.alt !== alt) return false;
  // A sign may take Shift to make ("+" on US keyboards, "?" on most): then Shift says nothing.
  const isSign = pattern.key.length === 1 && !/[A-Z0-9]/.test(pattern.key);
  if (!(isSign && !pattern.shift) && pattern.shift !== event.shiftKey) return false;
  return matchesKey(pattern.key, event);
}

/** @param {string} key @param {KeyEvent} event */
function matchesKey(key, event) {
  if (key === 'Space') return event.key === ' ' || event.code === 'Space';
  if (key.length > 1) return event.key === key;
  if (event.key.toUpperCase() === key) return true;
  if (/[0-9]/.test(key)) return event.code === `Digit${key}` || event.code === `Numpad${key}`;
  const hasOwn = /^[\x20-\x7e]$/.test(event.key);
  if (hasOwn) return false;
  return event.code === (PLACES[key] ?? `Key${key}`);
}

/** @param {any} target */
function isTyping(target) {
  const field = target?.closest?.(FIELDS);
  if (!field) return Boolean(target?.closest?.('dialog[open]'));
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
