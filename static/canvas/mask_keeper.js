// Keeps masks on the server, as `mask` nodes of their picture, so that masks that were begun outlive the
// editor, the page and the browser.

import { ApiError } from './api.js';
import { greyOf } from './grey_pixels.js';
import { pictureUrl } from './picture_url.js';

/** @import { BoardNode, Change } from './types.js' */
/** @import { BesidePage } from './beside_page.js' */
/** @import { Editor } from './editor.js' */
/** @import { Api } from './api.js' */
/** @import { MaskLayer, MaskLayers } from './mask_layers.js' */

/** On the board a mask stands under its picture, at a quarter of its size. */
const SHOWN_SHARE = 0.25;
const GAP = 24;

/** @typedef {{layer: MaskLayer, png: Promise<Blob> | null, props: Record<string, unknown>}} Entry what is to be stored of a mask */

export class MaskKeeper {
  #editor;
  #api;
  #beside;
  /** One after the other: two at once would make two nodes. @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** @param {Editor} editor @param {Api} api @param {BesidePage} beside */
  constructor(editor, api, beside) {
    this.#editor = editor;
    this.#api = api;
    this.#beside = beside;
  }

  /** The picture's own masks. @param {string} pictureId @returns {BoardNode[]} lowest first */
  nodesOf(pictureId) {
    return inOrder([...this.#editor.store.nodes()].filter((node) => node.kind === 'mask' && node.picture === pictureId));
  }

  /**
   * The picture's own masks, or those of the edit that made it: "again with the same mask".
   * @param {string} pictureId @returns {BoardNode[]} lowest first
   */
  offeredFor(pictureId) {
    const own = this.nodesOf(pictureId);
    if (own.length) return own;
    const { store } = this.#editor;
    const edges = store.edgesOf(pictureId).filter(({ role, target }) => role === 'mask' && target === pictureId);
    return inOrder(edges.flatMap(({ source }) => store.node(source) ?? []));
  }

  /** Is everything stored as it is here? @param {string} pictureId @param {MaskLayers} layers */
  isAsStored(pictureId, layers) {
    const known = new Map(layers.all.map(({ id, asset }) => [id, asset]));
    return this.nodesOf(pictureId).every(({ id, asset }) => known.get(id) === asset);
  }

  /**
   * Store what is masked now; an empty mask is none, and one of everything stays as it was. Throws ApiError.
   * @param {BoardNode} picture @param {MaskLayers} layers
   * @param {Iterable<string>} gone ids of masks that were taken away
   * @returns {Promise<void>} the server knows them
   */
  keep(picture, layers, gone) {
    const entries = layers.all.filter(isUsable).map((layer) => this.#entry(layer));
    const ended = [...gone, ...layers.all.filter(({ raster }) => raster.written() === null).map(({ id }) => id)];
    const kept = this.#last.then(() => this.#keep(picture, entries, ended));
    this.#last = kept.catch(() => {});
    return kept;
  }

  /** As it is at this moment: painting goes on meanwhile. @param {MaskLayer} layer @returns {Entry} */
  #entry(layer) {
    const { name, prompt, strength, ownWords, off, tint, raster, asset, isChanged } = layer;
    return { layer, png: isChanged || !asset ? this.#beside.png(raster.data, raster.width, raster.height) : null, props: { name, prompt, strength, own_words: ownWords, off, tint } };
  }

  /** @param {BoardNode} picture @param {Entry[]} entries @param {string[]} ended */
  async #keep(picture, entries, ended) {
    for (const { layer, png, props } of entries) {
      if (png) layer.asset = (await this.#api.sendMask(await png, picture.asset ?? '')).id;
      props.asset = layer.asset;
    }
    const { store } = this.#editor;
    this.#order(entries);
    const creates = this.#creates(picture, entries.filter(({ layer }) => !store.node(layer.id)));
    const sets = entries.flatMap(({ layer, props }) => changesOf(store.node(layer.id), props));
    const deletes = ended.filter((id) => store.node(id)).map((id) => /** @type {Change} */ ({ node: id, delete: true }));
    const changes = [...creates, ...sets, ...deletes];
    await this.#committed(changes.length ? this.#editor.commit(changes, { label: 'Mask', undoable: false }) : []);
  }

  /** The orders that they have, as they lie now. @param {Entry[]} entries lowest first */
  #order(entries) {
    const { store } = this.#editor;
    const nodes = entries.map(({ layer }) => store.node(layer.id));
    const news = this.#editor.topOrders(nodes.filter((node) => !node).length);
    const orders = [...nodes.flatMap((node) => node?.order ?? []), ...news].sort((a, b) => (a < b ? -1 : 1));
    entries.forEach(({ props }, i) => { props.order = orders[i]; });
  }

  /** @param {BoardNode} picture @param {Entry[]} entries of masks without a node @returns {Change[]} */
  #creates(picture, entries) {
    const width = picture.width * SHOWN_SHARE;
    const height = picture.height * SHOWN_SHARE;
    const below = { x: picture.x - 16, y: picture.y + picture.height + GAP, width: 0, height: 0 };
    const spots = entries.length ? this.#editor.freeSpots({ count: entries.length, width, height, near: below }) : [];
    return entries.map(({ layer, props }, i) => ({
      node: layer.id, create: { kind: 'mask', ...spots[i], width, height, picture: picture.id, ...props },
    }));
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
   * Bring stored masks back; those of another size than the picture are left where they are. Throws ApiError.
   * @param {BoardNode} picture @param {MaskLayers} layers
   * @returns {Promise<'own' | 'lent' | null>} whose they were; null: there are none that fit
   */
  async restore(picture, layers) {
    const nodes = this.offeredFor(picture.id);
    const isLent = nodes.some((node) => node.picture !== picture.id);
    const size = { width: picture.image_width ?? 1, height: picture.image_height ?? 1 };
    const read = await Promise.all(nodes.map(async (node) => ({ node, pixels: await this.#pixels(node, size) })));
    const stored = read.flatMap(({ node, pixels }) => (pixels ? [{
      id: isLent ? this.#editor.newId() : node.id, name: node.name || 'Mask', prompt: node.prompt ?? '', strength: node.strength ?? 1,
      ownWords: Boolean(node.own_words), off: Boolean(node.off), tint: node.tint ?? 'blue', asset: node.asset, pixels,
    }] : []));
    if (!stored.length) return null;
    layers.load(stored);
    return isLent ? 'lent' : 'own';
  }

  /** @param {BoardNode} node @param {{width: number, height: number}} size @returns {Promise<Uint8Array | null>} */
  async #pixels({ asset }, size) {
    const url = pictureUrl(this.#editor.config, asset, 'original');
    const response = await fetch(url).catch(() => null);
    if (!response?.ok) throw new ApiError('mask_unreadable', 'The stored mask was not reached. Leave and come back to try again.', response?.status ?? 0);
    const bitmap = await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' });
    const pixels = bitmap.width === size.width && bitmap.height === size.height ? greyOf(bitmap) : null;
    bitmap.close();
    return pixels;
  }
}

/** The server takes no mask that selects nothing or everything. @param {MaskLayer} layer */
function isUsable({ box, raster }) {
  return box !== null && !raster.isFull();
}

/** @param {BoardNode[]} nodes */
function inOrder(nodes) {
  return nodes.sort((a, b) => (a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1));
}

/** @param {BoardNode | undefined} node @param {Record<string, unknown>} props @returns {Change[]} */
function changesOf(node, props) {
  if (!node) return [];
  const before = /** @type {Record<string, unknown>} */ ({ own_words: false, off: false, tint: 'blue', ...node });
  const set = Object.fromEntries(Object.entries(props).filter(([key, value]) => before[key] !== value));
  return Object.keys(set).length ? [{ node: node.id, set }] : [];
}
