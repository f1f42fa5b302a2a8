// Where new things go beside what they came from: in its row to the right, or in a row below it. Pure.

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
    const inWay = obstacles.filter((box) => isWithin(box, { x, y: near.y, width, height }, gap));
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

/**
 * Top left corners for boxes in one row with one top, below `near` and what stands there already.
 * @param {{width: number, height: number}[]} sizes @param {Box} near @param {readonly Box[]} obstacles
 * @param {number} gap world units
 * @returns {Point[]}
 */
export function rowBelow(sizes, near, obstacles, gap) {
  const width = sizes.reduce((sum, size) => sum + size.width + gap, -gap);
  const height = Math.max(...sizes.map((size) => size.height));
  let y = near.y + near.height + gap;
  for (;;) {
    const inWay = obstacles.filter((box) => isWithin(box, { x: near.x, y, width, height }, gap));
    if (!inWay.length) break;
    y = Math.max(...inWay.map((box) => box.y + box.height)) + gap;
  }
  let x = near.x;
  return sizes.map((size) => {
    const place = { x, y };
    x += size.width + gap;
    return place;
  });
}

/** Nearer to `room` than the gap. @param {Box} box @param {Box} room @param {number} gap */
function isWithin(box, room, gap) {
  const reach = gap - EPSILON;
  return box.x < room.x + room.width + reach && box.x + box.width > room.x - reach && box.y < room.y + room.height + reach && box.y + box.height > room.y - reach;
}
