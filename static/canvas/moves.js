// The changes that common gestures make: moving and copying. Pure: from nodes to changes.

import { KINDS } from './kinds.js';

/** @import { BoardEdge, BoardNode, Box, Change, Point } from './types.js' */
/** @import { Store } from './store.js' */

/** What a client may create. */
const COPIED = new Set(['image', 'frame', 'note', 'text', 'shape', 'line', 'mask']);

/** The nodes with all that lies in the frames among them. @param {Store} store @param {Iterable<string>} ids
 * @returns {Set<string>} */
export function withDescendants(store, ids) {
  const all = new Set(ids);
  for (const id of store.descendantsOf(all)) all.add(id);
  return all;
}

/** World units with two decimals: a hundredth of a px at 100 % is finer than anybody places by hand.
 * @param {number} value */
export function tidy(value) {
  return Math.round(value * 100) / 100;
}

/**
 * Put nodes where their boxes are, into the frames they lie in then.
 * @param {Store} store
 * @param {ReadonlyMap<string, Box>} boxes where each is now; frames' contents included
 * @param {(box: Box, except: Set<string>, id: string) => string|null} frameFor
 * @param {() => string} topOrder
 * @returns {Change[]}
 */
export function moveChanges(store, boxes, frameFor, topOrder) {
  const moved = new Set(boxes.keys());
  /** @type {Change[]} */
  const changes = [];
  for (const [id, box] of boxes) {
    const node = store.node(id);
    if (!node) continue; // deleted by somebody while it was dragged
    /** @type {Record<string, any>} */
    const set = {};
    if (tidy(box.x) !== node.x) set.x = tidy(box.x);
    if (tidy(box.y) !== node.y) set.y = tidy(box.y);
    // What moves with its frame stays in it.
    if (!(node.parent && moved.has(node.parent))) {
      const parent = frameFor(box, moved, id);
      if (parent !== (store.parentOf(node)?.id ?? null)) {
        set.parent = parent;
        const over = store.node(parent);
        if (over && node.kind === 'frame' && node.order <= over.order) set.order = topOrder();
      }
    }
    if (Object.keys(set).length) changes.push({ node: id, set });
  }
  return changes;
}

/**
 * Copies of nodes, moved by an offset, with the lineage among them and from what lives here.
 * Placeholders of running generations are not copied: the picture they become belongs to one place.
 * @param {readonly BoardNode[]} nodes
 * @param {{offset: Point, orders: string[], newId: () => string, parentFor?: (box: Box) => string|null,
 *   edges?: Iterable<BoardEdge>, isHere?: (id: string) => boolean, keepsIds?: boolean, keptGroups?: ReadonlySet<string>}} how
 *   orders: as many rising keys as nodes; edges: that end at the nodes; isHere: is this a node of the
 *   board that the copies come to? keepsIds: they are gone here, and come back as what they were;
 *   keptGroups: groups that copies of members are members of
 * @returns {{changes: Change[], ids: string[]}} ids of those copies whose frame was not copied too
 */
export function copyChanges(nodes, {
  offset, orders, newId, parentFor, edges = [], isHere = () => true, keepsIds = false, keptGroups = new Set(),
}) {
  const copied = nodes.filter((node) => COPIED.has(node.kind));
  const ids = new Map(copied.map((node) => [node.id, keepsIds ? node.id : newId()]));
  const sorted = [...copied].sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  /** @type {Change[]} */
  const changes = [];
  const outermost = [];
  const groups = newGroups(copied, keptGroups, newId);
  for (let i = 0; i < sorted.length; i += 1) {
    const node = sorted[i];
    const id = /** @type {string} */ (ids.get(node.id));
    const create = ownProps(node);
    create.x = tidy(node.x + offset.x);
    create.y = tidy(node.y + offset.y);
    create.order = orders[i];
    const copiedParent = node.parent ? ids.get(node.parent) : undefined;
    create.parent = copiedParent ?? parentFor?.({ ...node, x: create.x, y: create.y }) ?? null;
    if ('candidate_of' in create) create.candidate_of = null;
    if (create.version_of) create.version_of = ids.get(create.version_of) ?? null;
    if (create.picture) create.picture = ids.get(create.picture) ?? (isHere(create.picture) ? create.picture : null);
    if (create.groups && !keepsIds) create.groups = create.groups.flatMap((/** @type {string} */ group) => groups.get(group) ?? []);
    changes.push({ node: id, create });
    if (!copiedParent) outermost.push(id);
  }
  if (!keepsIds) changes.push(...lineageOfCopies(ids, edges, isHere, newId)); // else it is there still
  return { changes, ids: outermost };
}

/** Copies form groups of their own; a single one out of a group belongs to none.
 * @param {BoardNode[]} nodes @param {ReadonlySet<string>} kept groups that copies of members are members of
 * @param {() => string} newId @returns {Map<string, string>} by the group it was */
function newGroups(nodes, kept, newId) {
  /** @type {Map<string, number>} */
  const members = new Map();
  for (const { groups = [] } of nodes) for (const group of groups) members.set(group, (members.get(group) ?? 0) + 1);
  return new Map([...members].flatMap(([group, count]) => (kept.has(group) ? [[group, group]] : count > 1 ? [[group, newId()]] : [])));
}

/** What a copy came from, its original came from. What came of the original did not come of the copy.
 * @param {Map<string, string>} ids copy by original @param {Iterable<BoardEdge>} edges
 * @param {(id: string) => boolean} isHere @param {() => string} newId @returns {Change[]} */
function lineageOfCopies(ids, edges, isHere, newId) {
  /** @type {Change[]} */
  const changes = [];
  for (const { source, target, role, strength } of new Set(edges)) { // each stands at both of its ends
    const copy = ids.get(target);
    const from = ids.get(source) ?? (isHere(source) ? source : null);
    if (copy && from) changes.push({ edge: newId(), create: { source: from, target: copy, role, strength } });
  }
  return changes;
}

/** @param {BoardNode} node @returns {Record<string, any>} what a client may send to make one like it */
function ownProps(node) {
  /** @type {Record<string, any>} */
  const props = { kind: node.kind };
  const values = /** @type {Record<string, any>} */ (node);
  for (const [key, field] of KINDS.get(node.kind)?.fields ?? []) {
    if (!field.serverOnly && values[key] !== undefined) props[key] = values[key];
  }
  return props;
}
