// What is done to a mask as a whole: grow, shrink, feather, smooth, fill holes. Pure: bytes in, bytes
// out, for the part of a mask that can change.

import { distances } from './mask_outline.js';
import { SELECTED_FROM } from './mask_raster.js';

/** @import { Box, MaskRaster } from './mask_raster.js' */

/** @typedef {'grow' | 'shrink' | 'feather' | 'smooth' | 'fill_holes'} Operation */

/** Three blurs of equal boxes are a Gaussian to within 3 %. Source: Wells, PAMI 8(2), 1986. */
const BOX_PASSES = 3;

/**
 * The part of the mask that `operation` changes, and its bytes afterwards; null where there is none.
 * @param {MaskRaster} raster @param {Operation} operation
 * @param {number} radius px of the picture; not read to fill holes
 * @returns {{box: Box, bytes: Uint8Array} | null}
 */
export function operated(raster, operation, radius) {
  const selected = raster.written();
  if (!selected) return null;
  const reach = operation === 'grow' || operation === 'feather' || operation === 'smooth' ? Math.ceil(radius) + 1 : 1;
  const box = grown(selected, reach, raster);
  const bytes = read(raster, box);
  switch (operation) {
    case 'grow': return { box, bytes: grow(bytes, box, radius) };
    case 'shrink': return { box, bytes: shrink(bytes, box, radius) };
    case 'feather': return { box, bytes: blur(bytes, box.width, box.height, radius) };
    case 'smooth': return { box, bytes: smooth(bytes, box, radius) };
    default: return { box, bytes: fillHoles(bytes, box) };
  }
}

/** Soft px beyond the selection fall with it, so that a soft edge stays one.
 * @param {Uint8Array} bytes @param {Box} box @param {number} radius */
function grow(bytes, { width, height }, radius) {
  const away = distances(bytes, width, height, SELECTED_FROM);
  return bytes.map((value, i) => Math.max(value, Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - away[i])))));
}

/** The picture's own edge is no edge of the selection: what reaches it stays there.
 * @param {Uint8Array} bytes @param {Box} box @param {number} radius */
function shrink(bytes, { width, height }, radius) {
  const outside = bytes.map((value) => (value >= SELECTED_FROM ? 0 : 255));
  const away = distances(outside, width, height, SELECTED_FROM);
  return bytes.map((value, i) => Math.min(value, Math.round(255 * Math.min(1, Math.max(0, away[i] - radius)))));
}

/** Bays and bumps smaller than the radius go; corners become round.
 * @param {Uint8Array} bytes @param {Box} box @param {number} radius */
function smooth(bytes, { width, height }, radius) {
  const hard = bytes.map((value) => (value >= SELECTED_FROM ? 255 : 0));
  const soft = blur(hard, width, height, radius);
  // A slope of some px around the middle level: a hard edge without steps.
  return soft.map((value) => Math.max(0, Math.min(255, Math.round((value - 128) * Math.max(1, radius / 2) + 128))));
}

/** Everything not selected that has no way to the picture's edge is selected.
 * @param {Uint8Array} bytes @param {Box} box */
function fillHoles(bytes, { width, height }) {
  const isOpen = new Uint8Array(width * height);
  const waiting = new Int32Array(width * height);
  let count = 0;
  const visit = (/** @type {number} */ cell) => {
    if (isOpen[cell] || bytes[cell] >= SELECTED_FROM) return;
    isOpen[cell] = 1;
    waiting[count] = cell;
    count += 1;
  };
  for (let x = 0; x < width; x += 1) { visit(x); visit((height - 1) * width + x); }
  for (let y = 0; y < height; y += 1) { visit(y * width); visit(y * width + width - 1); }
  while (count > 0) {
    count -= 1;
    const cell = waiting[count];
    const x = cell % width;
    if (x > 0) visit(cell - 1);
    if (x < width - 1) visit(cell + 1);
    if (cell >= width) visit(cell - width);
    if (cell < width * (height - 1)) visit(cell + width);
  }
  return bytes.map((value, cell) => (isOpen[cell] ? value : 255));
}

/** A Gaussian of about `radius` px to where it is nothing.
 * @param {Uint8Array} bytes @param {number} width @param {number} height @param {number} radius */
function blur(bytes, width, height, radius) {
  const half = Math.max(1, Math.round(radius / BOX_PASSES));
  let from = Float32Array.from(bytes);
  let to = new Float32Array(from.length);
  for (let pass = 0; pass < BOX_PASSES; pass += 1) {
    blurLines(from, to, { lines: height, length: width, across: width, along: 1 }, half);
    blurLines(to, from, { lines: width, length: height, across: 1, along: width }, half);
  }
  return Uint8Array.from(from, (value) => Math.round(value));
}

/** A running mean of 2 * half + 1 px along each line; past its ends its last px goes on.
 * @param {Float32Array} from @param {Float32Array} to
 * @param {{lines: number, length: number, across: number, along: number}} way steps in the array @param {number} half */
function blurLines(from, to, { lines, length, across, along }, half) {
  const window = 2 * half + 1;
  for (let line = 0; line < lines; line += 1) {
    const start = line * across;
    const at = (/** @type {number} */ i) => from[start + Math.min(length - 1, Math.max(0, i)) * along];
    let sum = 0;
    for (let i = -half; i <= half; i += 1) sum += at(i);
    for (let i = 0; i < length; i += 1) {
      to[start + i * along] = sum / window;
      sum += at(i + half + 1) - at(i - half);
    }
  }
}

/** @param {Box} box @param {number} by @param {{width: number, height: number}} picture @returns {Box} */
function grown(box, by, picture) {
  const x = Math.max(0, box.x - by);
  const y = Math.max(0, box.y - by);
  return { x, y, width: Math.min(picture.width, box.x + box.width + by) - x, height: Math.min(picture.height, box.y + box.height + by) - y };
}

/** @param {MaskRaster} raster @param {Box} box */
function read(raster, box) {
  const bytes = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row += 1) {
    const at = (box.y + row) * raster.width + box.x;
    bytes.set(raster.data.subarray(at, at + box.width), row * box.width);
  }
  return bytes;
}
