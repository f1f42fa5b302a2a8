// Keeps masks on the server, as one `mask` node a picture, so that a mask that was begun outlives
// the editor, the page and the browser.

import { ApiError } from './api.js';
import { greyOf } from './grey_pixels.js';
import { encodeGreyPng } from './png.js';

/** @import { BoardNode, Change } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Api } from './api.js' */
/** @import { MaskRaster } from './mask_raster.js' */

/** On the board a mask stands under its picture, at a quarter of its size. */
const SHOWN_SHARE = 0.25;
const GAP = 24;

export class MaskKeeper {
  #editor;
  #api;
  /** One after the other: two at once would make two nodes. @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** @param {Editor} editor @param {Api} api */
  constructor(editor, api) {
    this.#editor = editor;
    this.#api = api;
  }

  /** @param {string} pictureId @returns {BoardNode | null} */
  nodeOf(pictureId) {
    for (const node of this.#editor.store.nodes()) if (node.kind === 'mask' && node.picture === pictureId) return node;
    return null;
  }

  /**
   * The picture's own mask, or the one of the edit that made it: "again with the same mask".
   * @param {string} pictureId @returns {BoardNode | null}
   */
  offeredFor(pictureId) {
    const own = this.nodeOf(pictureId);
    if (own) return own;
    const { store } = this.#editor;
    const edge = store.edgesOf(pictureId).find(({ role, target }) => role === 'mask' && target === pictureId);
    return store.node(edge?.source ?? null) ?? null;
  }

  /**
   * Store what is masked now. Throws ApiError.
   * @param {BoardNode} picture @param {MaskRaster} raster
   * @param {{prompt: string, strength: number}} words
   * @param {boolean} isChanged whether the pixels changed since they were stored last
   * @returns {Promise<string | null>} the mask's node, known to the server; null for an empty or full mask
   */
  keep(picture, raster, words, isChanged) {
    const box = raster.bounds();
    const usable = box !== null && !raster.isFull();
    const pixels = usable && (isChanged || !this.nodeOf(picture.id)) ? raster.data.slice() : null;
    const kept = this.#last.then(() => this.#keep(picture, raster, words, usable, pixels));
    this.#last = kept.catch(() => {});
    return kept;
  }

  /** @param {BoardNode} picture @param {MaskRaster} raster @param {{prompt: string, strength: number}} words @param {boolean} usable @param {Uint8Array | null} pixels */
  async #keep(picture, raster, words, usable, pixels) {
    const before = this.nodeOf(picture.id);
    if (!usable) {
      if (before && raster.bounds(1) === null) this.#editor.commit([{ node: before.id, delete: true }], { undoable: false });
      return null;
    }
    /** @type {Record<string, unknown>} */
    const props = {};
    if (pixels) {
      const png = await encodeGreyPng(pixels, raster.width, raster.height);
      props.asset = (await this.#api.sendMask(png, picture.asset ?? '')).id;
    }
    if (before?.prompt !== words.prompt) props.prompt = words.prompt;
    if (before?.strength !== words.strength) props.strength = words.strength;
    const id = before?.id ?? this.#editor.newId();
    const change = before ? { node: id, set: props } : this.#create(id, picture, { ...props, ...words });
    const opIds = Object.keys(props).length ? this.#editor.commit([change], { label: 'Mask', undoable: false }) : [];
    await this.#committed(opIds);
    return id;
  }

  /** @param {string} id @param {BoardNode} picture @param {Record<string, unknown>} props @returns {Change} */
  #create(id, picture, props) {
    const width = picture.width * SHOWN_SHARE;
    const height = picture.height * SHOWN_SHARE;
    const below = { x: picture.x - 16, y: picture.y + picture.height + GAP, width: 0, height: 0 };
    const [place] = this.#editor.freeSpots({ count: 1, width, height, near: below });
    return {
      node: id,
      create: { kind: 'mask', ...place, width, height, order: this.#editor.topOrders()[0], picture: picture.id, name: 'Mask', ...props },
    };
  }

  /** The server knows it: a request that names the node would come too early otherwise. @param {string[]} opIds */
  async #committed(opIds) {
    const isOpen = () => opIds.some((id) => this.#editor.store.isPending(id));
    if (!isOpen()) return;
    await new Promise((resolve) => {
      const stop = this.#editor.on('saved', () => {
        if (isOpen()) return;
        stop();
        resolve(null);
      });
    });
  }

  /**
   * Bring a stored mask back. @param {BoardNode} picture @param {MaskRaster} raster
   * @returns {Promise<BoardNode | null>} the node it came from; null: there is none that fits
   */
  async restore(picture, raster) {
    const node = this.offeredFor(picture.id);
    if (!node?.asset) return null;
    const url = this.#editor.config.urls.asset.replace('{id}', node.asset).replace('{level}', 'original');
    const response = await fetch(url).catch(() => null);
    if (!response?.ok) throw new ApiError('mask_unreadable', 'The stored mask was not reached. Leave and come back to try again.', response?.status ?? 0);
    const bitmap = await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' });
    const fits = bitmap.width === raster.width && bitmap.height === raster.height;
    if (fits) raster.load(greyOf(bitmap));
    bitmap.close();
    return fits ? node : null;
  }
}
