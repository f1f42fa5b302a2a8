// What the command palette offers, and in which order for what was typed.

import { byGroup, groupOf, iconOf, whyNot } from './command_words.js';
import { matchText } from './fuzzy.js';
import { MOST_ZOOM } from './viewport.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

/** @typedef {'Commands' | 'Frames' | 'People' | 'Boards'} Section */
/**
 * @typedef {object} Entry
 * @property {string} key the same from one opening to the next, for what is recent
 * @property {Section} section
 * @property {string} label
 * @property {string} group of a command
 * @property {string} icon or ''
 * @property {string} why it cannot be used now, or ''
 * @property {string[]} keys
 * @property {() => void} run
 */
/** @typedef {{entry: Entry, marks: number[], heading: string}} Found */
/** @typedef {{id: string, title: string, url: string}} OtherBoard */

/** More than one looks through by eye. */
const MOST_FOUND = 60;
const MOST_RECENT = 5;
/** What was used of late is meant again before something met a little better. */
const RECENT_SCORE = 18;
const DIM_SCORE = -30;

/**
 * @param {Editor} editor
 * @param {OtherBoard[]} boards
 * @param {(url: string) => void} open
 * @returns {Entry[]} commands by group, then frames, people and boards
 */
export function entriesOf(editor, boards, open) {
  return [...commandEntries(editor), ...frameEntries(editor), ...peopleEntries(editor), ...boardEntries(boards, open)];
}

/** @param {Editor} editor @returns {Entry[]} */
function commandEntries(editor) {
  const { commands, shortcuts } = editor;
  const entries = commands.list().filter(({ id }) => id !== 'palette.open').map((command) => /** @type {Entry} */ ({
    key: command.id, section: 'Commands', label: command.label, group: groupOf(command), icon: iconOf(command),
    why: whyNot(command, editor), keys: [...shortcuts.bindings.keysOf(command), ...(command.browserKeys ? [command.browserKeys] : [])], run: () => { commands.run(command.id); },
  }));
  const isElsewhere = (/** @type {Entry} */ { key }) => Number(!isOf(editor.mode, commands.get(key)?.mode));
  // What can be used now stands first under its heading.
  return entries.sort((a, b) => isElsewhere(a) - isElsewhere(b) || byGroup(a.group, b.group) || Number(Boolean(a.why)) - Number(Boolean(b.why)));
}

/** @param {string} mode @param {string | undefined} wanted */
function isOf(mode, wanted) {
  return !wanted || wanted === mode;
}

/** @param {Editor} editor @returns {Entry[]} in reading order */
function frameEntries(editor) {
  /** @type {BoardNode[]} */
  const frames = [];
  for (const node of editor.store.nodes()) if (node.kind === 'frame') frames.push(node);
  frames.sort((a, b) => a.y - b.y || a.x - b.x);
  return frames.map((frame) => ({
    key: `frame ${frame.id}`, section: 'Frames', label: frame.name || 'Frame without a name', group: '', icon: 'frame',
    why: editor.mode === 'canvas' ? '' : 'on the canvas only', keys: [],
    run: () => { editor.selection.set([frame.id]); editor.viewport.flyTo(frame); },
  }));
}

/** @param {Editor} editor @returns {Entry[]} */
function peopleEntries({ presence, viewport }) {
  return presence.others().map(({ key, name }) => ({
    key: `person ${key}`, section: 'People', label: `Go to where ${name} is looking`, group: '', icon: 'user',
    why: presence.person(key)?.viewport ? '' : 'has not moved yet', keys: [],
    run: () => {
      const view = presence.person(key)?.viewport;
      if (!view) return;
      const [x, y, width, height] = view;
      viewport.flyTo({ x, y, width, height }, { padding: 0, mostZoom: MOST_ZOOM });
    },
  }));
}

/** @param {OtherBoard[]} boards @param {(url: string) => void} open @returns {Entry[]} */
function boardEntries(boards, open) {
  return boards.map(({ id, title, url }) => ({
    key: `board ${id}`, section: 'Boards', label: title, group: '', icon: 'layout-grid', why: '', keys: [], run: () => open(url),
  }));
}

/**
 * @param {Entry[]} entries @param {string} query
 * @param {string[]} recent keys, newest first
 * @returns {Found[]} best first, but what has one heading stays together
 */
export function rank(entries, query, recent) {
  return query.trim() ? rankByQuery(entries, query, recent) : unasked(entries, recent);
}

/** @param {Entry[]} entries @param {string[]} recent @returns {Found[]} */
function unasked(entries, recent) {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const latest = recent.flatMap((key) => byKey.get(key) ?? []).slice(0, MOST_RECENT);
  const rest = entries.filter((entry) => !latest.includes(entry));
  // Boards and frames may be many: a few of each show that they are to be had by typing.
  const count = new Map();
  const shown = rest.filter(({ section }) => {
    if (section === 'Commands') return true;
    count.set(section, (count.get(section) ?? 0) + 1);
    return count.get(section) <= MOST_RECENT;
  });
  return [
    ...latest.map((entry) => ({ entry, marks: [], heading: 'Recent' })),
    ...shown.map((entry) => ({ entry, marks: [], heading: entry.group || entry.section })),
  ];
}

/** @param {Entry[]} entries @param {string} query @param {string[]} recent @returns {Found[]} */
function rankByQuery(entries, query, recent) {
  /** @type {{entry: Entry, marks: number[], score: number}[]} */
  const met = [];
  for (const entry of entries) {
    const found = matchText(query, entry.label) ?? lesser(matchText(query, `${entry.label} ${entry.group} ${entry.section}`));
    if (!found) continue;
    const recency = recent.indexOf(entry.key);
    const score = found.score + (recency < 0 ? 0 : RECENT_SCORE - Math.min(recency, RECENT_SCORE)) + (entry.why ? DIM_SCORE : 0);
    met.push({ entry, marks: found.marks, score });
  }
  met.sort((a, b) => b.score - a.score);
  const best = met.slice(0, MOST_FOUND);
  const sections = [...new Set(best.map(({ entry }) => entry.section))];
  best.sort((a, b) => sections.indexOf(a.entry.section) - sections.indexOf(b.entry.section));
  return best.map(({ entry, marks }) => ({ entry, marks: marks.filter((at) => at < entry.label.length), heading: entry.section }));
}

/** Met with the help of its heading only. @param {ReturnType<typeof matchText>} match */
function lesser(match) {
  return match && { score: match.score / 2, marks: match.marks };
}
