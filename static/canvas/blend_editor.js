// Another edge for an edit that is made already, at no cost: looked at while the slider moves, kept when
// it is let go. Works in the inspector and beside the results of the mask editor alike.

import { ApiError } from './api.js';
import { fillSlider } from './elements.js';
import { pictureUrl } from './picture_url.js';

/** @import { BoardNode } from './types.js' */
/** @import { Api } from './api.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** While the slider moves, so long from one look to the next. */
const LOOK_EVERY_MS = 120;
/** Level of the picture that a look is laid over. */
const SHOWN_LEVEL = 2048;
const SHOWN_SIDE = 2048;

export class BlendEditor {
  #editor;
  #api;
  #toasts;
  /** What is looked at, and the newest wish for it. @type {{id: string, transition: number} | null} */
  #wanted = null;
  #isLooking = false;
  /** The pictures that looks are laid over. @type {Map<string, Promise<HTMLImageElement>>} by asset */
  #pictures = new Map();

  /** @param {Editor} editor @param {HTMLElement} root #board @param {Api} api @param {Toasts} toasts */
  constructor(editor, root, api, toasts) {
    this.#editor = editor;
    this.#api = api;
    this.#toasts = toasts;
    root.addEventListener('input', (event) => {
      const slider = sliderOf(event);
      if (!slider) return;
      fillSlider(slider);
      const output = slider.parentElement?.querySelector('output');
      if (output) output.textContent = `${slider.value} px`;
      this.#look(idOf(slider), Number(slider.value));
    });
    root.addEventListener('change', (event) => {
      const slider = sliderOf(event);
      if (slider) void this.keep(idOf(slider), Number(slider.value));
    });
  }

  /**
   * Keep the edge so, and what was erased of the result.
   * @param {string} id node @param {number | null} transition px of the picture; null: as it is @param {string} [erased] asset of a mask
   */
  async keep(id, transition, erased) {
    this.#wanted = null;
    try {
      await this.#api.blend(id, erased ? { transition, erased } : { transition });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#toasts.bad(error.message);
    }
    this.#show(this.#editor.store.node(id), null);
  }

  /** @param {string} id @param {number} transition */
  #look(id, transition) {
    this.#wanted = { id, transition };
    if (!this.#isLooking) void this.#lookOn();
  }

  /** One at a time, always the newest. */
  async #lookOn() {
    this.#isLooking = true;
    try {
      while (this.#wanted) {
        const { id, transition } = this.#wanted;
        this.#wanted = null;
        await this.#lookAt(id, transition);
        await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#toasts.bad(error.message);
    } finally {
      this.#isLooking = false;
    }
  }

  /** @param {string} id @param {number} transition */
  async #lookAt(id, transition) {
    const node = this.#editor.store.node(id);
    if (!node?.asset) return;
    const [{ picture, area, score }, under] = await Promise.all([
      this.#api.lookAtBlend(id, { transition }), this.#pictureOf(node.asset),
    ]);
    const part = await createImageBitmap(picture);
    this.#show(node, composed(under, part, area, node));
    part.close();
    const said = document.querySelector(`[data-blend="${id}"] [data-said]`);
    if (said) said.textContent = `Seam ${Math.round(score)} of 100`;
  }

  /** In place of the picture that it is a result for, or of itself. @param {BoardNode | undefined} node @param {HTMLCanvasElement | null} bitmap */
  #show(node, bitmap) {
    if (!node) return;
    this.#editor.renderer.setSubstitute(node.candidate_of ?? node.id, bitmap ? { bitmap } : null);
  }

  /** @param {string} asset @returns {Promise<HTMLImageElement>} */
  #pictureOf(asset) {
    const known = this.#pictures.get(asset);
    if (known) return known;
    const image = new Image();
    image.src = pictureUrl(this.#editor.config, asset, SHOWN_LEVEL);
    const loaded = image.decode().then(() => image, () => {
      this.#pictures.delete(asset);
      throw new ApiError('unreachable', 'The picture was not reached. Check the connection and try again.', 0);
    });
    this.#pictures.clear(); // one is adjusted at a time
    this.#pictures.set(asset, loaded);
    return loaded;
  }
}

/**
 * @param {HTMLImageElement} under the whole picture @param {ImageBitmap} part @param {number[]} area where it lies, px
 * @param {BoardNode} node
 */
function composed(under, part, [x, y, width, height], { image_width: wide = 1, image_height: high = 1 }) {
  const scale = Math.min(1, SHOWN_SIDE / Math.max(wide, high));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(wide * scale);
  canvas.height = Math.round(high * scale);
  const context = canvas.getContext('2d');
  context?.drawImage(under, 0, 0, canvas.width, canvas.height);
  context?.drawImage(part, x * scale, y * scale, width * scale, height * scale);
  return canvas;
}

/** @param {Event} event @returns {HTMLInputElement | null} */
function sliderOf({ target }) {
  return target instanceof HTMLInputElement && target.matches('[data-blend] [name=transition]') ? target : null;
}

/** @param {HTMLInputElement} slider @returns {string} the node's id */
function idOf(slider) {
  return /** @type {HTMLElement} */ (slider.closest('[data-blend]')).dataset.blend ?? '';
}
