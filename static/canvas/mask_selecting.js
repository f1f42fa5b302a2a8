// Selecting in the mask editor by pointing: what is asked, what comes of it, and when it ends. One question
// after the other refines a selection, until something else is done to the mask.

import { ApiError } from './api.js';

/** @import { BoardNode, Point } from './types.js' */
/** @import { BrushBar } from './brush_bar.js' */
/** @import { MaskLayers } from './mask_layers.js' */
/** @import { MaskPick, Pick } from './mask_pick.js' */
/** @import { Box, MaskRaster } from './mask_raster.js' */
/** @import { MaskView } from './mask_view.js' */

/**
 * @typedef {object} SelectingHost
 * @property {() => BoardNode | null} picture
 * @property {() => MaskLayers | null} layers
 * @property {() => MaskView | null} view
 * @property {() => void} began
 * @property {() => void} painted the mask is another
 * @property {(message: string) => void} refused
 * @property {() => void} redraw
 */

export class MaskSelecting {
  /** The last question, answered or not. @type {Promise<void>} */
  done = Promise.resolve();
  #host;
  #pick;
  #brush;

  /** @param {{host: SelectingHost, pick: MaskPick, brush: BrushBar}} parts */
  constructor({ host, pick, brush }) {
    this.#host = host;
    this.#pick = pick;
    this.#brush = brush;
  }

  /** @param {{point?: Pick, box?: Box}} how */
  smart(how) {
    this.done = this.#select((picture, raster) => this.#pick.smart(picture, raster, how));
  }

  /** @param {Point} [at] px of the picture; without it the last one again, with what the bar says now */
  colour(at) {
    const { tolerance, isConnected } = this.#brush;
    this.done = this.#select((picture, raster) => this.#pick.colour(picture, raster, { at, tolerance, isConnected }));
  }

  /** @param {'subject' | 'background'} part */
  part(part) {
    this.#host.began();
    this.done = this.#select((picture, raster) => this.#pick.part(picture, raster, part));
  }

  end() {
    this.#pick.end();
    this.show();
  }

  /** Where was pointed at, on the view that is open. */
  show() {
    const view = this.#host.view();
    if (view) view.picks = this.#pick.points;
  }

  /** @param {(picture: BoardNode, raster: MaskRaster) => Promise<boolean>} select */
  async #select(select) {
    const picture = this.#host.picture();
    const layers = this.#host.layers();
    if (!picture || !layers) return;
    try {
      const isChanged = await select(picture, layers.active.raster);
      if (layers !== this.#host.layers()) return;
      this.show();
      if (isChanged) this.#host.painted();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#host.refused(error.message);
    }
    this.#host.redraw();
  }
}
