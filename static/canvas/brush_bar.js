// The brush of the mask editor and the bar that shows it: which tool, how large, how hard.

import { clampSize, defaultSize, sizeToSlider, sliderToSize, stepHardness, stepSize } from './brush.js';
import { fillSlider, find } from './elements.js';

/** @import { ShapeName } from './mask_shapes.js' */

/** @typedef {'brush' | 'eraser' | 'select' | 'colour' | ShapeName} MaskTool */

const NAMES = {
  brush: 'Brush', eraser: 'Eraser', lasso: 'Lasso', polygon: 'Polygon', rectangle: 'Rectangle', ellipse: 'Ellipse',
  select: 'Smart select', colour: 'Colour range',
};
const SHAPE_HINT = 'Alt takes away, Shift Alt keeps only what is inside';
const HINTS = {
  lasso: SHAPE_HINT, rectangle: SHAPE_HINT, ellipse: SHAPE_HINT,
  polygon: 'Click corners, Enter closes, Backspace takes one back',
};
const FIRST_HARDNESS = 0.8;
const FIRST_TOLERANCE = 20;

export class BrushBar {
  /** @type {MaskTool} */
  tool = 'brush';
  /** Diameter, px of the picture; 0 before the first picture. */
  size = 0;
  /** 0 to 1. */
  hardness = FIRST_HARDNESS;
  /** Of the colour range, 0 to 100. */
  tolerance = FIRST_TOLERANCE;
  /** Colour range: only what is connected with the place that was clicked? */
  isConnected = true;
  /** Smart select: does a click take away? */
  takesAway = false;
  #page;
  #bar;
  #changed;

  /**
   * @param {HTMLElement} page #board @param {() => void} changed called whenever the brush is another
   * @param {() => void} rangeChanged called whenever tolerance or connection of the colour range is another
   */
  constructor(page, changed, rangeChanged) {
    this.#page = page;
    this.#bar = find(page, '#editor-bar');
    this.#changed = changed;
    this.#slider('size').addEventListener('input', () => this.setSize(sliderToSize(Number(this.#slider('size').value))));
    this.#slider('hardness').addEventListener('input', () => {
      this.hardness = Number(this.#slider('hardness').value) / 100;
      this.#show();
    });
    this.#slider('tolerance').addEventListener('input', () => {
      this.tolerance = Number(this.#slider('tolerance').value);
      this.#show();
      rangeChanged();
    });
    this.#slider('connected').addEventListener('change', () => {
      this.isConnected = this.#slider('connected').checked;
      rangeChanged();
    });
    for (const button of this.#bar.querySelectorAll('[data-pick]')) {
      button.addEventListener('click', () => {
        this.takesAway = /** @type {HTMLElement} */ (button).dataset.pick === 'subtract';
        this.#show();
      });
    }
  }

  /** Does it paint strokes, and not shapes? */
  get isBrush() {
    return this.tool === 'brush' || this.tool === 'eraser';
  }

  /** A brush that suits a picture; one that was set before stays, if it fits. @param {number} width @param {number} height px */
  fit(width, height) {
    this.setSize(Math.min(this.size || defaultSize(width, height), Math.max(width, height)));
  }

  /** @param {MaskTool} tool */
  choose(tool) {
    this.tool = tool;
    this.takesAway = false;
    for (const button of this.#page.querySelectorAll('#mask-rail [data-brush]')) {
      button.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (button).dataset.brush === tool));
    }
    this.#show();
  }

  /** @param {number} size */
  setSize(size) {
    this.size = clampSize(size);
    this.#show();
  }

  /** @param {1 | -1} direction */
  stepSize(direction) {
    this.setSize(stepSize(this.size, direction));
  }

  /** @param {1 | -1} direction */
  stepHardness(direction) {
    this.hardness = stepHardness(this.hardness, direction);
    this.#show();
  }

  #show() {
    const [size, hardness] = [this.#slider('size'), this.#slider('hardness')];
    const percent = Math.round(this.hardness * 100);
    find(this.#bar, '[data-brush-name]').textContent = NAMES[this.tool];
    find(this.#bar, '[data-size]').textContent = `${this.size} px`;
    find(this.#bar, '[data-hardness]').textContent = `${percent} %`;
    find(this.#bar, '[data-tolerance]').textContent = `${this.tolerance} %`;
    find(this.#bar, '[data-tool-hint]').textContent = HINTS[/** @type {'lasso'} */ (this.tool)] ?? '';
    size.value = String(sizeToSlider(this.size));
    hardness.value = String(percent);
    this.#slider('tolerance').value = String(this.tolerance);
    this.#slider('connected').checked = this.isConnected;
    for (const slider of [size, hardness, this.#slider('tolerance')]) fillSlider(slider);
    for (const part of this.#bar.querySelectorAll('[data-tools]')) {
      const { tools } = /** @type {HTMLElement} */ (part).dataset;
      /** @type {HTMLElement} */ (part).hidden = !(tools ?? '').split(' ').includes(this.tool);
    }
    for (const button of this.#bar.querySelectorAll('[data-pick]')) {
      const subtracts = /** @type {HTMLElement} */ (button).dataset.pick === 'subtract';
      button.setAttribute('aria-checked', String(subtracts === this.takesAway));
    }
    this.#changed();
  }

  /** @param {'size' | 'hardness' | 'tolerance' | 'connected'} name @returns {HTMLInputElement} */
  #slider(name) {
    return find(this.#bar, `[name=${name}]`);
  }
}
