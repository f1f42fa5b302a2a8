// Where one thing lies, how large it is and how it is turned, in figures; how opaque any are.

import { valueOf } from './changes.js';
import { element, fillSlider } from './elements.js';
import { centreOf } from './geometry.js';
import { tidy, withDescendants } from './moves.js';
import { countOf } from './nouns.js';
import { shifted } from './arrange.js';
import { resizedText } from './text_box.js';
import { normalTurn, resizedAtCorner, turnAbout } from './transform.js';

/** @import { BoardNode, Change } from './types.js' */
/** @import { Editor } from './editor.js' */

/** @typedef {'x'|'y'|'width'|'height'|'rotation'} Figure */

/** @type {[Figure, string, string][]} key, sign and name */
const FIGURES = [
  ['x', 'X', 'Left'], ['y', 'Y', 'Top'], ['width', 'W', 'Width'], ['height', 'H', 'Height'], ['rotation', '°', 'Rotation in degrees'],
];
const FARTHEST = 10_000_000; // world units, as the server takes them
const LARGEST = 1_000_000;
const SHAPED = new Set(['image', 'generation', 'mask']);

export class PlacePanel {
  #editor;
  /** @type {Map<Figure, HTMLInputElement>} */
  #fields = new Map();
  /** @type {HTMLInputElement|null} */
  #slider = null;
  /** How often the slider was pressed: all that one press does is one step to undo. */
  #presses = 0;
  #isPressed = false;
  #share = element('span', { class: 'end' });

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** @param {BoardNode[]} nodes */
  build(nodes) {
    this.#fields.clear();
    const [node] = nodes;
    const figures = nodes.length === 1 ? FIGURES.filter(([key]) => key !== 'rotation' || node.kind !== 'frame') : [];
    const grid = element('div', { class: 'figures' }, ...figures.map(([key, sign, name]) => this.#figure(key, sign, name)));
    const slider = /** @type {HTMLInputElement} */ (element('input', {
      class: 'slider', type: 'range', min: 0, max: 100, step: 1, 'aria-label': 'Opacity', oninput: () => this.#setOpacity(),
      onpointerdown: () => { this.#presses += 1; this.#isPressed = true; }, onchange: () => { this.#isPressed = false; },
    }));
    this.#slider = slider;
    return [
      ...(figures.length ? [element('section', { class: 'sec' }, element('h3', {}, 'Place and size'), grid)] : []),
      element('section', { class: 'sec' }, element('h3', {}, 'Opacity', this.#share), slider),
    ];
  }

  /** @param {BoardNode[]} nodes */
  update(nodes) {
    const isLocked = nodes.every((node) => this.#editor.store.isLocked(node));
    for (const [key, field] of this.#fields) {
      if (field !== document.activeElement) field.value = String(tidy(nodes[0][key]));
      field.disabled = isLocked;
    }
    const slider = this.#slider;
    if (!slider) return;
    const [first, ...rest] = nodes.map((node) => node.opacity ?? 1);
    const isMixed = rest.some((opacity) => opacity !== first);
    slider.value = String(Math.round(first * 100));
    slider.disabled = isLocked;
    fillSlider(slider);
    this.#share.textContent = isMixed ? 'Mixed' : `${slider.value} %`;
  }

  /** @param {Figure} key @param {string} sign @param {string} name */
  #figure(key, sign, name) {
    const most = key === 'x' || key === 'y' ? FARTHEST : key === 'rotation' ? 360 : LARGEST;
    const field = /** @type {HTMLInputElement} */ (element('input', {
      type: 'number', step: 'any', min: key === 'width' || key === 'height' ? 1 : -most, max: most, 'aria-label': name, title: name,
      onchange: () => this.#set(key, field),
      onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter' || event.key === 'Escape') field.blur(); },
    }));
    this.#fields.set(key, field);
    return element('label', { class: 'field' }, element('span', { class: 'three' }, sign), field);
  }

  /** @param {Figure} key @param {HTMLInputElement} field */
  #set(key, field) {
    const [node] = this.#editor.unlockedNodes();
    const value = Number(field.value);
    if (!node || !field.value || !field.validity.valid) {
      if (node) field.value = String(tidy(node[key]));
      return;
    }
    this.#editor.commit(this.#changes(node, key, value), { label: key === 'rotation' ? `Rotate ${countOf([node])}` : key === 'x' || key === 'y' ? `Move ${countOf([node])}` : `Resize ${countOf([node])}` });
  }

  /** @param {BoardNode} node @param {Figure} key @param {number} value @returns {Change[]} */
  #changes(node, key, value) {
    if (key === 'x' || key === 'y') {
      const inside = this.#editor.store.nodesOf(withDescendants(this.#editor.store, [node.id]));
      return shifted(inside, key === 'x' ? value - node.x : 0, key === 'y' ? value - node.y : 0);
    }
    if (key === 'rotation') {
      const { rotation } = turnAbout(node, centreOf(node), normalTurn(value) - node.rotation);
      return [{ node: node.id, set: { rotation } }];
    }
    return [{ node: node.id, set: this.#sized(node, key, value) }];
  }

  /** @param {BoardNode} node @param {'width'|'height'} key @param {number} value @returns {Record<string, any>} */
  #sized(node, key, value) {
    const keepsShape = SHAPED.has(node.kind) || (node.kind === 'frame' && Boolean(valueOf(node, 'format_width')));
    const scale = value / node[key];
    const size = { width: keepsShape ? node.width * scale : node.width, height: keepsShape ? node.height * scale : node.height, [key]: value };
    const box = resizedAtCorner(node, { width: Math.max(1, tidy(size.width)), height: Math.max(1, tidy(size.height)) });
    if (node.kind === 'text') return resizedText(node, box, (one) => this.#editor.renderer.sizeOfText(one));
    return { x: tidy(box.x), y: tidy(box.y), width: box.width, height: box.height };
  }

  #setOpacity() {
    if (!this.#slider) return;
    const opacity = Number(this.#slider.value) / 100;
    const nodes = this.#editor.unlockedNodes();
    const changes = nodes.filter((node) => (node.opacity ?? 1) !== opacity).map(({ id }) => ({ node: id, set: { opacity } }));
    this.#editor.commit(changes, { label: `Change the opacity of ${countOf(nodes)}`, merge: `opacity ${this.#presses}`, isHeld: this.#isPressed });
  }
}
