// The pins over the board: buttons that stand on their pictures in every frame, as one where they
// would lie on each other; and what was circled, for the one that is pointed at or open.

import { element } from '../elements.js';
import { clustersOf, cornersOf, pinsOf, pointOn } from './places.js';
import { passes } from './threads.js';
import { strokeOutline } from './tool.js';

/** @import { Point } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Cluster, Pin } from './places.js' */
/** @import { Filter, Place, Thread, Threads } from './threads.js' */

/** Beyond the edges of the view (CSS px) nothing is shown. */
const MARGIN = 40;
/** A click on several flies so near that they part, or opens the first where they lie on one spot. */
const NEAREST_ZOOM = 4;

export class Pins {
  /** @type {Filter} */
  filter = 'all';
  /** Chosen by the person. */
  areHidden = false;
  /** @type {Thread | null} */
  opened = null;
  #editor;
  #threads;
  #layer;
  #open;
  /** @type {Pin[]} */
  #pins = [];
  /** @type {Map<string, HTMLElement>} by what stands on it */
  #buttons = new Map();
  /** @type {Thread | null} */
  #pointed = null;
  /** Of a comment that is being written. @type {Place | null} */
  #draft = null;

  /** @param {Editor} editor @param {Threads} threads @param {HTMLElement} layer over the board @param {(thread: Thread) => void} open */
  constructor(editor, threads, layer, open) {
    this.#editor = editor;
    this.#threads = threads;
    this.#layer = layer;
    this.#open = open;
    threads.subscribe(() => this.refresh());
    editor.store.subscribe(() => this.refresh());
    editor.on('mode', () => this.#place());
    editor.renderer.onDrawn(() => this.#place());
    editor.renderer.addOverlay((context) => this.#drawOutline(context), () => this.#marked() !== null);
  }

  /** Look again at what is to be shown. */
  refresh() {
    const wanted = this.#threads.list.filter((thread) => passes(thread, this.filter));
    this.#pins = pinsOf(this.#editor.store, wanted);
    this.#editor.renderer.requestOverlay();
  }

  /** Where a comment is being written. @param {Place | null} place */
  showDraft(place) {
    this.#draft = place;
    this.#editor.renderer.requestOverlay();
  }

  /** Where the pin of a thread stands, or null where it has none. @param {Thread} thread @returns {Point | null} CSS px of the stage */
  pointOf(thread) {
    const pin = this.#pins.find((one) => one.thread.id === thread.id);
    return pin ? this.#screen(pin, thread) : this.#pointAt(thread);
  }

  /** @param {Place} place @returns {Point | null} */
  #pointAt(place) {
    const node = place.node ? this.#editor.store.node(place.node) : null;
    if (place.node && !node) return null;
    return this.#screen({ node: node ? this.#editor.store.shownFor(node) : null }, place);
  }

  /** @param {Place} place */
  draftPoint(place) {
    return this.#pointAt(place);
  }

  /** @param {Pick<Pin, 'node'>} pin @param {Point} at @returns {Point} */
  #screen({ node }, at) {
    return node ? pointOn(at, this.#editor.renderer.placeOf(node), node) : this.#editor.viewport.worldToScreen(at);
  }

  /** In every frame: a board without comments costs nothing. */
  #place() {
    if (!this.#pins.length && !this.#buttons.size) return;
    const { width, height } = this.#editor.viewport;
    const isShown = this.#editor.mode === 'canvas' && !this.areHidden;
    const placed = [];
    for (const pin of isShown ? this.#pins : []) {
      const { x, y } = this.#screen(pin, pin.thread);
      if (x > -MARGIN && y > -MARGIN && x < width + MARGIN && y < height + MARGIN) placed.push({ x, y, pin });
    }
    const left = new Set(this.#buttons.keys());
    for (const cluster of clustersOf(placed)) {
      const key = keyOf(cluster);
      left.delete(key);
      let button = this.#buttons.get(key);
      if (!button) {
        button = this.#newButton(cluster);
        this.#buttons.set(key, button);
        this.#layer.append(button);
      }
      button.classList.toggle('on', cluster.pins.some(({ thread }) => thread.id === this.opened?.id));
      button.style.transform = `translate(${Math.round(cluster.x)}px, ${Math.round(cluster.y)}px) translateY(-100%)`;
    }
    for (const key of left) {
      this.#buttons.get(key)?.remove();
      this.#buttons.delete(key);
    }
  }

  /** @param {Cluster} cluster */
  #newButton({ pins }) {
    const [{ thread, from }] = pins;
    const isOne = pins.length === 1;
    const who = thread.author.is_guest ? `${thread.author.name} (guest)` : thread.author.name;
    const words = isOne ? `Comment ${thread.number} of ${who}: ${thread.text.slice(0, 80)}` : `${pins.length} comments`;
    const classes = ['comment-pin'];
    if (pins.every((pin) => pin.thread.is_resolved)) classes.push('resolved');
    if (pins.some((pin) => pin.thread.is_unread)) classes.push('unread');
    if (!isOne) classes.push('many');
    const button = element(
      'button', { type: 'button', class: classes.join(' '), title: words, 'aria-label': words },
      element('b', {}, String(isOne ? thread.number : pins.length)),
      isOne && from ? element('span', {}, `from v${from}`) : null,
    );
    button.addEventListener('click', () => this.#press(pins));
    const point = (/** @type {Thread | null} */ pointed) => { this.#pointed = pointed; this.#editor.renderer.requestOverlay(); };
    button.addEventListener('pointerenter', () => point(isOne ? thread : null));
    button.addEventListener('pointerleave', () => point(null));
    return button;
  }

  /** @param {Pin[]} pins */
  #press(pins) {
    const { viewport } = this.#editor;
    if (pins.length > 1 && viewport.zoom < NEAREST_ZOOM) {
      const points = pins.map((pin) => viewport.screenToWorld(this.#screen(pin, pin.thread)));
      const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
      const box = { x: Math.min(...xs), y: Math.min(...ys), width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys) };
      if (Math.max(box.width, box.height) * NEAREST_ZOOM > MARGIN) {
        viewport.flyTo(box, { padding: 2 * MARGIN, mostZoom: NEAREST_ZOOM });
        return;
      }
    }
    this.#open(pins[0].thread);
  }

  /** @returns {Place | null} */
  #marked() {
    const place = this.#draft ?? this.opened ?? this.#pointed;
    return place?.outline.length && this.#editor.mode === 'canvas' ? place : null;
  }

  /** @param {CanvasRenderingContext2D} context */
  #drawOutline(context) {
    const place = this.#marked();
    const node = place?.node ? this.#editor.store.node(place.node) : null;
    if (!place || (place.node && !node)) return;
    const shown = node && this.#editor.store.shownFor(node);
    const corners = cornersOf(place.outline).map((at) => this.#screen({ node: shown ?? null }, at));
    strokeOutline(context, corners, this.#editor.renderer.palette, true);
  }
}

/** Another button wherever it would look another way. @param {Cluster} cluster */
function keyOf({ pins }) {
  return pins.map(({ thread, node, from }) => `${thread.id} ${node?.id ?? ''} ${from} ${thread.is_resolved} ${thread.is_unread} ${thread.text}`).join('|');
}
