// Pictures that people drop, paste or choose: checked, measured, shown at once where they will lie,
// sent, and put on the board. Each one that is refused says why.

import { ApiError } from './api.js';
import { element, icon } from './elements.js';
import { counted, worldSize } from './generation_form.js';

/** @import { Box, Point } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Api, SentAsset } from './api.js' */
/** @import { Toasts } from './toasts.js' */

/** What the server decodes; a file without a type is tried. */
const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp', 'image/tiff', 'image/avif', 'image/heic', 'video/mp4', 'video/webm', 'video/quicktime', 'video/x-matroska', ''];
const AT_ONCE = 3;
const GAP = 16;
const ROW = 5;
const SQUARE = { width: 1024, height: 1024 };

/** @typedef {{file: File, box: Box, shown: HTMLElement, preview: string | null}} Upload */

export class Uploads {
  #editor;
  #api;
  #toasts;
  #layer;
  /** @type {Set<Upload>} */
  #open = new Set();
  /** @type {Upload[]} */
  #queue = [];
  #running = 0;

  /** @param {Editor} editor @param {HTMLElement} layer DOM over the board @param {Api} api @param {Toasts} toasts */
  constructor(editor, layer, api, toasts) {
    this.#editor = editor;
    this.#api = api;
    this.#toasts = toasts;
    this.#layer = layer;
    editor.viewport.subscribe(() => { for (const upload of this.#open) this.#place(upload); });
    window.addEventListener('beforeunload', (event) => { if (this.#open.size) event.preventDefault(); });
  }

  /** Let people choose files; they go into the middle of the view. */
  choose() {
    const input = /** @type {HTMLInputElement} */ (element('input', { type: 'file', accept: 'image/*,video/mp4,video/webm,video/quicktime', multiple: true }));
    input.addEventListener('change', () => { void this.add([...(input.files ?? [])], null); });
    input.click();
  }

  /**
   * @param {File[]} files
   * @param {Point | null} world where the first one's middle goes; null: free space in the view
   */
  async add(files, world) {
    const good = files.filter((file) => this.#isGood(file));
    if (!good.length) return;
    const measured = await Promise.all(good.map(async (file) => ({ file, ...await measure(file) })));
    const sizes = measured.map(({ size }) => worldSize(size));
    const room = this.#editor.viewport.visibleBox().width - 2 * GAP;
    const places = rowOf(sizes, world ?? this.#freePlace(sizes, room), world !== null, room);
    measured.forEach(({ file, preview }, i) => {
      const upload = { file, preview, box: { ...places[i], ...sizes[i] }, shown: this.#placeholder(file, preview) };
      this.#open.add(upload);
      this.#layer.append(upload.shown);
      this.#place(upload);
      this.#queue.push(upload);
    });
    this.#next();
  }

  /** @param {File} file */
  #isGood(file) {
    const most = this.#editor.config.limits.upload_bytes;
    if (!TYPES.includes(file.type)) {
      this.#toasts.bad(`${file.name} is no picture or clip that can be read. Use PNG, JPEG or WebP, or MP4 or WebM.`);
      return false;
    }
    if (file.size === 0 || file.size > most) {
      const words = file.size === 0 ? 'is empty' : `has ${Math.ceil(file.size / 1048576)} MB, at most ${Math.floor(most / 1048576)} MB are taken`;
      this.#toasts.bad(`${file.name} ${words}.`);
      return false;
    }
    return true;
  }

  /** @param {{width: number, height: number}[]} sizes @param {number} room @returns {Point} top left corner of all rows */
  #freePlace(sizes, room) {
    const block = blockOf(sizes, room);
    return this.#editor.freeSpots({ count: 1, ...block })[0];
  }

  #next() {
    while (this.#running < AT_ONCE && this.#queue.length) {
      this.#running += 1;
      const upload = /** @type {Upload} */ (this.#queue.shift());
      void this.#send(upload).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  /** @param {Upload} upload */
  async #send(upload) {
    const bar = /** @type {HTMLElement | null} */ (upload.shown.querySelector('.bar i'));
    const chip = /** @type {HTMLElement} */ (upload.shown.querySelector('.chip'));
    try {
      const asset = await this.#api.sendPicture(upload.file, (fraction) => {
        bar?.style.setProperty('--v', `${fraction * 100}%`);
        chip.textContent = fraction < 1 ? `Uploading, ${Math.round(fraction * 100)} %` : 'Reading';
      });
      this.#put(upload, asset);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const again = error.status === 0 || error.status >= 500 ? { label: 'Try again', run: () => { void this.add([upload.file], middleOf(upload.box)); } } : undefined;
      this.#toasts.say(`${upload.file.name}: ${error.message}`, { kind: 'bad', action: again });
    } finally {
      this.#open.delete(upload);
      upload.shown.remove();
      if (upload.preview) URL.revokeObjectURL(upload.preview);
    }
  }

  /** @param {Upload} upload @param {SentAsset} asset */
  #put({ box, file }, asset) {
    const id = this.#editor.newId();
    // As it really is: what the browser could not measure was shown as a square.
    const size = worldSize(asset);
    const place = { x: box.x, y: box.y, ...size };
    const parent = this.#editor.frameFor(place);
    this.#editor.commit([{
      node: id,
      create: {
        kind: 'image', ...place, order: this.#editor.topOrders()[0], parent,
        asset: asset.id, image_width: asset.width, image_height: asset.height, name: (asset.name || file.name).slice(0, 200),
      },
    }], { label: `Upload ${counted(1, 'picture')}` });
    if (parent && this.#open.size === 1) this.#editor.emit('moved-into', { id });
  }

  /** @param {File} file @param {string | null} preview */
  #placeholder(file, preview) {
    return element(
      'div', { class: 'uploading', role: 'img', 'aria-label': `Uploading ${file.name}` },
      preview ? element('img', { src: preview, alt: '' }) : icon('image', 'l'),
      element('span', { class: 'chip over cut' }, 'Waiting'),
      element('div', { class: 'bar' }, element('i')),
    );
  }

  /** @param {Upload} upload */
  #place({ shown, box }) {
    const { x, y } = this.#editor.viewport.worldToScreen(box);
    const { zoom } = this.#editor.viewport;
    shown.style.transform = `translate(${x}px, ${y}px)`;
    shown.style.width = `${box.width * zoom}px`;
    shown.style.height = `${box.height * zoom}px`;
  }
}

/** @param {Box} box */
function middleOf(box) {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** @param {File} file @returns {Promise<{size: {width: number, height: number}, preview: string | null}>} px, upright */
async function measure(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const size = { width: bitmap.width, height: bitmap.height };
    bitmap.close();
    return { size, preview: URL.createObjectURL(file) };
  } catch {
    return { size: SQUARE, preview: null }; // this browser cannot read it; the server may
  }
}

/**
 * Tidy rows: equal tops, wrapped after five, or where the room ends.
 * @param {{width: number, height: number}[]} sizes @param {Point} at
 * @param {boolean} isMiddle `at` is the first one's middle, else the top left corner of all rows
 * @param {number} [room] world units across, for what is seen at once
 * @returns {Point[]}
 */
export function rowOf(sizes, at, isMiddle, room = Infinity) {
  const left = isMiddle ? at.x - sizes[0].width / 2 : at.x;
  let y = isMiddle ? at.y - sizes[0].height / 2 : at.y;
  let x = left;
  let tallest = 0;
  let inRow = 0;
  return sizes.map((size) => {
    if (inRow === ROW || (inRow > 0 && x + size.width > left + room)) {
      x = left;
      y += tallest + GAP;
      tallest = 0;
      inRow = 0;
    }
    inRow += 1;
    const place = { x, y };
    x += size.width + GAP;
    tallest = Math.max(tallest, size.height);
    return place;
  });
}

/** How much room the rows take. @param {{width: number, height: number}[]} sizes @param {number} [room] */
export function blockOf(sizes, room) {
  const places = rowOf(sizes, { x: 0, y: 0 }, false, room);
  return {
    width: Math.max(...places.map(({ x }, i) => x + sizes[i].width)),
    height: Math.max(...places.map(({ y }, i) => y + sizes[i].height)),
  };
}
