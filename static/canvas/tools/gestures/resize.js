// Resizing the selection by its handles: pictures keep their shape, Shift frees them (and keeps that
// of others), Alt resizes from the middle. A frame leaves what it holds where it is.

import { tidy } from '../../moves.js';
import { countOf } from '../../nouns.js';
import { snapResize } from '../../snapping.js';
import { resizedText } from '../../text_box.js';
import { resizeTurned, resizedAtCorner, scaleWith, turnedBounds } from '../../transform.js';
import { SNAP_PX, snapTargets } from './snap_targets.js';
import { Gesture } from './gesture.js';

/** @import { BoardNode, Box, Change, Point, ToolPointer } from '../../types.js' */
/** @import { Editor } from '../../editor.js' */
/** @import { Lifted } from '../../renderer.js' */
/** @import { Handle, TurnedBox } from '../../transform.js' */

const LEAST_PX = 8;
/** Kinds whose shape is the picture's. */
const SHAPED = new Set(['image', 'generation', 'mask']);

export class ResizeGesture extends Gesture {
  #editor;
  #handle;
  #from;
  /** @type {Map<string, Lifted>} */
  #starts;
  #bounds;
  #keepsShape;
  #mustKeepShape;
  #others;

  /** @param {Editor} editor @param {Handle} handle @param {Point} from world @returns {ResizeGesture|null} */
  static of(editor, handle, from) {
    const nodes = editor.unlockedNodes();
    const bounds = turnedBounds(nodes);
    return bounds && editor.canEdit ? new ResizeGesture(editor, handle, from, nodes, bounds) : null;
  }

  /** @param {Editor} editor @param {Handle} handle @param {Point} from world @param {BoardNode[]} nodes
   * @param {TurnedBox} bounds */
  constructor(editor, handle, from, nodes, bounds) {
    super();
    this.#editor = editor;
    this.#handle = handle;
    this.#from = from;
    this.#bounds = bounds;
    const ids = new Set(nodes.map(({ id }) => id));
    this.#starts = new Map([...editor.renderer.lift(ids)].map(([id, place]) => [id, { ...place }]));
    this.#keepsShape = nodes.length > 1 || keepsShape(nodes[0], handle);
    // Other things of a selection would be sheared.
    this.#mustKeepShape = nodes.some((node) => node.rotation !== bounds.rotation);
    this.#others = snapTargets(editor, ids);
  }

  /** @param {ToolPointer} event */
  move({ world, shift, alt, mod }) {
    const { renderer, viewport } = this.#editor;
    const { rotation } = this.#bounds;
    const options = {
      keepAspect: this.#mustKeepShape || this.#keepsShape !== shift, fromCentre: alt, least: Math.max(1, LEAST_PX / viewport.zoom),
    };
    let dx = world.x - this.#from.x;
    let dy = world.y - this.#from.y;
    renderer.marks.guides = [];
    if (rotation === 0 && !mod) {
      const snap = snapResize(this.#bounds, this.#handle, dx, dy, options, this.#others, SNAP_PX / viewport.zoom);
      ({ dx, dy } = snap);
      renderer.marks.guides = snap.guides;
    }
    const to = resizeTurned(this.#bounds, this.#handle, dx, dy, options);
    for (const [id, start] of this.#starts) {
      const place = renderer.liftedBox(id);
      if (place) Object.assign(place, scaleWith(start, this.#bounds, to));
    }
    renderer.requestFrame();
  }

  drop() {
    const { renderer, store } = this.#editor;
    const changes = this.#changes();
    const nodes = store.nodesOf(this.#starts.keys());
    store.batch(() => this.#editor.commit(changes, { label: `Resize ${countOf(nodes)}` }));
    renderer.drop();
  }

  cancel() {
    this.#editor.renderer.drop();
  }

  #changes() {
    const { renderer, store } = this.#editor;
    /** @type {Change[]} */
    const changes = [];
    for (const id of this.#starts.keys()) {
      const place = renderer.liftedBox(id);
      const node = store.node(id);
      if (!place || !node) continue; // deleted by somebody meanwhile
      /** @type {Record<string, any>} */
      const set = node.kind === 'text' ? this.#textSet(node, place) : placeSet(place);
      const isSame = set.x === node.x && set.y === node.y && set.width === node.width && set.height === node.height;
      if (!isSame) changes.push({ node: id, set });
    }
    return changes;
  }

  /** @param {BoardNode} node @param {TurnedBox} place */
  #textSet(node, place) {
    const set = resizedText(node, place, (one) => this.#editor.renderer.sizeOfText(one));
    const { x, y } = resizedAtCorner(place, /** @type {Box} */ (set));
    return { ...set, x: tidy(x), y: tidy(y) };
  }
}

/** @param {BoardNode} node @param {Handle} handle */
function keepsShape(node, handle) {
  if (node.kind === 'frame') return Boolean(node.format_width);
  return SHAPED.has(node.kind) || (node.kind === 'text' && handle.length === 2);
}

/** @param {Box} place @returns {Record<string, any>} */
function placeSet({ x, y, width, height }) {
  return { x: tidy(x), y: tidy(y), width: tidy(width), height: tidy(height) };
}
