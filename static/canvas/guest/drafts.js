// What somebody began to write and did not send: kept on this device, by picture. A locked phone may drop the page.

/** @typedef {{text: string, pin: {x: number, y: number} | null, thread: string | null}} Draft */

export class Drafts {
  #storage;
  #link;

  /** @param {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} storage @param {string} link */
  constructor(storage, link) {
    this.#storage = storage;
    this.#link = link;
  }

  /** @param {string} node @returns {Draft} */
  of(node) {
    try {
      const kept = JSON.parse(this.#storage.getItem(this.#key(node)) ?? 'null');
      if (typeof kept?.text === 'string') return { text: kept.text, pin: kept.pin ?? null, thread: kept.thread ?? null };
    } catch {
      // Storage is switched off, or holds what is not ours: there is no draft.
    }
    return { text: '', pin: null, thread: null };
  }

  /** @param {string} node @param {Draft} draft one without words is forgotten */
  keep(node, draft) {
    try {
      if (draft.text.trim()) this.#storage.setItem(this.#key(node), JSON.stringify(draft));
      else this.#storage.removeItem(this.#key(node));
    } catch {
      // Full, or switched off: the words are on the page still.
    }
  }

  /** @param {string} node */
  #key(node) {
    return `anchorboard-draft-${this.#link}-${node}`;
  }
}
