// The outline of masks that are being made, small enough to be told to the others several times a second.
// Pure: cells in, a few points out.

import { borders } from './mask_outline.js';
import { SELECTED_FROM } from './mask_raster.js';
import { MAX_OUTLINE_NUMBERS, MAX_OUTLINE_PATHS, OUTLINE_UNITS } from './protocol.js';

/** @import { Point } from './types.js' */
/** @import { Grid } from './mask_outline.js' */
/** @import { ShapeName } from './mask_shapes.js' */

/** Cells of the longer side: a line on somebody else's board needs no more. */
const SIDE = 240;
/** Cells that a line may leave its border by, to begin with: it follows the steps of the cells less. */
const FIRST_TOLERANCE = 0.8;
const ELLIPSE_POINTS = 24;

/**
 * Closed paths around what is selected, the largest ones where there are too many.
 * @param {Grid} grid @param {{width: number, height: number}} picture px
 * @returns {number[][]} each [x0, y0, x1, y1, ...] in units of which the picture has OUTLINE_UNITS across and down
 */
export function sharedOutline(grid, picture) {
  const { cells, columns, rows, scale } = coarse(grid);
  const paths = borders((cell) => cells[cell] > 0, columns, rows).map(pointsOf);
  paths.sort((a, b) => extent(b) - extent(a));
  return fitted(paths.slice(0, MAX_OUTLINE_PATHS), (simple) => inUnits(simple, scale, picture));
}

/**
 * A shape that is being drawn, as one more path. @param {{shape: ShapeName, points: Point[]}} drawing px of the picture
 * @param {{width: number, height: number}} picture @param {number} most numbers that it may have
 * @returns {number[][]} none where there is no room for it
 */
export function drawnOutline({ shape, points }, picture, most) {
  if (points.length < 2 || most < 6) return [];
  const [a, b] = [points[0], points[points.length - 1]];
  const corners = shape === 'rectangle' ? [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }] : shape === 'ellipse' ? ellipse(a, b) : points;
  return fitted([corners], (simple) => inUnits(simple, 1, picture), most, Math.max(picture.width, picture.height) / SIDE);
}

/** Coarser lines until they are few enough. @param {Point[][]} paths @param {(path: Point[]) => number[]} told
 * @param {number} [most] numbers @param {number} [first] tolerance to begin with @returns {number[][]} */
function fitted(paths, told, most = MAX_OUTLINE_NUMBERS, first = FIRST_TOLERANCE) {
  for (let tolerance = first; ; tolerance *= 2) {
    const simple = paths.map((path) => simplified(path, tolerance)).filter((path) => path.length > 2);
    if (simple.reduce((sum, path) => sum + 2 * path.length, 0) <= most) return simple.map(told);
  }
}

/** Blocks of cells, each selected where one of them is. @param {Grid} grid */
function coarse({ cells, columns, rows, scale }) {
  const by = Math.max(1, Math.ceil(Math.max(columns, rows) / SIDE));
  const across = Math.ceil(columns / by);
  const made = new Uint8Array(across * Math.ceil(rows / by));
  for (let y = 0, at = 0; y < rows; y += 1) {
    const to = Math.floor(y / by) * across;
    for (let x = 0; x < columns; x += 1, at += 1) if (cells[at] >= SELECTED_FROM) made[to + Math.floor(x / by)] = 1;
  }
  return { cells: made, columns: across, rows: Math.ceil(rows / by), scale: scale * by };
}

/**
 * Fewer points, none of the left out further than `tolerance` from the line; a closed path.
 * Source: Ramer 1972, Douglas and Peucker 1973.
 * @param {Point[]} path @param {number} tolerance @returns {Point[]}
 */
function simplified(path, tolerance) {
  if (path.length < 4) return path;
  const far = farthest(path, 0, path.length, path[0], path[0]).at;
  const closed = [...path, path[0]];
  const kept = new Uint8Array(closed.length);
  kept[0] = kept[far] = 1;
  const open = [[0, far], [far, path.length]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    const { at, away } = farthest(closed, from, to, closed[from], closed[to]);
    if (away <= tolerance) continue;
    kept[at] = 1;
    open.push([from, at], [at, to]);
  }
  return path.filter((_, i) => kept[i]);
}

/** @param {Point[]} path @param {number} from @param {number} to @param {Point} a @param {Point} b */
function farthest(path, from, to, a, b) {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  let at = from;
  let away = 0;
  for (let i = from + 1; i < to; i += 1) {
    const { x, y } = path[i];
    const distance = length ? Math.abs((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / length : Math.hypot(x - a.x, y - a.y);
    if (distance > away) [at, away] = [i, distance];
  }
  return { at, away };
}

/** @param {number[]} flat @returns {Point[]} */
function pointsOf(flat) {
  return Array.from({ length: flat.length / 2 }, (_, i) => ({ x: flat[2 * i], y: flat[2 * i + 1] }));
}

/** @param {Point[]} path */
function extent(path) {
  const xs = path.map(({ x }) => x);
  const ys = path.map(({ y }) => y);
  return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
}

/** @param {Point} a @param {Point} b @returns {Point[]} */
function ellipse(a, b) {
  return Array.from({ length: ELLIPSE_POINTS }, (_, i) => {
    const turn = (2 * Math.PI * i) / ELLIPSE_POINTS;
    return { x: (a.x + b.x) / 2 + (Math.cos(turn) * (b.x - a.x)) / 2, y: (a.y + b.y) / 2 + (Math.sin(turn) * (b.y - a.y)) / 2 };
  });
}

/** @param {Point[]} path @param {number} scale px of the picture a unit of the path @param {{width: number, height: number}} picture */
function inUnits(path, scale, { width, height }) {
  const unit = (/** @type {number} */ value, /** @type {number} */ side) => Math.min(OUTLINE_UNITS, Math.max(0, Math.round((value * scale * OUTLINE_UNITS) / side)));
  return path.flatMap(({ x, y }) => [unit(x, width), unit(y, height)]);
}
