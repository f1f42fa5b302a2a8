// Choosing keys for a command by pressing them. What may not be chosen is said in a sentence.

import { capsOf, isBrowsersOwn, keysOfEvent } from './key_patterns.js';

/** @import { Command, Commands } from './commands.js' */
/** @import { KeyEvent } from './key_patterns.js' */
/** @import { Shortcuts } from './shortcuts.js' */

/**
 * @typedef {object} Answer
 * @property {'waiting' | 'cancelled' | 'refused' | 'taken' | 'free'} state
 *   waiting: for more than a modifier; taken: by other commands, which would lose the keys
 * @property {string} keys
 * @property {string} words for people; '' where there is nothing to say
 * @property {Command[]} losers
 */

export class KeyRecorder {
  #commands;
  #shortcuts;

  /** @param {{commands: Commands, shortcuts: Shortcuts}} parts */
  constructor({ commands, shortcuts }) {
    this.#commands = commands;
    this.#shortcuts = shortcuts;
  }

  /** @param {Command} command @param {KeyEvent} event @returns {Answer} */
  press(command, event) {
    const keys = keysOfEvent(event);
    if (keys === null) return answer('waiting');
    if (keys === 'Escape') return answer('cancelled');
    const words = capsOf(keys, false).join(' ');
    if (isBrowsersOwn(keys)) return answer('refused', keys, `The browser keeps ${words} for itself. Press other keys.`);
    const found = this.#shortcuts.bindings.conflicts({ command, keys, commands: this.#commands.list(), holds: [...this.#shortcuts.holds()] });
    if (found.holds.length) return answer('refused', keys, `${words} acts while it is held: ${found.holds[0].label ?? 'it cannot be changed'}. Press other keys.`);
    if (!found.commands.length) return answer('free', keys);
    const names = found.commands.map(({ label }) => `“${label}”`).join(', ');
    return { ...answer('taken', keys, `${words} is ${names} already, which would lose it.`), losers: found.commands };
  }

  /** In place of its first keys; the others stay. Who had them loses them.
   * @param {Command} command @param {Answer} wanted of `press` */
  take(command, { keys, losers }) {
    const { bindings } = this.#shortcuts;
    for (const loser of losers) bindings.choose(loser.id, bindings.keysOf(loser).filter((one) => one !== keys));
    bindings.choose(command.id, [keys, ...bindings.keysOf(command).slice(1).filter((one) => one !== keys)]);
  }
}

/** @param {Answer['state']} state @returns {Answer} */
function answer(state, keys = '', words = '') {
  return { state, keys, words, losers: [] };
}
