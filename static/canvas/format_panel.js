// The format that a frame stands for: its px, whatever its size on the board.

import { element } from './elements.js';
import { tidy } from './moves.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

const MOST_PX = 16_384;

export class FormatPanel {
  #editor;
  /** @type {HTMLSelectElement|null} */
  #select = null;
  /** @type {HTMLInputElement[]} */
  #sides = [];

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** @param {BoardNode[]} nodes */
  build(nodes) {
    this.#select = null;
    if (nodes.length !== 1 || nodes[0].kind !== 'frame') return [];
    const options = this.#editor.config.formats.map(({ key, name, width, height }) => element('option', { value: key }, `${name}, ${width} × ${height}`));
    const select = /** @type {HTMLSelectElement} */ (element('select', {
      'aria-label': 'Format',
      onchange: () => {
        const [width, height] = select.value.split('x').map(Number);
        if (select.value !== 'own') this.#set(width || null, height || null);
      },
    }, element('option', { value: '' }, 'None'), ...options, element('option', { value: 'own', hidden: true }, 'Its own')));
    this.#select = select;
    this.#sides = ['Width', 'Height'].map((name) => /** @type {HTMLInputElement} */ (element('input', {
      type: 'number', min: 1, max: MOST_PX, step: 1, 'aria-label': `${name} of the format in px`, title: `${name} in px`, onchange: () => this.#setOwn(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') /** @type {HTMLElement} */ (event.target).blur(); },
    })));
    const [width, height] = this.#sides.map((field, i) => element('label', { class: 'field' }, element('span', { class: 'three' }, 'WH'[i]), field));
    return [element('section', { class: 'sec' }, element('h3', {}, 'Format, px'),
      element('div', { class: 'rows' }, element('label', { class: 'field' }, select), element('div', { class: 'figures' }, width, height)))];
  }

  /** @param {BoardNode[]} nodes */
  update([frame]) {
    if (!this.#select) return;
    const { format_width: width, format_height: height } = frame;
    const known = this.#editor.config.formats.find((format) => format.width === width && format.height === height);
    this.#select.value = !width || !height ? '' : known?.key ?? 'own';
    [width, height].forEach((side, i) => {
      if (this.#sides[i] !== document.activeElement) this.#sides[i].value = side ? String(side) : '';
    });
    const isLocked = this.#editor.store.isLocked(frame);
    for (const control of [this.#select, ...this.#sides]) control.disabled = isLocked;
  }

  #setOwn() {
    const [width, height] = this.#sides.map((field) => (field.value && field.validity.valid ? Number(field.value) : null));
    if (width && height) this.#set(width, height);
  }

  /** The frame takes the shape of its format; its width stays. @param {number|null} width @param {number|null} height px */
  #set(width, height) {
    const [frame] = this.#editor.unlockedNodes();
    if (!frame) return;
    const shape = width && height ? { height: Math.max(1, tidy((frame.width * height) / width)) } : {};
    const label = width && height ? `Set the format ${width} × ${height}` : 'Take the format away';
    this.#editor.commit([{ node: frame.id, set: { format_width: width, format_height: height, ...shape } }], { label });
  }
}
