// Where new things go: free spots beside what they came from, never over anything.

import { SpatialIndex } from './spatial_index.js';

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
 * The first of the preferred places that is free; else the free place nearest to `from`. A nearest
 * place touches obstacles with its sides, so only the edges of near ones come in question; where they
 * leave no room (the middle of a dense board), one slides outward from there.
 * @param {Point[]} first places to prefer, best first
 * @param {Point} from
 * @param {Box} block
 * @param {readonly Box[]} obstacles
 * @param {number} gap
 * @returns {Point}
 */
function firstFree(first, from, block, obstacles, gap) {
  /** @type {SpatialIndex<Box>} */
  const taken = new SpatialIndex();
  for (const box of obstacles) taken.set(box, box);
  const isFree = (/** @type {Point} */ place) => !inTheWay(place, block, taken, gap).length;
  const preferred = first.find(isFree);
  if (preferred) return preferred;
  const near = nearestOf(obstacles, from);
  const places = [...alongEdges(from, block, near, gap), ...slides(from, block, taken, gap)];
  for (const place of places) place.far = away(place, from);
  places.sort((a, b) => a.far - b.far);
  const { x, y } = /** @type {Place} */ (places.find(isFree));
  return { x, y };
}

/** @typedef {Point & {far: number}} Place */

const NEAR_OBSTACLES = 24;

/** @param {readonly Box[]} obstacles @param {Point} from */
function nearestOf(obstacles, from) {
  const far = new Map(obstacles.map((box) => [box, distance(box, from)]));
  return [...obstacles]
    .sort((a, b) => /** @type {number} */ (far.get(a)) - /** @type {number} */ (far.get(b)))
    .slice(0, NEAR_OBSTACLES);
}

/** @param {Point} from @param {Box} block @param {Box[]} near @param {number} gap @returns {Place[]} */
function alongEdges(from, block, near, gap) {
  const xs = new Set([from.x]);
  const ys = new Set([from.y]);
  for (const box of near) {
    xs.add(box.x).add(box.x + box.width + gap).add(box.x - gap - block.width);
    ys.add(box.y).add(box.y + box.height + gap).add(box.y - gap - block.height);
  }
  const places = [];
  for (const x of xs) for (const y of ys) places.push({ x, y, far: 0 });
  return places;
}

/** Straight right, down, left and up until nothing is in the way: each ends, because obstacles do.
 * @param {Point} from @param {Box} block @param {SpatialIndex<Box>} taken @param {number} gap
 * @returns {Place[]} */
function slides(from, block, taken, gap) {
  /** @type {((place: Place, hit: Box[]) => void)[]} */
  const directions = [
    (place, hit) => (place.x = Math.max(...hit.map((box) => box.x + box.width)) + gap),
    (place, hit) => (place.y = Math.max(...hit.map((box) => box.y + box.height)) + gap),
    (place, hit) => (place.x = Math.min(...hit.map((box) => box.x)) - gap - block.width),
    (place, hit) => (place.y = Math.min(...hit.map((box) => box.y)) - gap - block.height),
  ];
  return directions.map((pass) => {
    const place = { x: from.x, y: from.y, far: 0 };
    for (let hit = inTheWay(place, block, taken, gap); hit.length; ) {
      pass(place, hit);
      hit = inTheWay(place, block, taken, gap);
    }
    return place;
  });
}

/** To the right and below is preferred: that is where people look for what is new.
 * @param {Point} place @param {Point} from */
function away(place, from) {
  const dx = place.x - from.x;
  const dy = place.y - from.y;
  return Math.hypot(dx < 0 ? dx * 2 : dx, dy < 0 ? dy * 2 : dy);
}

/** @param {Point} place @param {Box} block @param {SpatialIndex<Box>} taken @param {number} gap
 * @returns {Box[]} */
function inTheWay(place, block, taken, gap) {
  // A hair less than the gap, so that a place found by adding fractions is not refused for them.
  const room = gap - 1e-6 * Math.max(1, Math.abs(place.x), Math.abs(place.y));
  return taken.search({
    x: place.x - room,
    y: place.y - room,
    width: block.width + 2 * room,
    height: block.height + 2 * room,
  });
}

/** @param {Box} box @param {Point} point */
function distance(box, point) {
  const dx = Math.max(box.x - point.x, 0, point.x - box.x - box.width);
  const dy = Math.max(box.y - point.y, 0, point.y - box.y - box.height);
  return Math.hypot(dx, dy);
}
