// Find on the board: which nodes hold the words, and where. Pure; instant at 10,000 nodes, because
// what a node says is put together once (a node is never altered).

import { fold } from './fuzzy.js';

/** @import { BoardNode } from './types.js' */

/** @typedef {'name' | 'text' | 'prompt' | 'alt' | 'tag' | 'state' | 'about'} Field */
/** @typedef {{field: Field, text: string, folded: string}} Said */
/** @typedef {{node: BoardNode, field: Field, text: string, marks: number[]}} Hit text: the excerpt that holds the words */
/** @typedef {{prompt: string, engine: string, by: string}} Remote what the server knows of a node */

export const FILTERS = /** @type {const} */ ({
  all: 'All', pictures: 'Pictures', writing: 'Notes', frames: 'Frames', making: 'Unfinished',
});
/** @typedef {keyof typeof FILTERS} Filter */

const STATES = { queued: 'queued waiting', running: 'running making', failed: 'failed not made', blocked: 'blocked refused', cancelled: 'cancelled' };
/** Where a word is looked for first. @type {Field[]} */
const FIELDS = ['name', 'text', 'prompt', 'alt', 'tag', 'state', 'about'];
const EXCERPT = 90;
const BEFORE = 24;

/** @type {WeakMap<BoardNode, Said[]>} */
const said = new WeakMap();
/** @type {WeakMap<BoardNode, string>} everything in one: most nodes are refused by it alone */
const whole = new WeakMap();

/**
 * @param {Iterable<BoardNode>} nodes what may be found
 * @param {string} query every word of it has to be met
 * @param {{filter?: Filter, seesPrompts?: boolean, remote?: ReadonlyMap<string, Remote>}} [options]
 *   remote: by node, what the server found for this query
 * @returns {Hit[]} names first, then texts; each in reading order
 */
export function findNodes(nodes, query, { filter = 'all', seesPrompts = true, remote = new Map() } = {}) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const hits = [];
  for (const node of nodes) {
    if (!isOf(filter, node)) continue;
    const hit = hitIn(node, words, seesPrompts) ?? hitOf(node, words, remote.get(node.id));
    if (hit) hits.push(hit);
  }
  return hits.sort((a, b) => FIELDS.indexOf(a.field) - FIELDS.indexOf(b.field) || a.node.y - b.node.y || a.node.x - b.node.x);
}

/** @param {Filter} filter @param {BoardNode} node */
function isOf(filter, { kind }) {
  if (kind === 'mask') return false; // masks are seen in mask editing only
  if (filter === 'pictures') return kind === 'image';
  if (filter === 'writing') return kind === 'note' || kind === 'text';
  if (filter === 'frames') return kind === 'frame';
  return filter === 'making' ? kind === 'generation' : true;
}

/** @param {BoardNode} node @param {string[]} words @param {boolean} seesPrompts @returns {Hit | null} */
function hitIn(node, words, seesPrompts) {
  const parts = saidBy(node).filter(({ field }) => seesPrompts || field !== 'prompt');
  const text = seesPrompts ? wholeOf(node) : parts.map(({ folded }) => folded).join('\n');
  if (!words.every((word) => text.includes(word))) return null;
  const part = parts.find(({ folded }) => folded.includes(words[0])) ?? parts[0];
  return { node, field: part.field, ...excerpt(part.text, words) };
}

/** @param {BoardNode} node @param {string[]} words @param {Remote | undefined} remote @returns {Hit | null} */
function hitOf(node, words, remote) {
  if (!remote) return null;
  const isInPrompt = words.some((word) => fold(remote.prompt).includes(word));
  const about = [remote.engine, remote.by].filter(Boolean).join(' · ');
  return { node, field: isInPrompt ? 'prompt' : 'about', ...excerpt(isInPrompt || !about ? remote.prompt : about, words) };
}

/** @param {BoardNode} node @returns {Said[]} */
function saidBy(node) {
  let parts = said.get(node);
  if (!parts) {
    parts = [];
    const add = (/** @type {Field} */ field, /** @type {string | undefined} */ text) => { if (text) parts?.push({ field, text, folded: fold(text) }); };
    add('name', node.name);
    add('text', node.text);
    add('prompt', node.prompt);
    add('alt', node.alt);
    for (const tag of node.tags ?? []) add('tag', tag);
    if (node.kind === 'generation') add('state', STATES[node.state ?? 'queued']);
    add('about', node.message);
    said.set(node, parts);
  }
  return parts;
}

/** @param {BoardNode} node */
function wholeOf(node) {
  let text = whole.get(node);
  if (text === undefined) {
    text = saidBy(node).map(({ folded }) => folded).join('\n');
    whole.set(node, text);
  }
  return text;
}

/** A piece of a text around the first word met, and where the words are in it.
 * @param {string} text @param {string[]} words @returns {{text: string, marks: number[]}} */
function excerpt(text, words) {
  const line = text.replaceAll(/\s/g, ' ');
  const folded = fold(line);
  const first = Math.max(0, folded.indexOf(words.find((word) => folded.includes(word)) ?? ''));
  const from = first > BEFORE * 2 ? Math.max(0, line.lastIndexOf(' ', first - BEFORE) + 1) : 0;
  const head = from ? '…' : '';
  const shown = line.slice(from, from + EXCERPT);
  const piece = `${head}${shown}${from + EXCERPT < line.length ? '…' : ''}`;
  const marks = [];
  const foldedPiece = fold(piece);
  for (const word of words) {
    for (let at = foldedPiece.indexOf(word); at >= 0; at = foldedPiece.indexOf(word, at + word.length)) {
      for (let i = 0; i < word.length; i += 1) marks.push(at + i);
    }
  }
  return { text: piece, marks };
}
