// Fingers, or the mouse, on one picture: swipe, pinch, pan, tap twice, hold.

/** @import { Lens, Point } from './lens.js' */

const HOLD_MS = 500;
const DOUBLE_MS = 350;
const SLOP_PX = 10;
const SWIPE_PX = 48;

export class Touch {
  /** @type {Map<number, Point>} on the stage */
  #fingers = new Map();
  /** @type {Point} where the first finger came down */
  #start = { x: 0, y: 0 };
  #hasMoved = false;
  #wasPinched = false;
  #lastTapAt = -Infinity;
  /** @type {any} */
  #timer = null;
  #lens;
  #on;
  #timers;

  /**
   * @param {{lens: Lens, on: {swipe: (step: number) => void, hold: (at: Point) => void, moved: (isEased: boolean) => void},
   *   timers?: {setTimeout: (work: () => void, ms: number) => any, clearTimeout: (id: any) => void}}} parts
   *   swipe: 1 to the next picture. moved: the lens was
   */
  constructor({ lens, on, timers = globalThis }) {
    this.#lens = lens;
    this.#on = on;
    this.#timers = timers;
  }

  /** @param {number} id @param {Point} at */
  down(id, at) {
    this.#fingers.set(id, at);
    this.#timers.clearTimeout(this.#timer);
    if (this.#fingers.size > 1) {
      this.#wasPinched = true;
      return;
    }
    this.#start = at;
    this.#hasMoved = this.#wasPinched = false;
    this.#timer = this.#timers.setTimeout(() => {
      this.#hasMoved = true; // what follows is no tap
      this.#on.hold(at);
    }, HOLD_MS);
  }

  /** @param {number} id @param {Point} at */
  move(id, at) {
    const before = this.#fingers.get(id);
    if (!before) return;
    const other = [...this.#fingers].find(([key]) => key !== id)?.[1];
    this.#fingers.set(id, at);
    if (other) {
      this.#pinch(before, at, other);
      return;
    }
    if (distance(at, this.#start) > SLOP_PX) {
      this.#hasMoved = true;
      this.#timers.clearTimeout(this.#timer);
    }
    if (this.#lens.isFitted || !this.#hasMoved) return;
    this.#lens.pan(at.x - before.x, at.y - before.y);
    this.#on.moved(false);
  }

  /** @param {number} id @param {Point} at @param {number} now ms */
  up(id, at, now) {
    if (!this.#fingers.delete(id)) return;
    this.#timers.clearTimeout(this.#timer);
    if (this.#wasPinched || this.#fingers.size) return;
    const across = at.x - this.#start.x;
    if (this.#hasMoved) {
      if (this.#lens.isFitted && Math.abs(across) > SWIPE_PX && Math.abs(across) > Math.abs(at.y - this.#start.y)) this.#on.swipe(across < 0 ? 1 : -1);
      return;
    }
    const isSecond = now - this.#lastTapAt < DOUBLE_MS;
    this.#lastTapAt = isSecond ? -Infinity : now;
    if (!isSecond) return;
    this.#lens.toggle(at);
    this.#on.moved(true);
  }

  /** The browser took over: it scrolls. @param {number} id */
  cancel(id) {
    this.#fingers.delete(id);
    this.#timers.clearTimeout(this.#timer);
  }

  /** @param {Point} before @param {Point} at @param {Point} other */
  #pinch(before, at, other) {
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    const factor = distance(at, other) / Math.max(1, distance(before, other));
    this.#lens.zoomBy(factor, middle);
    this.#lens.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
    this.#on.moved(false);
  }
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
