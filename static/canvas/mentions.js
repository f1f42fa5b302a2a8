// Pictures named in the prompt: what stands after an @ that is being typed, and which pictures it means. Pure.

import { matchText } from './fuzzy.js';
import { titleOf } from './node_words.js';

/** @import { BoardNode } from './types.js' */

/** More than one looks through by eye. */
const MOST = 8;
const LONGEST_QUERY = 40;

/**
 * The @ being typed before the caret: at the start or after a space, so that addresses are left alone.
 * @param {string} text @param {number} caret
 * @returns {{start: number, query: string} | null} start: place of the @
 */
export function mentionAt(text, caret) {
  const start = text.lastIndexOf('@', caret - 1);
  if (start < 0 || (start > 0 && !/\s/.test(text[start - 1]))) return null;
  const query = text.slice(start + 1, caret);
  return query.length > LONGEST_QUERY || /^\s|\n/.test(query) ? null : { start, query };
}

/**
 * @param {Iterable<BoardNode>} pictures @param {string} query every word of it is met by the name
 * @returns {BoardNode[]} best first; alike, or without a query, the newest (nearest) first
 */
export function picturesFor(pictures, query) {
  const found = [];
  for (const node of pictures) {
    const match = matchText(query, titleOf(node));
    if (match) found.push({ node, score: match.score });
  }
  found.sort((a, b) => b.score - a.score || (a.node.order < b.node.order ? 1 : -1));
  return found.slice(0, MOST).map(({ node }) => node);
}

/** The text without the mention: its picture stands as a chip. @param {string} text
 * @param {{start: number, query: string}} mention @returns {{text: string, caret: number}} */
export function withoutMention(text, { start, query }) {
  const after = text.slice(start + 1 + query.length);
  const before = text.slice(0, start);
  const isDoubled = /\s$/.test(before) && /^\s/.test(after);
  return { text: before + (isDoubled ? after.slice(1) : after), caret: start };
}
