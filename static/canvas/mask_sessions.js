// What the page remembers of pictures that are being masked: their masks with undo and the context. Sends what
// changed on its own, and brings stored masks back.

import { ApiError } from './api.js';
import { MaskLayers } from './mask_layers.js';

/** @import { BoardNode } from './types.js' */
/** @import { MaskKeeper } from './mask_keeper.js' */
/** @import { Box } from './mask_raster.js' */

/** A stroke is sent this long after it, with those that came meanwhile: a crash costs seconds of work at most. */
const KEEP_AFTER_MS = 2_000;
/** Pictures remembered with their undo; older ones come back from the server. */
const SESSIONS = 3;

/** @typedef {{layers: MaskLayers, context: Box | null, known: Set<string>, isLent: boolean, isBeingKept: boolean}} Session
 * known: ids of all masks that it had. isLent: the masks are those that the picture was made with, and become its own
 * when they are changed or used. */

export class MaskSessions {
  /** The one that is open. @type {Session | null} */
  current = null;
  /** @type {BoardNode | null} */
  #picture = null;
  /** @type {Map<string, Session>} by picture */
  #all = new Map();
  #timer = 0;
  #keeper;
  #newId;
  #say;
  #fail;

  /**
   * @param {{keeper: MaskKeeper, newId: () => string, say: (words: string) => void, fail: (message: string) => void}} parts
   *   say: how the open one is kept; fail: what people are to know
   */
  constructor({ keeper, newId, say, fail }) {
    this.#keeper = keeper;
    this.#newId = newId;
    this.#say = say;
    this.#fail = fail;
  }

  /**
   * @param {BoardNode} picture
   * @returns {{session: Session, stored: Promise<void> | null}} stored: masks of the server are on their way
   */
  open(picture) {
    const known = this.#all.get(picture.id);
    const isGood = known && (known.layers.isUnkept || known.isBeingKept || this.#keeper.isAsStored(picture.id, known.layers));
    const session = isGood ? known : this.#made(picture);
    this.current = session;
    this.#picture = picture;
    this.#remember(picture.id, session);
    const isStored = session !== known && this.#keeper.offeredFor(picture.id).length > 0;
    return { session, stored: isStored ? this.#restore(picture, session) : null };
  }

  close() {
    const { current } = this;
    if (this.#picture && current?.layers.isUnkept) void this.keep();
    this.#stopTimer();
    this.current = null;
    this.#picture = null;
  }

  /** Not put off by the next stroke: who paints on and on is kept up with too. */
  keepSoon() {
    this.#timer ||= window.setTimeout(() => { void this.keep(); }, KEEP_AFTER_MS);
  }

  /** Store the open one. @returns {Promise<boolean>} whether the server has all of it */
  async keep() {
    this.#stopTimer();
    const session = this.current;
    const picture = this.#picture;
    if (!session || !picture) return false;
    const { layers } = session;
    const changed = layers.all.filter(({ isChanged }) => isChanged);
    for (const { id } of layers.all) session.known.add(id);
    const gone = [...session.known].filter((id) => !layers.all.some((layer) => layer.id === id));
    this.#sayOf(session, changed.length ? 'Keeping the mask…' : '');
    session.isBeingKept = true;
    layers.isUnkept = false;
    try {
      const kept = this.#keeper.keep(picture, layers, gone);
      for (const layer of changed) layer.isChanged = false; // the keeper has a copy
      await kept;
      session.isLent = false;
      this.#sayOf(session, layers.all.some(({ asset }) => asset) ? 'Mask kept' : '');
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      for (const layer of changed) layer.isChanged = true;
      layers.isUnkept = true;
      this.#sayOf(session, 'Mask not kept yet');
      this.#fail(`The mask was not kept: ${error.message}`);
      return false;
    } finally {
      session.isBeingKept = false;
    }
  }

  /** @param {BoardNode} picture @returns {Session} */
  #made({ image_width: width = 1, image_height: height = 1 }) {
    return { layers: new MaskLayers({ width, height, newId: this.#newId }), context: null, known: new Set(), isLent: false, isBeingKept: false };
  }

  /** @param {BoardNode} picture @param {Session} session */
  async #restore(picture, session) {
    this.#sayOf(session, 'Bringing the mask back');
    try {
      const whose = await this.#keeper.restore(picture, session.layers);
      session.isLent = whose === 'lent';
      if (whose === 'own') for (const { id } of session.layers.all) session.known.add(id);
      this.#sayOf(session, whose === 'lent' ? 'The same mask as before' : whose ? 'Mask kept' : '');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#all.delete(picture.id);
      this.#sayOf(session, '');
      this.#fail(error.message);
    }
  }

  /** @param {string} id @param {Session} session */
  #remember(id, session) {
    this.#all.delete(id);
    this.#all.set(id, session);
    for (const [old, { layers, isBeingKept }] of this.#all) {
      if (this.#all.size <= SESSIONS) break;
      if (!layers.isUnkept && !isBeingKept) this.#all.delete(old);
    }
  }

  /** @param {Session} session @param {string} words */
  #sayOf(session, words) {
    if (session === this.current) this.#say(words);
  }

  #stopTimer() {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
  }
}
