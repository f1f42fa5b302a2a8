// How far a picture is extended on each side, in px of the picture. Pure.

/** @typedef {{left: number, top: number, right: number, bottom: number}} Sides px that are new on each side, >= 0 */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {'left'|'right'|'top'|'bottom'|'top-left'|'top-right'|'bottom-left'|'bottom-right'} Handle */

export const NOTHING_NEW = Object.freeze({ left: 0, top: 0, right: 0, bottom: 0 });

/** The formats on offer; `scale` makes every side so many times as long. */
export const FORMATS = Object.freeze([
  { key: '1:1', label: 'Square', ratio: 1 },
  { key: '4:5', label: 'Feed', ratio: 4 / 5 },
  { key: '9:16', label: 'Story', ratio: 9 / 16 },
  { key: '16:9', label: 'Wide', ratio: 16 / 9 },
  { key: '2×', label: 'All sides', scale: 2 },
]);

/** @param {Size} picture @param {Sides} sides @returns {Size} */
export function extendedSize(picture, sides) {
  return {
    width: picture.width + sides.left + sides.right,
    height: picture.height + sides.top + sides.bottom,
  };
}

/**
 * The smallest size of a format that holds the picture whole.
 * @param {Size} picture @param {{ratio?: number, scale?: number}} format
 * @returns {Size}
 */
export function formatSize(picture, format) {
  if (format.scale) return { width: picture.width * format.scale, height: picture.height * format.scale };
  const ratio = format.ratio ?? 1;
  return {
    width: Math.max(picture.width, Math.round(picture.height * ratio)),
    height: Math.max(picture.height, Math.round(picture.width / ratio)),
  };
}

/**
 * The sides that make a picture as large as wanted; never smaller than it is.
 * @param {Size} picture @param {Size} wanted
 * @param {{x: number, y: number}} at where the original sits: 0 left or top, 1 right or bottom
 * @returns {Sides}
 */
export function sidesFor(picture, wanted, at) {
  const across = Math.max(0, Math.round(wanted.width) - picture.width);
  const down = Math.max(0, Math.round(wanted.height) - picture.height);
  const left = Math.round(across * at.x);
  const top = Math.round(down * at.y);
  return { left, top, right: across - left, bottom: down - top };
}

/**
 * Where the original sits in what it became, as far as there is room to tell.
 * @param {Sides} sides
 * @returns {{x: number, y: number}} 0 to 1; 0.5 where nothing is new, and where an odd px is all that
 *   keeps it from the middle
 */
export function positionIn(sides) {
  return { x: shareOf(sides.left, sides.right), y: shareOf(sides.top, sides.bottom) };
}

/** @param {number} before @param {number} after px */
function shareOf(before, after) {
  return Math.abs(before - after) <= 1 ? 0.5 : before / (before + after);
}

/**
 * The sides while a handle is dragged.
 * @param {Sides} start the sides before the drag
 * @param {Handle} handle @param {number} dx @param {number} dy px of the picture, right and down
 * @param {{both?: boolean, limit: (sides: Sides) => boolean}} options both: the opposite side moves
 *   as much; limit: whether a result is allowed
 * @returns {Sides} the last allowed one on the way
 */
export function dragSides(start, handle, dx, dy, { both = false, limit }) {
  const at = (/** @type {number} */ share) => moved(start, handle, dx * share, dy * share, both);
  const whole = at(1);
  if (limit(whole)) return whole;
  let allowed = 0;
  let refused = 1;
  for (let step = 0; step < 16; step += 1) {
    const middle = (allowed + refused) / 2;
    if (limit(at(middle))) allowed = middle;
    else refused = middle;
  }
  return at(allowed);
}

/** @param {Sides} start @param {Handle} handle @param {number} dx @param {number} dy @param {boolean} both @returns {Sides} */
function moved(start, handle, dx, dy, both) {
  const sides = { ...start };
  const push = (/** @type {keyof Sides} */ side, /** @type {keyof Sides} */ opposite, /** @type {number} */ by) => {
    sides[side] = Math.max(0, Math.round(start[side] + by));
    if (both) sides[opposite] = Math.max(0, Math.round(start[opposite] + by));
  };
  if (handle.includes('left')) push('left', 'right', -dx);
  if (handle.includes('right')) push('right', 'left', dx);
  if (handle.includes('top')) push('top', 'bottom', -dy);
  if (handle.includes('bottom')) push('bottom', 'top', dy);
  return sides;
}

/** @param {Size} picture @param {Sides} sides @returns {number} share of the result that is new, 0 to 1 */
export function newShare(picture, sides) {
  const { width, height } = extendedSize(picture, sides);
  return 1 - (picture.width * picture.height) / (width * height);
}

/** The sides as they lie on the board: a mirrored picture has its left one at the right.
 * @param {{flip_x?: boolean, flip_y?: boolean}} node @param {Sides} sides @returns {Sides} */
export function shownSides(node, { left, right, top, bottom }) {
  return {
    left: node.flip_x ? right : left, right: node.flip_x ? left : right,
    top: node.flip_y ? bottom : top, bottom: node.flip_y ? top : bottom,
  };
}

/**
 * Where the result lies so that the old part keeps its place and scale.
 * @param {{x: number, y: number, width: number, height: number, flip_x?: boolean, flip_y?: boolean}} box of the picture, world
 * @param {Size} picture px @param {Sides} sides
 */
export function extendedBox(box, picture, sides) {
  const sx = box.width / picture.width;
  const sy = box.height / picture.height;
  const { width, height } = extendedSize(picture, sides);
  const shown = shownSides(box, sides);
  return { x: box.x - shown.left * sx, y: box.y - shown.top * sy, width: width * sx, height: height * sy };
}

/** Of the old side that is extended, px: see assets/compositing/outpaint.py. */
const BAND_SHARE = 0.08;
const BAND_LEAST = 32;
const BAND_MOST = 128;

/**
 * Over how many px the new part and the old one mix at most, in the old picture or, when that is
 * kept exactly, in the new part.
 * @param {Size} picture @param {Sides} sides @param {boolean} keepExactly
 */
export function overlapWidth(picture, sides, keepExactly) {
  const grown = /** @type {[number, number][]} */ ([
    [sides.left, picture.width], [sides.right, picture.width], [sides.top, picture.height], [sides.bottom, picture.height],
  ]).filter(([room]) => room > 0);
  return Math.max(0, ...grown.map(([room, side]) => {
    const band = Math.min(Math.max(Math.round(side * BAND_SHARE), BAND_LEAST), BAND_MOST);
    return Math.min(band, Math.floor(keepExactly ? room / 2 : side / 4));
  }));
}

/** More than this share of a step's result is never new, and so much of the side one step adds: twin of
 * growth_steps in assets/compositing/outpaint.py. */
const MOST_NEW = 0.5;
const STEP_SHARE = 0.4;

/**
 * The steps that an extension is made in, each an engine call with its price.
 * @param {Size} picture px @param {Sides} sides @returns {Sides[]} they add up to `sides`
 */
export function growthSteps(picture, sides) {
  const { width, height } = extendedSize(picture, sides);
  if (picture.width * picture.height >= (1 - MOST_NEW) * width * height) return [sides];
  const wide = axisSteps(picture.width, sides.left, sides.right).map(([left, right]) => ({ ...NOTHING_NEW, left, right }));
  const high = axisSteps(picture.height, sides.top, sides.bottom).map(([top, bottom]) => ({ ...NOTHING_NEW, top, bottom }));
  return sides.left + sides.right >= sides.top + sides.bottom ? [...wide, ...high] : [...high, ...wide];
}

/** @param {number} side @param {number} before @param {number} after px @returns {[number, number][]} */
function axisSteps(side, before, after) {
  /** @type {[number, number][]} */
  const steps = [];
  while (before + after > 0) {
    const total = Math.min(before + after, Math.max(1, Math.floor(side * STEP_SHARE)));
    const first = Math.floor((total * before) / (before + after));
    steps.push([first, total - first]);
    before -= first;
    after -= total - first;
    side += total;
  }
  return steps;
}
