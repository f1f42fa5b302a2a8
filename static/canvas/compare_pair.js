// Which pictures are compared: those that are selected, or one and what it was made from. Pure.

import { boardOrder } from './reading_order.js';
import { stackOf } from './stacks.js';

/** @import { BoardNode } from './types.js' */
/** @import { Store } from './store.js' */

const MOST = 9;

/** Two that belong together the earlier one first, three to nine as they are read. @param {Store} store @param {BoardNode[]} selected
 * @returns {BoardNode[] | null} */
export function comparedOf(store, selected) {
  if (selected.length < 3) return pairOf(store, selected);
  return selected.length <= MOST && selected.every(({ kind }) => kind === 'image') ? boardOrder(selected) : null;
}

/** The earlier one first. @param {Store} store @param {BoardNode[]} selected @returns {[BoardNode, BoardNode] | null} */
export function pairOf(store, selected) {
  if (!selected.length || selected.length > 2 || selected.some(({ kind }) => kind !== 'image')) return null;
  const [one, other] = selected;
  if (other) return comesFrom(store, one, other) || (!comesFrom(store, other, one) && one.x > other.x) ? [other, one] : [one, other];
  const source = sourceOf(store, one);
  if (source) return [source, one];
  const stack = stackOf(store, one);
  const at = stack.indexOf(one);
  return stack.length > 1 ? [stack[at ? at - 1 : 1], one] : null;
}

/** @param {Store} store @param {BoardNode} node @param {BoardNode} source */
function comesFrom(store, node, source) {
  return store.edgesOf(node.id).some((edge) => edge.target === node.id && edge.source === source.id);
}

/** @param {Store} store @param {BoardNode} node @returns {BoardNode | undefined} */
function sourceOf(store, node) {
  const edges = store.edgesOf(node.id).filter(({ target, role }) => target === node.id && (role === 'source' || role === 'refine'));
  return edges.map(({ source }) => store.node(source)).find((source) => source?.kind === 'image');
}
