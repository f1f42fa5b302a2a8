// Opens a mask from a file, after showing what it was understood to mean, and saves one to a file.

import { element, find, radioButtons } from './elements.js';
import { MEANINGS, maskFrom, maskWords, meaningOf, reasonAgainstFile, transparentFrom } from './mask_file.js';
import { pictureUrl } from './picture_url.js';
import { encodeGreyPng } from './png.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { Meaning } from './mask_file.js' */
/** @import { MaskEditor } from './mask_editor.js' */
/** @import { Toasts } from './toasts.js' */

const PREVIEW_SIDE = 352;

export class MaskFilePanel {
  #editor;
  #mode;
  #mask;
  #toasts;
  #input;

  /** @param {Editor} editor @param {EditMode} mode @param {MaskEditor} mask @param {Toasts} toasts @param {HTMLElement} page #board */
  constructor(editor, mode, mask, toasts, page) {
    this.#editor = editor;
    this.#mode = mode;
    this.#mask = mask;
    this.#toasts = toasts;
    this.#input = /** @type {HTMLInputElement} */ (find(page, '[data-mask-file]'));
    this.#input.addEventListener('change', () => {
      const [file] = this.#input.files ?? [];
      this.#input.value = '';
      if (file) void this.#read(file);
    });
    const add = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ icon, /** @type {() => void} */ run) => editor.commands.register({ id: `mask.${id}`, label, icon, mode: 'mask', run });
    add('import', 'Open a mask file', 'upload', () => this.#input.click());
    add('export_white', 'Save the mask, white = change', 'download', () => { void this.#save('white'); });
    add('export_transparent', 'Save the mask, transparent = change', 'download', () => { void this.#save('transparent'); });
  }

  /** @param {File} file */
  async #read(file) {
    const { picture } = this.#mode;
    const raster = this.#mask.raster;
    if (!picture || !raster) return;
    const bitmap = await createImageBitmap(file, { premultiplyAlpha: 'none' }).catch(() => null);
    if (!bitmap) {
      this.#toasts.bad('This file is no picture that the browser can read. Choose a PNG.');
      return;
    }
    const reason = reasonAgainstFile(bitmap, raster);
    if (reason) {
      this.#toasts.bad(reason);
      return;
    }
    const canvas = /** @type {HTMLCanvasElement} */ (element('canvas', { width: raster.width, height: raster.height }));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    context.drawImage(bitmap, 0, 0, raster.width, raster.height);
    bitmap.close();
    const { data } = context.getImageData(0, 0, raster.width, raster.height);
    const mask = await this.#ask(picture, data, raster);
    if (mask && this.#mask.raster === raster) this.#mask.take(mask);
  }

  /**
   * Shows what would change, to be corrected before it is used.
   * @param {BoardNode} picture @param {Uint8ClampedArray} rgba @param {{width: number, height: number}} size
   * @returns {Promise<Uint8Array | null>} null: not to be used
   */
  #ask(picture, rgba, size) {
    return new Promise((resolve) => {
      /** @type {Uint8Array} */
      let mask = new Uint8Array();
      const canvas = /** @type {HTMLCanvasElement} */ (element('canvas', { 'aria-hidden': 'true' }));
      const words = element('p', { class: 'two', role: 'status' });
      const choices = element('div', { class: 'seg wrap', role: 'radiogroup', 'aria-label': 'What the file means' });
      const shown = radioButtons(choices, [...MEANINGS], (key) => show(/** @type {Meaning} */ (key)));
      const image = new Image();
      const show = (/** @type {Meaning} */ meaning) => {
        mask = maskFrom(rgba, meaning);
        shown(meaning);
        words.textContent = maskWords(mask);
        drawPreview(canvas, image, mask, size);
      };
      const use = () => { resolve(mask); dialog.close(); };
      const dialog = /** @type {HTMLDialogElement} */ (element(
        'dialog', { class: 'dlg s question mask-file', 'aria-label': 'Use this mask?', onclose: () => { resolve(null); dialog.remove(); } },
        element('h2', { class: 't15 strong' }, 'Use this mask?'), canvas, choices, words,
        element('div', { class: 'row' },
          element('button', { type: 'button', class: 'btn', onclick: () => dialog.close() }, 'Cancel'),
          element('button', { type: 'button', class: 'btn primary', onclick: use }, 'Use mask')),
      ));
      document.body.append(dialog);
      show(meaningOf(rgba, size.width, size.height));
      image.onload = () => drawPreview(canvas, image, mask, size);
      image.src = pictureUrl(this.#editor.config, picture.asset, 512);
      dialog.showModal();
    });
  }

  /** @param {'white' | 'transparent'} meaning */
  async #save(meaning) {
    const { picture } = this.#mode;
    const raster = this.#mask.raster;
    if (!picture || !raster) return;
    if (raster.bounds() === null) {
      this.#toasts.say('There is no mask to save yet: paint one first.');
      return;
    }
    const { data, width, height } = raster;
    const png = meaning === 'white' ? await encodeGreyPng(data.slice(), width, height) : await encodeGreyPng(transparentFrom(data), width, height, { hasAlpha: true });
    const link = /** @type {HTMLAnchorElement} */ (element('a', { href: URL.createObjectURL(png), download: `${picture.name || 'picture'} ${this.#mask.layers?.active.name}, ${meaning} = change.png` }));
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

/** The picture with what changes tinted. @param {HTMLCanvasElement} canvas @param {HTMLImageElement} image
 * @param {Uint8Array} mask @param {{width: number, height: number}} size of the mask */
function drawPreview(canvas, image, mask, { width, height }) {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  if (image.complete && image.naturalWidth) context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const tint = new ImageData(canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y += 1) {
    for (let x = 0; x < canvas.width; x += 1) {
      const from = Math.min(height - 1, Math.floor((y + 0.5) / scale)) * width + Math.min(width - 1, Math.floor((x + 0.5) / scale));
      tint.data[(y * canvas.width + x) * 4 + 3] = mask[from];
    }
  }
  const layer = /** @type {HTMLCanvasElement} */ (element('canvas', { width: canvas.width, height: canvas.height }));
  const over = /** @type {CanvasRenderingContext2D} */ (layer.getContext('2d'));
  over.putImageData(tint, 0, 0);
  over.globalCompositeOperation = 'source-in';
  over.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--mask').trim();
  over.fillRect(0, 0, layer.width, layer.height);
  context.globalAlpha = 0.7;
  context.drawImage(layer, 0, 0);
  context.globalAlpha = 1;
}
