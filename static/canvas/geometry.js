// Boxes, rotated nodes, hit tests. All in world units unless the name says screen.

/** @import { BoardNode, Box, Point } from './types.js' */

/** @param {Box} a @param {Box} b @returns {boolean} they share some area */
export function overlaps(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** @param {Box} outer @param {Box} inner */
export function contains(outer, inner) {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** @param {Box} box @param {Point} point */
export function containsPoint(box, point) {
  return (
    point.x >= box.x && point.x < box.x + box.width && point.y >= box.y && point.y < box.y + box.height
  );
}

/** @param {Box} box @param {number} by on every side; negative shrinks @returns {Box} */
export function grow(box, by) {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

/** @param {Point} a @param {Point} b any two opposite corners @returns {Box} */
export function boxFromPoints(a, b) {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

/** @param {Box} box @returns {Point} */
export function centreOf(box) {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * The upright box around a node, turned as it is.
 * @param {Box & {rotation: number}} node
 * @param {Box} [out] reused, so that hot paths make no garbage
 * @returns {Box}
 */
export function boxOf(node, out = { x: 0, y: 0, width: 0, height: 0 }) {
  if (node.rotation === 0) {
    out.x = node.x;
    out.y = node.y;
    out.width = node.width;
    out.height = node.height;
    return out;
  }
  const angle = (node.rotation * Math.PI) / 180;
  const cos = Math.abs(Math.cos(angle));
  const sin = Math.abs(Math.sin(angle));
  const width = node.width * cos + node.height * sin;
  const height = node.width * sin + node.height * cos;
  out.x = node.x + (node.width - width) / 2;
  out.y = node.y + (node.height - height) / 2;
  out.width = width;
  out.height = height;
  return out;
}

/** The box around all of them, or null for none. @param {Iterable<Box & {rotation: number}>} nodes @returns {Box|null} */
export function boundsOf(nodes) {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  const box = { x: 0, y: 0, width: 0, height: 0 };
  for (const node of nodes) {
    boxOf(node, box);
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  if (left === Infinity) return null;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** @param {Point} point @param {Point} centre @param {number} degrees clockwise @returns {Point} */
export function rotatePoint(point, centre, degrees) {
  if (degrees === 0) return { x: point.x, y: point.y };
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const dx = point.x - centre.x;
  const dy = point.y - centre.y;
  return { x: centre.x + dx * cos - dy * sin, y: centre.y + dx * sin + dy * cos };
}

/** The point as it lies to a node that is turned back upright. @param {BoardNode} node @param {Point} point @returns {Point} */
export function unturned(node, point) {
  return node.rotation === 0 ? point : rotatePoint(point, centreOf(node), -node.rotation);
}

/** Is the point on the node as it is turned? @param {BoardNode} node @param {Point} point */
export function hits(node, point) {
  return containsPoint(node, unturned(node, point));
}
