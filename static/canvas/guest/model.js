// What a guest's page knows: pictures, comments, and what was decided. No DOM.

/** @typedef {{node: string, asset: string, sha256: string, width: number, height: number, name: string, alt: string, prompt: string, decision: string | null, is_stale: boolean}} Picture */
/** @typedef {{id: string, text: string, at: string, author: {name: string, is_guest: boolean, is_you: boolean}}} Said */
/** @typedef {{id: string, number: number, node: string, asset: string | null, x: number, y: number, resolved_by: string | null, comments: Said[]}} Thread */
/** @typedef {{may_comment: boolean, may_decide: boolean, may_download: boolean, is_complete: boolean, pictures: Picture[], threads: Thread[]}} Facts */

/** @type {Record<string, string>} */
export const DECIDED = {
  approve: 'Approved',
  approve_with_changes: 'OK with changes',
  changes_required: 'Changes needed',
  not_relevant: 'Not relevant',
};

export class Model {
  /** @type {Facts} */
  facts;

  /** @param {Facts} facts */
  constructor(facts) {
    this.facts = facts;
  }

  get pictures() {
    return this.facts.pictures;
  }

  get decided() {
    return this.pictures.filter((one) => one.decision).length;
  }

  /** @param {string} node -1: it is not shown (any more) */
  indexOf(node) {
    return this.pictures.findIndex((one) => one.node === node);
  }

  /** @param {Picture} picture as people call it */
  nameOf(picture) {
    return picture.name || `Picture ${this.indexOf(picture.node) + 1}`;
  }

  /** @param {string} node @returns {Thread[]} with their place among those of this picture, from 1 */
  threadsOn(node) {
    return this.facts.threads.filter((one) => one.node === node);
  }

  /** The first picture after this one, round the end, that waits for a decision. @param {number} from */
  undecidedAfter(from) {
    const count = this.pictures.length;
    for (let step = 1; step <= count; step++) {
      const at = (from + step) % count;
      if (!this.pictures[at].decision) return at;
    }
    return -1;
  }

  /** What the large button says. @returns {string} "" where nothing is left to decide */
  get nextWords() {
    const left = this.pictures.length - this.decided;
    if (left === 0) return '';
    if (this.decided === 0) return 'Decide the first one';
    return left === 1 ? 'Decide the last one' : 'Decide the next one';
  }

  /** Are the same pictures shown in the same order? @param {Facts} facts */
  hasSamePictures(facts) {
    const keys = (/** @type {Facts} */ all) => all.pictures.map((one) => `${one.node} ${one.asset} ${one.name}`).join();
    return keys(facts) === keys(this.facts);
  }
}
