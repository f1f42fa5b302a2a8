// How keys are written, matched to what the keyboard sends, and shown to people.
//
// "Mod" is Ctrl, or Cmd on a Mac. Written "Mod+Shift+Z", "]", "Shift+1", "Space", "ArrowLeft".
// A key is matched by the character it makes; where the layout makes none of ours there (Cyrillic
// letters, dead keys), by its place on the keyboard.

/** @import { Command } from './commands.js' */

/** @typedef {{mod: boolean, shift: boolean, alt: boolean, key: string}} Pattern */
/** @typedef {{key: string, code: string, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean,
 *   altKey: boolean, repeat?: boolean, isComposing?: boolean, target?: any, preventDefault(): void,
 *   getModifierState?(name: string): boolean}} KeyEvent */

/** Where our signs lie on a US keyboard. @type {Record<string, string>} */
const PLACES = {
  '[': 'BracketLeft', ']': 'BracketRight', '+': 'Equal', '-': 'Minus', '/': 'Slash', '?': 'Slash',
  '\\': 'Backslash', '.': 'Period', ',': 'Comma',
};
/** @type {Record<string, string>} */
const WORDS = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Enter: '⏎', Backspace: '⌫', Delete: 'Del',
  PageUp: 'Page Up', PageDown: 'Page Down', ContextMenu: 'Menu', '-': '−',
};
const LONE_MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified', 'Fn']);
/** What a browser keeps for itself, or what people would miss too much. */
const BROWSERS_OWN = new Set([
  ...'123456789WTNRLQ'.split('').map((key) => `Mod+${key}`), ...'CIJTNWR'.split('').map((key) => `Mod+Shift+${key}`),
  'Mod+C', 'Mod+X', 'Mod+V', 'Mod+Tab', 'Tab', 'Shift+Tab', 'Alt+F4', 'F5', 'F11', 'F12', 'Alt+ArrowLeft', 'Alt+ArrowRight',
]);

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

/** @param {string} keys @param {KeyEvent} event */
export function matchesKeys(keys, event) {
  const pattern = parseKeys(keys);
  // AltGr is how many layouts make brackets: it is part of the character, no modifier.
  const isAltGr = event.getModifierState?.('AltGraph') ?? false;
  const mod = !isAltGr && (event.ctrlKey || event.metaKey);
  const alt = !isAltGr && event.altKey;
  if (pattern.mod !== mod || pattern.alt !== alt) return false;
  // A sign may take Shift to make ("+" on US keyboards, "?" on most): then Shift says nothing.
  if (!(isSign(pattern.key) && !pattern.shift) && pattern.shift !== event.shiftKey) return false;
  return matchesKey(pattern.key, event);
}

/** The key alone, whatever is held with it. @param {string} key @param {KeyEvent} event */
export function matchesKey(key, event) {
  if (key === 'Space') return event.key === ' ' || event.code === 'Space';
  if (key.length > 1) return event.key === key;
  if (event.key.toUpperCase() === key) return true;
  if (/[0-9]/.test(key)) return event.code === `Digit${key}` || event.code === `Numpad${key}`;
  const hasOwn = /^[\x20-\x7e]$/.test(event.key);
  if (hasOwn) return false;
  return event.code === (PLACES[key] ?? `Key${key}`);
}

/**
 * What somebody pressed, as we write it, or null for a modifier alone.
 * @param {KeyEvent} event @returns {string | null}
 */
export function keysOfEvent(event) {
  if (LONE_MODIFIERS.has(event.key)) return null;
  const isAltGr = event.getModifierState?.('AltGraph') ?? false;
  const key = nameOf(event);
  const parts = [];
  if (!isAltGr && (event.ctrlKey || event.metaKey)) parts.push('Mod');
  if (!isAltGr && event.altKey) parts.push('Alt');
  if (event.shiftKey && !isSign(key)) parts.push('Shift');
  return [...parts, key].join('+');
}

/** @param {KeyEvent} event */
function nameOf({ key, code }) {
  if (key === ' ') return 'Space';
  // Shift+1 makes "!" here and something else there: figures go by place.
  const figure = /^(?:Digit|Numpad)([0-9])$/.exec(code ?? '');
  if (figure && !/^[a-z]$/i.test(key)) return figure[1];
  if (key.length > 1 || /^[\x21-\x7e]$/.test(key)) return key.length > 1 ? key : key.toUpperCase();
  const letter = /^Key([A-Z])$/.exec(code ?? '');
  return letter ? letter[1] : (Object.entries(PLACES).find(([, place]) => place === code)?.[0] ?? key.toUpperCase());
}

/** One printable character without Ctrl, Cmd or Alt: what WCAG 2.1.4 wants to be able to turn off.
 * @param {string} keys */
export function isSingleKey(keys) {
  const { mod, alt, key } = parseKeys(keys);
  return key.length === 1 && !mod && !alt;
}

/** @param {string} keys */
export function isBrowsersOwn(keys) {
  return BROWSERS_OWN.has(canonicalKeys(keys));
}

/** The same keys are written in one way. @param {string} keys */
export function canonicalKeys(keys) {
  const { mod, shift, alt, key } = parseKeys(keys);
  return [mod && 'Mod', alt && 'Alt', shift && 'Shift', key].filter(Boolean).join('+');
}

/** Caps to show, one a key: ['Ctrl', 'Shift', 'Z']. @param {string} keys @param {boolean} isMac */
export function capsOf(keys, isMac) {
  const { mod, shift, alt, key } = parseKeys(keys);
  const caps = [];
  if (mod) caps.push(isMac ? '⌘' : 'Ctrl');
  if (alt) caps.push(isMac ? '⌥' : 'Alt');
  if (shift) caps.push(isMac ? '⇧' : 'Shift');
  caps.push(WORDS[key] ?? key);
  return caps;
}

/** @param {Command} command @returns {string[]} the keys it was registered with */
export function keysOf({ keys = [] }) {
  return typeof keys === 'string' ? [keys] : keys;
}

/** @param {string} key */
function isSign(key) {
  return key.length === 1 && !/[A-Z0-9]/.test(key);
}
