// Selecting by pointing: smart select, which the server answers, and a range of colour, which is found
// here. Points refine one selection until something else is done to the mask; what was masked before
// it stays as it was.

import { ApiError } from './api.js';
import { colourRange } from './colour_range.js';
import { coloursOf, greyOf } from './grey_pixels.js';

/** @import { BoardNode, Point } from './types.js' */
/** @import { Api } from './api.js' */
/** @import { Box, MaskRaster } from './mask_raster.js' */

/** @typedef {{x: number, y: number, adds: boolean}} Pick px of the picture */

/** Beyond this many px the colours of a picture are too many to keep in a page. */
const MOST_COLOUR_PIXELS = 26_000_000;

export class MaskPick {
  /** Shown over the picture. @type {Pick[]} */
  points = [];
  /** @type {Box | null} */
  #box = null;
  /** The mask without this selection. @type {Uint8Array | null} */
  #base = null;
  /** Answers of older questions are out of date. */
  #count = 0;
  /** @type {{asset: string, colours: Promise<{colours: Uint8Array, width: number, height: number}>} | null} */
  #picture = null;
  /** @type {Point | null} */
  #colourAt = null;
  #api;
  #assetUrl;

  /** @param {{api: Api, assetUrl: (asset: string) => string}} parts assetUrl: of the original */
  constructor({ api, assetUrl }) {
    this.#api = api;
    this.#assetUrl = assetUrl;
  }

  /** The selection is done: the next point begins another. */
  end() {
    this.points = [];
    this.#box = null;
    this.#base = null;
    this.#colourAt = null;
    this.#count += 1;
  }

  /**
   * Add a point, or begin with a box, and put what it selects into the mask.
   * @param {BoardNode} picture @param {MaskRaster} raster @param {{point?: Pick, box?: Box}} how
   * @returns {Promise<boolean>} whether the mask changed. Throws ApiError.
   */
  async smart(picture, raster, { point, box }) {
    if (box) {
      this.end();
      this.#box = box;
    }
    if (point) this.points.push(point);
    if (!this.#box && !this.points.some(({ adds }) => adds)) {
      this.points = [];
      throw new ApiError('nothing_pointed_at', 'Click on the thing first. Then a click with Alt takes a part of it away.', 0);
    }
    const mask = await this.#asked({ node: picture.id, clicks: this.points, box: this.#box && [this.#box.x, this.#box.y, this.#box.width, this.#box.height] });
    return mask !== null && this.#put(raster, mask);
  }

  /**
   * The subject of the picture, or all but it; the next point begins another selection.
   * @param {BoardNode} picture @param {MaskRaster} raster @param {'subject' | 'background'} part
   * @returns {Promise<boolean>} whether the mask changed. Throws ApiError.
   */
  async part(picture, raster, part) {
    this.end();
    const mask = await this.#asked({ node: picture.id, subject: true });
    if (!mask) return false;
    const isChanged = this.#put(raster, part === 'subject' ? mask : mask.map((value) => 255 - value));
    this.end();
    return isChanged;
  }

  /** @param {Parameters<Api['select']>[0]} question @returns {Promise<Uint8Array | null>} null: something else was asked meanwhile */
  async #asked(question) {
    this.#count += 1;
    const number = this.#count;
    const bitmap = await createImageBitmap(await this.#api.select(question), { colorSpaceConversion: 'none' });
    const mask = number === this.#count ? greyOf(bitmap) : null;
    bitmap.close();
    return mask;
  }

  /**
   * Select by the colour at a point; without one, the last again with other settings.
   * @param {BoardNode} picture @param {MaskRaster} raster
   * @param {{at?: Point, tolerance: number, isConnected: boolean}} how
   * @returns {Promise<boolean>} whether the mask changed. Throws ApiError.
   */
  async colour(picture, raster, { at, tolerance, isConnected }) {
    if (at) {
      this.end();
      this.#colourAt = { ...at };
    }
    const from = this.#colourAt;
    if (!from || from.x < 0 || from.y < 0 || from.x >= raster.width || from.y >= raster.height) return false;
    this.#count += 1;
    const number = this.#count;
    const pixels = await this.#colours(picture);
    if (number !== this.#count) return false;
    return this.#put(raster, colourRange(pixels, from, tolerance, isConnected));
  }

  /** @param {MaskRaster} raster @param {Uint8Array} mask */
  #put(raster, mask) {
    this.#base ??= raster.data.slice();
    raster.begin();
    raster.combine(this.#base, 'replace');
    raster.combine(mask, 'add');
    return raster.commit();
  }

  /** @param {BoardNode} picture */
  #colours({ asset, image_width: width = 0, image_height: height = 0 }) {
    if (!asset) throw new ApiError('no_picture', 'This picture is not here any more.', 0);
    if (width * height > MOST_COLOUR_PIXELS) {
      throw new ApiError('too_large', 'This picture is too large to be selected by colour. Use smart select.', 0);
    }
    if (this.#picture?.asset !== asset) {
      const colours = this.#load(asset);
      this.#picture = { asset, colours };
      colours.catch(() => { if (this.#picture?.colours === colours) this.#picture = null; });
    }
    return this.#picture.colours;
  }

  /** @param {string} asset */
  async #load(asset) {
    const response = await fetch(this.#assetUrl(asset)).catch(() => null);
    if (!response?.ok) throw new ApiError('unreachable', 'The picture was not reached. Check the connection and try again.', 0);
    const bitmap = await createImageBitmap(await response.blob());
    const picture = { colours: coloursOf(bitmap), width: bitmap.width, height: bitmap.height };
    bitmap.close();
    return picture;
  }
}
