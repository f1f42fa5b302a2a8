// Which nodes are selected in this window, and which group was entered to choose them.

/** @import { Store } from './store.js' */
/** @import { Unsubscribe } from './types.js' */

export class Selection {
  /** @type {Set<string>} */
  #ids = new Set();
  /** @type {string|null} */
  #scope = null;
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

  /** The group whose members are chosen one by one, or null. */
  get scope() {
    return this.#scope;
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** Ids of nodes that do not live are left out. An entered group is left with the last thing of it.
   * @param {Iterable<string>} ids @param {string|null} [scope] a group to enter; as it is without it */
  set(ids, scope = this.#scope) {
    const next = new Set([...ids].filter((id) => this.#store.node(id)));
    const isWithin = next.size > 0 && [...next].every((id) => this.#store.node(id)?.groups?.includes(scope ?? ''));
    const entered = isWithin ? scope : null;
    const isSame = next.size === this.#ids.size && [...next].every((id) => this.#ids.has(id));
    if (isSame && entered === this.#scope) return;
    this.#ids = next;
    this.#scope = entered;
    for (const listener of this.#listeners) listener(next);
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
