// A hold on the open board for benchmarks and browser tests: `window.bench`, behind a setting.

import { moveChanges, withDescendants } from './moves.js';

/** @import { Editor } from './editor.js' */
/** @import { Box } from './types.js' */

// After the last step of a move it is dropped, as when a button is let go.
const DROP_MS = 100;

export class BenchHook {
  /** @type {Map<string, Box>|null} */
  #moving = null;
  /** @type {any} */
  #dropTimer = null;
  #editor;

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** The board is loaded and the socket is live. */
  ready() {
    return this.#editor.store.revision >= 0 && this.#editor.sync.connection === 'live';
  }

  fitAll() {
    const box = this.#editor.bounds();
    if (box) this.#editor.viewport.fit(box);
  }

  /** World point at the top left of the stage, and px for one world unit. */
  getView() {
    const { x, y, zoom } = this.#editor.viewport;
    return { x, y, zoom };
  }

  /** @param {number} x @param {number} y @param {number} zoom */
  setView(x, y, zoom) {
    this.#editor.viewport.setView(x, y, zoom);
  }

  /** @param {number} dx @param {number} dy screen px */
  panBy(dx, dy) {
    this.#editor.viewport.panBy(dx, dy);
  }

  /** @param {number[]} indices of drawn nodes, from the farthest to the nearest */
  select(indices) {
    const nodes = this.#nodes();
    this.#editor.selection.set(indices.map((index) => nodes[index].id));
  }

  /** @returns {string[]} of what is selected */
  selectedNames() {
    return this.#editor.selectedNodes().map(({ name }) => name);
  }

  selectedCount() {
    return this.#editor.selection.ids.size;
  }

  /** One step of a drag of the selection. @param {number} dx @param {number} dy world units */
  moveSelected(dx, dy) {
    const { renderer, store, selection } = this.#editor;
    this.#moving ??= renderer.lift(withDescendants(store, selection.ids));
    for (const box of this.#moving.values()) {
      box.x += dx;
      box.y += dy;
    }
    renderer.requestFrame();
    clearTimeout(this.#dropTimer);
    this.#dropTimer = setTimeout(() => this.#drop(), DROP_MS);
  }

  /** What lies over the scene, by itself, in device px. */
  overlay() {
    return this.#editor.renderer.overlayAlone();
  }

  /** Where a node is on the screen, in px of the stage. @param {number} index @returns {Box} */
  nodeRect(index) {
    return this.#editor.renderer.screenBoxOf(this.#nodes()[index], { x: 0, y: 0, width: 0, height: 0 });
  }

  count() {
    return this.#nodes().length;
  }

  /** Of the stage, in CSS px. */
  size() {
    const { width, height } = this.#editor.viewport;
    return { width, height };
  }

  /** Nothing is loading, and nothing moves or is unsent. */
  sync() {
    return !this.#moving && !this.#editor.textures.isLoading && this.#editor.savedState.state === 'saved';
  }

  #drop() {
    const { store, renderer } = this.#editor;
    const frameFor = (/** @type {Box} */ box, /** @type {Set<string>} */ except) => this.#editor.frameFor(box, except);
    const boxes = /** @type {Map<string, Box>} */ (this.#moving);
    const changes = moveChanges(store, boxes, frameFor, () => this.#editor.topOrders()[0]);
    this.#moving = null;
    renderer.drop();
    this.#editor.commit(changes, { label: 'Move' });
  }

  #nodes() {
    return this.#editor.renderer.scene.ordered().map((drawn) => drawn.node);
  }
}
