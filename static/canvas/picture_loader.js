// Fetches pictures and decodes them off the main thread, a few at a time.

// Decoding is the dear part: on two cores more at once only makes the nearest one wait.
const MOST_DECODES = 2;

/** The server has no such picture: it is not on its way, it is gone. */
export class PictureMissing extends Error {}

export class PictureLoader {
  #decodes = 0;
  /** @type {(() => void)[]} */
  #waiting = [];
  #fetch;
  #decode;

  /** @param {{fetch: typeof fetch, createImageBitmap: (blob: Blob) => Promise<ImageBitmap>}} browser */
  constructor(browser) {
    this.#fetch = browser.fetch;
    this.#decode = browser.createImageBitmap;
  }

  /** @param {string} url @param {AbortSignal} signal @returns {Promise<ImageBitmap>} */
  async load(url, signal) {
    const answer = await this.#fetch(url, { signal });
    if (answer.status === 404) throw new PictureMissing('picture: 404');
    if (!answer.ok) throw new Error(`picture: ${answer.status}`);
    return this.#decodeInTurn(await answer.blob(), signal);
  }

  /** @param {string} dataUrl base64 @returns {Promise<ImageBitmap>} */
  async decode(dataUrl) {
    const [head, body] = dataUrl.split(',', 2);
    const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
    const type = head.slice(head.indexOf(':') + 1, head.indexOf(';'));
    return this.#decode(new Blob([bytes], { type }));
  }

  /** @param {Blob} blob @param {AbortSignal} signal */
  async #decodeInTurn(blob, signal) {
    if (this.#decodes >= MOST_DECODES) {
      await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    }
    this.#decodes += 1;
    try {
      signal.throwIfAborted();
      return await this.#decode(blob);
    } finally {
      this.#decodes -= 1;
      this.#waiting.shift()?.();
    }
  }
}
