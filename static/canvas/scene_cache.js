// A picture of the scene around the view, so that moving over a full board costs one copy a frame. The
// ground is in it, so that nothing has to be blended.
//
// The front is shown, moved and scaled with the camera. A pan shifts it and draws the strips that come
// into it; a zoom shows it scaled until a new one, painted a slice a frame on the back, takes its place.

import { overlaps } from './geometry.js';

/** @import { Box } from './types.js' */
/** @import { Drawn, Scene } from './scene.js' */

/** @typedef {{x: number, y: number, zoom: number, width: number, height: number, pixelRatio: number}} Camera */
/** @typedef {{canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, x: number, y: number,
 *   zoom: number, width: number, height: number, ratio: number}} Layer x, y: world; sizes: device px */
/** @typedef {(context: CanvasRenderingContext2D, camera: {x: number, y: number, zoom: number},
 *   items: readonly Drawn[], from: number, to: number) => void} PaintItems x, y: world at the top left */

// Share of the view that the cache reaches further on each side.
const MARGIN = 0.25;
const MOST_PIXELS = 16_000_000;
const SLICE_MS = 5;
const SLICE_ITEMS = 64; // between two looks at the clock
const SLICE_MOST_ITEMS = 1_500; // rasterizing comes after the script, and is not on its clock
// Further from its own zoom than this the front looks wrong: it is painted anew although the camera moves.
const MOST_SCALE = 1.6;
const SETTLED_MS = 64;
const MOST_DIRTY = 24;

export class SceneCache {
  /** @type {Layer|null} */
  #front = null;
  /** @type {Layer|null} */
  #back = null;
  #job = { items: /** @type {Drawn[]} */ ([]), next: 0, isRunning: false };
  /** @type {Box[]} world */
  #dirty = [];
  /** @type {Box[]} that came while the job ran: its picture may be older */
  #dirtySinceJob = [];
  #isStale = true;
  #zoomedAt = -Infinity;
  #lastZoom = 0;
  /** @type {Drawn[]} reused */
  #found = [];
  #scene;
  #paint;
  #paintGround;
  #onBegin;
  #createLayer;
  #now;

  /**
   * @param {{scene: Scene, paint: PaintItems, onBegin: () => void,
   *   paintGround: (context: CanvasRenderingContext2D, camera: {x: number, y: number, zoom: number}) => void,
   *   createCanvas: () => HTMLCanvasElement, now?: () => number}} parts onBegin: a whole new picture is
   *   begun; paintGround: fills the canvas; now: ms
   */
  constructor({ scene, paint, paintGround, onBegin, createCanvas, now = () => performance.now() }) {
    this.#scene = scene;
    this.#paint = paint;
    this.#paintGround = paintGround;
    this.#onBegin = onBegin;
    this.#now = now;
    this.#createLayer = () => {
      const canvas = createCanvas();
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
      return { canvas, context, x: 0, y: 0, zoom: 1, width: 0, height: 0, ratio: 1 };
    };
  }

  /** Something in this world box looks different now. @param {Box} box */
  dirty(box) {
    if (this.#isStale) return;
    if (this.#dirty.length > MOST_DIRTY) this.#isStale = true;
    else this.#dirty.push({ ...box });
    if (this.#job.isRunning) this.#dirtySinceJob.push({ ...box });
  }

  /** Begin anew: everything looks different (the theme), or the view is sparse enough to be drawn
   * directly and the memory is given back. */
  drop() {
    this.#front = null;
    this.#back = null;
    this.#job.isRunning = false;
    this.#isStale = true;
    this.#dirty.length = 0;
  }

  /**
   * Draw the scene. True if more frames are needed to bring it up to date.
   * @param {CanvasRenderingContext2D} target in device px
   * @param {Camera} camera
   * @returns {boolean}
   */
  draw(target, camera) {
    const now = this.#now();
    if (camera.zoom !== this.#lastZoom) this.#zoomedAt = now;
    this.#lastZoom = camera.zoom;
    const isZooming = now - this.#zoomedAt < SETTLED_MS;
    if (!this.#front || !isFor(this.#front, camera)) {
      this.#begin(camera);
      this.#work(Infinity);
    } else {
      this.#catchUp(camera, isZooming);
    }
    this.#blit(target, camera);
    const front = /** @type {Layer} */ (this.#front);
    return this.#job.isRunning || this.#isStale || front.zoom !== camera.zoom;
  }

  /** @param {Camera} camera @param {boolean} isZooming */
  #catchUp(camera, isZooming) {
    const front = /** @type {Layer} */ (this.#front);
    if (front.zoom === camera.zoom && !this.#isStale && !this.#job.isRunning) {
      this.#follow(front, camera);
      this.#mend(this.#dirty);
      return;
    }
    const scale = camera.zoom / front.zoom;
    const looksWrong = scale > MOST_SCALE || scale < 1 / MOST_SCALE || !covers(front, camera);
    const wantsNew = this.#isStale || (front.zoom !== camera.zoom && (!isZooming || looksWrong));
    if (wantsNew && !this.#job.isRunning) this.#begin(camera);
    if (this.#job.isRunning) this.#work(SLICE_MS);
  }

  /** @param {Camera} camera */
  #begin(camera) {
    this.#back ??= this.#createLayer();
    const layer = this.#back;
    place(layer, camera);
    this.#onBegin();
    this.#paintGround(layer.context, layer);
    this.#scene.search(worldBox(layer), this.#job.items);
    this.#job.next = 0;
    this.#job.isRunning = true;
    this.#isStale = false;
    this.#dirty.length = 0;
    this.#dirtySinceJob.length = 0;
  }

  /** Paint on until the job is done or the time is up. @param {number} budgetMs */
  #work(budgetMs) {
    const layer = /** @type {Layer} */ (this.#back);
    const { items } = this.#job;
    const began = this.#now();
    const most = budgetMs === Infinity ? items.length : this.#job.next + SLICE_MOST_ITEMS;
    while (this.#job.next < Math.min(items.length, most)) {
      const to = Math.min(items.length, this.#job.next + SLICE_ITEMS);
      this.#paint(layer.context, layer, items, this.#job.next, to);
      this.#job.next = to;
      if (this.#now() - began > budgetMs) break;
    }
    if (this.#job.next < items.length) return;
    this.#job.isRunning = false;
    this.#back = this.#front;
    this.#front = layer;
    this.#mend(this.#dirtySinceJob);
    this.#dirty.length = 0;
  }

  /** Keep the view covered while it pans. @param {Layer} front @param {Camera} camera */
  #follow(front, camera) {
    const scale = front.zoom * front.ratio;
    const viewWidth = camera.width * front.ratio;
    const viewHeight = camera.height * front.ratio;
    const dx = needed((camera.x - front.x) * scale, front.width - viewWidth);
    const dy = needed((camera.y - front.y) * scale, front.height - viewHeight);
    if (dx || dy) this.#shift(front, dx, dy);
  }

  /** Move what the front shows by device px and paint what comes in. @param {Layer} front
   * @param {number} dx @param {number} dy */
  #shift(front, dx, dy) {
    this.#back ??= this.#createLayer();
    const next = this.#back;
    const scale = front.zoom * front.ratio;
    match(next, front);
    next.x = front.x + dx / scale;
    next.y = front.y + dy / scale;
    const { width, height } = next;
    if (Math.abs(dx) >= width || Math.abs(dy) >= height) {
      this.#fill(next, 0, 0, width, height);
    } else {
      next.context.drawImage(front.canvas, -dx, -dy);
      if (dx) this.#fill(next, dx > 0 ? width - dx : 0, 0, Math.abs(dx), height);
      if (dy) this.#fill(next, 0, dy > 0 ? height - dy : 0, width, Math.abs(dy));
    }
    this.#back = front;
    this.#front = next;
  }

  /** Paint a part of a layer anew. @param {Layer} layer @param {number} x device px of the layer
   * @param {number} y @param {number} width @param {number} height */
  #fill(layer, x, y, width, height) {
    const { context } = layer;
    const scale = layer.zoom * layer.ratio;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    this.#paintGround(context, layer);
    const box = { x: layer.x + x / scale, y: layer.y + y / scale, width: width / scale, height: height / scale };
    const items = this.#scene.search(spread(box, layer), this.#found);
    this.#paint(context, layer, items, 0, items.length);
    context.restore();
  }

  /** @param {Box[]} boxes emptied */
  #mend(boxes) {
    const front = /** @type {Layer} */ (this.#front);
    const scale = front.zoom * front.ratio;
    const all = worldBox(front);
    for (const box of boxes) {
      const wide = spread(box, front);
      if (!overlaps(wide, all)) continue;
      const x = Math.floor((wide.x - front.x) * scale);
      const y = Math.floor((wide.y - front.y) * scale);
      this.#fill(front, x, y, Math.ceil(wide.width * scale) + 1, Math.ceil(wide.height * scale) + 1);
    }
    boxes.length = 0;
  }

  /** @param {CanvasRenderingContext2D} target @param {Camera} camera */
  #blit(target, camera) {
    const front = /** @type {Layer} */ (this.#front);
    if (!covers(front, camera)) this.#paintGround(target, camera);
    const scale = camera.zoom / front.zoom;
    const x = (front.x - camera.x) * camera.zoom * camera.pixelRatio;
    const y = (front.y - camera.y) * camera.zoom * camera.pixelRatio;
    if (scale === 1) target.drawImage(front.canvas, Math.round(x), Math.round(y));
    else target.drawImage(front.canvas, x, y, front.width * scale, front.height * scale);
  }
}

// Names stand under pictures, outside their boxes: neighbours of a box are painted with it.
const SPREAD_PX = 24;

/** @param {Box} box @param {Layer} layer @returns {Box} */
function spread(box, layer) {
  const by = SPREAD_PX / layer.zoom;
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

/** @param {Layer} layer @returns {Box} */
function worldBox(layer) {
  const scale = layer.zoom * layer.ratio;
  return { x: layer.x, y: layer.y, width: layer.width / scale, height: layer.height / scale };
}

/** Does a view fit into it? Windows grow. @param {Layer} layer @param {Camera} camera */
function isFor(layer, { width, height, pixelRatio }) {
  return layer.ratio === pixelRatio && layer.width >= width * pixelRatio && layer.height >= height * pixelRatio;
}

/** @param {Layer} layer @param {Camera} camera */
function covers(layer, camera) {
  const box = worldBox(layer);
  return (
    camera.x >= box.x &&
    camera.y >= box.y &&
    camera.x + camera.width / camera.zoom <= box.x + box.width &&
    camera.y + camera.height / camera.zoom <= box.y + box.height
  );
}

/** Put a layer around the view. @param {Layer} layer @param {Camera} camera */
function place(layer, camera) {
  const width = camera.width * camera.pixelRatio;
  const height = camera.height * camera.pixelRatio;
  // On very large screens a smaller margin, so that two layers stay within some 128 MB.
  const grown = Math.min((1 + 2 * MARGIN) ** 2, Math.max(1.1, MOST_PIXELS / (width * height)));
  const factor = Math.sqrt(grown);
  layer.ratio = camera.pixelRatio;
  layer.zoom = camera.zoom;
  resize(layer, Math.ceil(width * factor), Math.ceil(height * factor));
  layer.x = camera.x - (layer.width - width) / 2 / (camera.zoom * camera.pixelRatio);
  layer.y = camera.y - (layer.height - height) / 2 / (camera.zoom * camera.pixelRatio);
}

/** @param {Layer} layer @param {Layer} like */
function match(layer, like) {
  layer.ratio = like.ratio;
  layer.zoom = like.zoom;
  resize(layer, like.width, like.height);
}

/** @param {Layer} layer @param {number} width @param {number} height device px */
function resize(layer, width, height) {
  if (layer.width === width && layer.height === height) return;
  layer.width = width;
  layer.height = height;
  layer.canvas.width = width;
  layer.canvas.height = height;
}

/**
 * How far a layer must be shifted along one axis so that the view stays well inside, whole device px.
 * @param {number} offset of the view in the layer
 * @param {number} room that the layer is longer than the view
 */
function needed(offset, room) {
  if (offset < room / 8) return Math.round(offset - (room * 3) / 8);
  if (offset > (room * 7) / 8) return Math.round(offset - (room * 5) / 8);
  return 0;
}
