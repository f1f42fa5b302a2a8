// The pixels of a mask: one byte a pixel of the picture (255 regenerate, 0 keep), with the
// rectangles that changed and an undo of its own. Pure: no canvas, no screen, no zoom.

/** @import { Segment } from './brush.js' */

import { coverage } from './brush.js';
import { MaskBounds } from './mask_bounds.js';

/** Side of the squares that undo keeps, px: a stroke touches few of them. */
const TILE = 128;

/** A px counts as selected from here on: brushes leave soft edges. The server's rule is the same. */
export const SELECTED_FROM = 128;

/** Undo forgets its oldest steps beyond this many bytes. */
const HISTORY_BYTES = 192 * 1024 * 1024;

/** @typedef {{x: number, y: number, width: number, height: number}} Box in px of the picture, whole numbers */
/** @typedef {Map<number, Uint8Array>} Tiles the bytes a step replaced, by number of the tile */

export class MaskRaster {
  /** @type {Tiles | null} */
  #step = null;
  /** @type {Tiles[]} */
  #undo = [];
  /** @type {Tiles[]} */
  #redo = [];
  #bytesKept = 0;
  /** @type {Box | null} */
  #dirty = null;
  /** Called when a step is there to be undone. */
  onStep = () => {};
  /** Another one whenever something was written. */
  version = 0;

  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    /** Row by row from the top left. */
    this.data = new Uint8Array(width * height);
    this.#columns = Math.ceil(width / TILE);
    this.#selected = new MaskBounds(this.data, width, height, SELECTED_FROM);
    this.#written = new MaskBounds(this.data, width, height, 1);
  }

  #columns;
  #selected;
  #written;

  get canUndo() { return this.#undo.length > 0; }
  get canRedo() { return this.#redo.length > 0; }

  /** What changed since this was asked last, or null. */
  takeDirty() {
    const dirty = this.#dirty;
    this.#dirty = null;
    return dirty;
  }

  /** Whoever asks next is to take all of it: a new view knows nothing of what was painted before. */
  touchAll() {
    this.#dirty = { x: 0, y: 0, width: this.width, height: this.height };
  }

  /** Everything until `commit` is one step of undo. */
  begin() {
    this.#step = new Map();
  }

  /** @returns {boolean} whether the step changed anything */
  commit() {
    const step = this.#step;
    this.#step = null;
    if (!step || step.size === 0) return false;
    this.#undo.push(step);
    this.#bytesKept += bytesOf(step);
    for (const tiles of this.#redo) this.#bytesKept -= bytesOf(tiles);
    this.#redo = [];
    while (this.#bytesKept > HISTORY_BYTES && this.#undo.length > 1) {
      this.#bytesKept -= bytesOf(/** @type {Tiles} */ (this.#undo.shift()));
    }
    this.onStep();
    return true;
  }

  /** Take the step that is being made back, as if it had not begun. */
  abandon() {
    const step = this.#step;
    this.#step = null;
    if (step) this.#swap(step);
  }

  undo() { return this.#move(this.#undo, this.#redo); }
  redo() { return this.#move(this.#redo, this.#undo); }

  /**
   * Paint or erase along a segment. Painting never makes a pixel weaker, erasing never stronger,
   * so that going over a place twice is the same as once.
   * @param {Segment} segment @param {number} hardness 0 to 1 @param {boolean} erase
   */
  stroke(segment, hardness, erase) {
    const { x0, y0, r0, x1, y1, r1 } = segment;
    const r = Math.max(r0, r1) + 1;
    const box = this.#clip(Math.min(x0, x1) - r, Math.min(y0, y1) - r, Math.max(x0, x1) + r, Math.max(y0, y1) + r);
    if (!box) return;
    this.#keep(box);
    const dx = x1 - x0;
    const dy = y1 - y0;
    const length2 = dx * dx + dy * dy;
    // Of a wide brush most px are done already, and what changes is a sickle at its front.
    const done = erase ? 0 : 255;
    let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
    for (let y = box.y; y < box.y + box.height; y += 1) {
      const py = y + 0.5 - y0;
      let at = y * this.width + box.x;
      for (let x = box.x; x < box.x + box.width; x += 1, at += 1) {
        const before = this.data[at];
        if (before === done) continue;
        const px = x + 0.5 - x0;
        const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
        const ex = px - along * dx;
        const ey = py - along * dy;
        const covered = coverage(Math.sqrt(ex * ex + ey * ey), r0 + along * (r1 - r0), hardness);
        if (covered === 0) continue;
        const value = Math.round(covered * 255);
        if (erase ? before <= 255 - value : before >= value) continue;
        this.data[at] = erase ? 255 - value : value;
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        bottom = y;
      }
    }
    if (right >= 0) this.#mark({ x: left, y: top, width: right - left + 1, height: bottom - top + 1 });
  }

  /**
   * Set what lies inside a polygon (non-zero rule, by the middles of the pixels).
   * @param {{x: number, y: number}[]} points @param {boolean} erase
   */
  polygon(points, erase) {
    if (points.length < 3) return;
    let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
    for (const point of points) {
      left = Math.min(left, point.x); right = Math.max(right, point.x);
      top = Math.min(top, point.y); bottom = Math.max(bottom, point.y);
    }
    const box = this.#clip(left, top, right, bottom);
    if (!box) return;
    this.#touch(box);
    const value = erase ? 0 : 255;
    for (let y = box.y; y < box.y + box.height; y += 1) {
      const crossings = crossingsAt(points, y + 0.5);
      let winding = 0;
      for (let i = 0; i + 1 < crossings.length; i += 1) {
        winding += crossings[i].direction;
        if (winding === 0) continue;
        const from = Math.max(box.x, Math.ceil(crossings[i].x - 0.5));
        const to = Math.min(box.x + box.width, Math.ceil(crossings[i + 1].x - 0.5));
        if (to > from) this.data.fill(value, y * this.width + from, y * this.width + to);
      }
    }
  }

  /** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {boolean} erase */
  rectangle(x0, y0, x1, y1, erase) {
    const left = Math.min(x0, x1), right = Math.max(x0, x1), top = Math.min(y0, y1), bottom = Math.max(y0, y1);
    this.polygon([{ x: left, y: top }, { x: right, y: top }, { x: right, y: bottom }, { x: left, y: bottom }], erase);
  }

  /** The ellipse in the box of two corners. @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {boolean} erase */
  ellipse(x0, y0, x1, y1, erase) {
    const points = [];
    const [cx, cy, rx, ry] = [(x0 + x1) / 2, (y0 + y1) / 2, Math.abs(x1 - x0) / 2, Math.abs(y1 - y0) / 2];
    // A chord of some px leaves the curve by less than a hundredth of one.
    const count = Math.min(720, Math.max(24, Math.ceil(Math.max(rx, ry))));
    for (let i = 0; i < count; i += 1) {
      const turn = (2 * Math.PI * i) / count;
      points.push({ x: cx + rx * Math.cos(turn), y: cy + ry * Math.sin(turn) });
    }
    this.polygon(points, erase);
  }

  /** Bytes in place of what stands in a box. @param {Box} box @param {Uint8Array} bytes row by row */
  put(box, bytes) {
    this.#touch(box);
    for (let row = 0; row < box.height; row += 1) {
      this.data.set(bytes.subarray(row * box.width, (row + 1) * box.width), (box.y + row) * this.width + box.x);
    }
  }

  /**
   * Lay another mask over this one.
   * @param {Uint8Array} mask of the same size @param {'add' | 'subtract' | 'intersect' | 'replace'} how
   */
  combine(mask, how) {
    this.#touch({ x: 0, y: 0, width: this.width, height: this.height });
    const { data } = this;
    for (let i = 0; i < data.length; i += 1) {
      if (how === 'add') data[i] = Math.max(data[i], mask[i]);
      else if (how === 'subtract') data[i] = Math.min(data[i], 255 - mask[i]);
      else if (how === 'intersect') data[i] = Math.min(data[i], mask[i]);
      else data[i] = mask[i];
    }
  }

  /** 255 becomes 0 and back, everywhere. */
  invert() {
    this.#touch({ x: 0, y: 0, width: this.width, height: this.height });
    for (let i = 0; i < this.data.length; i += 1) this.data[i] = 255 - this.data[i];
  }

  clear() {
    const box = this.written();
    if (!box) return;
    this.#touch(box);
    for (let y = box.y; y < box.y + box.height; y += 1) {
      this.data.fill(0, y * this.width + box.x, y * this.width + box.x + box.width);
    }
  }

  /**
   * Put stored pixels in, as the state that undo starts from.
   * @param {Uint8Array} data of the same size
   */
  load(data) {
    this.data.set(data);
    this.#undo = [];
    this.#redo = [];
    this.#bytesKept = 0;
    this.#mark({ x: 0, y: 0, width: this.width, height: this.height });
  }

  /** The smallest box around what is selected, or null. @returns {Box | null} */
  bounds() {
    return this.#selected.box();
  }

  /** The smallest box around every px that is not 0, or null. @returns {Box | null} */
  written() {
    return this.#written.box();
  }

  /** @returns {boolean} whether nothing of the picture would be kept */
  isFull() {
    return this.data.every((value) => value >= SELECTED_FROM);
  }

  /** @param {number} at number of a px */
  isSelected(at) {
    return this.data[at] >= SELECTED_FROM;
  }

  /** @param {number} left @param {number} top @param {number} right @param {number} bottom @returns {Box | null} */
  #clip(left, top, right, bottom) {
    const x = Math.max(0, Math.floor(left));
    const y = Math.max(0, Math.floor(top));
    const width = Math.min(this.width, Math.ceil(right)) - x;
    const height = Math.min(this.height, Math.ceil(bottom)) - y;
    return width > 0 && height > 0 ? { x, y, width, height } : null;
  }

  /** A box is about to be written. @param {Box} box */
  #touch(box) {
    this.#mark(box);
    this.#keep(box);
  }

  /** Whoever asks what changed is told of this box too. @param {Box} box */
  #mark(box) {
    this.version += 1;
    this.#selected.changed(box);
    this.#written.changed(box);
    this.#dirty = this.#dirty ? unionOf(this.#dirty, box) : box;
  }

  /** Before a box is written: keep the tiles that the step has not kept yet. @param {Box} box */
  #keep(box) {
    if (!this.#step) return;
    const right = Math.floor((box.x + box.width - 1) / TILE);
    const bottom = Math.floor((box.y + box.height - 1) / TILE);
    for (let row = Math.floor(box.y / TILE); row <= bottom; row += 1) {
      for (let column = Math.floor(box.x / TILE); column <= right; column += 1) {
        const number = row * this.#columns + column;
        if (!this.#step.has(number)) this.#step.set(number, this.#read(number));
      }
    }
  }

  /** @param {Tiles[]} from @param {Tiles[]} to */
  #move(from, to) {
    const step = from.pop();
    if (!step) return false;
    this.#swap(step);
    to.push(step);
    return true;
  }

  /** Exchange the kept tiles with what stands there now: undo and redo are the same move. @param {Tiles} step */
  #swap(step) {
    for (const [number, bytes] of step) {
      step.set(number, this.#read(number));
      this.#write(number, bytes);
    }
  }

  /** @param {number} number */
  #tile(number) {
    const x = (number % this.#columns) * TILE;
    const y = Math.floor(number / this.#columns) * TILE;
    return { x, y, width: Math.min(TILE, this.width - x), height: Math.min(TILE, this.height - y) };
  }

  /** @param {number} number */
  #read(number) {
    const { x, y, width, height } = this.#tile(number);
    const bytes = new Uint8Array(width * height);
    for (let row = 0; row < height; row += 1) {
      const at = (y + row) * this.width + x;
      bytes.set(this.data.subarray(at, at + width), row * width);
    }
    return bytes;
  }

  /** @param {number} number @param {Uint8Array} bytes */
  #write(number, bytes) {
    const box = this.#tile(number);
    for (let row = 0; row < box.height; row += 1) {
      this.data.set(bytes.subarray(row * box.width, (row + 1) * box.width), (box.y + row) * this.width + box.x);
    }
    this.#mark(box);
  }
}

/** @param {Tiles} tiles */
function bytesOf(tiles) {
  let sum = 0;
  for (const bytes of tiles.values()) sum += bytes.length;
  return sum;
}

/** The smallest box around both. @param {Box} a @param {Box} b @returns {Box} */
export function unionOf(a, b) {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/**
 * Where a closed polygon crosses a horizontal line, from left to right; direction: +1 downward, -1 upward.
 * @param {{x: number, y: number}[]} points @param {number} y
 */
function crossingsAt(points, y) {
  /** @type {{x: number, direction: number}[]} */
  const found = [];
  for (let i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
    const a = points[j];
    const b = points[i];
    if ((a.y <= y) === (b.y <= y)) continue;
    found.push({ x: a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x), direction: b.y > a.y ? 1 : -1 });
  }
  return found.sort((a, b) => a.x - b.x);
}
