// Pointer, wheel, touch and keyboard of the stage, turned into what tools and the camera take.

import { Touch } from './touch.js';

/** @import { Point, ToolPointer } from './types.js' */
/** @import { Clipboard } from './clipboard.js' */
/** @import { Editor } from './editor.js' */

const WHEEL_ZOOM = 0.01; // a share of e for one px of wheel
const WHEEL_MOST_PX = 24; // a notch of a mouse wheel says 100 and more: a trackpad's pinch some few
const LINE_PX = 16;
const DOUBLE_MS = 400;
const DOUBLE_PX = 6;

export class StageInput {
  /** @type {ToolPointer} reused */
  #event = {
    screen: { x: 0, y: 0 }, world: { x: 0, y: 0 }, button: 0, detail: 1, shift: false, alt: false, mod: false,
    pointerType: 'mouse', pressure: 0,
  };

  /** The pointer a tool has, or -1. */
  #pressed = -1;
  /** @type {{id: number, x: number, y: number}|null} a pan by the middle button */
  #pan = null;
  #touch;
  #lastPress = { at: -Infinity, x: 0, y: 0 };
  #bounds = { left: 0, top: 0 };
  #editor;
  #stage;
  #clipboard;

  /** @param {{editor: Editor, stage: HTMLElement, clipboard: Clipboard}} parts */
  constructor({ editor, stage, clipboard }) {
    this.#editor = editor;
    this.#stage = stage;
    this.#clipboard = clipboard;
    this.#touch = new Touch({ editor, read: (event, detail) => this.#read(event, detail) });
    stage.addEventListener('pointerdown', (event) => this.#down(event));
    stage.addEventListener('pointermove', (event) => this.#move(event));
    stage.addEventListener('pointerup', (event) => this.#up(event));
    stage.addEventListener('pointercancel', (event) => this.#cancel(event));
    stage.addEventListener('lostpointercapture', (event) => this.#lose(event));
    stage.addEventListener('pointerleave', (event) => { if (event.pointerType !== 'touch') this.#leave(); });
    stage.addEventListener('contextmenu', (event) => event.preventDefault());
    stage.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    // A pinch on a trackpad over a panel must not zoom the whole page.
    document.addEventListener('wheel', (event) => { if (event.ctrlKey) event.preventDefault(); }, { passive: false });
    document.addEventListener('keydown', (event) => this.#keyDown(event));
    document.addEventListener('keyup', (event) => this.#keyUp(event));
    window.addEventListener('blur', () => this.#release());
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.#release(); });
    document.addEventListener('copy', (event) => clipboard.copy(event));
    document.addEventListener('cut', (event) => { if (editor.canEdit) clipboard.copy(event, { isCut: true }); });
    document.addEventListener('paste', (event) => clipboard.paste(event));
    editor.tools.subscribe(() => this.#showCursor());
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (this.#isOnDom(event)) return;
    this.#measure();
    this.#stage.focus({ preventScroll: true });
    if (event.pointerType === 'touch') {
      this.#stage.setPointerCapture(event.pointerId);
      this.#touch.down(event);
      return;
    }
    if (event.pointerType === 'pen') this.#touch.penNear(event);
    if (this.#pressed >= 0 || this.#pan) return;
    this.#stage.setPointerCapture(event.pointerId);
    if (event.button === 1) {
      event.preventDefault(); // no scrolling by itself
      this.#pan = { id: event.pointerId, x: event.clientX, y: event.clientY };
      this.#showCursor();
      return;
    }
    if (event.button !== 0) return;
    this.#pressed = event.pointerId;
    this.#editor.tools.current?.pointerDown(this.#read(event, this.#countPress(event)));
    this.#showCursor();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerType === 'touch') {
      this.#touch.move(event);
      return;
    }
    if (event.pointerType === 'pen') this.#touch.penNear(event);
    if (this.#pan?.id === event.pointerId) {
      this.#editor.viewport.panBy(this.#pan.x - event.clientX, this.#pan.y - event.clientY);
      this.#pan.x = event.clientX;
      this.#pan.y = event.clientY;
      return;
    }
    if (this.#pressed < 0) {
      if (this.#isOnDom(event)) return;
      this.#measure();
    } else if (this.#pressed !== event.pointerId) return;
    this.#sendMoves(event);
    this.#showCursor();
  }

  /** @param {PointerEvent} event */
  #sendMoves(event) {
    const tool = this.#editor.tools.current;
    const points = tool?.wantsEveryPoint ? (event.getCoalescedEvents?.() ?? []) : [];
    if (points.length > 1) for (const point of points) tool?.pointerMove(this.#read(point, 1));
    else tool?.pointerMove(this.#read(event, 1));
    const { world } = this.#event;
    this.#clipboard.pointer = { x: world.x, y: world.y };
    this.#editor.presence.show({ cursor: [world.x, world.y] });
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (event.pointerType === 'touch') {
      this.#touch.up(event);
    } else if (this.#pan?.id === event.pointerId) {
      this.#pan = null;
      this.#showCursor();
    } else if (this.#pressed === event.pointerId) {
      this.#pressed = -1;
      this.#editor.tools.current?.pointerUp(this.#read(event, 1));
      this.#showCursor();
    }
  }

  /** @param {PointerEvent} event */
  #cancel(event) {
    this.#touch.cancel(event);
    if (this.#pan?.id === event.pointerId) this.#pan = null;
    if (this.#pressed !== event.pointerId) return;
    this.#pressed = -1;
    this.#editor.tools.current?.cancel();
  }

  /** The capture was taken away in the middle of a press; after an ordinary end nothing is pressed any more.
   * @param {PointerEvent} event */
  #lose(event) {
    if (this.#pressed !== event.pointerId && this.#pan?.id !== event.pointerId) return;
    this.#cancel(event);
    this.#editor.shortcuts.releaseHeld();
    this.#showCursor();
  }

  #leave() {
    if (this.#pressed >= 0) return;
    this.#clipboard.pointer = null;
    this.#editor.presence.show({ cursor: null });
    this.#editor.tools.current?.pointerLeave();
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (this.#isOnDom(event)) return;
    event.preventDefault();
    this.#measure();
    const { viewport } = this.#editor;
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? viewport.height : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    if (event.ctrlKey || event.metaKey) {
      const step = Math.max(-WHEEL_MOST_PX, Math.min(WHEEL_MOST_PX, dy));
      const screen = this.#toScreen(event.clientX, event.clientY);
      viewport.zoomAt(screen, Math.exp(-step * WHEEL_ZOOM), { detent: true });
    } else if (event.shiftKey && dx === 0) {
      viewport.panBy(dy, 0);
    } else {
      viewport.panBy(dx, dy);
    }
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    const { tools, shortcuts } = this.#editor;
    const isOnBoard = event.target === document.body || this.#stage.contains(/** @type {Node} */ (event.target));
    if (isOnBoard && tools.current?.keyDown(event)) return;
    shortcuts.keyDown(event);
  }

  /** @param {KeyboardEvent} event */
  #keyUp(event) {
    this.#editor.tools.current?.keyUp(event);
    this.#editor.shortcuts.keyUp(event);
  }

  /** The window lost the keyboard or the pointer: nothing is held any more. */
  #release() {
    this.#editor.shortcuts.releaseHeld();
    this.#touch.clear();
    this.#pan = null;
    if (this.#pressed >= 0) {
      this.#pressed = -1;
      this.#editor.tools.current?.cancel();
    }
    this.#showCursor();
  }

  /** Buttons and fields that lie over the board take their own events. @param {Event} event */
  #isOnDom(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    return target !== this.#stage && target.tagName !== 'CANVAS' && target.id !== 'stage-html';
  }

  /** @param {PointerEvent} event @param {number} detail @returns {ToolPointer} */
  #read(event, detail) {
    const read = this.#event;
    read.screen.x = event.clientX - this.#bounds.left;
    read.screen.y = event.clientY - this.#bounds.top;
    this.#editor.viewport.screenToWorld(read.screen, read.world);
    read.button = event.button;
    read.detail = detail;
    read.shift = event.shiftKey;
    read.alt = event.altKey;
    read.mod = event.ctrlKey || event.metaKey;
    read.pointerType = event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse';
    read.pressure = event.pressure;
    return read;
  }

  /** 1 for a press, 2 for the second in quick succession at one place: pointer events do not say.
   * @param {PointerEvent} event */
  #countPress({ timeStamp, clientX, clientY }) {
    const { at, x, y } = this.#lastPress;
    const isSecond = timeStamp - at < DOUBLE_MS && Math.hypot(clientX - x, clientY - y) < DOUBLE_PX;
    this.#lastPress = { at: isSecond ? -Infinity : timeStamp, x: clientX, y: clientY };
    return isSecond ? 2 : 1;
  }

  #measure() {
    const { left, top } = this.#stage.getBoundingClientRect();
    this.#bounds.left = left;
    this.#bounds.top = top;
  }

  /** @param {number} clientX @param {number} clientY @returns {Point} */
  #toScreen(clientX, clientY) {
    return { x: clientX - this.#bounds.left, y: clientY - this.#bounds.top };
  }

  #showCursor() {
    const cursor = this.#pan ? 'grabbing' : (this.#editor.tools.current?.cursor ?? 'default');
    if (this.#stage.style.cursor !== cursor) this.#stage.style.cursor = cursor;
  }
}
