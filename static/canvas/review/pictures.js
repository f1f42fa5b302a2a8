// Which pictures are reviewed together, in which order, and how far one has come. Pure.

import { reviewOf } from '../marks.js';
import { boardOrder } from '../reading_order.js';

/** @import { BoardNode } from '../types.js' */
/** @import { Store } from '../store.js' */

/** @typedef {'all' | 'unmarked' | 'pick' | 'maybe' | 'reject' | 'in_review' | 'changes_requested' | 'approved'} Filter */

/** @type {[Filter, string][]} */
export const FILTERS = [
  ['all', 'All'], ['unmarked', 'Not marked'], ['pick', 'Picks'], ['maybe', 'Maybe'], ['reject', 'Rejected'],
  ['in_review', 'In review'], ['changes_requested', 'Changes requested'], ['approved', 'Approved'],
];

/**
 * Pictures that lie on the board, as they are read: of frames all that lie in them. One that is named
 * alone stands for its frame, or for the board, so that one can start there.
 * @param {Store} store @param {Iterable<string> | null} ids null: the whole board @returns {string[]}
 */
export function picturesOf(store, ids) {
  const named = ids ? store.nodesOf(ids) : [];
  const [first] = named;
  if (named.length === 1 && first.kind === 'image') return picturesOf(store, first.parent ? [first.parent] : null);
  const wanted = ids ? new Set([...named.map(({ id }) => id), ...store.descendantsOf(new Set(named.map(({ id }) => id)))]) : null;
  const shown = [...store.nodes()].filter((node) => node.kind === 'image' && !store.isAside(node) && !store.isHidden(node) && (!wanted || wanted.has(node.id)));
  return boardOrder(shown).map(({ id }) => id);
}

/** @param {Store} store @param {string[]} ids @param {Filter} filter @returns {string[]} */
export function filtered(store, ids, filter) {
  if (filter === 'all') return ids;
  return ids.filter((id) => {
    const node = store.node(id);
    if (!node) return false;
    if (filter === 'unmarked') return !node.mark;
    return node.mark === filter || reviewOf(node, store) === filter;
  });
}

/** The same order as before, what is new behind it, what is gone left out. @param {string[]} before @param {string[]} now */
export function grown(before, now) {
  const [known, live] = [new Set(before), new Set(now)];
  return [...before.filter((id) => live.has(id)), ...now.filter((id) => !known.has(id))];
}

/** @param {(BoardNode | undefined)[]} nodes @returns {{pick: number, maybe: number, reject: number, open: number}} */
export function talliesOf(nodes) {
  const tallies = { pick: 0, maybe: 0, reject: 0, open: 0 };
  for (const node of nodes) if (node) tallies[node.mark || 'open'] += 1;
  return tallies;
}

/**
 * How each engine fared. @param {BoardNode[]} nodes @param {(node: BoardNode) => string} engineOf "" for an upload
 * @returns {{engine: string, made: number, pick: number, maybe: number, reject: number}[]} most picks first
 */
export function byEngine(nodes, engineOf) {
  /** @type {Map<string, {engine: string, made: number, pick: number, maybe: number, reject: number}>} */
  const rows = new Map();
  for (const node of nodes) {
    const engine = engineOf(node) || 'Uploaded';
    const row = rows.get(engine) ?? { engine, made: 0, pick: 0, maybe: 0, reject: 0 };
    rows.set(engine, row);
    row.made += 1;
    if (node.mark) row[node.mark] += 1;
  }
  return [...rows.values()].sort((a, b) => b.pick / b.made - a.pick / a.made || b.made - a.made);
}
