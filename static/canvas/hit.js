// Is a point on a thing as it is drawn? Lines and empty shapes are hit on their stroke alone.

import { lineEnds } from './line_ends.js';
import { hits, unturned } from './geometry.js';

/** @import { BoardNode, Point } from './types.js' */

/** @param {BoardNode} node @param {Point} world @param {number} reach world units that a hand may be off */
export function hitsDrawn(node, world, reach) {
  if (node.kind === 'line') return onLine(node, unturned(node, world), reach);
  if (node.kind === 'shape') return onShape(node, unturned(node, world), reach);
  return hits(node, world);
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
