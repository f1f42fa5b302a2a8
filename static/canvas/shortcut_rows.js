// What the shortcut sheet lists, read from the commands, holds and gestures themselves. Pure.

import { byGroup, groupOf, MODE_NAMES } from './command_words.js';
import { matchText } from './fuzzy.js';
import { capsOf } from './key_patterns.js';

/** @import { Command, Commands } from './commands.js' */
/** @import { Shortcuts } from './shortcuts.js' */

/** @typedef {{label: string, command: Command | null, keys: string[], caps: string[][], isChosen: boolean}} Row
 *   caps: of each of its keys; command: null where the keys are fixed */
/** @typedef {{title: string, rows: Row[]}} Group */
/** @typedef {{title: string, isNow: boolean, groups: Group[]}} ModePart */

const EVERYWHERE = 'Everywhere';
const HELD_AND_POINTER = 'Held keys and pointer';

/**
 * @param {{commands: Commands, shortcuts: Shortcuts, mode: string, query?: string, isMac?: boolean}} asked
 *   mode: the current one, which comes first
 * @returns {ModePart[]} without what a query does not meet
 */
export function partsOf({ commands, shortcuts, mode, query = '', isMac = false }) {
  /** @type {Map<string, Map<string, Row[]>>} by mode, by group */
  const modes = new Map([[MODE_NAMES[mode] ?? mode, new Map()], [EVERYWHERE, new Map()]]);
  const put = (/** @type {string | undefined} */ where, /** @type {string} */ group, /** @type {Row} */ row) => {
    const title = where ? MODE_NAMES[where] ?? where : EVERYWHERE;
    if (!meets(query, row, group, title)) return;
    const groups = modes.get(title) ?? new Map();
    modes.set(title, groups.set(group, [...(groups.get(group) ?? []), row]));
  };
  const { bindings } = shortcuts;
  for (const command of commands.list()) {
    const keys = bindings.keysOf(command);
    if (command.browserKeys) { // the browser's own: cannot be others
      put(command.mode, groupOf(command), { label: command.label, command: null, keys: [], caps: [capsOf(command.browserKeys, isMac)], isChosen: false });
      continue;
    }
    put(command.mode, groupOf(command), { label: command.label, command, keys, caps: keys.map((one) => capsOf(one, isMac)), isChosen: bindings.isChosen(command.id) });
  }
  for (const { key, mode: where, label } of shortcuts.holds()) {
    if (label) put(where, HELD_AND_POINTER, { label, command: null, keys: [key], caps: [[...capsOf(key, isMac), 'held']], isChosen: false });
  }
  for (const { label, keys, mode: where, group } of shortcuts.gestures()) {
    put(where, group ?? HELD_AND_POINTER, { label, command: null, keys: [], caps: [keys.map((key) => (key === 'Mod' ? capsOf('Mod+X', isMac)[0] : key))], isChosen: false });
  }
  return [...modes].filter(([, groups]) => groups.size).map(([title, groups]) => ({
    title,
    isNow: title === (MODE_NAMES[mode] ?? mode),
    groups: [...groups].map(([name, rows]) => ({ title: name, rows: withKeysFirst(rows) })).sort((a, b) => byGroup(a.title, b.title)),
  }));
}

/** By its name, its group, its mode or its keys ("ctrl z"). @param {string} query @param {Row} row
 * @param {string} group @param {string} mode */
function meets(query, row, group, mode) {
  if (!query.trim()) return true;
  const words = query.trim().toLowerCase().split(/[\s+]+/).filter(Boolean);
  if (row.caps.some((caps) => words.every((word) => caps.some((cap) => cap.toLowerCase() === word)))) return true;
  return matchText(query, `${row.label} ${group} ${mode}`) !== null;
}

/** @param {Row[]} rows */
function withKeysFirst(rows) {
  return [...rows.filter(({ caps }) => caps.length), ...rows.filter(({ caps }) => !caps.length)];
}
