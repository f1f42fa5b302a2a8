// Taking a part of a result back: the eraser paints over it, and the picture before shows there again.

import { encodeGreyPng } from './png.js';
import { MaskRaster } from './mask_raster.js';
import { MaskView } from './mask_view.js';

/** @import { BoardNode } from './types.js' */
/** @import { Api } from './api.js' */
/** @import { BlendEditor } from './blend_editor.js' */
/** @import { Colours } from './mask_view.js' */

export class ResultEraser {
  /** The result that is erased from. @type {string | null} */
  node = null;
  /** @type {MaskView | null} */
  view = null;
  /** @type {Map<string, MaskRaster>} what was erased of each result */
  #rasters = new Map();
  #api;
  #blend;

  /** @param {Api} api @param {BlendEditor} blend */
  constructor(api, blend) {
    this.#api = api;
    this.#blend = blend;
  }

  /** @param {BoardNode} result @param {Colours} colours @returns {MaskRaster} to paint into */
  begin(result, colours) {
    const raster = this.#rasters.get(result.id) ?? new MaskRaster(result.image_width ?? 1, result.image_height ?? 1);
    this.#rasters.set(result.id, raster);
    this.node = result.id;
    this.view = new MaskView(raster, colours);
    return raster;
  }

  end() {
    this.node = null;
    this.view = null;
  }

  /** After a stroke: put the parent back where it went. Throws ApiError.
   * @param {BoardNode} picture what the result was made from @param {number} transition px */
  async apply(picture, transition) {
    const { node } = this;
    const raster = node && this.#rasters.get(node);
    if (!node || !raster || !picture.asset) return;
    const png = await encodeGreyPng(raster.data, raster.width, raster.height);
    const { id } = await this.#api.sendMask(png, picture.asset);
    await this.#blend.keep(node, transition, id);
    if (this.view) this.view.isHidden = true; // the result shows it from now on
  }
}
