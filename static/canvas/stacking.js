// Bringing nodes nearer and sending them further. Pure: from nodes to changes.

import { boxOf, overlaps } from './geometry.js';
import { nBetween } from './order.js';

/** @import { BoardNode, Box, Change } from './types.js' */

/** @typedef {'front'|'back'|'forward'|'backward'} Step */

/**
 * Bring nodes nearer or send them further, keeping their order among themselves. A step goes past the
 * next thing that they cover or are covered by, since others make no difference to see; a group is
 * passed as a whole; no frame comes to lie under the frame it is in.
 * @param {readonly BoardNode[]} all in drawing order, furthest first
 * @param {ReadonlySet<string>} ids what frames among them hold included
 * @param {Step} step
 * @returns {Change[]}
 */
export function orderChanges(all, ids, step) {
  // Frames lie beneath all else, so each sort has an order of its own.
  return [
    ...orderWithin(all.filter((node) => node.kind === 'frame'), ids, step),
    ...orderWithin(all.filter((node) => node.kind !== 'frame'), ids, step),
  ];
}

/** @param {readonly BoardNode[]} layer @param {ReadonlySet<string>} ids @param {Step} step @returns {Change[]} */
function orderWithin(layer, ids, step) {
  const moving = layer.filter((node) => ids.has(node.id));
  const rest = layer.filter((node) => !ids.has(node.id));
  if (!moving.length || !rest.length) return [];
  const place = Math.max(placeFor(layer, rest, moving, step), lowestPlace(rest, moving));
  // Nodes of one key (made at the same moment by two people) leave no gap: go past all of them.
  let after = place;
  while (after > 0 && after < rest.length && rest[after - 1].order >= rest[after].order) after += 1;
  const below = after > 0 ? rest[after - 1].order : null;
  const above = after < rest.length ? rest[after].order : null;
  const isThere = moving.every((node) => (below === null || node.order > below) && (above === null || node.order < above));
  if (isThere) return [];
  const orders = nBetween(below, above, moving.length);
  return moving.map((node, i) => ({ node: node.id, set: { order: orders[i] } }));
}

/** How many of the rest lie beneath the moving ones afterwards.
 * @param {readonly BoardNode[]} layer @param {BoardNode[]} rest @param {BoardNode[]} moving @param {Step} step */
function placeFor(layer, rest, moving, step) {
  if (step === 'front') return rest.length;
  if (step === 'back') return 0;
  const places = new Map(rest.map((node, place) => [node, place]));
  const boxes = moving.map((node) => boxOf(node));
  const isNearer = step === 'forward';
  const from = layer.indexOf(isNearer ? moving[moving.length - 1] : moving[0]);
  const beyond = isNearer ? layer.slice(from + 1) : layer.slice(0, from).reverse();
  const passed = beyond.find((node) => touches(node, boxes)) ?? beyond[0];
  if (!passed) return isNearer ? rest.length : 0;
  const unit = [passed, ...beyond.filter((node) => sharesGroup(node, passed, moving))].map((node) => places.get(node) ?? 0);
  return isNearer ? Math.max(...unit) + 1 : Math.min(...unit);
}

/** @param {BoardNode} node @param {Box[]} boxes */
function touches(node, boxes) {
  const box = boxOf(node);
  return boxes.some((one) => overlaps(one, box));
}

/** Are they in an outermost group that none of the moving ones is in?
 * @param {BoardNode} node @param {BoardNode} passed @param {BoardNode[]} moving */
function sharesGroup(node, passed, moving) {
  const group = passed.groups?.at(-1);
  return Boolean(group && node !== passed && node.groups?.includes(group) && !moving.some(({ groups }) => groups?.includes(group)));
}

/** Above all frames that the moving ones are in. @param {BoardNode[]} rest @param {BoardNode[]} moving */
function lowestPlace(rest, moving) {
  if (moving[0].kind !== 'frame') return 0;
  const parents = new Map(rest.map(({ id, parent }) => [id, parent]));
  const around = new Set();
  for (const { parent } of moving) {
    for (let id = parent; id && parents.has(id) && !around.has(id); id = parents.get(id) ?? null) around.add(id);
  }
  return rest.findLastIndex(({ id }) => around.has(id)) + 1;
}
