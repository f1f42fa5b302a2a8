// The board without a pointer: Tab walks its things in reading order, Ctrl with an arrow goes to the nearest,
// and what is reached is said.

import { boardOrder, nearestIn } from './reading_order.js';
import { sayNode } from './node_words.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

export class NodeWalk {
  /** @type {BoardNode[] | null} null: the board has changed */
  #ordered = null;
  /** The next Tab leaves the board. */
  #isLeaving = false;
  #editor;
  #stage;
  #announcer;

  /** @param {Editor} editor @param {HTMLElement} stage @param {HTMLElement} announcer aria-live */
  constructor(editor, stage, announcer) {
    this.#editor = editor;
    this.#stage = stage;
    this.#announcer = announcer;
    editor.store.subscribe(() => { this.#ordered = null; });
    stage.addEventListener('keydown', (event) => this.#keyDown(event));
    stage.addEventListener('focus', () => { this.#isLeaving = false; });
    for (const direction of /** @type {const} */ (['left', 'right', 'up', 'down'])) {
      const key = `Arrow${direction[0].toUpperCase()}${direction.slice(1)}`;
      editor.commands.register({
        id: `walk.${direction}`, label: `Select the nearest ${{ left: 'to the left', right: 'to the right', up: 'above', down: 'below' }[direction]}`,
        keys: `Mod+${key}`, mode: 'canvas', enabled: () => editor.selection.ids.size > 0,
        run: () => {
          const from = this.#current();
          const next = from && nearestIn(from, direction, this.#nodes());
          if (next) this.#goTo(next);
        },
      });
    }
  }

  #nodes() {
    this.#ordered ??= boardOrder(this.#editor.renderer.scene.ordered().map(({ node }) => node).filter(({ hidden }) => !hidden));
    return this.#ordered;
  }

  /** @returns {BoardNode | undefined} */
  #current() {
    const [id] = [...this.#editor.selection.ids].slice(-1);
    return id ? this.#editor.store.node(id) : undefined;
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    if (event.target !== this.#stage || this.#editor.mode !== 'canvas' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') this.#isLeaving = this.#editor.selection.ids.size === 0;
    if (event.key !== 'Tab' || this.#isLeaving) return;
    const nodes = this.#nodes();
    const current = this.#current();
    const at = current ? nodes.indexOf(current) : event.shiftKey ? nodes.length : -1;
    const next = nodes[at + (event.shiftKey ? -1 : 1)];
    if (!next) return; // past the last: Tab goes on in the page
    event.preventDefault();
    this.#goTo(next);
  }

  /** @param {BoardNode} node */
  #goTo(node) {
    const { selection, viewport } = this.#editor;
    selection.set([node.id]);
    const view = viewport.visibleBox();
    const isVisible = node.x >= view.x && node.y >= view.y && node.x + node.width <= view.x + view.width && node.y + node.height <= view.y + view.height;
    if (!isVisible) viewport.flyTo(node, { mostZoom: viewport.zoom });
    const nodes = this.#nodes();
    this.#announcer.textContent = sayNode(this.#editor, node, nodes.indexOf(node) + 1, nodes.length);
  }
}
