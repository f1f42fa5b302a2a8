// What is in this box: grids of doubling cell size. An item lies in one cell of the grid whose cells
// are at least as large as it is, so that adding, moving and removing cost O(1), and a box looks one
// cell further to the left and above than it reaches.

/** @import { Box } from './types.js' */

const LEAST_LEVEL = 6; // cells of 64 units
const MOST_LEVEL = 24;
const OFFSET = 2 ** 20; // cell numbers become positive: coordinates reach 1e7, so 2^18 cells of 64
const ROW = 2 ** 21;

/** @typedef {{item: any, x: number, y: number, right: number, bottom: number, level: number, key: number, slot: number}} Entry */

/** @template T */
export class SpatialIndex {
  /** @type {Map<T, Entry>} */
  #entries = new Map();
  /** @type {(Map<number, Entry[]>|undefined)[]} by level */
  #grids = [];
  /** @type {number[]} items by level */
  #counts = new Array(MOST_LEVEL + 1).fill(0);

  get size() {
    return this.#entries.size;
  }

  /** Put an item at a box, whether it is there already or not. @param {T} item @param {Box} box */
  set(item, box) {
    const level = levelOf(box);
    const key = keyOf(box.x, box.y, level);
    let entry = this.#entries.get(item);
    if (!entry) {
      entry = { item, x: 0, y: 0, right: 0, bottom: 0, level: -1, key: 0, slot: 0 };
      this.#entries.set(item, entry);
    }
    entry.x = box.x;
    entry.y = box.y;
    entry.right = box.x + box.width;
    entry.bottom = box.y + box.height;
    if (entry.level === level && entry.key === key) return;
    if (entry.level >= 0) this.#take(entry);
    entry.level = level;
    entry.key = key;
    const grid = (this.#grids[level] ??= new Map());
    let cell = grid.get(key);
    if (!cell) grid.set(key, (cell = []));
    entry.slot = cell.length;
    cell.push(entry);
    this.#counts[level] += 1;
  }

  /** @param {T} item */
  delete(item) {
    const entry = this.#entries.get(item);
    if (!entry) return;
    this.#entries.delete(item);
    this.#take(entry);
  }

  clear() {
    this.#entries.clear();
    this.#grids = [];
    this.#counts.fill(0);
  }

  /**
   * Items whose box meets the given one (edges that touch do not meet; an empty box meets what it
   * lies in), in no order.
   * @param {Box} box
   * @param {T[]} [out] emptied and filled: hot paths reuse one
   * @param {number} [most] looks for no more where so many are found
   * @returns {T[]}
   */
  search(box, out = [], most = Infinity) {
    out.length = 0;
    const right = box.x + box.width;
    const bottom = box.y + box.height;
    for (let level = LEAST_LEVEL; level <= MOST_LEVEL; level += 1) {
      const grid = this.#grids[level];
      if (!grid || !this.#counts[level]) continue;
      const size = 2 ** level;
      const firstColumn = Math.floor(box.x / size) - 1;
      const lastColumn = Math.floor(right / size);
      const firstRow = Math.floor(box.y / size) - 1;
      const lastRow = Math.floor(bottom / size);
      // A box over more cells than there are in use: look at those instead.
      if ((lastColumn - firstColumn + 1) * (lastRow - firstRow + 1) > grid.size) {
        for (const cell of grid.values()) {
          collect(cell, box.x, box.y, right, bottom, out);
          if (out.length >= most) return out;
        }
        continue;
      }
      for (let row = firstRow; row <= lastRow; row += 1) {
        for (let column = firstColumn; column <= lastColumn; column += 1) {
          const cell = grid.get((row + OFFSET) * ROW + column + OFFSET);
          if (cell) collect(cell, box.x, box.y, right, bottom, out);
        }
        if (out.length >= most) return out;
      }
    }
    return out;
  }

  /** @param {Entry} entry */
  #take(entry) {
    const grid = /** @type {Map<number, Entry[]>} */ (this.#grids[entry.level]);
    const cell = /** @type {Entry[]} */ (grid.get(entry.key));
    const last = /** @type {Entry} */ (cell.pop());
    if (last !== entry) {
      cell[entry.slot] = last;
      last.slot = entry.slot;
    }
    if (!cell.length) grid.delete(entry.key);
    this.#counts[entry.level] -= 1;
  }
}

/** @param {Box} box */
function levelOf(box) {
  const size = Math.max(box.width, box.height, 1);
  return Math.min(MOST_LEVEL, Math.max(LEAST_LEVEL, Math.ceil(Math.log2(size))));
}

/** @param {number} x @param {number} y @param {number} level */
function keyOf(x, y, level) {
  const size = 2 ** level;
  return (Math.floor(y / size) + OFFSET) * ROW + Math.floor(x / size) + OFFSET;
}

/** @param {Entry[]} cell @param {number} x @param {number} y @param {number} right
 * @param {number} bottom @param {any[]} out */
function collect(cell, x, y, right, bottom, out) {
  for (let place = 0; place < cell.length; place += 1) {
    const entry = cell[place];
    if (entry.x < right && entry.right > x && entry.y < bottom && entry.bottom > y) out.push(entry.item);
  }
}
