// The box of a text follows what is written: where it grows to, and what resizing makes of it.

import { tidy } from './moves.js';

/** @import { BoardNode, Box } from './types.js' */

/** @typedef {(node: BoardNode) => {width: number, height: number}} Measure room that a text takes, world units */

const LEAST_SIZE = 4;
const MOST_SIZE = 2_000;

/**
 * The box that a text needs now: the side it is aligned to stays.
 * @param {BoardNode} node @param {Measure} measure
 * @returns {Box} world
 */
export function textBox(node, measure) {
  const { width, height } = measure(node);
  const spare = node.width - width;
  const share = node.align === 'centre' ? 0.5 : node.align === 'right' ? 1 : 0;
  return { x: tidy(node.x + spare * share), y: node.y, width, height };
}

/**
 * What a text becomes when its box was dragged: as much higher, so much larger its letters; where the
 * width went another way, its lines end there from now on.
 * @param {BoardNode} node @param {Box} box @param {Measure} measure
 * @returns {Record<string, any>} a set
 */
export function resizedText(node, box, measure) {
  const scale = box.height / node.height;
  const size = Math.min(MOST_SIZE, Math.max(LEAST_SIZE, tidy((node.size ?? 24) * scale)));
  const wraps = Boolean(node.wraps) || Math.abs(box.width / node.width - scale) > 0.01;
  const resized = { ...node, size, width: tidy(box.width), ...(wraps ? { wraps: /** @type {true} */ (true) } : {}) };
  const { width, height } = measure(resized);
  return { x: tidy(box.x), y: tidy(box.y), width: tidy(width), height: tidy(height), size, wraps };
}
