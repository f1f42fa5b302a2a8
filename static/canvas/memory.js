// What this browser remembers for a board: a prompt being written, a panel that was closed.

export class Memory {
  #storage;
  #prefix;

  /** @param {Storage} storage @param {string} boardId */
  constructor(storage, boardId) {
    this.#storage = storage;
    this.#prefix = `anchorboard-${boardId}-`;
  }

  /** @template T @param {string} name @param {T} fallback @returns {T} */
  read(name, fallback) {
    try {
      return JSON.parse(this.#storage.getItem(this.#prefix + name) ?? '') ?? fallback;
    } catch {
      return fallback; // nothing kept yet, or storage is switched off
    }
  }

  /** @param {string} name @param {unknown} value plain JSON */
  write(name, value) {
    try {
      this.#storage.setItem(this.#prefix + name, JSON.stringify(value));
    } catch {
      // Storage is full or switched off: the page works without, it only forgets.
    }
  }
}
