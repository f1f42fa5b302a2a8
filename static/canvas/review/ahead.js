// The pictures next to the one that is shown, decoded before they are asked for: the next is there at once.

import { pictureUrl } from '../picture_url.js';

/** @import { BoardConfig } from '../types.js' */

/** Px of the long side: sharp on a large screen; some 16 MB decoded, of which six are kept. */
const LEVEL = 2048;
/** In the order of loading: people go forwards far more often than back. */
const OFFSETS = [0, 1, 2, -1, 3];

export class Ahead {
  /** @type {Map<string, {bitmap: ImageBitmap | null, abort: AbortController, hasFailed: boolean}>} by asset */
  #held = new Map();
  #config;
  #load;
  #arrived;

  /** @param {{config: Pick<BoardConfig, 'urls'>, load: (url: string, signal: AbortSignal) => Promise<ImageBitmap>, arrived: (asset: string) => void}} parts
   *   arrived: decoded, or not to be had */
  constructor({ config, load, arrived }) {
    this.#config = config;
    this.#load = load;
    this.#arrived = arrived;
  }

  /** @param {string | null | undefined} asset @returns {ImageBitmap | null} */
  get(asset) {
    return this.#held.get(asset ?? '')?.bitmap ?? null;
  }

  /** @param {string | null | undefined} asset */
  hasFailed(asset) {
    return Boolean(this.#held.get(asset ?? '')?.hasFailed);
  }

  /** One stands at `at`: those around it come, all others go. @param {(string | null | undefined)[]} assets @param {number} at */
  look(assets, at) {
    const wanted = OFFSETS.map((by) => assets[at + by]).filter((asset) => typeof asset === 'string');
    for (const asset of [...this.#held.keys()]) if (!wanted.includes(asset)) this.#drop(asset);
    for (const asset of wanted) if (!this.#held.has(asset)) void this.#fetch(asset);
  }

  clear() {
    for (const asset of [...this.#held.keys()]) this.#drop(asset);
  }

  /** @param {string} asset */
  async #fetch(asset) {
    const entry = { bitmap: /** @type {ImageBitmap | null} */ (null), abort: new AbortController(), hasFailed: false };
    this.#held.set(asset, entry);
    try {
      entry.bitmap = await this.#load(pictureUrl(this.#config, asset, LEVEL), entry.abort.signal);
    } catch {
      entry.hasFailed = true;
    }
    if (this.#held.get(asset) === entry) this.#arrived(asset);
    else entry.bitmap?.close();
  }

  /** @param {string} asset */
  #drop(asset) {
    const entry = this.#held.get(asset);
    this.#held.delete(asset);
    entry?.abort.abort();
    entry?.bitmap?.close();
  }
}
