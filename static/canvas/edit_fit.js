// Which size an engine is asked for, and the context that has exactly its ratio: what will be sent, shown
// before anything is paid for. Twin of assets/compositing/fit.py; both are held to
// tests/data/edit_geometry.json.

/** @import { Box, Size } from './edit_geometry.js' */

/** @typedef {{sizes: [number, number][], max_pixels: number, multiple_of: number}} Limits sizes: the only ones, or none for any */

/** Engine px a picture px: a slight softness goes unseen, the next size up costs four times. */
const SMALLER_IS_FINE = 0.85;
/** Sizes whose ratios differ by less are one format at several resolutions. */
const SAME_RATIO = 0.01;

/**
 * @param {Box} free the context before it has the engine's ratio @param {Size} canvas @param {Limits} engine
 * @returns {{context: Box, size: Size}}
 */
export function fitContext(free, canvas, { sizes, max_pixels: mostPixels, multiple_of: step }) {
  if (sizes.length) {
    const size = fixedSize(free, sizes.map(([width, height]) => ({ width, height })));
    return { context: growToRatio(free, size, canvas), size };
  }
  const size = { width: roundUp(free.width, step), height: roundUp(free.height, step) };
  if (size.width * size.height <= mostPixels) {
    return { context: shiftInside(resized(free, size.width, size.height), canvas), size };
  }
  const largest = largestSize(free, mostPixels, step);
  return { context: growToRatio(free, largest, canvas), size: largest };
}

/** @param {Box} free @param {Size[]} sizes @returns {Size} */
function fixedSize(free, sizes) {
  const shape = least(sizes, (size) => addedArea(free, size));
  const wanted = shape.width / shape.height;
  const same = sizes.filter((size) => Math.abs(size.width / size.height / wanted - 1) < SAME_RATIO);
  same.sort((a, b) => a.width * a.height - b.width * b.height);
  const isSharp = (/** @type {Size} */ size) => Math.sqrt((size.width * size.height) / (free.width * free.height + addedArea(free, size))) >= SMALLER_IS_FINE;
  return same.find(isSharp) ?? same[same.length - 1];
}

/** The size on the grid that adds least area; the larger of equals.
 * @param {Box} free @param {number} mostPixels @param {number} step @returns {Size} */
function largestSize(free, mostPixels, step) {
  const mostSteps = Math.floor(mostPixels / (step * step));
  const shrink = Math.sqrt(mostPixels / (free.width * free.height));
  const across = Math.floor((free.width * shrink) / step);
  const down = Math.floor((free.height * shrink) / step);
  const within = (/** @type {number} */ value) => Math.min(Math.max(value, 1), mostSteps);
  const other = (/** @type {number} */ one, /** @type {number} */ wanted) => Math.min(Math.max(wanted + 1, 1), Math.floor(mostSteps / one));
  const near = [
    ...[across, across + 1].map((one) => ({ width: within(one) * step, height: other(within(one), down) * step })),
    ...[down, down + 1].map((one) => ({ width: other(within(one), across) * step, height: within(one) * step })),
  ];
  near.sort((a, b) => b.width * b.height - a.width * a.height);
  return least(near, (size) => addedArea(free, size));
}

/** Smallest box of this ratio that holds `box`, on the canvas where it fits there.
 * @param {Box} box @param {Size} shape @param {Size} canvas @returns {Box} */
function growToRatio(box, shape, canvas) {
  return shiftInside(resized(box, sideOf(box.width, box.height, shape.width, shape.height), sideOf(box.height, box.width, shape.height, shape.width)), canvas);
}

/** @param {Size} box @param {Size} shape px that growing to the ratio adds */
function addedArea(box, shape) {
  const width = sideOf(box.width, box.height, shape.width, shape.height);
  const height = sideOf(box.height, box.width, shape.height, shape.width);
  return width * height - box.width * box.height;
}

/** @param {number} own @param {number} other @param {number} ratio @param {number} to */
function sideOf(own, other, ratio, to) {
  return Math.max(own, Math.ceil((other * ratio) / to));
}

/** The same centre; an odd px goes to the top left. @param {Box} box @param {number} width @param {number} height @returns {Box} */
function resized(box, width, height) {
  return { x: box.x + Math.floor((box.width - width) / 2), y: box.y + Math.floor((box.height - height) / 2), width, height };
}

/** @param {Box} box @param {Size} canvas @returns {Box} */
function shiftInside(box, canvas) {
  return { ...box, x: shiftSide(box.x, box.width, canvas.width), y: shiftSide(box.y, box.height, canvas.height) };
}

/** @param {number} start @param {number} length @param {number} room */
function shiftSide(start, length, room) {
  return length > room ? Math.floor((room - length) / 2) : Math.min(Math.max(start, 0), room - length);
}

/** @param {number} value @param {number} step */
function roundUp(value, step) {
  return Math.ceil(value / step) * step;
}

/** The first of those with the least measure. @template T @param {T[]} items @param {(item: T) => number} measure @returns {T} */
function least(items, measure) {
  return items.reduce((best, item) => (measure(item) < measure(best) ? item : best));
}
