// What is drawn of a board, in drawing order, and what lies where.

import { FRAME_NAME_PX } from './draw/frame.js';
import { lineReach } from './draw/line.js';
import { boxOf, boundsOf, centreOf, contains, containsPoint, grow } from './geometry.js';
import { hitsDrawn } from './hit.js';
import { SpatialIndex } from './spatial_index.js';

/** @import { BoardNode, Box, Point } from './types.js' */
/** @import { Store } from './store.js' */

/** @typedef {{id: string, node: BoardNode, box: Box, rank: number, opacity: number}} Drawn
 * `box`: upright, world; `opacity`: with that of its frames */

const FRAME_EDGE_PX = 6;

export class Scene {
  /** @type {Map<string, Drawn>} */
  #drawn = new Map();
  /** @type {SpatialIndex<Drawn>} */
  #index = new SpatialIndex();
  /** @type {Drawn[]} by rank; may hold ones that are gone until it is sorted again */
  #ordered = [];
  #isSorted = true;
  /** @type {Map<string, Set<Drawn>>} */
  #byAsset = new Map();
  /** @type {Map<string, Drawn>} by generation */
  #byGeneration = new Map();
  /** @type {Set<Drawn>} */
  #frames = new Set();
  /** @type {Set<string>} live frames that hide what is in them */
  #hidden = new Set();
  /** @type {Set<(box: Box) => void>} */
  #listeners = new Set();
  /** @type {Drawn[]} reused */
  #found = [];
  /** @type {Box|null|undefined} around everything; undefined: something changed since */
  #bounds;
  /** @type {Box} reused */
  #strip = { x: 0, y: 0, width: 0, height: 0 };
  #store;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    for (const node of store.nodes()) this.#update(node.id);
    store.subscribe(({ nodes }) => {
      for (const id of nodes) this.#update(id);
    });
  }

  get size() {
    return this.#drawn.size;
  }

  /** @param {string} id @returns {Drawn|undefined} */
  drawn(id) {
    return this.#drawn.get(id);
  }

  /** Everything, furthest first. @returns {readonly Drawn[]} */
  ordered() {
    if (!this.#isSorted) {
      this.#ordered = [...this.#drawn.values()].sort(byLayer);
      for (let rank = 0; rank < this.#ordered.length; rank += 1) this.#ordered[rank].rank = rank;
      this.#isSorted = true;
    }
    return this.#ordered;
  }

  /** What meets a box, furthest first. @param {Box} box @param {Drawn[]} out reused @returns {Drawn[]} */
  search(box, out) {
    const ordered = this.ordered();
    this.#index.search(box, out);
    if (out.length * 4 < ordered.length) return out.sort(byRank);
    // Most of it is in view: the order is there already.
    const right = box.x + box.width;
    const bottom = box.y + box.height;
    out.length = 0;
    for (const drawn of ordered) {
      const { x, y, width, height } = drawn.box;
      if (x < right && x + width > box.x && y < bottom && y + height > box.y) out.push(drawn);
    }
    return out;
  }

  /** Are there more than so many in a box? @param {Box} box @param {number} count */
  holdsMoreThan(box, count) {
    return this.#index.search(box, this.#found, count + 1).length > count;
  }

  /** The nearest node under a point; of a frame only its edge and its name. What is locked is found
   * only where nothing else is. @param {Point} world @param {number} zoom @returns {BoardNode|null} */
  nodeAt(world, zoom) {
    return this.#nearestAt(world, zoom, false) ?? this.#nearestAt(world, zoom, true);
  }

  /** @param {Point} world @param {number} zoom @param {boolean} isLocked */
  #nearestAt(world, zoom, isLocked) {
    const reach = FRAME_EDGE_PX / zoom;
    this.ordered();
    const around = { x: world.x - reach, y: world.y - reach, width: 2 * reach, height: 2 * reach };
    this.#index.search(around, this.#found);
    let nearest = null;
    for (const drawn of this.#found) {
      if (nearest && drawn.rank < nearest.rank) continue;
      if (this.#store.isLocked(drawn.node) !== isLocked) continue;
      if (drawn.node.kind === 'frame' ? onFrameEdge(drawn.box, world, reach) : hitsDrawn(drawn.node, world, reach)) {
        nearest = drawn;
      }
    }
    return nearest?.node ?? this.#frameNamedAt(world, zoom, isLocked);
  }

  /** @param {Box} box @param {{inside?: boolean}} [options] @returns {BoardNode[]} furthest first */
  nodesIn(box, { inside = false } = {}) {
    const found = this.search(box, []);
    return found.filter((drawn) => !inside || contains(box, drawn.box)).map((drawn) => drawn.node);
  }

  /** Around everything drawn, or null. @returns {Box|null} */
  bounds() {
    if (this.#bounds === undefined) this.#bounds = boundsOf(this.#nodes());
    return this.#bounds && { ...this.#bounds };
  }

  /** What new things must not touch. Frames that hold `near` whole are ground, not obstacles.
   * @param {Box|null} [near] @returns {Box[]} */
  obstacles(near = null) {
    const boxes = [];
    for (const { node, box } of this.#drawn.values()) {
      if (node.kind !== 'frame' || !near || !contains(box, near)) boxes.push(box);
    }
    return boxes;
  }

  /** The frame that a box lies in by its middle: of several the nearest. @param {Box} box
   * @param {ReadonlySet<string>} [except] @returns {string|null} */
  frameFor(box, except) {
    this.ordered();
    const middle = centreOf(box);
    let nearest = null;
    for (const frame of this.#frames) {
      if (except?.has(frame.id) || !containsPoint(frame.box, middle) || this.#store.isLocked(frame.node)) continue;
      if (!nearest || frame.rank > nearest.rank) nearest = frame;
    }
    return nearest?.id ?? null;
  }

  /** Does nothing but frames lie in a strip of `height` (world) under a node? @param {BoardNode} node
   * @param {number} height */
  hasRoomBelow(node, height) {
    const strip = this.#strip;
    strip.x = node.x;
    strip.y = node.y + node.height;
    strip.width = node.width;
    strip.height = height;
    for (const { node: other } of this.#index.search(strip, this.#found)) {
      if (other.kind !== 'frame' && other !== node) return false;
    }
    return true;
  }

  /** @returns {Iterable<Drawn>} */
  frames() {
    return this.#frames;
  }

  /** @param {string} asset @returns {Iterable<Drawn>} */
  withAsset(asset) {
    return this.#byAsset.get(asset) ?? [];
  }

  /** @param {string} generation @returns {Drawn|undefined} */
  withGeneration(generation) {
    return this.#byGeneration.get(generation);
  }

  /** Told every world box whose drawing is out of date. @param {(box: Box) => void} listener */
  onDirty(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  *#nodes() {
    for (const { node } of this.#drawn.values()) yield node;
  }

  /** @param {string} id */
  #update(id) {
    const node = this.#store.node(id);
    const drawn = this.#drawn.get(id);
    if (node?.kind === 'frame') this.#updateInside(node, drawn);
    else this.#hidden.delete(id);
    if (!node || this.#store.isAside(node) || this.#store.isHidden(node)) {
      if (drawn) this.#remove(drawn);
      // How many versions it stands for is written on it.
      const standIn = node?.version_of ? this.#drawn.get(node.version_of) : undefined;
      if (standIn) this.#dirty(standIn.box);
      return;
    }
    if (!drawn) {
      this.#add(node);
      return;
    }
    const opacity = this.#store.opacityOf(node);
    if (drawn.node === node && drawn.opacity === opacity) return;
    this.#dirty(drawn.box);
    const before = drawn.node;
    drawn.node = node;
    drawn.opacity = opacity;
    drawnBox(node, drawn.box);
    this.#index.set(drawn, drawn.box);
    if (before.order !== node.order || (before.kind === 'frame') !== (node.kind === 'frame')) {
      this.#isSorted = false;
    }
    this.#unlist(drawn, before);
    this.#list(drawn);
    this.#dirty(drawn.box);
  }

  /** What a frame holds is hidden and faded with it. @param {BoardNode} frame @param {Drawn|undefined} drawn */
  #updateInside(frame, drawn) {
    const isHidden = this.#store.isHidden(frame);
    const isSame = isHidden === this.#hidden.has(frame.id) && (!drawn || drawn.opacity === this.#store.opacityOf(frame));
    if (isSame) return;
    if (isHidden) this.#hidden.add(frame.id);
    else this.#hidden.delete(frame.id);
    for (const id of this.#store.descendantsOf([frame.id])) this.#update(id);
  }

  /** @param {BoardNode} node */
  #add(node) {
    const drawn = { id: node.id, node, box: drawnBox(node), rank: 0, opacity: this.#store.opacityOf(node) };
    this.#drawn.set(node.id, drawn);
    this.#index.set(drawn, drawn.box);
    this.#isSorted = false;
    this.#list(drawn);
    this.#dirty(drawn.box);
  }

  /** @param {Drawn} drawn */
  #remove(drawn) {
    this.#drawn.delete(drawn.id);
    this.#index.delete(drawn);
    this.#isSorted = false;
    this.#unlist(drawn, drawn.node);
    this.#dirty(drawn.box);
  }

  /** @param {Drawn} drawn */
  #list(drawn) {
    const { asset, generation, kind } = drawn.node;
    if (asset) {
      const same = this.#byAsset.get(asset) ?? new Set();
      same.add(drawn);
      this.#byAsset.set(asset, same);
    }
    if (generation) this.#byGeneration.set(generation, drawn);
    if (kind === 'frame') this.#frames.add(drawn);
  }

  /** @param {Drawn} drawn @param {BoardNode} before */
  #unlist(drawn, before) {
    const same = before.asset ? this.#byAsset.get(before.asset) : undefined;
    if (same?.delete(drawn) && !same.size) this.#byAsset.delete(/** @type {string} */ (before.asset));
    if (before.generation && this.#byGeneration.get(before.generation) === drawn) {
      this.#byGeneration.delete(before.generation);
    }
    this.#frames.delete(drawn);
  }

  /** @param {Point} world @param {number} zoom @param {boolean} isLocked @returns {BoardNode|null} */
  #frameNamedAt(world, zoom, isLocked) {
    const strip = FRAME_NAME_PX / zoom;
    let nearest = null;
    for (const frame of this.#frames) {
      const { x, y, width } = frame.box;
      const isOnName = containsPoint({ x, y: y - strip, width, height: strip }, world);
      if (!isOnName || this.#store.isLocked(frame.node) !== isLocked) continue;
      if (!nearest || frame.rank > nearest.rank) nearest = frame;
    }
    return nearest?.node ?? null;
  }

  /** @param {Box} box */
  #dirty(box) {
    this.#bounds = undefined;
    for (const listener of this.#listeners) listener(box);
  }
}

/** Around all that is drawn of a node: a line and its heads reach out of its box.
 * @param {BoardNode} node @param {Box} [out] reused @returns {Box} */
function drawnBox(node, out) {
  const box = boxOf(node, out);
  return node.kind === 'line' ? Object.assign(box, grow(box, lineReach(node))) : box;
}

/** @param {Box} box @param {Point} point @param {number} reach */
function onFrameEdge(box, point, reach) {
  return containsPoint(grow(box, reach), point) && !containsPoint(grow(box, -reach), point);
}

/** Frames lie beneath all else: nothing gets lost behind one. @param {Drawn} a @param {Drawn} b */
function byLayer(a, b) {
  const isFrameA = a.node.kind === 'frame';
  if (isFrameA !== (b.node.kind === 'frame')) return isFrameA ? -1 : 1;
  if (a.node.order !== b.node.order) return a.node.order < b.node.order ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** @param {Drawn} a @param {Drawn} b */
function byRank(a, b) {
  return a.rank - b.rank;
}
