// The frame loop: draws what is visible, and nothing else. It reads the store and never writes it.
//
// A frame allocates nothing per node: boxes, lists and the pen are reused.

import { CameraPace } from './camera_pace.js';
import { drawFrame, drawFrameName } from './draw/frame.js';
import { drawGeneration, retryBox } from './draw/generation.js';
import { Ground } from './draw/ground.js';
import { drawImage, enterMirror } from './draw/image.js';
import { drawLine } from './draw/line.js';
import { drawMask } from './draw/mask.js';
import { drawNote, heightOfNote } from './draw/note.js';
import { Pen } from './draw/pen.js';
import { drawShape } from './draw/shape.js';
import { drawText, sizeOfText } from './draw/text_node.js';
import { overlaps } from './geometry.js';
import { Overlay } from './overlay.js';
import { Scene } from './scene.js';
import { SceneCache } from './scene_cache.js';
import { Still } from './still.js';

/** @import { BoardNode, Box, OverlayPainter, Point, Progress } from './types.js' */
/** @import { Groups } from './groups.js' */
/** @import { Palette } from './palette.js' */
/** @import { Presence } from './presence.js' */
/** @import { Drawn } from './scene.js' */
/** @import { Selection } from './selection.js' */
/** @import { Store } from './store.js' */
/** @import { TurnedBox } from './transform.js' */
/** @import { Textures } from './textures.js' */
/** @import { Viewport } from './viewport.js' */

/** @typedef {{bitmap: CanvasImageSource, box?: Box, share?: number}} Substitute `box`: world; the node's own without it;
 * `share`: of the width from the left, 0..1; right of it the node itself is seen */
/** @typedef {Box & Pick<BoardNode, 'rotation'|'start'>} Lifted world, unrotated: where something is drawn while a hand has it */

// Up to so many the scene is drawn anew each frame, which costs little more than a copy and is always sharp.
const DIRECT_MOST = 60;
const SHOW_LOADED_MS = 200;

const PAINTERS = {
  image: drawImage,
  generation: drawGeneration,
  frame: drawFrame,
  note: drawNote,
  text: drawText,
  shape: drawShape,
  line: drawLine,
  mask: drawMask,
};

export class Renderer {
  #sceneContext;
  #pen;
  #cache;
  #viewport;
  #store;
  #textures;
  #presence;
  #browser;
  #overlay;
  #ground;
  #pace;
  #isScheduled = false;
  #needsScene = true;
  #still;
  #loadedTimer = null;
  /** @type {Set<string>} not shown yet */
  #loadedAssets = new Set();
  #isDense = false;
  #retryTimer = null;
  /** @type {Drawn[]} reused */
  #visible = [];
  /** @type {Drawn[]} reused: drawn above the rest */
  #above = [];
  /** @type {Box} reused */
  #box = { x: 0, y: 0, width: 0, height: 0 };
  /** @type {Map<string, Lifted>} what is being moved, resized or turned here */
  #lifted = new Map();
  #keepsLifted = false;
  /** @type {Map<string, {dx: number, dy: number}>} what others are moving */
  #dragged = new Map();
  /** @type {Set<() => void>} */
  #drawnListeners = new Set();
  /** @type {Map<string, Substitute>} */
  #substitutes = new Map();
  /** @type {Set<string>} */
  #hidden = new Set();
  /** @type {string|null} */
  #lit = null;
  /** Counts frames that drew the scene, for the benchmark. */
  frames = 0;

  /**
   * @param {{scene: HTMLCanvasElement, viewport: Viewport, store: Store, groups: Groups,
   *   textures: Textures, selection: Selection, presence: Presence, palette: Palette,
   *   progressOf: (generationId: string) => Progress|null,
   *   browser: {requestFrame: (work: () => void) => void, createCanvas: () => HTMLCanvasElement,
   *     setTimeout: (work: () => void, ms: number) => any, clearTimeout: (id: any) => void,
   *     now: () => number}}} parts
   */
  constructor(parts) {
    this.#sceneContext = /** @type {CanvasRenderingContext2D} */ (parts.scene.getContext('2d', { alpha: false }));
    this.#viewport = parts.viewport;
    this.#store = parts.store;
    this.#textures = parts.textures;
    this.#presence = parts.presence;
    this.#browser = parts.browser;
    this.#ground = new Ground(parts.browser.createCanvas);
    this.#pace = new CameraPace(parts.viewport, parts.browser, () => this.requestFrame());
    /** What is drawn, and what lies where. */
    this.scene = new Scene(parts.store);
    const pens = {
      palette: parts.palette,
      store: parts.store,
      textures: parts.textures,
      progressOf: parts.progressOf,
      now: parts.browser.now,
      hasRoomBelow: (/** @type {BoardNode} */ node, /** @type {number} */ height) =>
        this.scene.hasRoomBelow(node, height),
    };
    this.#pen = new Pen({ ...pens, context: this.#sceneContext });
    this.#cache = new SceneCache({
      scene: this.scene,
      paint: (context, camera, items, from, to) => this.#paintItems(context, camera, items, from, to),
      paintGround: (context, camera) => this.#paintGround(context, camera),
      onBegin: () => this.#textures.beginView(),
      createCanvas: parts.browser.createCanvas,
      now: parts.browser.now,
    });
    this.#still = new Still(parts.browser.createCanvas);
    this.#overlay = new Overlay({
      pen: new Pen({ ...pens, context: this.#sceneContext }),
      store: parts.store,
      scene: this.scene,
      selection: parts.selection,
      presence: parts.presence,
      viewport: parts.viewport,
      groups: parts.groups,
      placeOf: (drawn, out) => this.placeOf(drawn.node, out),
      shownAs: (node) => this.#shownAs(node),
    });
    /** Hover, marquee, handles and guides: tools say, the overlay draws. Ask for a frame after. */
    this.marks = this.#overlay.marks;
    this.scene.onDirty((box) => {
      this.#cache.dirty(box);
      this.requestFrame();
    });
    parts.store.subscribe(() => this.requestFrame());
    parts.viewport.subscribe(() => this.requestFrame());
    parts.selection.subscribe(() => this.requestOverlay());
    parts.presence.subscribe(() => this.#othersMoved());
    parts.textures.onLoad((asset, generation) => this.#loaded(asset, generation));
  }

  /** Draw the scene and what lies over it at the next frame. */
  requestFrame() {
    this.#needsScene = true;
    this.requestOverlay();
  }

  /** Draw only what lies over the scene at the next frame. */
  requestOverlay() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#browser.requestFrame(() => this.#frame());
  }

  /** Draw something of your own over the board. @param {OverlayPainter} painter in screen px
   * @param {() => boolean} [isShown] whether there is anything to draw: an overlay without is no canvas to blend
   * @returns {() => void} takes it away */
  addOverlay(painter, isShown = () => true) {
    this.#overlay.painters.set(painter, isShown);
    this.requestOverlay();
    return () => {
      this.#overlay.painters.delete(painter);
      this.requestOverlay();
    };
  }

  /** For what stands over the board without being drawn on it. @param {() => void} listener called after every frame */
  onDrawn(listener) {
    this.#drawnListeners.add(listener);
  }

  /** All but this node lies under a scrim. @param {string|null} id */
  dimExcept(id) {
    this.#lit = id;
    this.requestFrame();
  }

  /** Show a picture in place of a node's own. @param {string} id @param {Substitute|null} substitute */
  setSubstitute(id, substitute) {
    if (substitute) this.#substitutes.set(id, substitute);
    else this.#substitutes.delete(id);
    this.#dirtyNode(id);
  }

  /** Leave a node out, while its DOM editor stands in its place. @param {string} id @param {boolean} isHidden */
  hide(id, isHidden) {
    if (isHidden) this.#hidden.add(id);
    else this.#hidden.delete(id);
    this.#dirtyNode(id);
  }

  /**
   * Draw these nodes above the rest, in boxes that the caller alters while something moves; ask for a
   * frame after each change.
   * @param {Iterable<string>} ids
   * @returns {Map<string, Lifted>} by id
   */
  lift(ids) {
    this.drop();
    for (const id of ids) {
      const node = this.#store.node(id);
      if (!node) continue;
      const { x, y, width, height, rotation, start } = node;
      this.#lifted.set(id, { x, y, width, height, rotation, start });
      this.#dirtyNode(id);
    }
    return this.#lifted;
  }

  /** Do lifted nodes stand in their old place too, as when copies are dragged off? @param {boolean} keeps */
  keepLifted(keeps) {
    if (keeps === this.#keepsLifted) return;
    this.#keepsLifted = keeps;
    for (const id of this.#lifted.keys()) this.#dirtyNode(id);
  }

  /** Lifted nodes are where the store says again. */
  drop() {
    const ids = [...this.#lifted.keys()];
    this.#lifted.clear();
    this.#keepsLifted = false;
    for (const id of ids) this.#dirtyNode(id);
  }

  /** @param {string} id @returns {Lifted|undefined} where a lifted node is drawn */
  liftedBox(id) {
    return this.#lifted.get(id);
  }

  /** The theme's. @returns {Palette} */
  get palette() {
    return this.#pen.palette;
  }

  /** The theme changed. @param {Palette} palette */
  setPalette(palette) {
    this.#pen.palette = palette;
    this.#overlay.pen.palette = palette;
    this.#cache.drop();
    this.requestFrame();
  }

  /** How much room a text takes as it is drawn here. @param {BoardNode} node @returns {{width: number, height: number}} */
  sizeOfText(node) {
    return sizeOfText(this.#overlay.pen, node);
  }

  /** World units that a note of this width needs for a text. @param {string} text @param {number} width */
  heightOfNote(text, width) {
    return heightOfNote(this.#overlay.pen, text, width);
  }

  /** What lies over the scene now, by itself: for tests. @returns {HTMLCanvasElement} */
  overlayAlone() {
    const canvas = this.#browser.createCanvas();
    resizeCanvas(canvas, this.#viewport.width, this.#viewport);
    this.#overlay.draw(/** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')));
    return canvas;
  }

  /** What painters of an overlay draw lines and labels with. @returns {Pen} */
  get overlayPen() {
    return this.#overlay.pen;
  }

  /** Paint a thing in an overlay: one that is being drawn by hand, or once more, above all else.
   * @param {CanvasRenderingContext2D} context in CSS px @param {BoardNode} node */
  paintDraft(context, node) {
    const pen = this.#overlay.pen;
    pen.context = context;
    this.#paintNode(node, this.screenBoxOf(node, this.#box), pen, node.opacity);
  }

  /** Where a node is drawn, and how it is turned: CSS px, also while a hand has it. @param {BoardNode} node
   * @param {TurnedBox} [out] reused @returns {TurnedBox} */
  placeOf(node, out = { x: 0, y: 0, width: 0, height: 0, rotation: 0 }) {
    out.rotation = this.#lifted.get(node.id)?.rotation ?? node.rotation;
    this.screenBoxOf(node, out);
    return out;
  }

  /** A line that is being pulled may lead from another corner. @param {BoardNode} node @returns {BoardNode} */
  #shownAs(node) {
    const lifted = node.kind === 'line' ? this.#lifted.get(node.id) : undefined;
    return lifted ? { ...node, ...lifted } : node;
  }

  /** Where a node is drawn, unrotated, CSS px: also while it is moved. @param {BoardNode} node @param {Box} out */
  screenBoxOf(node, out) {
    const { x, y, zoom } = this.#viewport;
    const lifted = this.#lifted.get(node.id);
    const dragged = lifted ? undefined : this.#dragged.get(node.id);
    const box = lifted ?? node;
    out.x = (box.x + (dragged?.dx ?? 0) - x) * zoom;
    out.y = (box.y + (dragged?.dy ?? 0) - y) * zoom;
    out.width = box.width * zoom;
    out.height = box.height * zoom;
    return out;
  }

  /** What the handles sit on, CSS px; null where there are none. @returns {TurnedBox|null} */
  handleFrame() {
    return this.#overlay.chosen.handleFrame();
  }

  /** The ends of the one line that is selected, CSS px. @returns {{from: Point, to: Point}|null} */
  lineHandles() {
    return this.#overlay.chosen.lineHandles();
  }

  /** Is this screen point on the Retry hint of a placeholder? @param {BoardNode} node @param {Point} screen */
  isOnRetry(node, screen) {
    if (node.kind !== 'generation') return false;
    const box = retryBox(node, this.screenBoxOf(node, { x: 0, y: 0, width: 0, height: 0 }));
    return Boolean(box && overlaps(box, { ...screen, width: 0.01, height: 0.01 }));
  }

  #frame() {
    this.#isScheduled = false;
    this.#pace.measure();
    this.#frameScene();
    this.#overlay.draw(this.#sceneContext);
    for (const listener of this.#drawnListeners) listener();
    this.#textures.pump({ isMoving: this.#pace.isFast });
    this.#wakeForRetry();
  }

  /** Overlay and scene are one canvas: without a GPU a second one laid over it costs 2 ms a frame.
   * While only the overlay changes, the scene comes from a copy. */
  #frameScene() {
    const context = this.#sceneContext;
    if (!this.#needsScene && this.#still.show(context)) return;
    const isSame = !this.#needsScene;
    this.#needsScene = false;
    this.#drawScene();
    if (isSame && !this.#needsScene) this.#still.keep(context);
    else this.#still.drop();
    this.frames += 1;
  }

  #drawScene() {
    const viewport = this.#viewport;
    const context = this.#sceneContext;
    const { pixelRatio } = viewport;
    const width = viewport.width - viewport.hidden;
    resizeCanvas(context.canvas, width, viewport);
    context.canvas.style.width = `${width}px`;
    const box = viewport.box();
    this.#isDense = this.scene.holdsMoreThan(box, DIRECT_MOST);
    if (!this.#isDense) {
      const visible = this.scene.search(box, this.#visible);
      this.#cache.drop();
      this.#textures.beginView();
      context.setTransform(1, 0, 0, 1, 0, 0);
      this.#paintGround(context, viewport);
      this.#paintItems(context, viewport, visible, 0, visible.length);
    } else {
      context.setTransform(1, 0, 0, 1, 0, 0);
      const { x, y, zoom, height } = viewport;
      if (this.#cache.draw(context, { x, y, zoom, width, height, pixelRatio })) this.requestFrame();
    }
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    this.#aim(context, viewport);
    this.#drawAbove();
    this.#drawFrameNames();
    if (this.#lit) this.#drawLit(this.#lit);
  }

  /** @param {CanvasRenderingContext2D} context in device px @param {{x: number, y: number, zoom: number}} camera */
  #paintGround(context, { x, y, zoom }) {
    this.#ground.paint(context, { x, y, zoom, pixelRatio: this.#viewport.pixelRatio }, this.#pen.palette);
  }

  /** @param {CanvasRenderingContext2D} context @param {{x: number, y: number, zoom: number}} camera */
  #aim(context, camera) {
    const pen = this.#pen;
    const { x, y, zoom, width, height, pixelRatio } = this.#viewport;
    pen.context = context;
    pen.zoom = camera.zoom;
    pen.ratio = pixelRatio;
    pen.centreX = (x + width / zoom / 2 - camera.x) * camera.zoom;
    pen.centreY = (y + height / zoom / 2 - camera.y) * camera.zoom;
  }

  /** @param {CanvasRenderingContext2D} context @param {{x: number, y: number, zoom: number}} camera
   * @param {readonly Drawn[]} items @param {number} from @param {number} to */
  #paintItems(context, camera, items, from, to) {
    const ratio = this.#viewport.pixelRatio;
    this.#aim(context, camera);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const box = this.#box;
    for (let i = from; i < to; i += 1) {
      const { node, opacity } = items[i];
      if (this.#isAbove(node.id) || this.#hidden.has(node.id)) continue;
      box.x = (node.x - camera.x) * camera.zoom;
      box.y = (node.y - camera.y) * camera.zoom;
      box.width = node.width * camera.zoom;
      box.height = node.height * camera.zoom;
      this.#paintNode(node, box, this.#pen, opacity);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** @param {string} id */
  #isAbove(id) {
    return (
      (this.#lifted.has(id) && !this.#keepsLifted) || this.#dragged.has(id) || this.#substitutes.has(id)
    );
  }

  /** @param {BoardNode} node @param {Box} box CSS px; snapped to device px here @param {Pen} pen
   * @param {number} [opacity] @param {number} [rotation] degrees */
  #paintNode(node, box, pen, opacity = 1, rotation = node.rotation) {
    if (opacity < 1) pen.context.globalAlpha = opacity;
    if (rotation !== 0) turn(pen.context, box, rotation);
    else snap(box, pen.ratio);
    const paint = PAINTERS[node.kind];
    // A newer server may know kinds that this page does not: their place is all there is to show.
    if (paint) paint(pen, node, box);
    else pen.hairline(box, pen.palette.line);
    if (rotation !== 0) pen.context.restore();
    if (opacity < 1) pen.context.globalAlpha = 1;
  }

  /** What moves, and what stands in for something, over the rest. */
  #drawAbove() {
    const above = this.#above;
    above.length = 0;
    for (const id of new Set([...this.#lifted.keys(), ...this.#dragged.keys(), ...this.#substitutes.keys()])) {
      const drawn = this.scene.drawn(id);
      if (drawn) above.push(drawn);
    }
    above.sort((a, b) => a.rank - b.rank);
    for (const { node } of above) this.#paintMoving(node);
  }

  /** @param {BoardNode} node */
  #paintMoving(node) {
    if (this.#hidden.has(node.id)) return;
    const substitute = this.#substitutes.get(node.id);
    this.screenBoxOf(node, this.#box);
    const rotation = this.#lifted.get(node.id)?.rotation ?? node.rotation;
    if (!substitute) {
      this.#paintNode(this.#shownAs(node), this.#box, this.#pen, this.scene.drawn(node.id)?.opacity, rotation);
      return;
    }
    const { share = 1 } = substitute;
    if (share < 1) {
      this.#paintNode(node, this.#box, this.#pen, this.scene.drawn(node.id)?.opacity, rotation);
      this.screenBoxOf(node, this.#box);
    }
    const { x, y, zoom } = this.#viewport;
    if (substitute.box) {
      const { box } = substitute;
      this.#box.x = (box.x - x) * zoom;
      this.#box.y = (box.y - y) * zoom;
      this.#box.width = box.width * zoom;
      this.#box.height = box.height * zoom;
    }
    const box = this.#box;
    const { context } = this.#pen;
    if (rotation !== 0) turn(context, box, rotation);
    else snap(box, this.#pen.ratio);
    const isMirrored = enterMirror(context, node, box);
    context.save();
    if (share < 1) {
      context.beginPath();
      context.rect(box.x, box.y, box.width * share, box.height);
      context.clip();
    }
    context.drawImage(substitute.bitmap, box.x, box.y, box.width, box.height);
    context.restore();
    if (isMirrored) context.restore();
    if (rotation !== 0) context.restore();
  }

  #drawFrameNames() {
    const view = this.#viewport.box();
    view.height += 32 / this.#viewport.zoom;
    for (const { node, box } of this.scene.frames()) {
      if (this.#hidden.has(node.id) || !(this.#isAbove(node.id) || overlaps(box, view))) continue;
      this.screenBoxOf(node, this.#box);
      drawFrameName(this.#pen, node, snap(this.#box, this.#pen.ratio));
    }
  }

  /** @param {string} id */
  #drawLit(id) {
    const { context, palette } = this.#pen;
    context.fillStyle = palette.scrim;
    context.fillRect(0, 0, this.#viewport.width, this.#viewport.height);
    const node = this.#store.node(id);
    if (node) this.#paintMoving(node);
  }

  /** @param {string} id */
  #dirtyNode(id) {
    const drawn = this.scene.drawn(id);
    if (drawn) this.#cache.dirty(drawn.box);
    this.requestFrame();
  }

  #othersMoved() {
    const before = this.#dragged;
    /** @type {Map<string, {dx: number, dy: number}>} */
    const now = new Map();
    for (const { drag } of this.#presence.others()) {
      for (const id of drag?.ids ?? []) now.set(id, /** @type {{dx: number, dy: number}} */ (drag));
    }
    this.#dragged = now;
    if (!before.size && !now.size) {
      this.requestOverlay();
      return;
    }
    for (const id of before.keys()) if (!now.has(id)) this.#dirtyNode(id);
    for (const id of now.keys()) if (!before.has(id)) this.#dirtyNode(id);
    this.requestFrame();
  }

  /** @param {string|null} asset @param {string|null} generation */
  #loaded(asset, generation) {
    if (generation) this.progressed(generation);
    if (asset) this.#loadedAssets.add(asset);
    if (!this.#isDense) {
      this.#showLoaded();
      return;
    }
    // A full board loads hundreds of pictures a second: painting each as it comes would take the time
    // that decoding needs. The frame asks for the next ones meanwhile.
    this.#loadedTimer ??= this.#browser.setTimeout(() => this.#showLoaded(), SHOW_LOADED_MS);
    this.requestOverlay();
  }

  #showLoaded() {
    this.#browser.clearTimeout(this.#loadedTimer);
    this.#loadedTimer = null;
    for (const asset of this.#loadedAssets) {
      for (const { box } of this.scene.withAsset(asset)) this.#cache.dirty(box);
    }
    this.#loadedAssets.clear();
    this.requestFrame();
  }

  /** The news of a generation changed: its placeholder is drawn anew. @param {string} generation */
  progressed(generation) {
    const drawn = this.scene.withGeneration(generation);
    if (!drawn) return;
    this.#cache.dirty(drawn.box);
    this.requestFrame();
  }

  #wakeForRetry() {
    const at = this.#textures.nextRetryAt;
    this.#browser.clearTimeout(this.#retryTimer);
    if (at === Infinity) return;
    this.#retryTimer = this.#browser.setTimeout(
      () => this.requestFrame(),
      Math.max(50, at - this.#browser.now()),
    );
  }
}

/** Until `restore`, draw turned about the middle of a box. @param {CanvasRenderingContext2D} context
 * @param {Box} box CSS px @param {number} degrees clockwise */
function turn(context, { x, y, width, height }, degrees) {
  context.save();
  context.translate(x + width / 2, y + height / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.translate(-x - width / 2, -y - height / 2);
}

/** To whole device px, so that edges are crisp and neighbours leave no seam. @param {Box} box CSS px
 * @param {number} ratio @returns {Box} the same */
function snap(box, ratio) {
  const left = Math.round(box.x * ratio);
  const top = Math.round(box.y * ratio);
  const right = Math.max(left + 1, Math.round((box.x + box.width) * ratio));
  const bottom = Math.max(top + 1, Math.round((box.y + box.height) * ratio));
  box.x = left / ratio;
  box.y = top / ratio;
  box.width = (right - left) / ratio;
  box.height = (bottom - top) / ratio;
  return box;
}

/** @param {HTMLCanvasElement} canvas @param {number} width CSS px @param {{height: number, pixelRatio: number}} view */
function resizeCanvas(canvas, width, { height, pixelRatio }) {
  const deviceWidth = Math.round(width * pixelRatio);
  const deviceHeight = Math.round(height * pixelRatio);
  if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
  if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
}
