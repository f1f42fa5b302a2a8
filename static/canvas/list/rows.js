// The rows of the list view: sorted and filtered nodes. Pure.

import { judgedOf, kindOf, titleOf } from '../node_words.js';
import { boardOrder } from '../reading_order.js';

/** @import { BoardNode } from '../types.js' */

/** @typedef {{prompt: string, by: string, madeAt: string, risk: string, engine?: string}} Details madeAt: ISO 8601, or ""; risk: low, medium, high, or "" for no picture */
/** @typedef {{node: BoardNode, title: string, kind: string, state: string, prompt: string, frame: string, area: number, by: string, madeAt: string, risk: string, comments: number}} Row */
/** @typedef {'place' | 'title' | 'kind' | 'state' | 'prompt' | 'frame' | 'area' | 'by' | 'madeAt' | 'risk' | 'comments'} SortKey */

const UNKNOWN = { prompt: '', by: '', madeAt: '', risk: '' };

/** @param {BoardNode} node @param {BoardNode | undefined} frame @param {Details} [details] @param {number} [comments] @returns {Row} */
export function rowOf(node, frame, details = UNKNOWN, comments = 0) {
  return {
    node, title: titleOf(node), kind: kindOf(node), state: judgedOf(node), prompt: node.prompt || details.prompt, frame: frame ? frame.name || 'Frame' : '',
    area: (node.image_width ?? node.width) * (node.image_height ?? node.height), by: details.by, madeAt: details.madeAt, risk: details.risk, comments,
  };
}

/**
 * @param {Row[]} rows @param {{key: SortKey, isDown: boolean}} sort place: as they are read on the board
 * @param {string} filter words that a row must all hold
 * @returns {Row[]}
 */
export function arrange(rows, { key, isDown }, filter) {
  const words = fold(filter).split(/\s+/).filter(Boolean);
  const kept = words.length ? rows.filter((row) => holds(row, words)) : rows;
  const sorted = key === 'place' ? byPlace(kept) : [...kept].sort((a, b) => compare(a[key], b[key]));
  return isDown ? sorted.reverse() : sorted;
}

/** @param {Row[]} rows */
function byPlace(rows) {
  const rowOfId = new Map(rows.map((row) => [row.node.id, row]));
  return boardOrder(rows.map(({ node }) => node)).map(({ id }) => /** @type {Row} */ (rowOfId.get(id)));
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** What is empty comes last. @param {string | number} a @param {string | number} b */
function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  return collator.compare(String(a), String(b));
}

/** @param {Row} row @param {string[]} words */
function holds({ node, title, kind, state, prompt, frame, by, risk }, words) {
  const text = fold([title, kind, state, prompt, frame, by, risk, node.text ?? '', node.alt ?? '', ...(node.tags ?? [])].join(' '));
  return words.every((word) => text.includes(word));
}

/** Without case and accents. @param {string} text */
function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
