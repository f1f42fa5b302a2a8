// What using an anchor pack means for a board: which of its pictures lie there already. Pure.

/** @import { BoardNode } from '../types.js' */

/** @typedef {{asset: string, role: NonNullable<BoardNode['anchor_role']>, strength: number, name: string, width: number, height: number}} PackAnchor width, height: px */
/**
 * A pack at one of its versions, as the server tells it.
 * @typedef {object} Pack
 * @property {string} id
 * @property {string} name
 * @property {string} version its id
 * @property {number} number from 1
 * @property {PackAnchor[]} anchors
 */

/**
 * @param {Iterable<BoardNode>} pictures that are drawn on the board @param {PackAnchor[]} anchors
 * @returns {{there: {node: BoardNode, anchor: PackAnchor}[], missing: PackAnchor[]}} in their order; of several
 *   copies of a picture the one that is an anchor already, else the nearest
 */
export function planOf(pictures, anchors) {
  /** @type {Map<string, BoardNode>} */
  const found = new Map();
  const wanted = new Set(anchors.map(({ asset }) => asset));
  for (const node of pictures) {
    if (!node.asset || !wanted.has(node.asset)) continue;
    const other = found.get(node.asset);
    if (!other || isBetter(node, other)) found.set(node.asset, node);
  }
  const there = [];
  const missing = [];
  for (const anchor of anchors) {
    const node = found.get(anchor.asset);
    if (node) there.push({ node, anchor });
    else missing.push(anchor);
  }
  return { there, missing };
}

/** @param {BoardNode} node @param {BoardNode} other */
function isBetter(node, other) {
  const isAnchor = Boolean(node.anchor_role);
  if (isAnchor !== Boolean(other.anchor_role)) return isAnchor;
  return node.order > other.order;
}
