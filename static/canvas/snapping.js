// Lining up while something is dragged: its edges and middles to those of its neighbours.

/** @import { Box } from './types.js' */

/** @typedef {{dx: number, dy: number, guides: {x1: number, y1: number, x2: number, y2: number}[]}} Snap world */

/**
 * @param {Box} box where the dragged things would be
 * @param {readonly Box[]} others
 * @param {number} reach world units
 * @returns {Snap} how much further to move, and the lines to show
 */
export function snapBox(box, others, reach) {
  const across = nearestLine(edges(box.x, box.width), others, reach, (other) => edges(other.x, other.width));
  const down = nearestLine(edges(box.y, box.height), others, reach, (other) => edges(other.y, other.height));
  const dx = across?.by ?? 0;
  const dy = down?.by ?? 0;
  const guides = [];
  if (across) {
    const top = Math.min(box.y + dy, across.other.y);
    const bottom = Math.max(box.y + dy + box.height, across.other.y + across.other.height);
    guides.push({ x1: across.at, y1: top, x2: across.at, y2: bottom });
  }
  if (down) {
    const left = Math.min(box.x + dx, down.other.x);
    const right = Math.max(box.x + dx + box.width, down.other.x + down.other.width);
    guides.push({ x1: left, y1: down.at, x2: right, y2: down.at });
  }
  return { dx, dy, guides };
}

/** Start, middle, end. @param {number} start @param {number} size */
function edges(start, size) {
  return [start, start + size / 2, start + size];
}

/** @param {number[]} own @param {readonly Box[]} others @param {number} reach
 * @param {(box: Box) => number[]} linesOf */
function nearestLine(own, others, reach, linesOf) {
  let nearest = null;
  let least = reach;
  for (const other of others) {
    for (const line of linesOf(other)) {
      for (const edge of own) {
        const by = line - edge;
        if (Math.abs(by) > least || (nearest && Math.abs(by) === least)) continue;
        least = Math.abs(by);
        nearest = { by, at: line, other };
      }
    }
  }
  return nearest;
}
