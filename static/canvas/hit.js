// Is a point on a thing as it is drawn, or a thing in a box? Lines and empty shapes are hit on their
// stroke alone.

import { lineEnds } from './line_ends.js';
import { centreOf, hits, overlaps, rotatePoint, unturned } from './geometry.js';

/** @import { BoardNode, Box, Point } from './types.js' */

/** @param {BoardNode} node @param {Point} world @param {number} reach world units that a hand may be off */
export function hitsDrawn(node, world, reach) {
  if (node.kind === 'line') return onLine(node, unturned(node, world), reach);
  if (node.kind === 'shape') return onShape(node, unturned(node, world), reach);
  return hits(node, world);
}

/** Does any of it lie in a box that meets the upright box around it? @param {BoardNode} node @param {Box} box world */
export function meetsDrawn(node, box) {
  if (node.kind === 'line') return lineMeets(node, box);
  if (node.rotation === 0) return true;
  // Two boxes are apart if one of their sides can be drawn out to a line between them.
  const corners = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([across, down]) => unturned(node, { x: box.x + across * box.width, y: box.y + down * box.height }));
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const around = { x: left, y: top, width: Math.max(...corners.map(({ x }) => x)) - left, height: Math.max(...corners.map(({ y }) => y)) - top };
  return overlaps(around, node);
}

/** Clips the line to the box: Liang and Barsky, A New Concept and Method for Line Clipping, 1984.
 * @param {BoardNode} node @param {Box} box */
function lineMeets(node, box) {
  const ends = lineEnds(node);
  const [from, to] = [ends.from, ends.to].map((end) => rotatePoint(end, centreOf(node), node.rotation));
  let [first, last] = [0, 1];
  for (const [start, end, low, high] of [[from.x, to.x, box.x, box.x + box.width], [from.y, to.y, box.y, box.y + box.height]]) {
    const length = end - start;
    if (length === 0 && (start < low || start > high)) return false;
    if (length === 0) continue;
    const shares = [(low - start) / length, (high - start) / length];
    first = Math.max(first, Math.min(...shares));
    last = Math.min(last, Math.max(...shares));
  }
  return first <= last;
}

/** @param {BoardNode} node @param {Point} point @param {number} reach */
function onLine(node, point, reach) {
  const { from, to } = lineEnds(node);
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const square = dx * dx + dy * dy;
  const along = square ? Math.min(1, Math.max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / square)) : 0;
  const off = Math.hypot(point.x - from.x - along * dx, point.y - from.y - along * dy);
  return off <= Math.max(reach, (node.thickness ?? 3) / 2);
}

/** @param {BoardNode} node @param {Point} point @param {number} reach */
function onShape(node, point, reach) {
  const thickness = Math.max(node.thickness ?? 3, reach);
  const isFilled = node.fill === 'tint' || node.fill === 'solid';
  const inside = node.shape === 'ellipse' ? inEllipse : inRectangle;
  return inside(node, point, reach / 2) && (isFilled || !inside(node, point, -thickness));
}

/** @param {BoardNode} node @param {Point} point @param {number} by */
function inRectangle({ x, y, width, height }, point, by) {
  return point.x >= x - by && point.x <= x + width + by && point.y >= y - by && point.y <= y + height + by;
}

/** @param {BoardNode} node @param {Point} point @param {number} by */
function inEllipse({ x, y, width, height }, point, by) {
  const across = width / 2 + by;
  const down = height / 2 + by;
  if (across <= 0 || down <= 0) return false;
  return Math.hypot((point.x - x - width / 2) / across, (point.y - y - height / 2) / down) <= 1;
}
