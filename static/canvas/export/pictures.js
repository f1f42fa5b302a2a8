// Which pictures leave: what is selected, what its frames hold, or all of the board. Pure.

import { boardOrder } from '../reading_order.js';

/** @import { BoardNode } from '../types.js' */
/** @import { Store } from '../store.js' */

/**
 * In the order in which they are read. What is hidden, or waits behind another, is asked for by its
 * selection alone.
 * @param {Pick<Store, 'node' | 'nodes' | 'descendantsOf' | 'isHidden' | 'isAside'>} store
 * @param {ReadonlySet<string>} selected empty: all of the board
 * @returns {BoardNode[]}
 */
export function picturesThatLeave(store, selected) {
  const all = [...store.nodes()];
  const inside = store.descendantsOf(selected);
  const isMeant = (/** @type {BoardNode} */ node) => {
    if (node.kind !== 'image') return false;
    if (selected.has(node.id)) return true;
    return (!selected.size || inside.has(node.id)) && !store.isHidden(node) && !store.isAside(node);
  };
  const meant = new Set(all.filter(isMeant).map(({ id }) => id));
  return boardOrder(all).filter(({ id }) => meant.has(id));
}
