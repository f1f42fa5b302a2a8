// The board for those who do not see it: a list of its things, what is in view first; focus selects.

import { progressText } from './draw/generation.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

const MOST_ITEMS = 500;
// Others may change the board many times a second: the list follows when there is time.
const UPDATE_AFTER_MS = 400;

const KIND_NAMES = { image: 'Picture', generation: 'Picture in the making', frame: 'Frame', note: 'Note', text: 'Text', shape: 'Shape', line: 'Line', mask: 'Mask' };
const STATES = { queued: 'queued', running: 'running', failed: 'not made', blocked: 'blocked', cancelled: 'cancelled' };

export class NodeList {
  /** @type {Map<string, HTMLElement>} */
  #items = new Map();
  /** @type {any} */
  #timer = null;
  #editor;
  #list;

  /** @param {Editor} editor @param {HTMLElement} list */
  constructor(editor, list) {
    this.#editor = editor;
    this.#list = list;
    const later = () => { this.#timer ??= setTimeout(() => this.#update(), UPDATE_AFTER_MS); };
    editor.store.subscribe(later);
    editor.viewport.subscribe(later);
    editor.selection.subscribe(() => this.#showSelection());
    list.addEventListener('focusin', (event) => {
      const id = /** @type {HTMLElement} */ (event.target).dataset.node;
      const node = editor.store.node(id);
      if (!id || !node) return;
      editor.selection.set([id]);
      this.#bringIntoView(node);
    });
    list.addEventListener('keydown', (event) => this.#keyDown(event));
    later();
  }

  #update() {
    this.#timer = null;
    const nodes = this.#chosen();
    const wanted = new Set(nodes.map(({ id }) => id));
    for (const [id, item] of this.#items) {
      // What has the focus stays until it loses it, or a keyboard user would be thrown out of the list.
      if (wanted.has(id) || item === document.activeElement) continue;
      item.remove();
      this.#items.delete(id);
    }
    let before = this.#list.firstElementChild;
    for (const node of nodes) {
      const item = this.#itemOf(node);
      if (item === before) before = item.nextElementSibling;
      else this.#list.insertBefore(item, before);
    }
    this.#showSelection();
  }

  /** What is in view in reading order, then the rest. @returns {BoardNode[]} */
  #chosen() {
    const { viewport, renderer } = this.#editor;
    const shown = this.#editor.nodesIn(viewport.box()).sort((a, b) => a.y - b.y || a.x - b.x);
    const seen = new Set(shown.map(({ id }) => id));
    for (const { node } of renderer.scene.ordered()) {
      if (shown.length >= MOST_ITEMS) break;
      if (!seen.has(node.id)) shown.push(node);
    }
    return shown.slice(0, MOST_ITEMS);
  }

  /** @param {BoardNode} node */
  #itemOf(node) {
    let item = this.#items.get(node.id);
    if (!item) {
      item = document.createElement('li');
      item.dataset.node = node.id;
      item.tabIndex = -1;
      this.#items.set(node.id, item);
    }
    const words = describe(node, this.#editor);
    if (item.textContent !== words) item.textContent = words;
    return item;
  }

  /** One stop for Tab, arrows from there. */
  #showSelection() {
    const { selection } = this.#editor;
    let stop = null;
    for (const [id, item] of this.#items) {
      const isSelected = selection.has(id);
      if (isSelected) item.setAttribute('aria-current', 'true');
      else item.removeAttribute('aria-current');
      item.tabIndex = -1;
      if (isSelected) stop ??= item;
    }
    stop ??= /** @type {HTMLElement|null} */ (this.#list.firstElementChild);
    if (stop) stop.tabIndex = 0;
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    const item = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const next = {
      ArrowDown: item.nextElementSibling,
      ArrowUp: item.previousElementSibling,
      Home: this.#list.firstElementChild,
      End: this.#list.lastElementChild,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // these arrows walk; they do not nudge
    /** @type {HTMLElement|null} */ (next)?.focus();
  }

  /** @param {BoardNode} node */
  #bringIntoView(node) {
    const { viewport } = this.#editor;
    const view = viewport.visibleBox();
    const isVisible =
      node.x >= view.x && node.y >= view.y && node.x + node.width <= view.x + view.width &&
      node.y + node.height <= view.y + view.height;
    if (!isVisible) viewport.flyTo(node, { mostZoom: viewport.zoom });
  }
}

/** "Picture, Mug, rose glaze, in frame Hero". @param {BoardNode} node @param {Editor} editor */
function describe(node, editor) {
  const words = [KIND_NAMES[node.kind] ?? 'Thing'];
  const name = node.name || node.text || node.prompt;
  if (name) words.push(name.slice(0, 120));
  if (node.kind === 'generation' && node.state) {
    words.push(STATES[node.state]);
    const progress = node.state === 'running' && node.generation ? editor.progressOf(node.generation) : null;
    if (progress) words.push(progressText(progress.fraction, node.expected_s ?? 0));
    if (node.message) words.push(node.message);
  }
  const frame = editor.store.parentOf(node);
  if (frame) words.push(`in frame ${frame.name || 'without a name'}`);
  return words.join(', ');
}
