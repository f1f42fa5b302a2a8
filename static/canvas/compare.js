// Compare pictures over the whole window: up to nine beside each other, or two of them by a line to drag, side by
// side, one under the other by holding, or by what changed. Zoom and place are the same for all.

import { changedWords, differenceOf, insideWords, zoomedView } from './compare_pixels.js';
import { comparedOf } from './compare_pair.js';
import { element, find, icon, radioButtons } from './elements.js';
import { MARK_ICONS, MARK_WORDS, markChanges } from './marks.js';
import { titleOf } from './node_words.js';
import { pictureUrl } from './picture_url.js';

/** @import { BoardNode, Mark } from './types.js' */
/** @import { Edit } from './compare_pixels.js' */
/** @import { Editor } from './editor.js' */

const ALL = { key: 'grid', label: 'All', title: 'All of them, with one zoom' };
const MODES = /** @type {const} */ ([
  { key: 'slider', label: 'Slider', title: 'A line to drag between them' },
  { key: 'sides', label: 'Side by side', title: 'Both, with one zoom' },
  { key: 'flip', label: 'Flip', title: 'Hold Space or the pointer to see the other' },
  { key: 'difference', label: 'Difference', title: 'Where they differ, and how much' },
]);
/** @type {Record<string, Mark>} */
const MARKS = { 1: 'pick', 2: 'maybe', 3: 'reject', 0: '' };
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
  /** All that are compared. @type {BoardNode[]} */
  #nodes = [];
  /** The tile that keys mark: under the pointer, or with the focus. */
  #pointed = '';
  /** @type {string} */
  #mode = 'slider';
  #split = 0.5;
  #view = { x: 0, y: 0, zoom: 1 };
  #showMode = (/** @type {string} */ _key) => {};
  #measured = '';
  #editOf;

  /** @param {Editor} editor @param {HTMLElement} root the page's #board @param {(node: BoardNode) => Promise<Edit | null>} editOf what an edit of a
   * picture promised, or null where nobody knows */
  constructor(editor, root, editOf = async () => null) {
    this.#editOf = editOf;
    this.#editor = editor;
    this.#root = root;
    editor.commands.register({
      id: 'compare.open', label: 'Compare', keys: 'Shift+C', mode: 'canvas', icon: 'square-split-horizontal',
      enabled: () => comparedOf(editor.store, editor.selectedNodes()) !== null,
      why: () => 'select two to nine pictures, or one that was made from another',
      run: () => { const nodes = comparedOf(editor.store, editor.selectedNodes()); if (nodes) this.#open(nodes); },
    });
    editor.on('compare', ({ ids }) => { const nodes = comparedOf(editor.store, editor.store.nodesOf(ids)); if (nodes) this.#open(nodes); });
    editor.store.subscribe(() => { if (this.#dialog) this.#showMarks(); });
  }

  /** @param {BoardNode[]} nodes two or more */
  #open(nodes) {
    this.#nodes = nodes;
    this.#pair = [nodes[0], nodes[1]];
    if (nodes.length > 2) this.#mode = 'grid';
    else if (this.#mode === 'grid') this.#mode = 'slider';
    this.#pointed = '';
    this.#split = 0.5;
    this.#view = { x: 0, y: 0, zoom: 1 };
    const dialog = this.#build();
    this.#dialog = dialog;
    this.#root.append(dialog);
    if (nodes.length > 2) this.#fillTiles();
    this.#fill();
    this.#choose(this.#mode);
    /** @type {HTMLDialogElement} */ (dialog).showModal();
    find(dialog, '.stage').focus();
  }

  #build() {
    const button = (/** @type {string} */ name, /** @type {string} */ words, /** @type {string} */ keys, /** @type {() => void} */ run) => (
      element('button', { type: 'button', class: 'btn sq quiet', 'aria-label': words, title: keys ? `${words}  ${keys}` : words, onclick: run }, icon(name)));
    const modes = element('div', { class: 'seg', role: 'radiogroup', 'aria-label': 'How to compare' });
    this.#showMode = radioButtons(modes, this.#modes, (key) => this.#choose(key));
    const pane = (/** @type {string} */ side) => element('div', { class: 'pane', 'data-side': side }, element('img', { alt: '', draggable: 'false' }), element('span', { class: 'chip over cut' }));
    const stage = element('div', { class: 'stage', tabindex: '0', role: 'group', 'aria-label': 'The pictures', 'data-mode': this.#mode },
      element('div', { class: 'tiles' }),
      pane('before'), pane('after'),
      element('div', { class: 'pane map' }, element('canvas', {})),
      element('div', { class: 'split', role: 'slider', tabindex: '0', 'aria-label': 'Line between before and after', 'aria-valuemin': 0, 'aria-valuemax': 100 },
        element('span', {}, icon('square-split-horizontal'))));
    const dialog = element('dialog', {
      class: 'compare', 'aria-label': 'Compare', onclose: () => { dialog.remove(); this.#dialog = null; this.#returnFocus(); },
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), onkeyup: (/** @type {KeyboardEvent} */ event) => { if (event.key === ' ') this.#hold(false); },
    },
    element('header', { class: 'row' }, element('b', { class: 't15 strong' }, 'Compare'), modes, this.#chooser(0, 'Before'), this.#chooser(1, 'After'), element('span', { class: 'grow two cut', role: 'status', 'data-words': '' }),
      button('arrow-left-right', 'Swap sides', 'X', () => this.#swap()), button('maximize', 'Show whole', 'Shift 1', () => this.#look({ x: 0, y: 0, zoom: 1 })),
      button('x', 'Close', 'Esc', () => this.#close())),
    stage);
    stage.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    stage.addEventListener('pointerdown', (event) => this.#press(event));
    return dialog;
  }

  get #modes() {
    return this.#nodes.length > 2 ? [{ ...ALL, label: `All ${this.#nodes.length}` }, ...MODES] : [...MODES];
  }

  #returnFocus() {
    const shown = this.#editor.mode === 'review' ? '#review .easel' : '#stage';
    /** @type {HTMLElement | null} */ (document.querySelector(shown))?.focus({ preventScroll: true });
  }

  /** Which of several stands on one side. @param {0 | 1} side @param {string} label */
  #chooser(side, label) {
    if (this.#nodes.length < 3) return null;
    const options = this.#nodes.map((node, i) => element('option', { value: String(i) }, `${i + 1}: ${titleOf(node) || 'Picture'}`));
    const field = /** @type {HTMLSelectElement} */ (element('select', { class: 'field side', 'aria-label': label, 'data-side': side }, ...options));
    field.value = String(side);
    field.addEventListener('change', () => {
      const pair = /** @type {[BoardNode, BoardNode]} */ (this.#pair);
      this.#pair = side ? [pair[0], this.#nodes[Number(field.value)]] : [this.#nodes[Number(field.value)], pair[1]];
      this.#fill();
      this.#choose(this.#mode);
      this.#stage.focus();
    });
    return field;
  }

  #fillTiles() {
    const tiles = find(this.#stage, '.tiles');
    tiles.style.setProperty('--columns', String(Math.ceil(Math.sqrt(this.#nodes.length))));
    tiles.replaceChildren(...this.#nodes.map((node, i) => {
      const words = `${i + 1}: ${titleOf(node) || 'Picture'}`;
      const point = () => { this.#pointed = node.id; };
      return element('div', { class: 'pane', tabindex: '0', role: 'group', 'aria-label': words, 'data-node': node.id, onpointerenter: point, onfocus: point },
        element('img', { alt: words, draggable: 'false', src: pictureUrl(this.#editor.config, node.asset, SHOWN_LEVEL) }), element('span', { class: 'chip over cut' }, words));
    }));
    this.#showMarks();
  }

  #showMarks() {
    for (const tile of /** @type {NodeListOf<HTMLElement>} */ (this.#stage.querySelectorAll('.tiles > [data-node]'))) {
      const mark = this.#editor.store.node(tile.dataset.node)?.mark ?? '';
      if ((tile.dataset.mark ?? '') === mark) continue;
      tile.dataset.mark = mark;
      tile.querySelector('.mark')?.remove();
      if (mark) tile.append(element('span', { class: 'mark', title: MARK_WORDS[mark] }, icon(MARK_ICONS[mark], 's')));
    }
  }

  /** The picture under the pointer, or the one with the focus. @param {Mark} mark */
  #mark(mark) {
    const node = this.#editor.store.node(this.#pointed);
    if (node && this.#mode === 'grid') this.#editor.commit(markChanges([node], mark), { label: 'Mark a picture' });
  }

  #fill() {
    for (const [i, side] of ['before', 'after'].entries()) {
      const node = /** @type {[BoardNode, BoardNode]} */ (this.#pair)[i];
      const pane = find(this.#stage, `.pane[data-side=${side}]`);
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
    // Panes of another size: the same place lies elsewhere in them.
    if ((mode === 'grid') !== (this.#mode === 'grid')) this.#view = { x: 0, y: 0, zoom: 1 };
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
    if (event.ctrlKey || event.metaKey || event.altKey || /** @type {HTMLElement} */ (event.target).closest('select')) return;
    const isSplit = /** @type {HTMLElement} */ (event.target).closest('.split') || (this.#mode === 'slider' && event.target === this.#stage);
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    const key = event.key.toLowerCase();
    const isButton = /** @type {HTMLElement} */ (event.target).closest('button');
    const modes = this.#modes;
    const at = modes.findIndex(({ key: mode }) => mode === this.#mode);
    if (key === 'm') this.#choose(modes[(at + 1) % modes.length].key);
    else if (key === 'x') this.#swap();
    else if (event.shiftKey && event.code === 'Digit1') this.#look({ x: 0, y: 0, zoom: 1 });
    else if (!event.shiftKey && key in MARKS && this.#mode === 'grid') this.#mark(MARKS[key]);
    else if (key === '+' || key === '=') this.#zoom(1.25);
    else if (key === '-') this.#zoom(1 / 1.25);
    else if (step && isSplit) this.#divide(this.#split + step);
    else if (key === ' ' && !isButton) this.#hold(true);
    else return;
    event.preventDefault();
  }

  /** @param {number} factor about the middle of a pane */
  #zoom(factor) {
    const { clientWidth, clientHeight } = find(this.#stage, this.#mode === 'grid' ? '.tiles > .pane' : '.pane[data-side=before]');
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
    const { left, top } = panes.find((box) => clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom) ?? panes[0];
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
      const edit = changed ? await this.#editOf(pair[1]) : null;
      if (this.#pair !== pair || !this.#dialog) return;
      const isAlike = pair[0].image_width === pair[1].image_width && pair[0].image_height === pair[1].image_height;
      this.#measured = [changedWords(changed, total) + insideWords(edit, pair[0].asset, pair[1].asset), isAlike ? '' : 'the two differ in size: brought to one', scale < 1 ? `compared at ${before.width} × ${before.height} px` : ''].filter(Boolean).join(' · ');
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
