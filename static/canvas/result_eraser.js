// Taking a part of a result back: the eraser paints over it, and the picture before shows there again.

import { ApiError } from './api.js';
import { MaskRaster } from './mask_raster.js';
import { MaskView } from './mask_view.js';

/** @import { BoardNode } from './types.js' */
/** @import { Api } from './api.js' */
/** @import { BesidePage } from './beside_page.js' */
/** @import { BlendEditor } from './blend_editor.js' */
/** @import { Candidates } from './candidates.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { Editor } from './editor.js' */
/** @import { MaskGestures } from './mask_gestures.js' */
/** @import { Colours } from './mask_view.js' */
/** @import { Toasts } from './toasts.js' */

export class ResultEraser {
  /** The result that is erased from. @type {string | null} */
  node = null;
  /** @type {MaskView | null} */
  view = null;
  /** @type {Map<string, MaskRaster>} what was erased of each result */
  #rasters = new Map();
  #editor;
  #mode;
  #page;
  #api;
  #blend;
  #strip;
  #toasts;
  #beside;

  /** @param {{editor: Editor, mode: EditMode, page: HTMLElement, api: Api, blend: BlendEditor, strip: Candidates, toasts: Toasts,
   *   beside: BesidePage}} parts page: #board */
  constructor({ editor, mode, page, api, blend, strip, toasts, beside }) {
    this.#editor = editor;
    this.#mode = mode;
    this.#page = page;
    this.#api = api;
    this.#blend = blend;
    this.#strip = strip;
    this.#toasts = toasts;
    this.#beside = beside;
  }

  /** From the chosen result; its strokes are painted from now on. @param {MaskGestures} gestures @param {Colours} colours @returns {boolean} whether there is one */
  begin(gestures, colours) {
    const result = this.#editor.store.node(this.#strip.chosen ?? '');
    if (this.node || !result) return false;
    const raster = this.#rasters.get(result.id) ?? new MaskRaster(result.image_width ?? 1, result.image_height ?? 1);
    this.#rasters.set(result.id, raster);
    this.node = result.id;
    this.view = new MaskView({ colours, beside: this.#beside, changed: () => this.#editor.renderer.requestOverlay() });
    this.view.show([{ raster, tint: 'blue' }], raster);
    gestures.attach(raster, this.view);
    gestures.paintsOnly = true;
    this.showButton();
    return true;
  }

  end() {
    this.node = null;
    this.view = null;
    this.showButton();
  }

  /** Another result may be chosen, whose button is a new one. */
  showButton() {
    this.#page.querySelector('[data-act=erase-result]')?.setAttribute('aria-pressed', String(this.node !== null));
  }

  /** After a stroke: put the parent back where it went. */
  async apply() {
    const { node } = this;
    const raster = node && this.#rasters.get(node);
    const asset = this.#mode.picture?.asset;
    if (!node || !raster || !asset) return;
    try {
      const png = await this.#beside.png(raster.data, raster.width, raster.height);
      const { id } = await this.#api.sendMask(png, asset);
      await this.#blend.keep(node, null, id);
      if (this.view) this.view.isHidden = true; // the result shows it from now on
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#toasts.bad(error.message);
    }
    this.#editor.renderer.requestOverlay();
  }
}
