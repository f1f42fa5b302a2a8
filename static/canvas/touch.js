// Fingers on the stage. Two pan and pinch everywhere. One pans where the board is only looked at, on phones and
// beside a pen; on a tablet it works as a mouse does. Held still it asks for the menu.

/** @import { Point, ToolPointer } from './types.js' */
/** @import { Editor } from './editor.js' */

const TAP_PX = 8;
const TAP_MS = 400;
const LONG_MS = 500;
const DOUBLE_MS = 400;
const DOUBLE_PX = 24;
/** A hand that rests on the screen comes and goes with the pen. */
const PALM_MS = 800;

/** waiting: may be a tap, a drag or a long press; done: the rest of this touch means nothing.
 * @typedef {'none' | 'waiting' | 'tool' | 'pan' | 'pinch' | 'done'} Phase */

export class Touch {
  /** @type {Phase} */
  #phase = 'none';
  /** @type {Map<number, Point>} client px */
  #fingers = new Map();
  /** @type {PointerEvent | null} the press that began it */
  #first = null;
  #lastTap = { at: -Infinity, x: 0, y: 0 };
  /** When a pen was near last, on the events' clock; never: -Infinity. */
  #penAt = -Infinity;
  /** @type {any} */
  #timer = null;
  #editor;
  #read;
  #timers;

  /**
   * @param {{editor: Editor, read: (event: PointerEvent, detail: number) => ToolPointer,
   *   timers?: {setTimeout: (work: () => void, ms: number) => any, clearTimeout: (id: any) => void}}} parts
   */
  constructor({ editor, read, timers }) {
    this.#editor = editor;
    this.#read = read;
    this.#timers = timers ?? { setTimeout: (work, ms) => setTimeout(work, ms), clearTimeout: (id) => clearTimeout(id) };
  }

  /** A pen moved, hovering or pressed. @param {{timeStamp: number}} event */
  penNear({ timeStamp }) {
    this.#penAt = timeStamp;
    if (this.#phase === 'waiting') this.#become('done'); // the palm came first
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.timeStamp - this.#penAt < PALM_MS) return;
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#fingers.size > 1) {
      if (this.#phase === 'tool') this.#editor.tools.current?.cancel();
      this.#become('pinch');
      return;
    }
    this.#first = event;
    this.#become('waiting');
    if (this.#editor.mode === 'canvas') this.#timer = this.#timers.setTimeout(() => this.#hold(event), LONG_MS);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const finger = this.#fingers.get(event.pointerId);
    if (!finger) return;
    if (this.#phase === 'waiting') this.#decide(event);
    if (this.#phase === 'tool') this.#dragTool(event);
    else if (this.#phase === 'pan') this.#editor.viewport.panBy(finger.x - event.clientX, finger.y - event.clientY);
    else if (this.#phase === 'pinch') this.#pinch(event, finger);
    if (this.#phase === 'waiting') return; // a pan starts from where the finger came down
    finger.x = event.clientX;
    finger.y = event.clientY;
  }

  /** @param {PointerEvent} event */
  up(event) {
    if (!this.#fingers.delete(event.pointerId)) return;
    if (this.#phase === 'waiting') this.#tap(event);
    else if (this.#phase === 'tool') {
      this.#editor.tools.current?.pointerUp(this.#read(event, 1));
      this.#leave();
    }
    if (this.#fingers.size === 0) this.#become('none');
    else if (this.#phase === 'pinch' && this.#fingers.size === 1) this.#become('pan');
  }

  /** @param {PointerEvent} event */
  cancel(event) {
    if (!this.#fingers.delete(event.pointerId)) return;
    if (this.#phase === 'tool') this.#editor.tools.current?.cancel();
    this.#become(this.#fingers.size ? 'done' : 'none');
  }

  /** The window lost the pointer. */
  clear() {
    if (this.#phase === 'tool') this.#editor.tools.current?.cancel();
    this.#fingers.clear();
    this.#become('none');
  }

  /** Does one finger what a mouse does? */
  get #isTool() {
    return this.#editor.canEdit && this.#penAt === -Infinity;
  }

  /** Far enough for a drag. @param {PointerEvent} event */
  #decide(event) {
    const first = /** @type {PointerEvent} */ (this.#first);
    if (Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY) <= TAP_PX) return;
    if (!this.#isTool) {
      this.#become('pan');
      return;
    }
    this.#become('tool');
    this.#editor.tools.current?.pointerDown(this.#read(first, 1));
  }

  /** @param {PointerEvent} event */
  #dragTool(event) {
    const tool = this.#editor.tools.current;
    const points = tool?.wantsEveryPoint ? (event.getCoalescedEvents?.() ?? []) : [];
    for (const point of points.length > 1 ? points : [event]) tool?.pointerMove(this.#read(point, 1));
    const { world } = this.#read(event, 1);
    this.#editor.presence.show({ cursor: [world.x, world.y] });
  }

  /** @param {PointerEvent} event @param {Point} finger where it was */
  #pinch(event, finger) {
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) return;
    const { viewport } = this.#editor;
    const before = Math.hypot(finger.x - other.x, finger.y - other.y);
    const now = Math.hypot(event.clientX - other.x, event.clientY - other.y);
    viewport.panBy((finger.x - event.clientX) / 2, (finger.y - event.clientY) / 2);
    const { screen } = this.#read(event, 1);
    const middle = { x: screen.x + (other.x - event.clientX) / 2, y: screen.y + (other.y - event.clientY) / 2 };
    if (before > 0 && now > 0) viewport.zoomAt(middle, now / before);
  }

  /** @param {PointerEvent} event */
  #tap(event) {
    this.#stopTimer();
    const first = /** @type {PointerEvent} */ (this.#first);
    if (event.timeStamp - first.timeStamp > TAP_MS) return;
    const tool = this.#editor.tools.current;
    if (!this.#isTool) {
      tool?.tap(this.#read(event, 1));
      return;
    }
    tool?.pointerDown(this.#read(event, this.#countTap(event)));
    tool?.pointerUp(this.#read(event, 1));
    this.#leave();
  }

  /** @param {PointerEvent} event @returns {number} 2 for the second at one place */
  #countTap({ timeStamp, clientX, clientY }) {
    const { at, x, y } = this.#lastTap;
    const isSecond = timeStamp - at < DOUBLE_MS && Math.hypot(clientX - x, clientY - y) < DOUBLE_PX;
    this.#lastTap = { at: isSecond ? -Infinity : timeStamp, x: clientX, y: clientY };
    return isSecond ? 2 : 1;
  }

  /** @param {PointerEvent} event */
  #hold(event) {
    if (this.#phase !== 'waiting') return;
    this.#become('done');
    const { screen, world } = this.#read(event, 1);
    const point = { x: world.x, y: world.y };
    this.#editor.emit('context-menu', { screen: { x: screen.x, y: screen.y }, world: point, node: this.#editor.nodeAt(point) });
  }

  /** No finger hovers. */
  #leave() {
    this.#editor.tools.current?.pointerLeave();
    this.#editor.presence.show({ cursor: null });
  }

  /** @param {Phase} phase */
  #become(phase) {
    this.#phase = phase;
    this.#stopTimer();
  }

  #stopTimer() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
