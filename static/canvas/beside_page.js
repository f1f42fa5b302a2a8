// The page's side of its worker for masks. A stroke on a large picture ends without a pause: lines are found
// and files are written beside the page. Where no worker can be had, it is done here.

import { done } from './mask_work.js';

/** @import { Grids, Line } from './mask_lines.js' */
/** @import { Work } from './mask_work.js' */

export class BesidePage {
  /** @type {Worker | null} */
  #worker = null;
  #canHave = true;
  /** @type {Map<number, {work: Work, answer: (result: any) => void}>} by number */
  #open = new Map();
  #count = 0;
  #make;

  /** @param {() => Worker} make called once, when there is something to do */
  constructor(make) {
    this.#make = make;
  }

  /** @param {Grids} grids @param {Line[]} lines @returns {Promise<Float32Array[][]>} as `linesAround` */
  lines(grids, lines) {
    return this.#do({ kind: 'lines', grids, lines });
  }

  /** @param {Uint8Array} pixels one byte a px, as they are now @param {number} width @param {number} height @returns {Promise<Blob>} image/png */
  png(pixels, width, height) {
    return this.#do({ kind: 'png', pixels, width, height });
  }

  /** @param {Work} work @returns {Promise<any>} */
  #do(work) {
    const worker = this.#ready();
    if (!worker) return done(work);
    this.#count += 1;
    const number = this.#count;
    return new Promise((answer) => {
      this.#open.set(number, { work, answer });
      worker.postMessage({ number, work });
    });
  }

  #ready() {
    if (this.#worker || !this.#canHave) return this.#worker;
    this.#worker = this.#make();
    this.#worker.addEventListener('message', ({ data: { number, result } }) => {
      this.#open.get(number)?.answer(result);
      this.#open.delete(number);
    });
    this.#worker.addEventListener('error', () => this.#doWithout());
    return this.#worker;
  }

  #doWithout() {
    this.#canHave = false;
    this.#worker = null;
    for (const { work, answer } of this.#open.values()) answer(done(work));
    this.#open.clear();
  }
}
