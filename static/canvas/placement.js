// Where new things go: free spots beside what they came from, never over anything.

import { overlaps } from './geometry.js';

/** @import { Box, Point } from './types.js' */

/**
 * Top left corners for `count` boxes of one size, as near to `near` as may be: a row to the right of
 * it, a row below, then rows further down; without `near`, in the middle of `view`. All world units.
 * No two of them touch, none touches an obstacle; `gap` is kept around all.
 * @param {{count: number, width: number, height: number, near: Box|null, view: Box,
 *   obstacles: readonly Box[], gap: number}} wanted
 * @returns {Point[]}
 */
export function freeSpots({ count, width, height, near, view, obstacles, gap }) {
  if (count < 1) return [];
  const columns = near ? Math.min(count, 4) : Math.min(count, Math.ceil(Math.sqrt(count)));
  const rows = Math.ceil(count / columns);
  const block = {
    x: 0,
    y: 0,
    width: columns * (width + gap) - gap,
    height: rows * (height + gap) - gap,
  };
  const from = near
    ? { x: near.x + near.width + gap, y: near.y }
    : {
        x: view.x + (view.width - block.width) / 2,
        y: view.y + (view.height - block.height) / 2,
      };
  const first = near
    ? [from, { x: near.x, y: near.y + near.height + 2 * gap }, { x: near.x - gap - block.width, y: near.y }]
    : [from];
  const place = firstFree(first, from, block, obstacles, gap);
  const spots = [];
  for (let i = 0; i < count; i += 1) {
    spots.push({
      x: place.x + (i % columns) * (width + gap),
      y: place.y + Math.floor(i / columns) * (height + gap),
    });
  }
  return spots;
}

/**
 * The free place for the block nearest to `from`. A nearest free place touches obstacles with its
 * sides, so only their edges come in question.
 * @param {Point[]} first places to prefer, best first
 * @param {Point} from
 * @param {Box} block
 * @param {readonly Box[]} obstacles
 * @param {number} gap
 * @returns {Point}
 */
function firstFree(first, from, block, obstacles, gap) {
  for (const place of first) if (isFree(place, block, obstacles, gap)) return place;
  // Far obstacles are not in the way of near places: look among the nearer ones first.
  const nearest = [...obstacles].sort((a, b) => distance(a, from) - distance(b, from));
  for (let among = 24; ; among *= 4) {
    const best = nearestFree(from, block, nearest.slice(0, among), obstacles, gap);
    if (best) return best;
    if (among >= nearest.length || among > MOST_EDGES) break;
  }
  // Beneath everything is always free.
  const bottom = Math.max(...obstacles.map((box) => box.y + box.height));
  return { x: from.x, y: bottom + gap };
}

const MOST_EDGES = 400;

/** @param {Point} from @param {Box} block @param {Box[]} edges @param {readonly Box[]} obstacles
 * @param {number} gap @returns {Point|null} */
function nearestFree(from, block, edges, obstacles, gap) {
  const xs = new Set([from.x]);
  const ys = new Set([from.y]);
  for (const box of edges) {
    xs.add(box.x + box.width + gap).add(box.x - gap - block.width);
    ys.add(box.y + box.height + gap).add(box.y - gap - block.height);
  }
  const places = [];
  for (const x of xs) for (const y of ys) places.push({ x, y, far: away(x, y, from) });
  places.sort((a, b) => a.far - b.far);
  for (const place of places) {
    if (isFree(place, block, obstacles, gap)) return { x: place.x, y: place.y };
  }
  return null;
}

/** To the right and below is preferred: that is where people look for what is new.
 * @param {number} x @param {number} y @param {Point} from */
function away(x, y, from) {
  const dx = x - from.x;
  const dy = y - from.y;
  return Math.hypot(dx < 0 ? dx * 2 : dx, dy < 0 ? dy * 2 : dy);
}

/** @param {Point} place @param {Box} block @param {readonly Box[]} obstacles @param {number} gap */
function isFree(place, block, obstacles, gap) {
  // A hair less than the gap, so that a place found by adding fractions is not refused for them.
  const room = gap - 1e-6 * Math.max(1, Math.abs(place.x), Math.abs(place.y));
  const taken = {
    x: place.x - room,
    y: place.y - room,
    width: block.width + 2 * room,
    height: block.height + 2 * room,
  };
  return !obstacles.some((box) => overlaps(box, taken));
}

/** @param {Box} box @param {Point} point */
function distance(box, point) {
  const dx = Math.max(box.x - point.x, 0, point.x - box.x - box.width);
  const dy = Math.max(box.y - point.y, 0, point.y - box.y - box.height);
  return Math.hypot(dx, dy);
}
