// The page's title: the board's, with "(12/50)" before it while pictures are being made.

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

/** Counts what is being made: from the first that is asked for until the last has ended. */
export class BatchCount {
  /** @type {Set<string>} */
  #underWay = new Set();
  #total = 0;

  /** @param {string} id @param {BoardNode | undefined} node as it is now */
  take(id, node) {
    const isUnderWay = node?.kind === 'generation' && (node.state === 'queued' || node.state === 'running');
    if (isUnderWay === this.#underWay.has(id)) return;
    if (isUnderWay) {
      this.#underWay.add(id);
      this.#total += 1;
    } else {
      this.#underWay.delete(id);
    }
    if (!this.#underWay.size) this.#total = 0;
  }

  /** "(12/50) "; "" when nothing is under way. */
  get words() {
    return this.#total ? `(${this.#total - this.#underWay.size}/${this.#total}) ` : '';
  }
}

/** @param {Editor} editor */
export function attachPageTitle({ store }) {
  const count = new BatchCount();
  for (const node of store.nodes()) count.take(node.id, node);
  store.subscribe(({ nodes }) => {
    for (const id of nodes) count.take(id, store.node(id));
    if (!store.title) return; // before the first snapshot the page's own title stands
    const title = `${count.words}${store.title} · Anchorboard`;
    if (document.title !== title) document.title = title;
  });
}
