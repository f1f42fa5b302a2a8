// Lining up while something is dragged: its edges and middles to those of its neighbours, and its
// distances to the distances between them. Pure; world units.

import { resizeBox } from './transform.js';

/** @import { Box } from './types.js' */
/** @import { Handle, ResizeOptions } from './transform.js' */

/** @typedef {{x1: number, y1: number, x2: number, y2: number}} Guide */
/** @typedef {Guide & {length: number}} Gap an equal distance, level or upright */
/** @typedef {{dx: number, dy: number, guides: Guide[], gaps: Gap[]}} Snap */
/** @typedef {'x'|'y'} Axis */
/** @typedef {{by: number, at: number}} Line how far off, and where */

// Lines this near to each other are one: places are kept with two decimals.
const SAME = 0.02;

/**
 * @param {Box} box where the dragged things would be
 * @param {readonly Box[]} others
 * @param {number} reach
 * @returns {Snap} how much further to move, and what to show
 */
export function snapBox(box, others, reach) {
  const across = snapAlong('x', box, others, reach);
  const down = snapAlong('y', box, others, reach);
  const moved = { ...box, x: box.x + across.by, y: box.y + down.by };
  return {
    dx: across.by,
    dy: down.by,
    guides: [
      ...(across.isLine ? guidesOf('x', moved, others) : []),
      ...(down.isLine ? guidesOf('y', moved, others) : []),
    ],
    gaps: [...(across.by || across.isGap ? equalGaps('x', moved, others) : []), ...(down.by || down.isGap ? equalGaps('y', moved, others) : [])],
  };
}

/**
 * A box that is being resized, with the dragged sides lined up to those of its neighbours.
 * @param {Box} box as it was @param {Handle} handle @param {number} dx @param {number} dy
 * @param {ResizeOptions} options @param {readonly Box[]} others @param {number} reach
 * @returns {{dx: number, dy: number, guides: Guide[]}} instead of the given dx and dy
 */
export function snapResize(box, handle, dx, dy, options, others, reach) {
  const wanted = resizeBox(box, handle, dx, dy, options);
  const x = handle.includes('w') ? nearestLine([wanted.x], others, reach, 'x') : handle.includes('e') ? nearestLine([wanted.x + wanted.width], others, reach, 'x') : null;
  const y = handle.includes('n') ? nearestLine([wanted.y], others, reach, 'y') : handle.includes('s') ? nearestLine([wanted.y + wanted.height], others, reach, 'y') : null;
  let to = { dx: dx + (x?.by ?? 0), dy: dy + (y?.by ?? 0) };
  if (options.keepAspect && (x || y)) {
    // One side leads, the other follows: the nearer line.
    const isAcross = Boolean(x && (!y || Math.abs(x.by) <= Math.abs(y.by)));
    to = withAspect(box, handle, wanted, isAcross ? 'x' : 'y', (isAcross ? x : y)?.by ?? 0, options);
  }
  const after = resizeBox(box, handle, to.dx, to.dy, options);
  const guides = [...(x ? guidesOf('x', after, others, [x.at]) : []), ...(y ? guidesOf('y', after, others, [y.at]) : [])];
  return { ...to, guides };
}

/** @param {Box} box @param {Handle} handle @param {Box} wanted @param {Axis} axis @param {number} by
 * @param {ResizeOptions} options */
function withAspect(box, handle, wanted, axis, by, { fromCentre = false }) {
  const size = axis === 'x' ? 'width' : 'height';
  const isFirst = handle.includes(axis === 'x' ? 'w' : 'n');
  const scale = (wanted[size] + (isFirst ? -by : by) * (fromCentre ? 2 : 1)) / box[size];
  const share = fromCentre ? 0.5 : 1;
  const more = { x: (scale - 1) * box.width * share, y: (scale - 1) * box.height * share };
  return { dx: handle.includes('w') ? -more.x : more.x, dy: handle.includes('n') ? -more.y : more.y };
}

/** @param {Axis} axis @param {Box} box @param {readonly Box[]} others @param {number} reach */
function snapAlong(axis, box, others, reach) {
  const line = nearestLine(edges(axis, box), others, reach, axis);
  const gap = nearestGap(axis, box, others, reach);
  // A line is what people see first: of two as near, the line.
  if (gap !== null && (!line || Math.abs(gap) < Math.abs(line.by) - SAME)) return { by: gap, isLine: false, isGap: true };
  return { by: line?.by ?? 0, isLine: line !== null, isGap: gap !== null };
}

/** @param {Axis} axis @param {Box} box */
function start(axis, box) {
  return axis === 'x' ? box.x : box.y;
}

/** @param {Axis} axis @param {Box} box */
function extent(axis, box) {
  return axis === 'x' ? box.width : box.height;
}

/** @param {Axis} axis @param {Box} box */
function end(axis, box) {
  return start(axis, box) + extent(axis, box);
}

/** Start, middle, end. @param {Axis} axis @param {Box} box */
function edges(axis, box) {
  return [start(axis, box), start(axis, box) + extent(axis, box) / 2, end(axis, box)];
}

/** @param {number[]} own @param {readonly Box[]} others @param {number} reach @param {Axis} axis @returns {Line|null} */
function nearestLine(own, others, reach, axis) {
  let nearest = null;
  let least = reach;
  for (const other of others) {
    for (const line of edges(axis, other)) {
      for (const edge of own) {
        const by = line - edge;
        if (Math.abs(by) > least || (nearest && Math.abs(by) === least)) continue;
        least = Math.abs(by);
        nearest = { by, at: line };
      }
    }
  }
  return nearest;
}

/** Every line that edges of the box lie on now, as long as all that lie on it. @param {Axis} axis @param {Box} box
 * @param {readonly Box[]} others @param {number[]} [own] @returns {Guide[]} */
function guidesOf(axis, box, others, own = edges(axis, box)) {
  const cross = axis === 'x' ? 'y' : 'x';
  /** @type {Guide[]} */
  const guides = [];
  for (const at of own) {
    const on = others.filter((other) => edges(axis, other).some((line) => Math.abs(line - at) <= SAME));
    if (!on.length) continue;
    const from = Math.min(start(cross, box), ...on.map((other) => start(cross, other)));
    const to = Math.max(end(cross, box), ...on.map((other) => end(cross, other)));
    guides.push(axis === 'x' ? { x1: at, y1: from, x2: at, y2: to } : { x1: from, y1: at, x2: to, y2: at });
  }
  return guides;
}

/** Neighbours in a row with the box, first to last. @param {Axis} axis @param {Box} box @param {readonly Box[]} others */
function inRow(axis, box, others) {
  const cross = axis === 'x' ? 'y' : 'x';
  return others
    .filter((other) => start(cross, other) < end(cross, box) && end(cross, other) > start(cross, box))
    .sort((a, b) => start(axis, a) - start(axis, b));
}

/** Pairs in a row with nothing between them. @param {Axis} axis @param {Box[]} row @returns {[Box, Box][]} */
function pairsIn(axis, row) {
  /** @type {[Box, Box][]} */
  const pairs = [];
  for (let i = 0; i < row.length; i += 1) {
    const next = row.slice(i + 1).find((other) => start(axis, other) >= end(axis, row[i]));
    if (next && !row.some((one) => one !== row[i] && one !== next && end(axis, one) > end(axis, row[i]) && start(axis, one) < start(axis, next))) {
      pairs.push([row[i], next]);
    }
  }
  return pairs;
}

/** The smallest move to a place as far from a neighbour as two of them are from each other, or in the
 * middle between two. @param {Axis} axis @param {Box} box @param {readonly Box[]} others
 * @param {number} reach @returns {number|null} */
function nearestGap(axis, box, others, reach) {
  let nearest = null;
  const size = extent(axis, box);
  for (const [a, b] of pairsIn(axis, inRow(axis, box, others))) {
    const gap = start(axis, b) - end(axis, a);
    const places = [end(axis, b) + gap, start(axis, a) - gap - size, end(axis, a) + (gap - size) / 2];
    for (let i = 0; i < (gap >= size ? 3 : 2); i += 1) {
      const by = places[i] - start(axis, box);
      if (Math.abs(by) <= reach && (nearest === null || Math.abs(by) < Math.abs(nearest))) nearest = by;
    }
  }
  return nearest;
}

/** Distances of the box to its neighbours that are equal to another beside it, and that other.
 * @param {Axis} axis @param {Box} box @param {readonly Box[]} others @returns {Gap[]} */
function equalGaps(axis, box, others) {
  const row = inRow(axis, box, others);
  const before = row.filter((other) => end(axis, other) <= start(axis, box) + SAME).at(-1);
  const after = row.find((other) => start(axis, other) >= end(axis, box) - SAME);
  /** @type {[Box, Box][]} */
  const own = [];
  if (before) own.push([before, box]);
  if (after) own.push([box, after]);
  const pairs = [...pairsIn(axis, row), ...own];
  const lengthOf = (/** @type {[Box, Box]} */ [a, b]) => start(axis, b) - end(axis, a);
  const equal = own.filter((pair) => lengthOf(pair) > SAME && pairs.some((other) => other !== pair && isSameGap(lengthOf(other), lengthOf(pair))));
  const shown = pairs.filter((pair) => equal.some((one) => isSameGap(lengthOf(one), lengthOf(pair))));
  return shown.map(([a, b]) => gapBetween(axis, a, b));
}

/** @param {number} a @param {number} b */
function isSameGap(a, b) {
  return Math.abs(a - b) <= SAME;
}

/** @param {Axis} axis @param {Box} a @param {Box} b @returns {Gap} */
function gapBetween(axis, a, b) {
  const cross = axis === 'x' ? 'y' : 'x';
  const from = Math.max(start(cross, a), start(cross, b));
  const to = Math.min(end(cross, a), end(cross, b));
  const middle = (from + to) / 2;
  const [first, last] = [end(axis, a), start(axis, b)];
  const length = last - first;
  return axis === 'x' ? { x1: first, y1: middle, x2: last, y2: middle, length } : { x1: middle, y1: first, x2: middle, y2: last, length };
}
