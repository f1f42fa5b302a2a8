// Everything a person can tell the board to do, by name: buttons, keys and menus call the same.

/** @import { Mode } from './types.js' */

/**
 * @typedef {object} Command
 * @property {string} id "edit.undo"
 * @property {string} label for menus and the shortcut sheet
 * @property {string|string[]} [keys] "Mod+Shift+Z": see shortcuts.js
 * @property {string} [browserKeys] keys that make the browser do it: shown, never bound
 * @property {Mode} [mode] where its keys act; everywhere without
 * @property {() => boolean} [enabled]
 * @property {string} [group] its heading in the palette and the shortcut sheet; else by the id (command_words.js)
 * @property {string} [icon] of icons.svg
 * @property {() => string} [why] why it is not enabled now, in a few words; else by the id
 * @property {boolean} [whileTyping] its keys act in a text field too: only for keys that write and move nothing
 * @property {() => void} run
 */

export class Commands {
  /** @type {Map<string, Command>} */
  #commands = new Map();

  /** A later one of the same id takes the place of an earlier. @param {Command} command */
  register(command) {
    this.#commands.set(command.id, command);
  }

  /** @param {string} id */
  remove(id) {
    this.#commands.delete(id);
  }

  /** @param {string} id @returns {Command|undefined} */
  get(id) {
    return this.#commands.get(id);
  }

  /** @returns {Command[]} in the order of registering */
  list() {
    return [...this.#commands.values()];
  }

  /** @param {string} id */
  isEnabled(id) {
    const command = this.#commands.get(id);
    return Boolean(command && (command.enabled?.() ?? true));
  }

  /** @param {string} id @returns {boolean} whether it ran */
  run(id) {
    const command = this.#commands.get(id);
    if (!command || !this.isEnabled(id)) return false;
    command.run();
    return true;
  }
}
