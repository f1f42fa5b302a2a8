// The large picture of the review: whole at first, then by wheel, pinch and drag as near as one likes.
// A swipe of a finger goes to the next one or back.

import { zoomedView } from '../compare_pixels.js';
import { element } from '../elements.js';

/** @import { BoardNode, Point } from '../types.js' */

const SWIPE_PX = 56;
const CLICK_PX = 6;
const WHOLE = { x: 0, y: 0, zoom: 1 };

export class Easel {
  /** @type {ImageBitmap | null} */
  #bitmap = null;
  /** @type {BoardNode | null} */
  #node = null;
  #view = WHOLE;
  /** @type {Map<number, Point>} pointers that are down, px of the easel */
  #pointers = new Map();
  /** @type {{from: Point, hasMoved: boolean, wasMany: boolean} | null} */
  #press = null;
  #canvas = /** @type {HTMLCanvasElement} */ (element('canvas', { 'aria-hidden': 'true' }));
  #words = element('p', { class: 'three', hidden: true });
  #parts;

  /** @param {{swipe: (step: 1 | -1) => void, click: (share: Point) => void, moved: () => void}} parts
   *   click: 0 to 1 on the picture; moved: the picture lies elsewhere now */
  constructor(parts) {
    this.#parts = parts;
    this.layer = element('div', { class: 'pins' });
    this.root = element('div', { class: 'easel', tabindex: '0', role: 'group', 'aria-roledescription': 'picture', 'aria-label': 'Picture' }, this.#canvas, this.layer, this.#words);
    new ResizeObserver(() => this.#draw()).observe(this.root);
    this.root.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.#look(zoomedView(this.#view, Math.exp(-event.deltaY / 300), this.#point(event)));
    }, { passive: false });
    this.root.addEventListener('pointerdown', (event) => this.#down(event));
    this.root.addEventListener('pointermove', (event) => this.#move(event));
    for (const kind of ['pointerup', 'pointercancel']) this.root.addEventListener(kind, (event) => this.#up(/** @type {PointerEvent} */ (event)));
  }

  /** @param {BoardNode | null} node @param {ImageBitmap | null} bitmap null: not there yet @param {string} words instead of a picture */
  show(node, bitmap, words) {
    if (node?.id !== this.#node?.id) this.#view = WHOLE;
    this.#node = node;
    this.#bitmap = bitmap;
    this.#words.textContent = words;
    this.#words.hidden = !words;
    this.root.setAttribute('aria-busy', String(Boolean(node) && !bitmap && !words));
    this.#draw();
  }

  fit() {
    this.#look(WHOLE);
  }

  /** @param {number} factor about the middle */
  zoom(factor) {
    this.#look(zoomedView(this.#view, factor, { x: this.root.clientWidth / 2, y: this.root.clientHeight / 2 }));
  }

  /** Where the picture lies, px of the easel. */
  get box() {
    const { clientWidth, clientHeight } = this.root;
    const width = this.#node?.image_width ?? 1;
    const height = this.#node?.image_height ?? 1;
    const scale = Math.min(clientWidth / width, clientHeight / height);
    const { x, y, zoom } = this.#view;
    const whole = { x: (clientWidth - width * scale) / 2, y: (clientHeight - height * scale) / 2 };
    return { x: x + whole.x * zoom, y: y + whole.y * zoom, width: width * scale * zoom, height: height * scale * zoom };
  }

  /** @param {{x: number, y: number, zoom: number}} view */
  #look(view) {
    this.#view = view;
    this.#draw();
  }

  #draw() {
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(this.root.clientWidth * ratio), Math.round(this.root.clientHeight * ratio)];
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    const context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.root.clientWidth, this.root.clientHeight);
    const { x, y, width: wide, height: high } = this.box;
    if (this.#bitmap && this.#node) {
      context.imageSmoothingQuality = 'high';
      const isFlipped = { x: this.#node.flip_x ? -1 : 1, y: this.#node.flip_y ? -1 : 1 };
      context.translate(x + wide / 2, y + high / 2);
      context.scale(isFlipped.x, isFlipped.y);
      context.drawImage(this.#bitmap, -wide / 2, -high / 2, wide, high);
    }
    this.#parts.moved();
  }

  /** @param {MouseEvent} event @returns {Point} */
  #point({ clientX, clientY }) {
    const { left, top } = this.root.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button > 0 || /** @type {HTMLElement} */ (event.target).closest('button')) return;
    const point = this.#point(event);
    this.#pointers.set(event.pointerId, point);
    this.root.setPointerCapture(event.pointerId);
    if (this.#press) this.#press.wasMany = true;
    else this.#press = { from: point, hasMoved: false, wasMany: false };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before || !this.#press) return;
    const now = this.#point(event);
    const others = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.#pointers.set(event.pointerId, now);
    this.#press.hasMoved ||= Math.hypot(now.x - this.#press.from.x, now.y - this.#press.from.y) > CLICK_PX;
    const [other] = others;
    if (other) {
      const spread = (/** @type {Point} */ point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
      this.#look(zoomedView(this.#view, spread(now) / spread(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }));
    } else if (this.#view.zoom > 1) {
      this.#look({ ...this.#view, x: this.#view.x + now.x - before.x, y: this.#view.y + now.y - before.y });
    }
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const now = this.#pointers.get(event.pointerId);
    this.#pointers.delete(event.pointerId);
    const press = this.#press;
    if (!now || !press || this.#pointers.size) return;
    this.#press = null;
    if (event.type === 'pointercancel' || press.wasMany) return;
    const [dx, dy] = [now.x - press.from.x, now.y - press.from.y];
    if (!press.hasMoved) {
      const { x, y, width, height } = this.box;
      const share = { x: (now.x - x) / width, y: (now.y - y) / height };
      if (share.x >= 0 && share.x <= 1 && share.y >= 0 && share.y <= 1) this.#parts.click(share);
    } else if (event.pointerType !== 'mouse' && this.#view.zoom === 1 && Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(dy)) {
      this.#parts.swipe(dx < 0 ? 1 : -1);
    }
  }
}
