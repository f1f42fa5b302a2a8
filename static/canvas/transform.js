// Resizing and turning of boxes that may be turned already. Pure; world units, degrees clockwise.

import { boundsOf, centreOf, rotatePoint } from './geometry.js';

/** @import { Box, Point } from './types.js' */

/** @typedef {Box & {rotation: number}} TurnedBox as it lies before it is turned about its centre */
/** @typedef {'nw'|'n'|'ne'|'e'|'se'|'s'|'sw'|'w'} Handle */
/** @typedef {{keepAspect: boolean, fromCentre?: boolean, least?: number}} ResizeOptions least: shortest side */

/**
 * The box around several: turned as they are if all are turned alike, else upright.
 * @param {readonly TurnedBox[]} boxes
 * @returns {TurnedBox|null} null for none
 */
export function turnedBounds(boxes) {
  const rotation = boxes[0]?.rotation ?? 0;
  if (rotation === 0 || boxes.some((box) => box.rotation !== rotation)) {
    const bounds = boundsOf(boxes);
    return bounds && { ...bounds, rotation: 0 };
  }
  const origin = centreOf(boxes[0]);
  const flat = boundsOf(boxes.map((box) => ({ ...placed(box, rotatePoint(centreOf(box), origin, -rotation)), rotation: 0 })));
  return flat && { ...placed(flat, rotatePoint(centreOf(flat), origin, rotation)), rotation };
}

/**
 * A box after one of its handles was dragged: the opposite side, or with `fromCentre` the middle, stays.
 * @param {Box} box
 * @param {Handle} handle
 * @param {number} dx
 * @param {number} dy
 * @param {ResizeOptions} options
 * @returns {Box}
 */
export function resizeBox(box, handle, dx, dy, { keepAspect, fromCentre = false, least = 1 }) {
  const across = handle.includes('w') ? -1 : handle.includes('e') ? 1 : 0;
  const down = handle.includes('n') ? -1 : handle.includes('s') ? 1 : 0;
  const both = fromCentre ? 2 : 1;
  let width = box.width + across * dx * both;
  let height = box.height + down * dy * both;
  if (keepAspect) {
    // A corner follows whichever side the pointer went further with; a side takes the other along.
    const wanted = !across ? height / box.height : !down ? width / box.width : Math.max(width / box.width, height / box.height);
    const scale = Math.max(wanted, least / box.width, least / box.height);
    width = box.width * scale;
    height = box.height * scale;
  }
  width = Math.max(least, width);
  height = Math.max(least, height);
  return {
    x: box.x + startAfter(box.width - width, fromCentre ? 0 : across),
    y: box.y + startAfter(box.height - height, fromCentre ? 0 : down),
    width,
    height,
  };
}

/** How far the start of a side moves that became shorter by `less`.
 * @param {number} less @param {number} end of the side that was dragged: -1, 1; 0 for both */
function startAfter(less, end) {
  return end < 0 ? less : end > 0 ? 0 : less / 2;
}

/**
 * As resizeBox, of a turned box: the opposite side stays where it is on the board.
 * @param {TurnedBox} box @param {Handle} handle @param {number} dx world @param {number} dy
 * @param {ResizeOptions} options
 * @returns {TurnedBox}
 */
export function resizeTurned(box, handle, dx, dy, options) {
  const { rotation } = box;
  const by = rotatePoint({ x: dx, y: dy }, { x: 0, y: 0 }, -rotation);
  const flat = resizeBox(box, handle, by.x, by.y, options);
  return { ...placed(flat, rotatePoint(centreOf(flat), centreOf(box), rotation)), rotation };
}

/**
 * Where a box goes when the box around it goes from `from` to `to`, both turned alike. A box that is
 * turned otherwise keeps its shape only where both sides are scaled alike.
 * @param {TurnedBox} box @param {TurnedBox} from @param {TurnedBox} to @returns {TurnedBox}
 */
export function scaleWith(box, from, to) {
  const scaleX = to.width / from.width;
  const scaleY = to.height / from.height;
  const before = rotatePoint(centreOf(box), centreOf(from), -from.rotation);
  const middle = centreOf(from);
  const end = centreOf(to);
  const after = { x: end.x + (before.x - middle.x) * scaleX, y: end.y + (before.y - middle.y) * scaleY };
  const size = { x: 0, y: 0, width: Math.max(1, box.width * scaleX), height: Math.max(1, box.height * scaleY) };
  return { ...placed(size, rotatePoint(after, end, to.rotation)), rotation: box.rotation };
}

/** @param {TurnedBox} box @param {Point} about @param {number} degrees @returns {TurnedBox} */
export function turnAbout(box, about, degrees) {
  return { ...placed(box, rotatePoint(centreOf(box), about, degrees)), rotation: normalTurn(box.rotation + degrees) };
}

/** A box of another size whose top left corner, as turned, stays. @param {TurnedBox} box
 * @param {{width: number, height: number}} size @returns {TurnedBox} */
export function resizedAtCorner(box, { width, height }) {
  const corner = rotatePoint(box, centreOf(box), box.rotation);
  const toMiddle = rotatePoint({ x: width / 2, y: height / 2 }, { x: 0, y: 0 }, box.rotation);
  return { x: corner.x + toMiddle.x - width / 2, y: corner.y + toMiddle.y - height / 2, width, height, rotation: box.rotation };
}

/** 0 <= turn < 360, with two decimals. @param {number} degrees */
export function normalTurn(degrees) {
  const rounded = Math.round((((degrees % 360) + 360) % 360) * 100) / 100;
  return rounded === 360 ? 0 : rounded;
}

/** @param {{width: number, height: number}} size @param {Point} middle @returns {Box} */
function placed({ width, height }, { x, y }) {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
