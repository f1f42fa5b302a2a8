// Compare two pictures over the whole window: a line to drag between them, side by side, one under the
// other by holding, or what changed. Zoom and place are the same for both.

import { changedWords, differenceOf, zoomedView } from './compare_pixels.js';
import { pairOf } from './compare_pair.js';
import { element, find, icon, radioButtons } from './elements.js';
import { titleOf } from './node_words.js';
import { pictureUrl } from './picture_url.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

const MODES = /** @type {const} */ ([
  { key: 'slider', label: 'Slider', title: 'A line to drag between them' },
  { key: 'sides', label: 'Side by side', title: 'Both, with one zoom' },
  { key: 'flip', label: 'Flip', title: 'Hold Space or the pointer to see the other' },
  { key: 'difference', label: 'Difference', title: 'Where they differ, and how much' },
]);
/** Px that are compared one by one: more would take seconds and gigabytes. */
const MOST_PIXELS = 16_777_216;
const SHOWN_LEVEL = 2048;
const STEP = 0.02;

export class Compare {
  #editor;
  #root;
  /** @type {HTMLElement | null} */
  #dialog = null;
  /** @type {[BoardNode, BoardNode] | null} */
  #pair = null;
  /** @type {string} */
  #mode = 'slider';
  #split = 0.5;
  #view = { x: 0, y: 0, zoom: 1 };
  #showMode = (/** @type {string} */ _key) => {};
  #measured = '';

  /** @param {Editor} editor @param {HTMLElement} root the page's #board */
  constructor(editor, root) {
    this.#editor = editor;
    this.#root = root;
    editor.commands.register({
      id: 'compare.open', label: 'Compare', keys: 'Shift+C', mode: 'canvas', icon: 'square-split-horizontal',
      enabled: () => pairOf(editor.store, editor.selectedNodes()) !== null,
      why: () => 'select two pictures, or one that was made from another',
      run: () => { const pair = pairOf(editor.store, editor.selectedNodes()); if (pair) this.#open(pair); },
    });
  }

  /** @param {[BoardNode, BoardNode]} pair */
  #open(pair) {
    this.#pair = pair;
    this.#split = 0.5;
    this.#view = { x: 0, y: 0, zoom: 1 };
    const dialog = this.#build();
    this.#dialog = dialog;
    this.#root.append(dialog);
    this.#fill();
    this.#choose(this.#mode);
    /** @type {HTMLDialogElement} */ (dialog).showModal();
    find(dialog, '.stage').focus();
  }

  #build() {
    const button = (/** @type {string} */ name, /** @type {string} */ words, /** @type {string} */ keys, /** @type {() => void} */ run) => (
      element('button', { type: 'button', class: 'btn sq quiet', 'aria-label': words, title: keys ? `${words}  ${keys}` : words, onclick: run }, icon(name)));
    const modes = element('div', { class: 'seg', role: 'radiogroup', 'aria-label': 'How to compare' });
    this.#showMode = radioButtons(modes, [...MODES], (key) => this.#choose(key));
    const pane = (/** @type {string} */ side) => element('div', { class: 'pane', 'data-side': side }, element('img', { alt: '', draggable: 'false' }), element('span', { class: 'chip over cut' }));
    const stage = element('div', { class: 'stage', tabindex: '0', role: 'group', 'aria-label': 'The two pictures', 'data-mode': this.#mode },
      pane('before'), pane('after'),
      element('div', { class: 'pane map' }, element('canvas', {})),
      element('div', { class: 'split', role: 'slider', tabindex: '0', 'aria-label': 'Line between before and after', 'aria-valuemin': 0, 'aria-valuemax': 100 },
        element('span', {}, icon('square-split-horizontal'))));
    const dialog = element('dialog', {
      class: 'compare', 'aria-label': 'Compare', onclose: () => { dialog.remove(); this.#dialog = null; document.getElementById('stage')?.focus({ preventScroll: true }); },
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), onkeyup: (/** @type {KeyboardEvent} */ event) => { if (event.key === ' ') this.#hold(false); },
    },
    element('header', { class: 'row' }, element('b', { class: 't15 strong' }, 'Compare'), modes, element('span', { class: 'grow two cut', role: 'status', 'data-words': '' }),
      button('arrow-left-right', 'Swap sides', 'X', () => this.#swap()), button('maximize', 'Show whole', 'Shift 1', () => this.#look({ x: 0, y: 0, zoom: 1 })),
      button('x', 'Close', 'Esc', () => this.#close())),
    stage);
    stage.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    stage.addEventListener('pointerdown', (event) => this.#press(event));
    return dialog;
  }

  #fill() {
    const { asset } = this.#editor.config.urls;
    for (const [i, side] of ['before', 'after'].entries()) {
      const node = /** @type {[BoardNode, BoardNode]} */ (this.#pair)[i];
      const pane = find(this.#stage, `[data-side=${side}]`);
      find(pane, 'img').src = pictureUrl(this.#editor.config, node.asset, SHOWN_LEVEL);
      const words = `${node.version ? `Version ${node.version}` : ''} ${titleOf(node)}`.trim() || (i ? 'After' : 'Before');
      find(pane, 'img').alt = words;
      find(pane, '.chip').textContent = words;
    }
    this.#measured = '';
  }

  get #stage() {
    return find(/** @type {HTMLElement} */ (this.#dialog), '.stage');
  }

  /** @param {string} mode */
  #choose(mode) {
    this.#mode = mode;
    this.#showMode(mode);
    // The line is about to be hidden: keys must not go nowhere with it.
    if (find(this.#stage, '.split').contains(document.activeElement)) this.#stage.focus();
    this.#stage.dataset.mode = mode;
    this.#hold(false);
    this.#look(this.#view);
    this.#divide(this.#split);
    find(/** @type {HTMLElement} */ (this.#dialog), '[data-words]').textContent = mode === 'flip' ? 'Hold Space or the pointer to see the other' : this.#measured;
    if (mode === 'difference' && !this.#measured) void this.#measure();
  }

  #swap() {
    if (!this.#pair) return;
    this.#pair = [this.#pair[1], this.#pair[0]];
    this.#fill();
    this.#choose(this.#mode);
  }

  #close() {
    /** @type {HTMLDialogElement | null} */ (this.#dialog)?.close();
  }

  /** @param {boolean} isHeld */
  #hold(isHeld) {
    this.#stage.toggleAttribute('data-held', isHeld && this.#mode === 'flip');
  }

  /** @param {{x: number, y: number, zoom: number}} view */
  #look(view) {
    this.#view = view;
    const { style } = this.#stage;
    style.setProperty('--x', `${view.x}px`);
    style.setProperty('--y', `${view.y}px`);
    style.setProperty('--zoom', String(view.zoom));
  }

  /** @param {number} share 0..1 of the stage's width */
  #divide(share) {
    this.#split = Math.min(1, Math.max(0, share));
    this.#stage.style.setProperty('--split', `${this.#split * 100}%`);
    find(this.#stage, '.split').setAttribute('aria-valuenow', String(Math.round(this.#split * 100)));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isSplit = /** @type {HTMLElement} */ (event.target).closest('.split') || (this.#mode === 'slider' && event.target === this.#stage);
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    const key = event.key.toLowerCase();
    const isButton = /** @type {HTMLElement} */ (event.target).closest('button');
    const at = MODES.findIndex(({ key: mode }) => mode === this.#mode);
    if (key === 'm') this.#choose(MODES[(at + 1) % MODES.length].key);
    else if (key === 'x') this.#swap();
    else if (event.shiftKey && event.code === 'Digit1') this.#look({ x: 0, y: 0, zoom: 1 });
    else if (key === '+' || key === '=') this.#zoom(1.25);
    else if (key === '-') this.#zoom(1 / 1.25);
    else if (step && isSplit) this.#divide(this.#split + step);
    else if (key === ' ' && !isButton) this.#hold(true);
    else return;
    event.preventDefault();
  }

  /** @param {number} factor about the middle of a pane */
  #zoom(factor) {
    const { clientWidth, clientHeight } = find(this.#stage, '[data-side=before]');
    this.#look(zoomedView(this.#view, factor, { x: clientWidth / 2, y: clientHeight / 2 }));
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    this.#look(zoomedView(this.#view, Math.exp(-event.deltaY / 300), this.#inPane(event)));
  }

  /** Within the pane it is over: both show the same place. @param {MouseEvent} event */
  #inPane({ clientX, clientY }) {
    const panes = [...this.#stage.querySelectorAll('.pane')].map((pane) => pane.getBoundingClientRect()).filter(({ width }) => width);
    const { left, top } = panes.find((box) => clientX >= box.left && clientX <= box.right) ?? panes[0];
    return { x: clientX - left, y: clientY - top };
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button > 0) return;
    const stage = this.#stage;
    const isSplit = Boolean(/** @type {HTMLElement} */ (event.target).closest('.split'));
    const from = { x: event.clientX, y: event.clientY, view: this.#view };
    stage.setPointerCapture(event.pointerId);
    this.#hold(this.#view.zoom === 1);
    const move = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const { left, width } = stage.getBoundingClientRect();
      if (isSplit || (this.#mode === 'slider' && from.view.zoom === 1)) this.#divide((clientX - left) / width);
      else if (from.view.zoom > 1) this.#look({ ...from.view, x: from.view.x + clientX - from.x, y: from.view.y + clientY - from.y });
    };
    const end = () => {
      stage.removeEventListener('pointermove', move);
      if (this.#dialog) this.#hold(false);
    };
    stage.addEventListener('pointermove', move);
    stage.addEventListener('pointerup', end, { once: true });
    stage.addEventListener('pointercancel', end, { once: true });
    move(event);
  }

  async #measure() {
    const pair = /** @type {[BoardNode, BoardNode]} */ (this.#pair);
    const words = find(/** @type {HTMLElement} */ (this.#dialog), '[data-words]');
    words.textContent = 'Comparing…';
    try {
      const [before, after, scale] = await this.#pixels(pair);
      if (this.#pair !== pair || !this.#dialog) return;
      const { changed, total, map } = differenceOf(before.data, after.data);
      const canvas = find(this.#stage, '.map canvas');
      canvas.width = before.width;
      canvas.height = before.height;
      canvas.getContext('2d').putImageData(new ImageData(map, before.width, before.height), 0, 0);
      const isAlike = pair[0].image_width === pair[1].image_width && pair[0].image_height === pair[1].image_height;
      this.#measured = [changedWords(changed, total), isAlike ? '' : 'the two differ in size: brought to one', scale < 1 ? `compared at ${before.width} × ${before.height} px` : ''].filter(Boolean).join(' · ');
    } catch {
      this.#measured = 'One of the pictures could not be loaded. Close and try again.';
    }
    if (this.#dialog && this.#mode === 'difference') words.textContent = this.#measured;
  }

  /** Both in the size of the first, from their own files. @param {[BoardNode, BoardNode]} pair
   * @returns {Promise<[ImageData, ImageData, number]>} */
  async #pixels(pair) {
    const images = await Promise.all(pair.map(async ({ asset }) => {
      const image = new Image();
      image.src = pictureUrl(this.#editor.config, asset, 'original');
      await image.decode();
      return image;
    }));
    const { naturalWidth, naturalHeight } = images[0];
    const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (naturalWidth * naturalHeight)));
    const [width, height] = [Math.round(naturalWidth * scale), Math.round(naturalHeight * scale)];
    const [before, after] = images.map((image) => {
      const canvas = /** @type {HTMLCanvasElement} */ (element('canvas', { width, height }));
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
      context.drawImage(image, 0, 0, width, height);
      return context.getImageData(0, 0, width, height);
    });
    return [before, after, scale];
  }
}
