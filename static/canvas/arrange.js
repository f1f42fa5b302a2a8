// Lines several nodes up. Pure: gives the changes that do it.

/** @import { BoardNode, Change } from './types.js' */

/** @typedef {'left' | 'top' | 'row'} Arrangement */

const GAP = 16;

/** @param {BoardNode[]} nodes @param {Arrangement} how @returns {Change[]} only what moves */
export function arranged(nodes, how) {
  const left = Math.min(...nodes.map((node) => node.x));
  const top = Math.min(...nodes.map((node) => node.y));
  let x = left;
  const inOrder = how === 'row' ? [...nodes].sort((a, b) => a.x - b.x || a.y - b.y) : nodes;
  return inOrder.flatMap((node) => {
    const place = {
      left: { x: left, y: node.y },
      top: { x: node.x, y: top },
      row: { x, y: top },
    }[how];
    x += node.width + GAP;
    return place.x === node.x && place.y === node.y ? [] : [{ node: node.id, set: place }];
  });
}
