// Lining up, spreading out, packing and mirroring several nodes. Pure: gives where they go.

import { boundsOf, centreOf } from './geometry.js';
import { tidy } from './moves.js';
import { normalTurn } from './transform.js';

/** @import { BoardNode, Box, Change, Point } from './types.js' */

/** @typedef {'left'|'right'|'top'|'bottom'|'centre'|'middle'} Alignment centre: beside each other's middle, middle: above */
/** @typedef {'x'|'y'} Axis */
/** @typedef {{nodes: BoardNode[], box: Box}} Unit what moves as one: a group, a frame with all in it, a node */

const GAP = 16;
// Things whose heights differ by less stand in rows together.
const SIMILAR = 1.25;

/**
 * @param {readonly Unit[]} units
 * @param {Alignment} how
 * @param {Box} [within] to line up with; the box around all of them without it
 * @returns {Change[]} only what moves
 */
export function aligned(units, how, within = around(units)) {
  return moved(units, ({ box }) => ({
    x: how === 'left' ? within.x : how === 'right' ? within.x + within.width - box.width : how === 'centre' ? within.x + (within.width - box.width) / 2 : box.x,
    y: how === 'top' ? within.y : how === 'bottom' ? within.y + within.height - box.height : how === 'middle' ? within.y + (within.height - box.height) / 2 : box.y,
  }));
}

/** Equal distances between them; the first and the last stay. @param {readonly Unit[]} units @param {Axis} axis
 * @returns {Change[]} */
export function distributed(units, axis) {
  const size = axis === 'x' ? 'width' : 'height';
  const sorted = [...units].sort((a, b) => centreOf(a.box)[axis] - centreOf(b.box)[axis]);
  const first = sorted[0].box;
  const last = sorted[sorted.length - 1].box;
  const taken = sorted.reduce((sum, { box }) => sum + box[size], 0);
  const gap = (last[axis] + last[size] - first[axis] - taken) / (sorted.length - 1);
  let next = first[axis];
  /** @type {Map<Unit, number>} */
  const places = new Map();
  for (const unit of sorted) {
    places.set(unit, next);
    next += unit.box[size] + gap;
  }
  return moved(units, (unit) => ({ ...corner(unit.box), [axis]: /** @type {number} */ (places.get(unit)) }));
}

/**
 * What was generated, oldest first; the rest keeps its place among it.
 * @param {readonly Unit[]} units the farthest first
 * @param {(node: BoardNode) => number | undefined} rankOf how many were made before it, of what was generated
 * @returns {Unit[]}
 */
export function inOrderOfMaking(units, rankOf) {
  const ranked = units.flatMap((unit) => {
    const ranks = unit.nodes.flatMap((node) => rankOf(node) ?? []);
    return ranks.length ? [{ unit, rank: Math.min(...ranks) }] : [];
  });
  const made = new Set(ranked.map(({ unit }) => unit));
  ranked.sort((a, b) => a.rank - b.rank);
  let next = 0;
  return units.map((unit) => (made.has(unit) ? ranked[next++].unit : unit));
}

/**
 * Packed into rows from the top left of where they are, oldest first. What differs much in height
 * stands in rows of its own.
 * @param {readonly Unit[]} units in the order of making
 * @returns {Change[]}
 */
export function tidied(units) {
  const { x: left, y: top } = around(units);
  /** @type {Map<Unit, Point>} */
  const places = new Map();
  let y = top;
  for (const alike of byHeight(units)) {
    for (const row of rowsOf(alike)) {
      let x = left;
      for (const unit of row) {
        places.set(unit, { x, y });
        x += unit.box.width + GAP;
      }
      y += Math.max(...row.map(({ box }) => box.height)) + GAP;
    }
  }
  return moved(units, (unit) => /** @type {Point} */ (places.get(unit)));
}

/** @param {readonly Unit[]} units @returns {Unit[][]} in the order of each one's first */
function byHeight(units) {
  /** @type {Unit[][]} */
  const sorts = [];
  for (const unit of units) {
    const { height } = unit.box;
    const alike = sorts.find(([{ box }]) => Math.max(box.height, height) <= SIMILAR * Math.min(box.height, height));
    if (alike) alike.push(unit);
    else sorts.push([unit]);
  }
  return sorts;
}

/** In so many to a row that the block is about as wide as high, never the last row longer.
 * @param {Unit[]} units @returns {Unit[][]} */
function rowsOf(units) {
  const area = units.reduce((sum, { box }) => sum + (box.width + GAP) * (box.height + GAP), 0);
  const total = units.reduce((sum, { box }) => sum + box.width + GAP, 0);
  const columns = Math.max(1, Math.round((units.length * Math.sqrt(area)) / total));
  const rows = [];
  for (let i = 0; i < units.length; i += columns) rows.push(units.slice(i, i + columns));
  return rows;
}

/**
 * Mirrored about the middle of them all: pictures are drawn mirrored, all else changes its place.
 * @param {readonly BoardNode[]} nodes @param {Axis} axis x: left to right @param {Box} about
 * @returns {Change[]}
 */
export function flipped(nodes, axis, about) {
  const middle = centreOf(about)[axis];
  const size = axis === 'x' ? 'width' : 'height';
  return nodes.map((node) => {
    /** @type {Record<string, any>} */
    const set = { [axis]: tidy(2 * middle - node[axis] - node[size]) };
    if (node.rotation) set.rotation = normalTurn(-node.rotation);
    if (node.kind === 'image') set[`flip_${axis}`] = !node[`flip_${axis}`];
    if (node.kind === 'line') set.start = otherCorner(node.start ?? 'nw', axis);
    return { node: node.id, set };
  });
}

/** @param {NonNullable<BoardNode['start']>} corner @param {Axis} axis */
function otherCorner([down, across], axis) {
  if (axis === 'x') return `${down}${across === 'w' ? 'e' : 'w'}`;
  return `${down === 'n' ? 's' : 'n'}${across}`;
}

/** @param {readonly Unit[]} units @returns {Box} */
function around(units) {
  return boundsOf(units.map(({ box }) => ({ ...box, rotation: 0 }))) ?? { x: 0, y: 0, width: 0, height: 0 };
}

/** @param {Box} box @returns {Point} */
function corner({ x, y }) {
  return { x, y };
}

/** @param {readonly Unit[]} units @param {(unit: Unit) => Point} placeOf where the box of one goes @returns {Change[]} */
function moved(units, placeOf) {
  return units.flatMap((unit) => {
    const to = placeOf(unit);
    return shifted(unit.nodes, to.x - unit.box.x, to.y - unit.box.y);
  });
}

/** @param {readonly BoardNode[]} nodes @param {number} dx world @param {number} dy @returns {Change[]} only what moves */
export function shifted(nodes, dx, dy) {
  return nodes.flatMap((node) => {
    /** @type {Record<string, number>} */
    const set = {};
    if (tidy(node.x + dx) !== node.x) set.x = tidy(node.x + dx);
    if (tidy(node.y + dy) !== node.y) set.y = tidy(node.y + dy);
    return Object.keys(set).length ? [{ node: node.id, set }] : [];
  });
}
