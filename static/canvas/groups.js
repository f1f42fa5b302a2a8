// Groups: nodes that share an id are chosen, moved and copied together. Groups lie in groups; a group
// of which one member is left is none.

/** @import { BoardNode, Change } from './types.js' */
/** @import { Store } from './store.js' */

/** As the server takes them. */
const MOST_GROUPS = 8;

export class Groups {
  /** @type {Map<string, Set<string>>} live members by group */
  #members = new Map();
  /** @type {Map<string, readonly string[]>} groups by node, as they were when #members was written */
  #known = new Map();
  #store;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    for (const { id } of store.nodes()) this.#update(id);
    store.subscribe(({ nodes }) => {
      for (const id of nodes) this.#update(id);
    });
  }

  /** @param {string} group @returns {string[]} */
  membersOf(group) {
    return [...(this.#members.get(group) ?? [])];
  }

  /** The groups of a node, outermost first. @param {BoardNode} node @returns {string[]} */
  pathOf(node) {
    return (node.groups ?? []).filter((group) => (this.#members.get(group)?.size ?? 0) > 1).reverse();
  }

  /** The group of a node that is next within an entered one. @param {BoardNode} node
   * @param {string|null} scope @returns {string|null} null: the node by itself */
  groupWithin(node, scope) {
    const path = this.pathOf(node);
    return path[path.indexOf(scope ?? '') + 1] ?? null;
  }

  /** What a click on a node chooses. @param {BoardNode} node @param {string|null} scope the entered group
   * @returns {string[]} */
  unitOf(node, scope) {
    const group = this.groupWithin(node, scope);
    return group ? this.membersOf(group) : [node.id];
  }

  /** These nodes, and the rest of the groups that they stand for. @param {Iterable<BoardNode>} nodes
   * @param {string|null} scope @returns {Set<string>} */
  wholeUnits(nodes, scope) {
    /** @type {Set<string>} */
    const ids = new Set();
    for (const node of nodes) {
      if (!ids.has(node.id)) for (const id of this.unitOf(node, scope)) ids.add(id);
    }
    return ids;
  }

  /** Nodes by what moves as one: a group is one list, a node alone another.
   * @param {readonly BoardNode[]} nodes @param {string|null} scope @returns {BoardNode[][]} */
  unitsOf(nodes, scope) {
    /** @type {Map<string, BoardNode[]>} */
    const units = new Map();
    for (const node of nodes) {
      const key = this.groupWithin(node, scope) ?? node.id;
      units.set(key, [...(units.get(key) ?? []), node]);
    }
    return [...units.values()];
  }

  /** The group around an entered one. @param {string} group @returns {string|null} */
  parentOf(group) {
    const [first] = this.membersOf(group);
    const node = this.#store.node(first);
    if (!node) return null;
    const path = this.pathOf(node);
    return path[path.indexOf(group) - 1] ?? null;
  }

  /** @param {string} id */
  #update(id) {
    const before = this.#known.get(id) ?? [];
    const now = this.#store.node(id)?.groups ?? [];
    if (before === now || (!before.length && !now.length)) return;
    for (const group of before) {
      const members = this.#members.get(group);
      members?.delete(id);
      if (members && !members.size) this.#members.delete(group);
    }
    for (const group of now) {
      const members = this.#members.get(group) ?? new Set();
      members.add(id);
      this.#members.set(group, members);
    }
    if (now.length) this.#known.set(id, now);
    else this.#known.delete(id);
  }
}

/**
 * One group of several units, within an entered group if there is one. Who leaves a group of which
 * others stay behind is in that one no more.
 * @param {Groups} groups @param {readonly BoardNode[]} nodes @param {string|null} scope @param {string} id of the new group
 * @returns {Change[]|null} null: groups would lie deeper than a board keeps them
 */
export function groupChanges(groups, nodes, scope, id) {
  const chosen = new Set(nodes.map((node) => node.id));
  /** @type {Change[]} */
  const changes = [];
  for (const node of nodes) {
    const path = groups.pathOf(node);
    const depth = scope ? path.indexOf(scope) + 1 : 0;
    const inner = path.slice(depth).filter((group) => groups.membersOf(group).every((member) => chosen.has(member)));
    const next = [...path.slice(0, depth), id, ...inner].reverse();
    if (next.length > MOST_GROUPS) return null;
    changes.push({ node: node.id, set: { groups: next } });
  }
  return changes;
}

/**
 * Take the outermost groups of these nodes apart.
 * @param {Groups} groups @param {readonly BoardNode[]} nodes @param {string|null} scope @param {Store} store
 * @returns {Change[]}
 */
export function ungroupChanges(groups, nodes, scope, store) {
  const apart = new Set(nodes.flatMap((node) => groups.groupWithin(node, scope) ?? []));
  const members = new Set([...apart].flatMap((group) => groups.membersOf(group)));
  return [...members].flatMap((member) => {
    const kept = (store.node(member)?.groups ?? []).filter((group) => !apart.has(group));
    return [{ node: member, set: { groups: kept } }];
  });
}
