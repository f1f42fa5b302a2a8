// The geometry of brush strokes: sizes, pressure and the segments a stroke is made of.
// All lengths are px of the picture being masked; nothing here knows a screen or a pixel buffer.

/** Brush diameters, px: finer than one px paints nothing reliably, wider than this nobody needs. */
export const SMALLEST_BRUSH = 1;
export const LARGEST_BRUSH = 2000;

/** One press of `[` or `]`: small enough to aim, large enough to get anywhere. */
const SIZE_STEP = 1.2;
const HARDNESS_STEP = 0.1;

/** Samples nearer than this to the last one add nothing visible (px of the picture). */
const LEAST_MOVE = 0.25;

/** With the lightest touch of a pen the brush keeps this share of its size. */
const LIGHTEST = 0.15;

/**
 * A stretch of a stroke: a disc of radius `r0` at (x0, y0) that becomes one of `r1` at (x1, y1).
 * @typedef {{x0: number, y0: number, r0: number, x1: number, y1: number, r1: number}} Segment
 */

/**
 * The size a new brush starts with: 6 % of the picture's long side.
 * @param {number} width @param {number} height
 */
export function defaultSize(width, height) {
  return clampSize(Math.max(width, height) * 0.06);
}

/** @param {number} size */
export function clampSize(size) {
  return Math.min(LARGEST_BRUSH, Math.max(SMALLEST_BRUSH, Math.round(size)));
}

/**
 * The size after one key press; always moves by at least one px.
 * @param {number} size @param {1 | -1} direction
 */
export function stepSize(size, direction) {
  const next = direction > 0 ? size * SIZE_STEP : size / SIZE_STEP;
  return clampSize(direction > 0 ? Math.max(size + 1, next) : Math.min(size - 1, next));
}

/** @param {number} hardness 0 to 1 @param {1 | -1} direction */
export function stepHardness(hardness, direction) {
  return Math.min(1, Math.max(0, Math.round((hardness + direction * HARDNESS_STEP) * 10) / 10));
}

/**
 * A slider's position for a size, and back: equal ways are equal factors.
 * @param {number} size
 * @returns {number} 0 to 100
 */
export function sizeToSlider(size) {
  return (Math.log(size / SMALLEST_BRUSH) / Math.log(LARGEST_BRUSH / SMALLEST_BRUSH)) * 100;
}

/** @param {number} position 0 to 100 */
export function sliderToSize(position) {
  return clampSize(SMALLEST_BRUSH * (LARGEST_BRUSH / SMALLEST_BRUSH) ** (position / 100));
}

/**
 * The radius under a pointer. Only pens tell pressure: a mouse reports 0.5 and a finger guesses.
 * @param {number} size diameter @param {number} pressure 0 to 1 @param {string} pointerType
 */
export function radiusFor(size, pressure, pointerType) {
  if (pointerType !== 'pen' || !(pressure > 0)) return size / 2;
  return (size / 2) * (LIGHTEST + (1 - LIGHTEST) * Math.min(1, pressure));
}

/** Turns the samples of one stroke into segments, each as soon as it is known. */
export class Stroke {
  /** @type {{x: number, y: number, r: number} | null} */
  #last = null;

  /**
   * @param {number} x @param {number} y @param {number} radius
   * @returns {Segment | null} null where the pointer has hardly moved
   */
  add(x, y, radius) {
    const last = this.#last;
    if (!last) {
      this.#last = { x, y, r: radius };
      return { x0: x, y0: y, r0: radius, x1: x, y1: y, r1: radius };
    }
    if (Math.hypot(x - last.x, y - last.y) < LEAST_MOVE && Math.abs(radius - last.r) < LEAST_MOVE) return null;
    this.#last = { x, y, r: radius };
    return { x0: last.x, y0: last.y, r0: last.r, x1: x, y1: y, r1: radius };
  }
}

/**
 * How much of a pixel a stroke covers at `distance` from its middle line.
 *
 * hardness 1: full to the rim, with half a px of smoothing on either side; less: full to
 * `hardness * radius`, then a smooth fall to nothing at the rim.
 * @param {number} distance @param {number} radius @param {number} hardness 0 to 1
 * @returns {number} 0 to 1
 */
export function coverage(distance, radius, hardness) {
  const soft = Math.max(1, radius * (1 - hardness));
  const outer = radius + 0.5;
  const t = (outer - distance) / soft;
  if (t <= 0) return 0;
  if (t >= 1) return 1;
  return soft === 1 ? t : t * t * (3 - 2 * t);
}
