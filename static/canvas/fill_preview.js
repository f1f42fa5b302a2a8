// What the picture looks like with a thing gone, before anything is paid: the hole filled from its
// surroundings, shown in place while the intent is to remove.

import { ApiError } from './api.js';
import { find } from './elements.js';
import { unionCells } from './mask_outline.js';
import { encodeGreyPng } from './png.js';

/** @import { Api } from './api.js' */
/** @import { Candidates } from './candidates.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { Editor } from './editor.js' */
/** @import { MaskEditor } from './mask_editor.js' */
/** @import { Memory } from './memory.js' */

/** A hand that goes on painting is not to wait for looks that it has made old. */
const ASK_AFTER_MS = 350;
const WORDS = 'Free: filled here from what is around. The engine’s result may differ.';

export class FillPreview {
  #editor;
  #mode;
  #mask;
  #api;
  #strip;
  #root;
  #timer = 0;
  /** What was asked for last; answers of older questions are out of date. */
  #asked = 0;
  /** What the shown look is of. */
  #shown = '';

  /** @param {{editor: Editor, mode: EditMode, mask: MaskEditor, api: Api, strip: Candidates, memory: Memory, page: HTMLElement}} parts page: #board */
  constructor({ editor, mode, mask, api, strip, memory, page }) {
    this.#editor = editor;
    this.#mode = mode;
    this.#mask = mask;
    this.#api = api;
    this.#strip = strip;
    this.#root = find(page, '[data-fill-preview]');
    const toggle = this.#toggle;
    toggle.checked = memory.read('fill-preview', true);
    toggle.addEventListener('change', () => {
      memory.write('fill-preview', toggle.checked);
      this.#plan();
    });
    mask.subscribe(() => this.#plan());
    mask.onDrawn(() => this.#clear());
    strip.subscribe(() => this.#plan());
  }

  /** @returns {HTMLInputElement} */
  get #toggle() { return find(this.#root, 'input'); }

  get #isWanted() {
    return this.#mask.intent === 'remove' && this.#toggle.checked && this.#mask.isReady && !this.#strip.isShowing;
  }

  #plan() {
    this.#root.hidden = this.#mask.intent !== 'remove';
    const wanted = this.#isWanted ? this.#key() : '';
    if (wanted && wanted === this.#shown && this.#mask.view?.filled) return;
    this.#clear();
    this.#say(this.#toggle.checked ? WORDS : '');
    if (!wanted) return;
    this.#say('Filling…');
    this.#timer = window.setTimeout(() => { void this.#look(wanted); }, ASK_AFTER_MS);
  }

  /** Tells one hole from another: the picture and what is used of its masks. */
  #key() {
    const used = this.#mask.layers?.calls().flatMap(({ layers }) => layers) ?? [];
    return [this.#mode.picture?.asset, ...used.map(({ id, raster }) => `${id} ${raster.version}`)].join(' ');
  }

  /** @param {string} wanted */
  async #look(wanted) {
    const { view, layers } = this.#mask;
    const { picture } = this.#mode;
    if (!view || !layers || !picture) return;
    this.#asked += 1;
    const number = this.#asked;
    const masks = view.shrunk(layers.calls().flatMap((call) => call.layers).map(({ raster }) => raster));
    const { columns, rows } = masks[0];
    try {
      const { look, area } = await this.#api.lookAtFill(picture.id, await encodeGreyPng(unionCells(masks).slice(), columns, rows));
      const bitmap = await createImageBitmap(look);
      if (number !== this.#asked || view !== this.#mask.view) {
        bitmap.close();
        return;
      }
      view.filled = { bitmap, area };
      this.#shown = wanted;
      this.#say(WORDS);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (number === this.#asked) this.#say(error.message);
    }
    this.#editor.renderer.requestOverlay();
  }

  /** The mask itself is seen again. */
  #clear() {
    window.clearTimeout(this.#timer);
    this.#asked += 1;
    const { view } = this.#mask;
    if (!view?.filled) return;
    view.filled.bitmap.close();
    view.filled = null;
    this.#editor.renderer.requestOverlay();
  }

  /** @param {string} words */
  #say(words) {
    find(this.#root, '[data-words]').textContent = words;
  }
}
