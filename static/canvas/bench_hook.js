// A hold on the open board for benchmarks and browser tests: `window.bench`, behind a setting.

/** @import { Editor } from './editor.js' */
/** @import { Box } from './types.js' */

export class BenchHook {
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

  /** Where a node is on the screen, in px of the stage. @param {number} index @returns {Box} */
  nodeRect(index) {
    const { x, y, width, height } = this.#nodes()[index];
    const { zoom } = this.#editor.viewport;
    const corner = this.#editor.viewport.worldToScreen({ x, y });
    return { ...corner, width: width * zoom, height: height * zoom };
  }

  count() {
    return this.#nodes().length;
  }

  /** Of the stage, in CSS px. */
  size() {
    const { width, height } = this.#editor.viewport;
    return { width, height };
  }

  /** Nothing is loading and nothing is unsent. */
  sync() {
    return !this.#editor.textures.isLoading && this.#editor.savedState.state === 'saved';
  }

  #nodes() {
    return this.#editor.renderer.scene.ordered().map((drawn) => drawn.node);
  }
}
