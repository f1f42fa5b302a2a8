// What the engine will see around the mask: by a preset, or a box dragged by hand. Px of the picture.

import { contextBox } from './edit_geometry.js';
import { unionOf } from './mask_raster.js';

/** @import { Point } from './types.js' */
/** @import { Box } from './edit_geometry.js' */

/** @typedef {'tight' | 'balanced' | 'whole'} ContextPreset */
/** @typedef {'move' | 'n' | 's' | 'e' | 'w' | 'nw' | 'ne' | 'sw' | 'se'} Grip */

/** So near to its edge or corner the frame is taken (screen px). */
const REACH_PX = 6;

export class ContextFrame {
  /** @type {ContextPreset} */
  preset = 'balanced';
  /** Dragged by hand; null: as the preset has it. @type {Box | null} */
  chosen = null;
  /** What the engine call that is shown touches: a preset is around it. @type {Box | null} */
  #area = null;
  /** What all calls touch: a box by hand is for all of them, and has to hold it. @type {Box | null} */
  #held = null;
  /** @type {{width: number, height: number}} */
  #picture = { width: 1, height: 1 };
  /** @type {{grip: Grip, from: Point, start: Box, before: Box | null} | null} */
  #drag = null;
  #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {{width: number, height: number}} picture @param {Box | null} area what the edit touches; null: nothing is masked
   * @param {Box | null} [held] what is touched beside it too */
  fit(picture, area, held = area) {
    this.#picture = picture;
    this.#area = area;
    this.#held = held;
    if (this.chosen) this.chosen = held ? unionOf(this.chosen, held) : null;
  }

  /** @returns {Box | null} */
  get box() {
    if (!this.#area) return null;
    return this.chosen ?? contextBox(this.#picture, this.#area, this.preset);
  }

  /** For the request: a preset's name, or the box. @returns {ContextPreset | [number, number, number, number]} */
  get asked() {
    const { chosen } = this;
    return chosen ? [chosen.x, chosen.y, chosen.width, chosen.height] : this.preset;
  }

  /** @param {ContextPreset} preset */
  choose(preset) {
    this.preset = preset;
    this.chosen = null;
    this.#changed();
  }

  /** @param {Point} at @param {number} scale screen px a px of the picture @returns {Grip | null} */
  gripAt(at, scale) {
    const box = this.box;
    if (!box) return null;
    const reach = REACH_PX / scale;
    const isNear = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) <= reach;
    const isAlong = at.x >= box.x - reach && at.x <= box.x + box.width + reach;
    const isBeside = at.y >= box.y - reach && at.y <= box.y + box.height + reach;
    const across = !isBeside ? '' : isNear(at.x, box.x) ? 'w' : isNear(at.x, box.x + box.width) ? 'e' : '';
    const down = !isAlong ? '' : isNear(at.y, box.y) ? 'n' : isNear(at.y, box.y + box.height) ? 's' : '';
    return /** @type {Grip} */ (`${down}${across}`) || null;
  }

  /** @param {Point} at @param {number} scale @returns {boolean} whether the frame was taken */
  grab(at, scale) {
    const grip = this.gripAt(at, scale);
    const start = this.box;
    if (!grip || !start || !this.#held) return false;
    this.#drag = { grip, from: at, start: unionOf(start, this.#held), before: this.chosen };
    return true;
  }

  /** @param {Point} at */
  drag(at) {
    if (!this.#drag || !this.#held) return;
    const { grip, from, start } = this.#drag;
    this.chosen = pulled(start, grip, Math.round(at.x - from.x), Math.round(at.y - from.y), this.#held, this.#picture);
    this.#changed();
  }

  drop() {
    this.#drag = null;
  }

  abandon() {
    if (this.#drag) this.chosen = this.#drag.before;
    this.#drag = null;
    this.#changed();
  }
}

/**
 * The box with one side or corner elsewhere: never off the picture, never through what it has to hold.
 * @param {Box} box @param {Grip} grip @param {number} dx @param {number} dy @param {Box} area
 * @param {{width: number, height: number}} picture @returns {Box}
 */
function pulled(box, grip, dx, dy, area, picture) {
  let left = box.x;
  let top = box.y;
  let right = box.x + box.width;
  let bottom = box.y + box.height;
  if (grip.includes('w')) left = clamp(left + dx, 0, area.x);
  if (grip.includes('e')) right = clamp(right + dx, area.x + area.width, picture.width);
  if (grip.includes('n')) top = clamp(top + dy, 0, area.y);
  if (grip.includes('s')) bottom = clamp(bottom + dy, area.y + area.height, picture.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** @param {number} value @param {number} least @param {number} most */
function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
