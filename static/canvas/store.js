// What is on the board: the confirmed state, and your own unconfirmed ops laid over it. A committed
// op replaces the optimistic one of the same id, so that the server's order is the order.

import {
  InvalidChange, applyToBoard, applyToEdge, applyToNode, isSameValue, mergeCommitted, parseChange,
} from './changes.js';

/** @import { BoardEdge, BoardNode, Change, Changed, CommittedOp, PendingOp, Snapshot, Unsubscribe } from './types.js' */
/** @import { Item } from './changes.js' */

/** @typedef {'nodes'|'edges'} Table */

/** Frames in frames: as the server takes them. */
const MAX_DEPTH = 16;

export class Store {
  // Deleted items stay (with `deleted`): undo brings one back with what only the server writes.
  #confirmed = { nodes: new Map(), edges: new Map(), title: '' };
  /** @type {{nodes: Map<string, Item>, edges: Map<string, Item>, title: string}} */
  #view = { nodes: new Map(), edges: new Map(), title: '' };
  /** @type {Map<string, PendingOp>} in the order of making */
  #pending = new Map();
  /** @type {Map<string, {op: PendingOp, change: Change}[]>} by node or edge id: what lies over it */
  #pendingOf = new Map();
  #byParent = new Index();
  #byCandidate = new Index();
  /** Versions by the picture that stands for them. */
  #byVersion = new Index();
  #byEnd = new Index();
  #liveNodes = 0;
  /** @type {Set<(changed: Changed) => void>} */
  #listeners = new Set();
  /** @type {Changed} */
  #changed = { nodes: new Set(), edges: new Set(), board: false };
  #batchDepth = 0;

  /** The newest revision known; -1 before the first snapshot. */
  revision = -1;

  get title() {
    return this.#view.title;
  }

  /** Ops not yet acknowledged. */
  get pending() {
    return this.#pending.size;
  }

  /** Live nodes. */
  get size() {
    return this.#liveNodes;
  }

  /** @param {string|null|undefined} id @returns {BoardNode|undefined} */
  node(id) {
    const node = id ? this.#view.nodes.get(id) : undefined;
    return node && !node.deleted ? /** @type {BoardNode} */ (node) : undefined;
  }

  /** @returns {Generator<BoardNode>} live nodes, in no order */
  *nodes() {
    for (const node of this.#view.nodes.values()) {
      if (!node.deleted) yield /** @type {BoardNode} */ (node);
    }
  }

  /** @param {string} id @returns {BoardEdge|undefined} */
  edge(id) {
    const edge = this.#view.edges.get(id);
    if (!edge || edge.deleted || !this.node(edge.source) || !this.node(edge.target)) return undefined;
    return /** @type {BoardEdge} */ (edge);
  }

  /** Edges from and to a node whose both ends live. @param {string} nodeId @returns {BoardEdge[]} */
  edgesOf(nodeId) {
    const edges = [];
    for (const id of this.#byEnd.of(nodeId)) {
      const edge = this.edge(id);
      if (edge) edges.push(edge);
    }
    return edges;
  }

  /** How many edges lead to a node from ones that were deleted: what it came from is not here any more.
   * @param {string} nodeId */
  lostSourcesOf(nodeId) {
    let count = 0;
    for (const id of this.#byEnd.of(nodeId)) {
      const edge = this.#view.edges.get(id);
      if (edge && !edge.deleted && edge.target === nodeId && !this.node(edge.source)) count += 1;
    }
    return count;
  }

  /** The live frame that a node is in. @param {BoardNode} node @returns {BoardNode|undefined} */
  parentOf(node) {
    const parent = this.node(node.parent);
    return parent?.kind === 'frame' ? parent : undefined;
  }

  /** Is it hidden, or a frame that it lies in? @param {BoardNode} node */
  isHidden(node) {
    return this.#isWithin(node, 'hidden');
  }

  /** Is it locked, or a frame that it lies in? @param {BoardNode} node */
  isLocked(node) {
    return this.#isWithin(node, 'locked');
  }

  /** As it is drawn: with that of the frames it lies in. @param {BoardNode} node @returns {number} 0..1 */
  opacityOf(node) {
    let opacity = 1;
    for (const one of this.#lineOf(node)) opacity *= one.opacity ?? 1;
    return opacity;
  }

  /** Live nodes directly in a frame. @param {string} frameId @returns {BoardNode[]} */
  childrenOf(frameId) {
    return this.nodesOf(this.#byParent.of(frameId));
  }

  /** A frame's nodes, and theirs. @param {Iterable<string>} ids @returns {Set<string>} without `ids` */
  descendantsOf(ids) {
    const from = new Set(ids);
    /** @type {Set<string>} */
    const found = new Set();
    const open = [...from];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (this.node(id)?.kind !== 'frame') continue;
      for (const child of this.childrenOf(id)) {
        if (from.has(child.id) || found.has(child.id)) continue;
        found.add(child.id);
        open.push(child.id);
      }
    }
    return found;
  }

  /** Undecided results for a picture. @param {string} pictureId @returns {BoardNode[]} */
  candidatesOf(pictureId) {
    return this.nodesOf(this.#byCandidate.of(pictureId));
  }

  /** An undecided result of a live picture: not drawn on the board. @param {BoardNode} node */
  isCandidate(node) {
    return Boolean(node.candidate_of && this.node(node.candidate_of));
  }

  /** Versions that a picture stands for, without itself. @param {string} pictureId @returns {BoardNode[]} */
  versionsBehind(pictureId) {
    return this.nodesOf(this.#byVersion.of(pictureId)).filter((node) => this.standInOf(node));
  }

  /** The picture that is drawn in place of a version, undefined for one that is drawn itself: also one
   * behind a version that is behind another, so that nothing two people do at once hides a picture.
   * @param {BoardNode} node @returns {BoardNode|undefined} */
  standInOf(node) {
    const shown = this.node(node.version_of);
    return shown && !this.node(shown.version_of) ? shown : undefined;
  }

  /** Is it kept on the board without being drawn: an undecided result, or a version behind another?
   * @param {BoardNode} node */
  isAside(node) {
    return this.isCandidate(node) || this.standInOf(node) !== undefined;
  }

  /** What is drawn for a node that may be aside. @param {BoardNode} node @returns {BoardNode} */
  shownFor(node) {
    return (this.isCandidate(node) ? this.node(node.candidate_of) : this.standInOf(node)) ?? node;
  }

  /** @returns {string|null} the greatest order key in use */
  topOrder() {
    let top = null;
    for (const { order } of this.nodes()) if (top === null || order > top) top = order;
    return top;
  }

  /** A try-out: changes applied to it are checked as the server would, and touch nothing here. */
  draft() {
    return new Draft(this.#view);
  }

  /** Lay an own op over the confirmed state. Throws InvalidChange, and then changes nothing.
   * @param {PendingOp} op */
  addPending(op) {
    const draft = this.draft();
    for (const change of op.changes) draft.apply(change);
    this.#remember(op);
    this.batch(() => {
      for (const [id, node] of draft.nodes) this.#put('nodes', id, node);
      for (const [id, edge] of draft.edges) this.#put('edges', id, edge);
      this.#putTitle(draft.title);
    });
  }

  /** As addPending, for ops of an earlier visit: what no longer fits is left to the server to say.
   * @param {PendingOp} op */
  restorePending(op) {
    if (this.#pending.has(op.op_id)) return;
    this.#remember(op);
    this.batch(() => this.#rebase([op.changes]));
  }

  /** @param {string} opId */
  isPending(opId) {
    return this.#pending.has(opId);
  }

  /** @returns {PendingOp[]} in the order of making */
  pendingOps() {
    return [...this.#pending.values()];
  }

  /** Take an own op away: it was refused, or its effect is confirmed already. @param {string} opId */
  dropPending(opId) {
    const op = this.#pending.get(opId);
    if (!op) return;
    this.#forget(op);
    this.batch(() => this.#rebase([op.changes]));
  }

  /** A committed op, exactly the next revision. @param {CommittedOp} op */
  applyCommitted(op) {
    const own = this.#pending.get(op.op_id);
    if (own) this.#forget(own);
    for (const change of op.changes) this.#confirm(change);
    this.revision = op.revision;
    this.batch(() => this.#rebase(own ? [op.changes, own.changes] : [op.changes]));
  }

  /** Everything anew; own ops are laid over it again. @param {Snapshot} snapshot */
  load(snapshot) {
    const before = this.#confirmed;
    this.#confirmed = { nodes: new Map(), edges: new Map(), title: snapshot.title };
    for (const node of snapshot.nodes) this.#confirmed.nodes.set(node.id, node);
    for (const edge of snapshot.edges) this.#confirmed.edges.set(edge.id, edge);
    // What vanished while we were away was deleted.
    for (const table of /** @type {Table[]} */ (['nodes', 'edges'])) {
      for (const [id, item] of before[table]) {
        if (!this.#confirmed[table].has(id)) this.#confirmed[table].set(id, { ...item, deleted: true });
      }
    }
    this.revision = snapshot.revision;
    this.batch(() => {
      for (const table of /** @type {Table[]} */ (['nodes', 'edges'])) {
        const ids = new Set([...this.#confirmed[table].keys(), ...this.#view[table].keys()]);
        for (const id of ids) this.#layOver(table, id);
      }
      this.#layOverTitle();
    });
  }

  /** Several changes, one notification. @param {() => void} work */
  batch(work) {
    this.#batchDepth += 1;
    try {
      work();
    } finally {
      this.#batchDepth -= 1;
      if (this.#batchDepth === 0) this.#notify();
    }
  }

  /** @param {(changed: Changed) => void} listener @returns {Unsubscribe} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {BoardNode} node @param {'hidden'|'locked'} state */
  #isWithin(node, state) {
    for (const one of this.#lineOf(node)) if (one[state]) return true;
    return false;
  }

  /** A node and the frames it lies in, innermost first: never endless, whatever two people made of
   * frames at the same moment. @param {BoardNode} node */
  *#lineOf(node) {
    /** @type {BoardNode|undefined} */
    let one = node;
    for (let depth = 0; one && depth <= MAX_DEPTH; depth += 1) {
      yield one;
      one = this.parentOf(one);
    }
  }

  /** Those of them that live. @param {Iterable<string>} ids @returns {BoardNode[]} */
  nodesOf(ids) {
    const nodes = [];
    for (const id of ids) {
      const node = this.node(id);
      if (node) nodes.push(node);
    }
    return nodes;
  }

  /** @param {PendingOp} op */
  #remember(op) {
    this.#pending.set(op.op_id, op);
    for (const change of op.changes) {
      const id = change.node ?? change.edge;
      if (!id) continue;
      const over = this.#pendingOf.get(id) ?? [];
      over.push({ op, change });
      this.#pendingOf.set(id, over);
    }
  }

  /** @param {PendingOp} op */
  #forget(op) {
    this.#pending.delete(op.op_id);
    for (const change of op.changes) {
      const id = change.node ?? change.edge;
      const over = id ? this.#pendingOf.get(id)?.filter((entry) => entry.op !== op) : undefined;
      if (!id || !over) continue;
      if (over.length) this.#pendingOf.set(id, over);
      else this.#pendingOf.delete(id);
    }
  }

  /** @param {Change} change */
  #confirm(change) {
    if (change.board) {
      this.#confirmed.title = change.board.title ?? this.#confirmed.title;
      return;
    }
    const items = change.node ? this.#confirmed.nodes : this.#confirmed.edges;
    const id = /** @type {string} */ (change.node ?? change.edge);
    const after = mergeCommitted(items.get(id) ?? null, id, change);
    if (after) items.set(id, after);
  }

  /** What the named items are with the own ops laid over the confirmed state.
   * @param {Change[][]} lists */
  #rebase(lists) {
    const nodes = new Set();
    const edges = new Set();
    let hasBoard = false;
    for (const changes of lists) {
      for (const change of changes) {
        if (change.node) nodes.add(change.node);
        else if (change.edge) edges.add(change.edge);
        else hasBoard = true;
      }
    }
    for (const id of nodes) this.#layOver('nodes', id);
    for (const id of edges) this.#layOver('edges', id);
    if (hasBoard) this.#layOverTitle();
  }

  /** @param {Table} table @param {string} id */
  #layOver(table, id) {
    /** @type {Item|null} */
    let item = this.#confirmed[table].get(id) ?? null;
    for (const { change } of this.#pendingOf.get(id) ?? []) item = tryApply(item, change);
    this.#put(table, id, item);
  }

  #layOverTitle() {
    let { title } = this.#confirmed;
    for (const op of this.#pending.values()) {
      for (const change of op.changes) title = change.board?.title ?? title;
    }
    this.#putTitle(title);
  }

  /** @param {string} title */
  #putTitle(title) {
    if (title === this.#view.title) return;
    this.#view.title = title;
    this.#changed.board = true;
  }

  /** @param {Table} table @param {string} id @param {Item|null} item */
  #put(table, id, item) {
    const before = this.#view[table].get(id);
    if (before === (item ?? undefined) || (before && item && isSame(before, item))) return;
    if (item) this.#view[table].set(id, item);
    else this.#view[table].delete(id);
    this.#changed[table].add(id);
    if (table === 'edges') {
      this.#byEnd.move(id, before?.source, item?.source);
      this.#byEnd.move(id, before?.target, item?.target);
      return;
    }
    this.#byParent.move(id, before?.parent, item?.parent);
    this.#byCandidate.move(id, before?.candidate_of, item?.candidate_of);
    this.#byVersion.move(id, before?.version_of, item?.version_of);
    const wasLive = Boolean(before && !before.deleted);
    const isLive = Boolean(item && !item.deleted);
    this.#liveNodes += Number(isLive) - Number(wasLive);
    // A reference to a node that is gone is read as null: whoever refers to it looks again.
    if (wasLive !== isLive || before?.version_of !== item?.version_of) {
      for (const other of this.#byVersion.of(id)) this.#changed.nodes.add(other);
    }
    if (wasLive !== isLive) {
      for (const other of this.#byParent.of(id)) this.#changed.nodes.add(other);
      for (const other of this.#byCandidate.of(id)) this.#changed.nodes.add(other);
      for (const edge of this.#byEnd.of(id)) this.#changed.edges.add(edge);
    }
  }

  #notify() {
    const changed = this.#changed;
    if (!changed.nodes.size && !changed.edges.size && !changed.board) return;
    this.#changed = { nodes: new Set(), edges: new Set(), board: false };
    for (const listener of this.#listeners) listener(changed);
  }
}

/** A copy on write of the board's items. */
export class Draft {
  /** @type {Map<string, Item>} what was touched */
  nodes = new Map();
  /** @type {Map<string, Item>} */
  edges = new Map();
  #base;

  /** @param {{nodes: Map<string, Item>, edges: Map<string, Item>, title: string}} base */
  constructor(base) {
    this.#base = base;
    this.title = base.title;
  }

  /** @param {string} id @returns {Item|null} a deleted one too */
  node(id) {
    return this.nodes.get(id) ?? this.#base.nodes.get(id) ?? null;
  }

  /** @param {string} id @returns {Item|null} */
  edge(id) {
    return this.edges.get(id) ?? this.#base.edges.get(id) ?? null;
  }

  /** As the server would take it from this client. Throws InvalidChange. @param {Change} change */
  apply(change) {
    const parsed = parseChange(change);
    if (parsed.target === 'board') {
      this.title = applyToBoard(parsed).after?.title ?? this.title;
    } else if (parsed.target === 'node') {
      this.nodes.set(parsed.id, /** @type {Item} */ (applyToNode(this.node(parsed.id), parsed).after));
    } else {
      this.edges.set(parsed.id, /** @type {Item} */ (applyToEdge(this.edge(parsed.id), parsed).after));
    }
  }
}

/** Which items name an id. */
class Index {
  /** @type {Map<string, Set<string>>} */
  #of = new Map();

  /** @param {string} id @returns {Iterable<string>} */
  of(id) {
    return this.#of.get(id) ?? [];
  }

  /** @param {string} item @param {string|null|undefined} before @param {string|null|undefined} now */
  move(item, before, now) {
    if (before === now) return;
    if (before) {
      const items = this.#of.get(before);
      items?.delete(item);
      if (items && !items.size) this.#of.delete(before);
    }
    if (!now) return;
    const items = this.#of.get(now) ?? new Set();
    items.add(item);
    this.#of.set(now, items);
  }
}

/** The item after an own change that was good once; as it was if it no longer fits.
 * @param {Item|null} item @param {Change} change @returns {Item|null} */
function tryApply(item, change) {
  try {
    const parsed = parseChange(change);
    return (parsed.target === 'node' ? applyToNode : applyToEdge)(item, parsed).after;
  } catch (error) {
    if (error instanceof InvalidChange) return item;
    throw error;
  }
}

/** Flat items: an acknowledgement of what is shown already must not redraw it.
 * @param {Item} a @param {Item} b */
function isSame(a, b) {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => isSameValue(a[key], b[key]));
}
