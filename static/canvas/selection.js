// Which nodes are selected in this window.

/** @import { Store } from './store.js' */
/** @import { Unsubscribe } from './types.js' */

export class Selection {
  /** @type {Set<string>} */
  #ids = new Set();
  /** @type {Set<(ids: ReadonlySet<string>) => void>} */
  #listeners = new Set();
  #store;

  /** @param {Store} store what dies leaves the selection */
  constructor(store) {
    this.#store = store;
    store.subscribe(({ nodes }) => {
      const gone = [...this.#ids].filter((id) => nodes.has(id) && !store.node(id));
      if (gone.length) this.set([...this.#ids].filter((id) => !gone.includes(id)));
    });
  }

  /** In the order of choosing. @returns {ReadonlySet<string>} */
  get ids() {
    return this.#ids;
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** Ids of nodes that do not live are left out. @param {Iterable<string>} ids */
  set(ids) {
    const next = new Set([...ids].filter((id) => this.#store.node(id)));
    if (next.size === this.#ids.size && [...next].every((id) => this.#ids.has(id))) return;
    this.#ids = next;
    for (const listener of this.#listeners) listener(next);
  }

  /** @param {string} id */
  toggle(id) {
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.set(next);
  }

  clear() {
    this.set([]);
  }

  /** @param {(ids: ReadonlySet<string>) => void} listener @returns {Unsubscribe} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
