// The camera: which part of the world is on the screen, how large, and how it gets there.

/** @import { Box, Insets, Point, Unsubscribe } from './types.js' */

export const LEAST_ZOOM = 0.02;
export const MOST_ZOOM = 8;
// Below 2 % one gets only where the whole board needs it, and then to half of what shows it whole.
const FLOOR_OF_FITTING = 0.5;
// So small no board is: a thing at the farthest coordinates is still found by zooming out.
const LEAST_OF_ALL = 1e-5;
const FLIGHT_MS = 280;
const FIT_PADDING = 48;
// Within this share of 100 % a zoom by wheel or pinch stops there; the next one goes on.
const DETENT = 0.04;

/** @typedef {(callback: (ms: number) => void) => any} RequestFrame */

export class Viewport {
  /** World point at the top left of the stage. */
  x = 0;
  y = 0;
  /** Screen px for one world unit. */
  zoom = 1;
  /** Of the stage, in CSS px. */
  width = 1;
  height = 1;
  /** Device px for one CSS px. */
  pixelRatio = 1;
  /** CSS px covered by panels: what is fitted lands beside them. @type {Insets} */
  insets = { top: 0, right: 0, bottom: 0, left: 0 };
  /** CSS px at the right that a panel hides from top to bottom: nothing is drawn there. */
  hidden = 0;

  /** @type {Set<() => void>} */
  #listeners = new Set();
  #requestFrame;
  #now;
  #prefersReducedMotion;
  /** @type {() => Box|null} */
  #contentBox = () => null;
  // Counts flights: a step of one that was broken off knows it by its number.
  #flight = 0;
  #isInFlight = false;
  /** Where the newest flight leads. */
  #goal = { x: 0, y: 0, zoom: 1 };
  #detentDebt = 0;

  /** @param {{requestFrame?: RequestFrame, now?: () => number, prefersReducedMotion?: () => boolean}} [parts]
   *   now: ms, on the clock of requestFrame */
  constructor({ requestFrame, now = () => performance.now(), prefersReducedMotion = () => false } = {}) {
    this.#requestFrame = requestFrame ?? ((callback) => requestAnimationFrame(callback));
    this.#now = now;
    this.#prefersReducedMotion = prefersReducedMotion;
  }

  /** @param {number} width @param {number} height @param {number} pixelRatio */
  resize(width, height, pixelRatio) {
    if (width === this.width && height === this.height && pixelRatio === this.pixelRatio) return;
    this.width = width;
    this.height = height;
    this.pixelRatio = pixelRatio;
    this.#changed();
  }

  /** What is on the board, so that all of it can be looked at however large it is: asked when a zoom
   * comes to its floor. @param {() => Box|null} contentBox world */
  setContent(contentBox) {
    this.#contentBox = contentBox;
  }

  /** @param {Point} world @param {Point} [out] @returns {Point} */
  worldToScreen(world, out = { x: 0, y: 0 }) {
    out.x = (world.x - this.x) * this.zoom;
    out.y = (world.y - this.y) * this.zoom;
    return out;
  }

  /** @param {Point} screen @param {Point} [out] @returns {Point} */
  screenToWorld(screen, out = { x: 0, y: 0 }) {
    out.x = screen.x / this.zoom + this.x;
    out.y = screen.y / this.zoom + this.y;
    return out;
  }

  /** @param {number} hidden CSS px at the right */
  hide(hidden) {
    if (hidden === this.hidden) return;
    this.hidden = hidden;
    this.#changed();
  }

  /** World box of what is drawn of the stage. @returns {Box} */
  box() {
    return { x: this.x, y: this.y, width: (this.width - this.hidden) / this.zoom, height: this.height / this.zoom };
  }

  /** World box of what no panel covers. @returns {Box} */
  visibleBox() {
    const { left, top, right, bottom } = this.insets;
    return {
      x: this.x + left / this.zoom,
      y: this.y + top / this.zoom,
      width: Math.max(1, this.width - left - right) / this.zoom,
      height: Math.max(1, this.height - top - bottom) / this.zoom,
    };
  }

  /** @param {number} x @param {number} y @param {number} zoom world point at the top left */
  setView(x, y, zoom) {
    this.#stopFlight();
    this.#place(x, y, zoom);
  }

  /** Move by screen px: positive shows what is to the right and below. @param {number} dx @param {number} dy */
  panBy(dx, dy) {
    this.#stopFlight();
    this.#place(this.x + dx / this.zoom, this.y + dy / this.zoom, this.zoom);
  }

  /**
   * Zoom by a factor, keeping the world point under `screen`.
   * @param {Point} screen
   * @param {number} factor
   * @param {{detent?: boolean}} [options] detent: stop softly at 100 %
   */
  zoomAt(screen, factor, { detent = false } = {}) {
    this.#stopFlight();
    const wanted = this.zoom * factor;
    this.#zoomTo(screen, detent ? this.#withDetent(wanted, factor) : wanted);
  }

  /** Zoom to a value about the middle of what is visible. @param {number} zoom */
  zoomTo(zoom) {
    this.#zoomFrom(this, zoom);
  }

  /** The same by a factor. What comes while it still flies adds up. @param {number} factor */
  zoomBy(factor) {
    const from = this.#isInFlight ? this.#goal : this;
    this.#zoomFrom(from, from.zoom * factor);
  }

  /** @param {{x: number, y: number, zoom: number}} from @param {number} wanted */
  #zoomFrom(from, wanted) {
    const { left, top, right, bottom } = this.insets;
    const screenX = (left + this.width - right) / 2;
    const screenY = (top + this.height - bottom) / 2;
    const zoom = this.#clampZoom(wanted);
    this.#fly(from.x + screenX / from.zoom - screenX / zoom, from.y + screenY / from.zoom - screenY / zoom, zoom);
  }

  /** Show a world box whole, at once. @param {Box} box @param {number} [padding] px
   * @param {number} [mostZoom] */
  fit(box, padding = FIT_PADDING, mostZoom = 1) {
    const view = this.viewOf(box, padding, mostZoom);
    this.setView(view.x, view.y, view.zoom);
  }

  /** As fit, in a flight of 280 ms; without motion where people ask for that.
   * @param {Box} box @param {{padding?: number, mostZoom?: number}} [options] */
  flyTo(box, { padding = FIT_PADDING, mostZoom = 1 } = {}) {
    const view = this.viewOf(box, padding, mostZoom);
    this.#fly(view.x, view.y, view.zoom);
  }

  /** The camera that shows a box whole, beside the panels. @param {Box} box @param {number} [padding]
   * @param {number} [mostZoom] @returns {{x: number, y: number, zoom: number}} */
  viewOf(box, padding = FIT_PADDING, mostZoom = 1) {
    const { left, top, right, bottom } = this.insets;
    const width = Math.max(1, this.width - left - right);
    const height = Math.max(1, this.height - top - bottom);
    const room = Math.min(padding, width / 4, height / 4);
    const zoom = this.#clampZoom(
      Math.min(
        (width - 2 * room) / Math.max(1, box.width),
        (height - 2 * room) / Math.max(1, box.height),
        mostZoom,
      ),
    );
    return {
      x: box.x + box.width / 2 - (left + width / 2) / zoom,
      y: box.y + box.height / 2 - (top + height / 2) / zoom,
      zoom,
    };
  }

  /** @param {() => void} listener @returns {Unsubscribe} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {number} x @param {number} y @param {number} zoom */
  #fly(x, y, zoom) {
    this.#stopFlight();
    if (this.#prefersReducedMotion()) {
      this.#place(x, y, zoom);
      return;
    }
    this.#goal = { x, y, zoom };
    const from = { x: this.x, y: this.y, zoom: this.zoom };
    const began = this.#now();
    const flight = this.#flight;
    this.#isInFlight = true;
    const step = () => {
      if (flight !== this.#flight) return;
      const t = Math.min(1, (this.#now() - began) / FLIGHT_MS);
      const eased = 1 - (1 - t) ** 3;
      const now = from.zoom * (zoom / from.zoom) ** eased;
      // The corner moves so that the flight is straight on the screen although the scale changes.
      const share = zoom === from.zoom ? eased : (1 / now - 1 / from.zoom) / (1 / zoom - 1 / from.zoom);
      this.#isInFlight = t < 1;
      if (t < 1) {
        this.#place(from.x + (x - from.x) * share, from.y + (y - from.y) * share, now);
        this.#requestFrame(step);
      } else {
        this.#place(x, y, zoom);
      }
    };
    this.#requestFrame(step);
  }

  #stopFlight() {
    this.#flight += 1;
    this.#isInFlight = false;
  }

  /** @param {Point} screen @param {number} wanted */
  #zoomTo(screen, wanted) {
    const zoom = this.#clampZoom(wanted);
    const world = this.screenToWorld(screen);
    this.#place(world.x - screen.x / zoom, world.y - screen.y / zoom, zoom);
  }

  /** @param {number} wanted @param {number} factor */
  #withDetent(wanted, factor) {
    if (this.zoom === 1) {
      // Held at 100 % until the wheel has gone on far enough to mean it.
      this.#detentDebt += Math.log(factor);
      if (Math.abs(this.#detentDebt) < DETENT) return 1;
      const left = Math.exp(this.#detentDebt);
      this.#detentDebt = 0;
      return left;
    }
    this.#detentDebt = 0;
    const crosses = (this.zoom < 1 && wanted >= 1) || (this.zoom > 1 && wanted <= 1);
    return crosses ? 1 : wanted;
  }

  /** @param {number} x @param {number} y @param {number} zoom */
  #place(x, y, zoom) {
    if (x === this.x && y === this.y && zoom === this.zoom) return;
    this.x = x;
    this.y = y;
    this.zoom = zoom;
    this.#changed();
  }

  #changed() {
    for (const listener of this.#listeners) listener();
  }

  /** @param {number} zoom */
  #clampZoom(zoom) {
    if (zoom >= LEAST_ZOOM) return Math.min(MOST_ZOOM, zoom);
    const content = this.#contentBox();
    if (!content) return LEAST_ZOOM;
    const { left, top, right, bottom } = this.insets;
    const fitting = Math.min(
      Math.max(1, this.width - left - right) / Math.max(1, content.width),
      Math.max(1, this.height - top - bottom) / Math.max(1, content.height),
    );
    const floor = Math.min(LEAST_ZOOM, Math.max(LEAST_OF_ALL, fitting * FLOOR_OF_FITTING));
    return Math.max(zoom, floor);
  }
}
