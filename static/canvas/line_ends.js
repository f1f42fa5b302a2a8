// Where a line begins and ends in its box, and the box of a line from one point to another.

import { tidy } from './moves.js';

/** @import { BoardNode, Box, Point } from './types.js' */

const STEP = Math.PI / 4;

/**
 * A side of 1 world unit, the least there is, has no extent: the line runs level or upright.
 * @param {BoardNode} node
 * @param {Box} [box] where it is drawn, in whatever units
 * @param {{from: Point, to: Point}} [out] reused
 * @returns {{from: Point, to: Point}}
 */
export function lineEnds(node, { x, y, width, height } = node, out = { from: { x: 0, y: 0 }, to: { x: 0, y: 0 } }) {
  const { start = 'nw' } = node;
  const isUpright = node.width <= 1;
  const isLevel = node.height <= 1;
  const left = isUpright ? x + width / 2 : x;
  const right = isUpright ? left : x + width;
  const top = isLevel ? y + height / 2 : y;
  const bottom = isLevel ? top : y + height;
  const isWest = start.includes('w');
  const isNorth = start.includes('n');
  out.from.x = isWest ? left : right;
  out.from.y = isNorth ? top : bottom;
  out.to.x = isWest ? right : left;
  out.to.y = isNorth ? bottom : top;
  return out;
}

/** @param {Point} from @param {Point} to world
 * @returns {Box & {start: NonNullable<BoardNode['start']>}} */
export function lineBetween(from, to) {
  const width = Math.max(1, Math.abs(to.x - from.x));
  const height = Math.max(1, Math.abs(to.y - from.y));
  return {
    x: width > 1 ? Math.min(from.x, to.x) : (from.x + to.x - 1) / 2, // a side without extent lies about the line
    y: height > 1 ? Math.min(from.y, to.y) : (from.y + to.y - 1) / 2,
    width,
    height,
    start: `${to.y < from.y ? 's' : 'n'}${to.x < from.x ? 'e' : 'w'}`,
  };
}

/** The end of a line in steps of 45 degrees. @param {Point} from @param {Point} to @returns {Point} */
export function onStep(from, to) {
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / STEP) * STEP;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { x: tidy(from.x + length * Math.cos(angle)), y: tidy(from.y + length * Math.sin(angle)) };
}
