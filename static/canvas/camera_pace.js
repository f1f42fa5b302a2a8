// How fast the camera goes, from frame to frame: what flies past needs no sharp pictures.

/** @import { Viewport } from './viewport.js' */

const SETTLED_MS = 64;
// Faster than this (screen px a ms) nobody sees a picture long enough to want it sharper.
const FAST_PX_PER_MS = 1.5;

export class CameraPace {
  #viewport;
  #browser;
  #onRest;
  #camera = { x: NaN, y: NaN, zoom: NaN, at: 0 };
  #movedAt = -Infinity;
  #speed = 0;
  #restTimer = null;

  /**
   * @param {Viewport} viewport
   * @param {{setTimeout: (work: () => void, ms: number) => any, clearTimeout: (id: any) => void, now: () => number}} browser
   * @param {() => void} onRest called once the camera stands still: one more frame makes everything sharp
   */
  constructor(viewport, browser, onRest) {
    this.#viewport = viewport;
    this.#browser = browser;
    this.#onRest = onRest;
  }

  get isFast() {
    return this.#speed > FAST_PX_PER_MS;
  }

  /** Called in every frame. */
  measure() {
    const { x, y, zoom } = this.#viewport;
    const now = this.#browser.now();
    const before = this.#camera;
    if (x === before.x && y === before.y && zoom === before.zoom) {
      if (now - this.#movedAt >= SETTLED_MS) this.#speed = 0;
      return;
    }
    const ms = Math.max(1, now - before.at);
    const pan = Math.hypot(x - before.x, y - before.y) * zoom;
    const stretch = Math.abs(Math.log(zoom / before.zoom)) * this.#viewport.width;
    this.#speed = Number.isNaN(pan) ? 0 : (pan + stretch) / ms;
    this.#camera = { x, y, zoom, at: now };
    this.#movedAt = now;
    this.#browser.clearTimeout(this.#restTimer);
    this.#restTimer = this.#browser.setTimeout(this.#onRest, SETTLED_MS + 4);
  }
}
