// Bitmaps of pictures: which level, which first, how many at once, what goes when memory is full.
//
// `best` is called for every picture drawn and allocates nothing for one it knows.

import { PictureMissing } from './picture_loader.js';

/** @import { Unsubscribe } from './types.js' */

/** @typedef {{width: number, height: number, close?: () => void}} Bitmap An ImageBitmap, as far as it is used here. */
/** @typedef {{sheet: ImageBitmap, x: number, y: number, side: number}} Thumbnail A picture's cell in a
 * sheet, px: stretched to a square, whatever the picture's shape is */
/**
 * @typedef {object} PictureLoader
 * @property {(url: string, signal: AbortSignal) => Promise<Bitmap>} load fetches and decodes, off the main thread
 * @property {(dataUrl: string) => Promise<Bitmap>} decode
 */

/** Long sides of the renditions, px; the last is the picture itself. */
const LEVELS = /** @type {const} */ ([32, 128, 512, 2048, 'original']);
const SIDES = [32, 128, 512, 2048, Infinity];
const SMALL = 1; // up to 128 px: some 3 KB
const ORIGINAL = 4;
// The original only where 2048 px would look soft, and never one that would fill the memory.
const SOFT_FROM = 2048 * 1.25;
const MOST_ORIGINAL_PX = 8192;

const BUDGET_BYTES = 256 * 2 ** 20;
const MOST_LOADS = 6;
const MOST_PREVIEWS = 64;
const RETRY_LEAST_MS = 1_000;
const RETRY_MOST_MS = 60_000;

/**
 * @typedef {object} Entry
 * @property {string} asset
 * @property {(Bitmap|null)[]} bitmaps by level
 * @property {Thumbnail|null} thumbnail stands for the smallest level, and is never evicted
 * @property {number} best greatest level there is, or -1
 * @property {number} wanted level
 * @property {number} distance to the middle of the view, squared; least first
 * @property {number} view the number of the view that asked last
 * @property {number} loading level on its way, or -1
 * @property {AbortController|null} abort
 * @property {number} failures
 * @property {number} retryAt ms
 * @property {boolean} isMissing the server has no file of it
 */

export class Textures {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** @type {Entry[]} asked for by the view that is drawn now */
  #wanted = [];
  #isSorted = true;
  #view = 0;
  #loads = 0;
  #holds = 0;
  #bytes = 0;
  /** @type {Map<string, {bitmap: Bitmap|null, number: number}>} by generation, oldest first */
  #previews = new Map();
  /** @type {Set<(asset: string|null, generation: string|null) => void>} */
  #listeners = new Set();
  #urlOf;
  #loader;
  #now;
  #random;
  #budget;
  #mostLoads;
  /** When something that failed may be tried again, ms; Infinity for nothing. */
  nextRetryAt = Infinity;

  /**
   * @param {{urlOf: (asset: string, level: number|'original') => string, loader: PictureLoader,
   *   now?: () => number, random?: () => number, budgetBytes?: number, mostLoads?: number}} parts now: ms
   */
  constructor({
    urlOf, loader, now = () => performance.now(), random = Math.random, budgetBytes = BUDGET_BYTES,
    mostLoads = MOST_LOADS,
  }) {
    this.#urlOf = urlOf;
    this.#loader = loader;
    this.#now = now;
    this.#random = random;
    this.#budget = budgetBytes;
    this.#mostLoads = mostLoads;
  }

  /** Bytes of all decoded bitmaps. */
  get bytes() {
    return this.#bytes;
  }

  get isLoading() {
    return this.#loads > 0 || this.#holds > 0;
  }

  /** Load nothing singly until what this returns is called. @returns {() => void} */
  hold() {
    this.#holds += 1;
    return () => {
      this.#holds -= 1;
      this.#tell(null, null);
    };
  }

  /** Many pictures at the smallest level. @param {Bitmap} sheet @param {readonly string[]} assets by cell, row
   * by row @param {{cell: number, margin: number, columns: number}} grid cell: px, of which `margin` px
   * at each edge are not for drawing */
  addSheet(sheet, assets, { cell, margin, columns }) {
    this.#bytes += bytesOf(sheet);
    for (let place = 0; place < assets.length; place += 1) {
      const entry = this.#entry(assets[place]);
      const column = place % columns;
      entry.thumbnail = {
        sheet: /** @type {ImageBitmap} */ (sheet),
        x: column * cell + margin,
        y: ((place - column) / columns) * cell + margin,
        side: cell - 2 * margin,
      };
      entry.best = Math.max(entry.best, 0);
    }
    for (const asset of assets) this.#tell(asset, null);
  }

  /** A new view is drawn: what only earlier ones asked for need not come any more. */
  beginView() {
    this.#view += 1;
    this.#wanted.length = 0;
  }

  /**
   * The best bitmap there is now, or null; the right one is asked for.
   * @param {string} asset
   * @param {number} wantedPx long side on the screen, device px
   * @param {number} [naturalPx] long side of the picture itself
   * @param {number} [distance] what is nearer to the middle comes first
   * @returns {ImageBitmap|Thumbnail|null}
   */
  best(asset, wantedPx, naturalPx = Infinity, distance = 0) {
    const entry = this.#entry(asset);
    const level = levelFor(wantedPx, naturalPx);
    if (entry.view !== this.#view) {
      entry.view = this.#view;
      entry.wanted = level;
      entry.distance = distance;
      this.#wanted.push(entry);
      this.#isSorted = false;
    } else {
      entry.wanted = Math.max(entry.wanted, level);
      entry.distance = Math.min(entry.distance, distance);
    }
    // The wanted one; else the next better (it is sharp, only dearer to draw); else the best below.
    if (level === 0 && entry.thumbnail) return entry.thumbnail;
    for (let i = level; i < entry.bitmaps.length; i += 1) {
      if (entry.bitmaps[i]) return /** @type {ImageBitmap} */ (entry.bitmaps[i]);
    }
    if (entry.best < 0) return null;
    return /** @type {ImageBitmap|null} */ (entry.bitmaps[entry.best]) ?? entry.thumbnail;
  }

  /** Is its file gone, and nothing of it here? A thumbnail may be of nothing. @param {string} asset */
  isMissing(asset) {
    const entry = this.#entries.get(asset);
    return Boolean(entry?.isMissing && !entry.bitmaps.some(Boolean));
  }

  /** Start what may be started; once a frame. @param {{isMoving?: boolean}} [camera] isMoving: too fast
   * to see anything: nothing new is asked for */
  pump({ isMoving = false } = {}) {
    if (isMoving || this.#holds) return;
    this.#abortUnwanted();
    if (this.#loads >= this.#mostLoads || !this.#wanted.length) return;
    if (!this.#isSorted) {
      this.#wanted.sort(byUrgency);
      this.#isSorted = true;
    }
    const now = this.#now();
    this.nextRetryAt = Infinity;
    for (const entry of this.#wanted) {
      const level = this.#nextLevel(entry);
      if (level < 0 || entry.loading >= 0) continue;
      if (entry.retryAt > now) {
        this.nextRetryAt = Math.min(this.nextRetryAt, entry.retryAt);
        continue;
      }
      if (this.#loads >= this.#mostLoads) break;
      this.#load(entry, level);
    }
  }

  /** The newest preview of a running generation. @param {string} generation @returns {ImageBitmap|null} */
  preview(generation) {
    return /** @type {ImageBitmap|null} */ (this.#previews.get(generation)?.bitmap ?? null);
  }

  /** @param {string} generation @param {string} dataUrl */
  setPreview(generation, dataUrl) {
    const known = this.#previews.get(generation);
    const number = (known?.number ?? 0) + 1;
    this.#previews.delete(generation);
    this.#previews.set(generation, { bitmap: known?.bitmap ?? null, number });
    this.#loader.decode(dataUrl).then(
      (bitmap) => {
        const preview = this.#previews.get(generation);
        if (!preview || preview.number !== number) {
          bitmap.close?.(); // a newer one came first
          return;
        }
        preview.bitmap?.close?.();
        preview.bitmap = bitmap;
        this.#tell(null, generation);
      },
      () => {}, // a preview that does not decode is followed by the next, or by the picture
    );
    for (const [oldest, { bitmap }] of this.#previews) {
      if (this.#previews.size <= MOST_PREVIEWS) break;
      bitmap?.close?.();
      this.#previews.delete(oldest);
      this.#tell(null, oldest);
    }
  }

  /** @param {(asset: string|null, generation: string|null) => void} listener a better bitmap is here
   * @returns {Unsubscribe} */
  onLoad(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {string} asset @returns {Entry} */
  #entry(asset) {
    let entry = this.#entries.get(asset);
    if (!entry) {
      entry = {
        asset, bitmaps: [null, null, null, null, null], thumbnail: null, best: -1, wanted: 0, distance: 0, view: -1,
        loading: -1, abort: null, failures: 0, retryAt: 0, isMissing: false,
      };
      this.#entries.set(asset, entry);
    }
    return entry;
  }

  /** Which level to ask for next, or -1. Before a large one comes the smallest, so that nothing stays
   * blank for long; a small one is as quick itself. @param {Entry} entry */
  #nextLevel(entry) {
    if (entry.best >= entry.wanted) return -1;
    if (entry.best < 0) return entry.wanted <= SMALL ? entry.wanted : 0;
    // Full of what is in view: what there is must do.
    return this.#bytes > this.#budget && entry.wanted > SMALL ? -1 : entry.wanted;
  }

  /** @param {Entry} entry @param {number} level */
  async #load(entry, level) {
    const abort = new AbortController();
    entry.loading = level;
    entry.abort = abort;
    this.#loads += 1;
    try {
      const bitmap = await this.#loader.load(this.#urlOf(entry.asset, LEVELS[level]), abort.signal);
      if (abort.signal.aborted) {
        bitmap.close?.();
        return;
      }
      this.#keep(entry, level, bitmap);
    } catch (error) {
      if (abort.signal.aborted) return;
      // Without an original there are still renditions.
      entry.isMissing = error instanceof PictureMissing && level < ORIGINAL;
      this.#retryLater(entry);
    } finally {
      this.#loads -= 1;
      if (entry.abort === abort) {
        entry.loading = -1;
        entry.abort = null;
      }
      this.#tell(abort.signal.aborted ? null : entry.asset, null);
    }
  }

  /** @param {Entry} entry @param {number} level @param {Bitmap} bitmap */
  #keep(entry, level, bitmap) {
    entry.bitmaps[level] = bitmap;
    entry.best = Math.max(entry.best, level);
    entry.failures = 0;
    entry.retryAt = 0;
    entry.isMissing = false;
    this.#bytes += bytesOf(bitmap);
    if (this.#bytes > this.#budget) this.#evict();
  }

  /** @param {Entry} entry */
  #retryLater(entry) {
    const pause = Math.min(RETRY_MOST_MS, RETRY_LEAST_MS * 2 ** entry.failures);
    entry.failures += 1;
    entry.retryAt = this.#now() + pause * (0.75 + this.#random() / 2);
    this.nextRetryAt = Math.min(this.nextRetryAt, entry.retryAt);
  }

  /** What left the view makes room for what came into it. */
  #abortUnwanted() {
    if (this.#loads < this.#mostLoads) return;
    for (const entry of this.#entries.values()) {
      if (entry.loading >= 0 && entry.view !== this.#view) {
        entry.abort?.abort();
        entry.loading = -1;
        entry.abort = null;
      }
    }
  }

  /** Least recently seen first; of what is in view only levels finer than wanted. The smallest level
   * there is of each stays, which keeps a board of thousands from being blank; only where even those
   * are too many do 128 px ones go. */
  #evict() {
    const entries = [...this.#entries.values()].sort((a, b) => a.view - b.view);
    for (const keepsSmallest of [true, false]) {
      for (const entry of entries) {
        if (this.#bytes <= this.#budget * 0.9) return;
        this.#evictFrom(entry, keepsSmallest);
      }
    }
  }

  /** @param {Entry} entry @param {boolean} keepsSmallest */
  #evictFrom(entry, keepsSmallest) {
    const smallest = keepsSmallest && !entry.thumbnail ? entry.bitmaps.findIndex(Boolean) : 0;
    for (let level = ORIGINAL; level > smallest; level -= 1) {
      const bitmap = entry.bitmaps[level];
      if (!bitmap || (entry.view === this.#view && level <= entry.wanted)) continue;
      entry.bitmaps[level] = null;
      this.#bytes -= bytesOf(bitmap);
      bitmap.close?.();
    }
    entry.best = Math.max(entry.bitmaps.findLastIndex(Boolean), entry.thumbnail ? 0 : -1);
  }

  /** @param {string|null} asset @param {string|null} generation */
  #tell(asset, generation) {
    for (const listener of this.#listeners) listener(asset, generation);
  }
}

/**
 * The smallest level at least as large as the picture is on the screen.
 * @param {number} wantedPx device px
 * @param {number} naturalPx
 */
export function levelFor(wantedPx, naturalPx) {
  const needed = Math.min(wantedPx, naturalPx);
  for (let level = 0; level < ORIGINAL; level += 1) if (SIDES[level] >= needed) return level;
  const isWorthIt = needed > SOFT_FROM && naturalPx <= MOST_ORIGINAL_PX;
  return isWorthIt ? ORIGINAL : ORIGINAL - 1;
}

/** What shows nothing yet comes first, then what is near the middle.
 * @param {Entry} a @param {Entry} b */
function byUrgency(a, b) {
  if (a.best < 0 !== b.best < 0) return a.best < 0 ? -1 : 1;
  return a.distance - b.distance;
}

/** @param {Bitmap} bitmap */
function bytesOf(bitmap) {
  return bitmap.width * bitmap.height * 4;
}
