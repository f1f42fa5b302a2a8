// Where the pin of a thread stands: on its picture, turned, mirrored and scaled with it, and on the
// versions made after it. Pure.

import { versionsOf } from '../stacks.js';

/** @import { BoardNode, Point } from '../types.js' */
/** @import { Store } from '../store.js' */
/** @import { TurnedBox } from '../transform.js' */
/** @import { Place, Thread } from './threads.js' */

/** Pins whose middles are nearer than this on screen (CSS px) are shown as one. */
const CLUSTER_PX = 22;
/** More corners than these say no more of what was circled. */
const MOST_CORNERS = 120;

/** One place where a thread is seen. `from`: the version that was commented on, 0 where it is this one; node null: the board itself.
 * @typedef {{thread: Thread, node: BoardNode | null, from: number}} Pin */
/** @typedef {{x: number, y: number, pins: Pin[]}} Cluster screen, CSS px */

/** Which version of its picture a node is, from 1. @param {Store} store @param {BoardNode} node */
export function versionNumber(store, node) {
  return node.version || versionsOf(store, node).findIndex(({ id }) => id === node.id) + 1;
}

/** Is its picture not on the board any more? @param {Store} store @param {Thread} thread */
export function isInTrash(store, thread) {
  return thread.node !== null && !store.node(thread.node);
}

/** @param {Store} store @param {Thread[]} threads @returns {Pin[]} */
export function pinsOf(store, threads) {
  /** @type {Pin[]} */
  const pins = [];
  for (const thread of threads) {
    if (!thread.node) {
      pins.push({ thread, node: null, from: 0 });
      continue;
    }
    const node = store.node(thread.node);
    if (!node || store.isHidden(store.shownFor(node))) continue;
    const shown = store.shownFor(node);
    const later = laterVersions(store, node).filter(({ id }) => id !== shown.id);
    const from = shown !== node || later.length ? versionNumber(store, node) : 0;
    pins.push({ thread, node: shown, from: shown === node ? 0 : from });
    for (const version of later) pins.push({ thread, node: version, from });
  }
  return pins;
}

/** What was made of it by an edit and is seen itself. @param {Store} store @param {BoardNode} node */
function laterVersions(store, node) {
  /** @type {BoardNode[]} */
  const found = [];
  for (const { source, target, role } of store.edgesOf(node.id)) {
    if (source !== node.id || (role !== 'source' && role !== 'refine')) continue;
    const made = store.node(target);
    if (made?.kind === 'image' && !store.isCandidate(made)) found.push(store.shownFor(made));
  }
  return [...new Set(found)];
}

/**
 * @param {{x: number, y: number}} at 0 to 1 on the picture @param {TurnedBox} box where it is drawn, CSS px
 * @param {Pick<BoardNode, 'flip_x' | 'flip_y'>} node @returns {Point} CSS px
 */
export function pointOn(at, box, node) {
  const dx = (node.flip_x ? 0.5 - at.x : at.x - 0.5) * box.width;
  const dy = (node.flip_y ? 0.5 - at.y : at.y - 0.5) * box.height;
  const angle = ((box.rotation ?? 0) * Math.PI) / 180;
  return {
    x: box.x + box.width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle),
    y: box.y + box.height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle),
  };
}

/** Pins that lie on each other as one, at the place of the first. @param {{x: number, y: number, pin: Pin}[]} placed
 * @returns {Cluster[]} */
export function clustersOf(placed) {
  /** @type {Map<string, Cluster[]>} by cell of a grid: only neighbours can be near */
  const cells = new Map();
  /** @type {Cluster[]} */
  const all = [];
  for (const { x, y, pin } of placed) {
    const [column, row] = [Math.floor(x / CLUSTER_PX), Math.floor(y / CLUSTER_PX)];
    const near = nearest(cells, column, row, x, y);
    if (near) {
      near.pins.push(pin);
      continue;
    }
    const made = { x, y, pins: [pin] };
    all.push(made);
    const key = `${column} ${row}`;
    cells.set(key, [...(cells.get(key) ?? []), made]);
  }
  return all;
}

/** @param {Map<string, Cluster[]>} cells @param {number} column @param {number} row @param {number} x @param {number} y */
function nearest(cells, column, row, x, y) {
  for (let i = column - 1; i <= column + 1; i += 1) {
    for (let j = row - 1; j <= row + 1; j += 1) {
      const near = cells.get(`${i} ${j}`)?.find((one) => Math.hypot(one.x - x, one.y - y) < CLUSTER_PX);
      if (near) return near;
    }
  }
  return undefined;
}

/**
 * What was drawn as the place of a thread: its pin stands where the drawing began.
 * @param {string | null} node @param {Point[]} points 0 to 1 on the picture (what lies outside is brought to its edge), else world
 * @returns {Place}
 */
export function placeOf(node, points) {
  const inside = points.map(({ x, y }) => (node ? { x: unit(x), y: unit(y) } : { x: rounded(x), y: rounded(y) }));
  const [{ x, y }] = inside;
  const step = Math.max(1, inside.length / MOST_CORNERS);
  const corners = inside.length < 3 ? [] : Array.from({ length: Math.min(inside.length, MOST_CORNERS) }, (_, i) => inside[Math.floor(i * step)]);
  return { node, x, y, outline: corners.flatMap((corner) => [corner.x, corner.y]) };
}

/** @param {number} value */
function unit(value) {
  return Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 100) / 100;
}

/** @param {number[]} outline @returns {Point[]} */
export function cornersOf(outline) {
  return Array.from({ length: outline.length / 2 }, (_, i) => ({ x: outline[2 * i], y: outline[2 * i + 1] }));
}
