// The lines drawn around a mask: where it ends, and how far the transition reaches beyond it.
// Pure: works on a shrunk copy of the mask, which is all that a line on a screen needs.

/** @import { Box } from './mask_raster.js' */

/** @typedef {{cells: Uint8Array, columns: number, rows: number, scale: number}} Grid scale: px a cell */

/** A copy of a mask at most `side` cells long: each cell the strongest px it covers, so that no thin stroke gets lost. */
export class ShrunkMask {
  /** @param {number} width @param {number} height px of the mask @param {number} side */
  constructor(width, height, side) {
    this.width = width;
    this.height = height;
    /** px a cell */
    this.scale = Math.max(1, Math.ceil(Math.max(width, height) / side));
    this.columns = Math.ceil(width / this.scale);
    this.rows = Math.ceil(height / this.scale);
    this.cells = new Uint8Array(this.columns * this.rows);
  }

  /** Take over a part of the mask; a stroke changes little of it. @param {Uint8Array} mask @param {Box} box px */
  update(mask, box) {
    const { scale, columns, cells, width, height } = this;
    const left = Math.floor(box.x / scale);
    const right = Math.ceil((box.x + box.width) / scale);
    const bottom = Math.ceil((box.y + box.height) / scale);
    for (let row = Math.floor(box.y / scale); row < bottom; row += 1) {
      cells.fill(0, row * columns + left, row * columns + right);
      for (let y = row * scale, end = Math.min(height, y + scale); y < end; y += 1) {
        for (let column = left; column < right; column += 1) {
          const last = y * width + Math.min(width, (column + 1) * scale);
          let strongest = cells[row * columns + column];
          for (let at = y * width + column * scale; at < last; at += 1) if (mask[at] > strongest) strongest = mask[at];
          cells[row * columns + column] = strongest;
        }
      }
    }
  }
}

/** The strongest of several masks at every cell. @param {{cells: Uint8Array}[]} masks of one picture, at least one @returns {Uint8Array} */
export function unionCells(masks) {
  if (masks.length === 1) return masks[0].cells;
  const cells = masks[0].cells.slice();
  for (const mask of masks.slice(1)) for (let i = 0; i < cells.length; i += 1) if (mask.cells[i] > cells[i]) cells[i] = mask.cells[i];
  return cells;
}

/**
 * The part of a grid around what is selected, with a margin; null where nothing is. Lines around a small
 * mask are found in a few ms, whatever the picture.
 * @param {Uint8Array} cells @param {number} columns @param {number} rows @param {number} level @param {number} margin cells
 * @returns {{cells: Uint8Array, columns: number, rows: number, x: number, y: number} | null} x, y: of its corner in the grid
 */
export function aroundSelected(cells, columns, rows, level, margin) {
  let [left, top, right, bottom] = [columns, rows, -1, -1];
  for (let y = 0, at = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1, at += 1) {
      if (cells[at] < level) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (top > y) top = y;
      bottom = y;
    }
  }
  if (right < 0) return null;
  const x = Math.max(0, left - margin);
  const y = Math.max(0, top - margin);
  const wide = Math.min(columns, right + margin + 1) - x;
  const high = Math.min(rows, bottom + margin + 1) - y;
  const part = new Uint8Array(wide * high);
  for (let row = 0; row < high; row += 1) part.set(cells.subarray((y + row) * columns + x, (y + row) * columns + x + wide), row * wide);
  return { cells: part, columns: wide, rows: high, x, y };
}

/**
 * Distance of every cell to the nearest selected one, in cells; exact.
 * Source: Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, 2012.
 * @param {Uint8Array} cells @param {number} columns @param {number} rows @param {number} level
 * @returns {Float32Array}
 */
export function distances(cells, columns, rows, level) {
  const far = columns + rows;
  const squared = new Float32Array(columns * rows);
  for (let i = 0; i < squared.length; i += 1) squared[i] = cells[i] >= level ? 0 : far * far;
  const line = new Float64Array(Math.max(columns, rows));
  for (let x = 0; x < columns; x += 1) {
    for (let y = 0; y < rows; y += 1) line[y] = squared[y * columns + x];
    transform(line, rows, (y, value) => { squared[y * columns + x] = value; });
  }
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) line[x] = squared[y * columns + x];
    transform(line, columns, (x, value) => { squared[y * columns + x] = value; });
  }
  for (let i = 0; i < squared.length; i += 1) squared[i] = Math.sqrt(squared[i]);
  return squared;
}

/** Lower envelope of parabolas along one line. @param {Float64Array} f @param {number} n @param {(at: number, value: number) => void} put */
function transform(f, n, put) {
  const centres = new Int32Array(n);
  const bounds = new Float64Array(n + 1);
  let k = 0;
  bounds[0] = -Infinity;
  bounds[1] = Infinity;
  for (let q = 1; q < n; q += 1) {
    let s = meet(f, q, centres[k]);
    while (s <= bounds[k]) { k -= 1; s = meet(f, q, centres[k]); }
    k += 1;
    centres[k] = q;
    bounds[k] = s;
    bounds[k + 1] = Infinity;
  }
  k = 0;
  const found = new Float64Array(n);
  for (let q = 0; q < n; q += 1) {
    while (bounds[k + 1] < q) k += 1;
    found[q] = (q - centres[k]) ** 2 + f[centres[k]];
  }
  for (let q = 0; q < n; q += 1) put(q, found[q]);
}

/** @param {Float64Array} f @param {number} q @param {number} v */
function meet(f, q, v) {
  return (f[q] + q * q - (f[v] + v * v)) / (2 * q - 2 * v);
}

/**
 * The border lines between cells inside and outside, as closed paths on the cells' corners.
 * @param {(cell: number) => boolean} isInside @param {number} columns @param {number} rows
 * @returns {number[][]} each [x0, y0, x1, y1, ...] in cells, corners only
 */
export function borders(isInside, columns, rows) {
  const inside = (/** @type {number} */ x, /** @type {number} */ y) => x >= 0 && y >= 0 && x < columns && y < rows && isInside(y * columns + x);
  const wide = columns + 1;
  // Every border edge leaves one corner with the inside on its right: at most two leave the same
  // corner (where cells touch at a corner), so a corner holds up to two ways on.
  /** @type {Map<number, number[]>} */
  const ways = new Map();
  const leave = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ direction) => {
    const corner = y * wide + x;
    const others = ways.get(corner);
    if (others) others.push(direction);
    else ways.set(corner, [direction]);
  };
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      if (!isInside(y * columns + x)) continue;
      if (!inside(x, y - 1)) leave(x, y, 0);
      if (!inside(x + 1, y)) leave(x + 1, y, 1);
      if (!inside(x, y + 1)) leave(x + 1, y + 1, 2);
      if (!inside(x - 1, y)) leave(x, y + 1, 3);
    }
  }
  const paths = [];
  for (const [corner, directions] of ways) {
    while (directions.length) paths.push(follow(ways, corner, wide));
  }
  return paths;
}

const STEP_X = [1, 0, -1, 0];
const STEP_Y = [0, 1, 0, -1];

/** @param {Map<number, number[]>} ways @param {number} start @param {number} wide */
function follow(ways, start, wide) {
  const path = [];
  let corner = start;
  let before = -1;
  do {
    const open = /** @type {number[]} */ (ways.get(corner));
    // Two ways on: turn right, so that cells that touch only at a corner stay apart.
    const turn = open.length > 1 && before >= 0 ? Math.max(0, open.indexOf((before + 1) % 4)) : 0;
    const [direction] = open.splice(turn, 1);
    if (direction !== before) path.push(corner % wide, Math.floor(corner / wide));
    before = direction;
    corner += STEP_X[direction] + STEP_Y[direction] * wide;
  } while (corner !== start);
  return path;
}
