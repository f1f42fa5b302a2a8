// Following a person: my view shows at least what theirs shows, until I move it myself.
//
// The rules are tldraw's: chains are resolved to the one at their end, circles are not entered, and
// the camera snaps once it is near enough.

import { MOST_ZOOM } from './viewport.js';

/** @import { PersonPresence, Unsubscribe } from './types.js' */
/** @import { Presence } from './presence.js' */
/** @import { Viewport } from './viewport.js' */

/** So near the camera jumps the rest, screen px. */
const SNAP_PX = 2;
/** The distance left shrinks to a third in this time. */
const EASE_MS = 90;

/** Why it ended: by who follows, or because the other went.
 * @typedef {'yours' | 'left'} EndReason */

/**
 * Who is followed in the end when `key` is chosen: A follows B, who follows C: C. Null where the chain comes
 * back to `you`, runs in a circle or ends at nobody.
 * @param {string} key @param {string} you @param {(key: string) => PersonPresence | undefined} personOf
 * @returns {string | null}
 */
export function leaderOf(key, you, personOf) {
  const met = new Set([you]);
  let at = key;
  for (;;) {
    const person = personOf(at);
    if (!person || met.has(at)) return null;
    met.add(at);
    if (!person.following || !personOf(person.following)) return at;
    at = person.following;
  }
}

export class Follow {
  /** @type {string} the person that was chosen, "" for nobody */
  #chosen = '';
  #name = '';
  /** Where this class put the camera last: elsewhere, somebody else moved it. */
  #placed = { x: NaN, y: NaN, zoom: NaN };
  #isMoving = false;
  #isScheduled = false;
  #lastMs = 0;
  /** @type {Set<(reason: EndReason | null, name: string) => void>} */
  #listeners = new Set();
  #presence;
  #viewport;
  #browser;

  /**
   * @param {{presence: Presence, viewport: Viewport, browser: {requestFrame: (work: (ms: number) => void) => void,
   *   prefersReducedMotion: () => boolean}}} parts
   */
  constructor({ presence, viewport, browser }) {
    this.#presence = presence;
    this.#viewport = viewport;
    this.#browser = browser;
    presence.subscribe(() => this.#look());
    viewport.subscribe(() => this.#notice());
  }

  /** The person whose view is shown. @returns {PersonPresence | null} */
  get leader() {
    const key = this.#chosen && leaderOf(this.#chosen, this.#presence.you, (one) => this.#presence.person(one));
    return (key && this.#presence.person(key)) || null;
  }

  /** @param {string} key @returns {boolean} whether there is somebody to follow, in no circle */
  start(key) {
    const { you } = this.#presence;
    const leader = leaderOf(key, you, (one) => this.#presence.person(one));
    if (!leader) return false;
    this.#chosen = key;
    this.#name = this.#presence.person(key)?.name ?? '';
    this.#placed = { x: this.#viewport.x, y: this.#viewport.y, zoom: this.#viewport.zoom };
    this.#presence.show({ following: key });
    this.#tell(null);
    this.#schedule();
    return true;
  }

  /** @param {EndReason} [reason] @returns {boolean} whether anybody was followed */
  stop(reason = 'yours') {
    if (!this.#chosen) return false;
    this.#chosen = '';
    this.#presence.show({ following: null });
    this.#tell(reason);
    return true;
  }

  /** @param {(reason: EndReason | null, name: string) => void} listener reason null: it began, or the leader is
   *   another now @returns {Unsubscribe} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Somebody moved or left. */
  #look() {
    if (!this.#chosen || !this.#presence.people().length) return; // offline: they may be here when we are back
    if (!this.#presence.person(this.#chosen)) this.stop('left');
    else if (!this.leader) this.stop(); // they follow you now: a circle
    else {
      this.#tell(null);
      this.#schedule();
    }
  }

  /** The camera changed: by a hand of this person's own, the following ends. */
  #notice() {
    if (!this.#chosen || this.#isMoving) return;
    const { x, y, zoom } = this.#viewport;
    const { x: x0, y: y0, zoom: zoom0 } = this.#placed;
    if (x === x0 && y === y0 && zoom === zoom0) this.#schedule(); // another size of the window
    else this.stop();
  }

  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#lastMs = 0;
    this.#browser.requestFrame((ms) => this.#step(ms));
  }

  /** @param {number} ms */
  #step(ms) {
    this.#isScheduled = false;
    const shown = this.leader?.viewport;
    if (!shown) return;
    const [x, y, width, height] = shown;
    const to = this.#viewport.viewOf({ x, y, width, height }, 0, MOST_ZOOM);
    const from = this.#viewport;
    const middleX = from.width / 2;
    const middleY = from.height / 2;
    // How far the middle of the stage and its edge are off, on the screen.
    const dx = (to.x + middleX / to.zoom - from.x - middleX / from.zoom) * from.zoom;
    const dy = (to.y + middleY / to.zoom - from.y - middleY / from.zoom) * from.zoom;
    const stretch = Math.abs(to.zoom / from.zoom - 1) * Math.max(middleX, middleY);
    if (this.#browser.prefersReducedMotion() || Math.hypot(dx, dy) + stretch <= SNAP_PX) {
      this.#place(to.x, to.y, to.zoom);
      return;
    }
    const elapsed = this.#lastMs ? Math.min(100, ms - this.#lastMs) : 16;
    this.#lastMs = ms;
    const share = 1 - Math.exp(-elapsed / EASE_MS);
    const zoom = from.zoom * (to.zoom / from.zoom) ** share;
    const centreX = from.x + middleX / from.zoom + (dx / from.zoom) * share;
    const centreY = from.y + middleY / from.zoom + (dy / from.zoom) * share;
    this.#place(centreX - middleX / zoom, centreY - middleY / zoom, zoom);
    this.#isScheduled = true;
    this.#browser.requestFrame((next) => this.#step(next));
  }

  /** @param {number} x @param {number} y @param {number} zoom */
  #place(x, y, zoom) {
    this.#isMoving = true;
    this.#viewport.setView(x, y, zoom);
    this.#isMoving = false;
    this.#placed = { x: this.#viewport.x, y: this.#viewport.y, zoom: this.#viewport.zoom };
  }

  /** @param {EndReason | null} reason */
  #tell(reason) {
    for (const listener of this.#listeners) listener(reason, this.#name);
  }
}
