// What a hand can take hold of around a selection: handles on corners and sides resize, just outside
// the corners it is turned. Pure; CSS px.

import { centreOf, rotatePoint } from './geometry.js';

/** @import { Point } from './types.js' */
/** @import { Handle, TurnedBox } from './transform.js' */

/** @typedef {{name: 'resize', handle: Handle} | {name: 'turn', corner: Handle}} Grip */
/** @typedef {{sides: 'all'|'across'|'none', canTurn: boolean}} GripOptions */

export const HANDLE_PX = 10;
const REACH_PX = HANDLE_PX / 2 + 3;
const TURN_REACH_PX = 22; // from a corner outward
// A box shorter than this has its handles outside alone: the inside is there to move it by.
const ROOMY_PX = 32;
const ANGLES = { n: 0, ne: 45, e: 90, se: 135, s: 180, sw: 225, w: 270, nw: 315 };
const RESIZE_CURSORS = ['ns-resize', 'nesw-resize', 'ew-resize', 'nwse-resize'];

/** @param {Point} screen @param {TurnedBox} box @param {GripOptions} options @returns {Grip|null} */
export function gripAt(screen, box, { sides, canTurn }) {
  const point = rotatePoint(screen, centreOf(box), -box.rotation);
  const x = nearEnd(point.x, box.x, box.width);
  const y = nearEnd(point.y, box.y, box.height);
  if (x.end && y.end) return { name: 'resize', handle: /** @type {Handle} */ (`${ends(y, 'n', 's')}${ends(x, 'w', 'e')}`) };
  const handle = sideAt(x, y, sides);
  if (handle) return { name: 'resize', handle };
  const isOutside = x.beyond > 0 || y.beyond > 0;
  if (!canTurn || !isOutside || Math.hypot(x.fromEnd, y.fromEnd) > TURN_REACH_PX) return null;
  return { name: 'turn', corner: /** @type {Handle} */ (`${y.isFirst ? 'n' : 's'}${x.isFirst ? 'w' : 'e'}`) };
}

/** @typedef {{end: -1|0|1, isWithin: boolean, beyond: number, fromEnd: number, isFirst: boolean}} Nearness */

/** How a point lies to a side of a box. @param {number} at @param {number} start @param {number} size
 * @returns {Nearness} */
function nearEnd(at, start, size) {
  const isFirst = at < start + size / 2;
  const outward = isFirst ? start - at : at - start - size;
  const inward = size < ROOMY_PX ? 0 : REACH_PX;
  const isNear = outward <= REACH_PX && outward >= -inward;
  return {
    end: isNear ? (isFirst ? -1 : 1) : 0,
    isWithin: outward < 0,
    beyond: Math.max(0, outward),
    fromEnd: Math.abs(outward),
    isFirst,
  };
}

/** @param {Nearness} nearness @param {string} first @param {string} last */
function ends({ end }, first, last) {
  return end < 0 ? first : last;
}

/** @param {Nearness} x @param {Nearness} y @param {'all'|'across'|'none'} sides @returns {Handle|null} */
function sideAt(x, y, sides) {
  if (sides === 'none') return null;
  if (x.end && y.isWithin) return x.end < 0 ? 'w' : 'e';
  if (sides === 'all' && y.end && x.isWithin) return y.end < 0 ? 'n' : 's';
  return null;
}

/** The CSS cursor over a grip of a box turned so far. @param {Grip} grip @param {number} rotation degrees */
export function cursorOf(grip, rotation) {
  if (grip.name === 'turn') return turnCursor(ANGLES[grip.corner] + rotation);
  return RESIZE_CURSORS[Math.round((ANGLES[grip.handle] + rotation) / 45) % 4];
}

/** A bent double arrow, open towards the box. @param {number} degrees @returns {string} */
function turnCursor(degrees) {
  const arrow = 'M5 15a8.500 8.500 0 0 1 14 0M5 10.500V15h4.500M19 10.500V15h-4.500';
  const turned = Math.round(degrees / 15) * 15;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" fill="none" stroke-linecap="round" stroke-linejoin="round"><g transform="rotate(${turned} 12 12)"><path d="${arrow}" stroke="white" stroke-width="4"/><path d="${arrow}" stroke="black" stroke-width="1.750"/></g></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}") 12 12, grab`;
}
