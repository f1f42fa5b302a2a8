// The brush of the mask editor and the bar that shows it: which tool, how large, how hard.

import { clampSize, defaultSize, sizeToSlider, sliderToSize, stepHardness, stepSize } from './brush.js';
import { fillSlider, find } from './elements.js';

/** @typedef {'brush' | 'eraser' | 'lasso' | 'rectangle'} MaskTool */

const NAMES = { brush: 'Brush', eraser: 'Eraser', lasso: 'Lasso', rectangle: 'Rectangle' };
const FIRST_HARDNESS = 0.8;

export class BrushBar {
  /** @type {MaskTool} */
  tool = 'brush';
  /** Diameter, px of the picture; 0 before the first picture. */
  size = 0;
  /** 0 to 1. */
  hardness = FIRST_HARDNESS;
  #page;
  #bar;
  #changed;

  /** @param {HTMLElement} page #board @param {() => void} changed called whenever one of the three is another */
  constructor(page, changed) {
    this.#page = page;
    this.#bar = find(page, '#editor-bar');
    this.#changed = changed;
    this.#slider('size').addEventListener('input', () => this.setSize(sliderToSize(Number(this.#slider('size').value))));
    this.#slider('hardness').addEventListener('input', () => {
      this.hardness = Number(this.#slider('hardness').value) / 100;
      this.#show();
    });
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
    size.value = String(sizeToSlider(this.size));
    hardness.value = String(percent);
    for (const slider of [size, hardness]) {
      fillSlider(slider);
      slider.disabled = !this.isBrush;
    }
    this.#changed();
  }

  /** @param {'size' | 'hardness'} name @returns {HTMLInputElement} */
  #slider(name) {
    return find(this.#bar, `[name=${name}]`);
  }
}
