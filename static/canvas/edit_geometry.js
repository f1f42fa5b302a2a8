// The numbers of a masked edit, in px of the picture, as the mask editor shows them before anything
// is paid for. Twin of assets/compositing/geometry.py; both are held to tests/data/edit_geometry.json.

/** @typedef {{x: number, y: number, width: number, height: number}} Box whole px; x, y: its top left px */
/** @typedef {{width: number, height: number}} Size */

/** Of the mask box's diagonal, at full strength: a gentle edit gets a gentle border. */
const TRANSITION_SHARE = 0.1;
const TRANSITION_LEAST = 16;
const TRANSITION_MOST = 96;

/** Under this an engine sees too little to match light and grain (px). */
const CONTEXT_LEAST_SIDE = 512;
const CONTEXT_STEP = 8;

/**
 * Over how many px the new part fades into the old, outside the mask: 16 to 96.
 * @param {Size} maskBox @param {number} strength 0 to 1
 */
function transitionWidth(maskBox, strength) {
  const wanted = TRANSITION_SHARE * Math.hypot(maskBox.width, maskBox.height) * strength;
  return Math.floor(Math.min(Math.max(wanted, TRANSITION_LEAST), TRANSITION_MOST) + 0.5);
}

/**
 * What the engine is to see, before its own ratio: always inside the canvas.
 * @param {Size} canvas
 * @param {Box} area everything the edit touches: the mask's box grown by the transition, clipped
 * @param {'tight' | 'balanced' | 'whole'} preset
 * @returns {Box}
 */
export function contextBox(canvas, area, preset) {
  if (preset === 'whole') return { x: 0, y: 0, width: canvas.width, height: canvas.height };
  const padding = Math.max(
    Math.floor(Math.max(canvas.width, canvas.height) / 16),
    Math.floor((area.width + area.height) / 4),
  );
  const padded = grow(area, preset === 'tight' ? Math.floor(padding / 2) : padding);
  const width = Math.min(contextSide(padded.width), canvas.width);
  const height = Math.min(contextSide(padded.height), canvas.height);
  return {
    x: shiftSide(padded.x + Math.floor((padded.width - width) / 2), width, canvas.width),
    y: shiftSide(padded.y + Math.floor((padded.height - height) / 2), height, canvas.height),
    width,
    height,
  };
}

/**
 * How far an edit reaches, and everything that it touches.
 * @param {Size} canvas @param {Box} maskBox @param {number} strength
 * @returns {{transition: number, area: Box}}
 */
export function editGeometry(canvas, maskBox, strength) {
  const transition = transitionWidth(maskBox, strength);
  return { transition, area: clip(grow(maskBox, transition), canvas) };
}

/** @param {Box} box @param {number} by @returns {Box} */
function grow(box, by) {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

/** @param {Box} box @param {Size} canvas @returns {Box} */
function clip(box, canvas) {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(canvas.width, box.x + box.width) - x),
    height: Math.max(0, Math.min(canvas.height, box.y + box.height) - y),
  };
}

/** @param {number} side */
function contextSide(side) {
  return Math.ceil(Math.max(side, CONTEXT_LEAST_SIDE) / CONTEXT_STEP) * CONTEXT_STEP;
}

/** @param {number} start @param {number} length @param {number} room */
function shiftSide(start, length, room) {
  return length > room ? Math.floor((room - length) / 2) : Math.min(Math.max(start, 0), room - length);
}
