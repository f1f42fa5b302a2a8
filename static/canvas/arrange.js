// Lines several nodes up. Pure: gives the changes that do it.

/** @import { BoardNode, Change } from './types.js' */

/** @typedef {'left' | 'top' | 'row'} Arrangement */

const GAP = 16;

/**
 * @param {BoardNode[]} nodes what was selected
 * @param {Arrangement} how
 * @param {(frame: string) => Iterable<BoardNode>} insideOf what lies in a frame, at any depth
 * @returns {Change[]} only what moves; a frame takes along what it holds
 */
export function arranged(nodes, how, insideOf) {
  const ids = new Set(nodes.map(({ id }) => id));
  const outer = nodes.filter(({ parent }) => !parent || !ids.has(parent));
  const left = Math.min(...outer.map((node) => node.x));
  const top = Math.min(...outer.map((node) => node.y));
  const inOrder = how === 'row' ? [...outer].sort((a, b) => a.x - b.x || a.y - b.y) : outer;
  let x = left;
  return inOrder.flatMap((node) => {
    const to = { left: { x: left, y: node.y }, top: { x: node.x, y: top }, row: { x, y: top } }[how];
    x += node.width + GAP;
    const dx = to.x - node.x;
    const dy = to.y - node.y;
    if (dx === 0 && dy === 0) return [];
    return [node, ...insideOf(node.id)].map((one) => ({ node: one.id, set: { x: one.x + dx, y: one.y + dy } }));
  });
}
