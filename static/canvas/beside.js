// Where a new version goes: in the row of what it came from, to the right. Pure.

/** @import { Box, Point } from './types.js' */

/** Farther along a crowded row nobody sees that the two belong together (world units). */
const FARTHEST = 3000;
/** Places are sums of fractions: what touches by less than this does not touch. */
const EPSILON = 1e-6;

/**
 * Top left corners for boxes in one row, right of `near` and of whatever stands there already.
 * @param {{width: number, height: number}[]} sizes @param {Box} near @param {readonly Box[]} obstacles
 * @param {number} gap world units
 * @returns {Point[] | null} null: the row is full as far as one would look
 */
export function rightOf(sizes, near, obstacles, gap) {
  const width = sizes.reduce((sum, size) => sum + size.width + gap, -gap);
  const height = Math.max(...sizes.map((size) => size.height));
  let x = near.x + near.width + gap;
  for (;;) {
    const inWay = obstacles.filter((box) => (
      box.y < near.y + height + gap - EPSILON && box.y + box.height > near.y - gap + EPSILON && box.x < x + width + gap - EPSILON && box.x + box.width > x - gap + EPSILON
    ));
    if (!inWay.length) break;
    x = Math.max(...inWay.map((box) => box.x + box.width)) + gap;
    if (x - near.x > FARTHEST) return null;
  }
  return sizes.map((size) => {
    const place = { x, y: near.y };
    x += size.width + gap;
    return place;
  });
}
