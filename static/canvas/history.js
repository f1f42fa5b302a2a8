// Undo and redo of one person's own changes, as inverted changes. What others did meanwhile stays:
// an inverted change that no longer fits (its node is gone) drops out, and the last write wins.

import { InvalidChange, valueOf } from './changes.js';

/** @import { Change } from './types.js' */
/** @import { Draft } from './store.js' */

/** @typedef {{label: string, changes: Change[], opIds: string[], merge?: string, isHeld?: boolean}} Entry `changes` takes it back */

const MAX_ENTRIES = 500;
const MERGE_WITHIN_MS = 1_000;

export class History {
  /** @type {(Entry & {at: number})[]} */
  #undo = [];
  /** @type {Entry[]} */
  #redo = [];
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #draft;
  #now;

  /** @param {{draft: () => Draft, now?: () => number}} parts `draft` of the store; `now` in ms */
  constructor({ draft, now = () => performance.now() }) {
    this.#draft = draft;
    this.#now = now;
  }

  get canUndo() {
    return this.#undo.length > 0;
  }

  get canRedo() {
    return this.#redo.length > 0;
  }

  /** @param {Entry} entry */
  push(entry) {
    const at = this.#now();
    const last = this.#undo.at(-1);
    if (entry.merge && last?.merge === entry.merge && (entry.isHeld || at - last.at < MERGE_WITHIN_MS)) {
      last.changes = mergeSets(entry.changes, last.changes);
      last.opIds.push(...entry.opIds);
      last.at = at;
    } else {
      this.#undo.push({ ...entry, at });
      if (this.#undo.length > MAX_ENTRIES) this.#undo.shift();
    }
    this.#redo = [];
    this.#notify();
  }

  /** @param {(changes: Change[]) => string[]} send gives the op ids @returns {string|null} its label */
  undo(send) {
    return this.#step(this.#undo, send, (entry) => this.#redo.push(entry));
  }

  /** @param {(changes: Change[]) => string[]} send @returns {string|null} */
  redo(send) {
    return this.#step(this.#redo, send, (entry) => this.#undo.push({ ...entry, at: -Infinity }));
  }

  /** Is this what `undo` would take back now? @param {string} opId */
  isLast(opId) {
    return Boolean(this.#undo.at(-1)?.opIds.includes(opId));
  }

  /** Of what `undo` would take back now. */
  get lastOpId() {
    return this.#undo.at(-1)?.opIds.at(-1);
  }

  /** An op was refused: there is nothing to take back. @param {string} opId @returns {string|null} label */
  forget(opId) {
    for (const stack of [this.#undo, this.#redo]) {
      const place = stack.findIndex((entry) => entry.opIds.includes(opId));
      if (place < 0) continue;
      const entry = stack[place];
      entry.opIds = entry.opIds.filter((id) => id !== opId);
      if (!entry.opIds.length) stack.splice(place, 1);
      this.#notify();
      return entry.label;
    }
    return null;
  }

  /** @param {() => void} listener @returns {() => void} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {Entry[]} stack @param {(changes: Change[]) => string[]} send
   * @param {(entry: Entry) => void} keep @returns {string|null} */
  #step(stack, send, keep) {
    for (let entry = stack.pop(); entry; entry = stack.pop()) {
      const { applied, inverse } = applyFitting(this.#draft(), entry.changes);
      if (!applied.length) continue;
      keep({ label: entry.label, changes: inverse, opIds: send(applied) });
      this.#notify();
      return entry.label;
    }
    this.#notify();
    return null;
  }

  #notify() {
    for (const listener of this.#listeners) listener();
  }
}

/**
 * What takes `changes` back, last first. Throws InvalidChange if one of them is refused.
 * @param {Draft} draft as it is before; afterwards as they leave it
 * @param {Change[]} changes
 * @returns {Change[]}
 */
export function invertChanges(draft, changes) {
  return changes.map((change) => invertOne(draft, change)).reverse();
}

/** Those changes that still fit, and what takes them back. @param {Draft} draft @param {Change[]} changes */
function applyFitting(draft, changes) {
  /** @type {Change[]} */
  const applied = [];
  /** @type {Change[]} */
  const inverse = [];
  for (const change of changes) {
    try {
      inverse.push(invertOne(draft, change));
      applied.push(change);
    } catch (error) {
      if (!(error instanceof InvalidChange)) throw error;
    }
  }
  return { applied, inverse: inverse.reverse() };
}

/** @param {Draft} draft @param {Change} change @returns {Change} */
function invertOne(draft, change) {
  const { title } = draft;
  const before = change.node ? draft.node(change.node) : change.edge ? draft.edge(change.edge) : null;
  draft.apply(change);
  if (change.board) return { board: { title } };
  const target = change.node ? { node: change.node } : { edge: change.edge };
  if (change.create) return { ...target, delete: true };
  const item = before ?? {};
  if (change.delete) {
    const { id: _, ...body } = item;
    return { ...target, create: body };
  }
  const keys = Object.keys(change.set ?? {});
  return { ...target, set: Object.fromEntries(keys.map((key) => [key, valueOf(item, key)])) };
}

/** One set a node out of two lists of them: the later of the lists was the state before.
 * @param {Change[]} newer @param {Change[]} older @returns {Change[]} */
function mergeSets(newer, older) {
  const all = [...newer, ...older];
  if (!all.every((change) => change.node && change.set)) return all;
  /** @type {Map<string, Record<string, any>>} */
  const sets = new Map();
  for (const { node, set } of all) {
    sets.set(/** @type {string} */ (node), { ...sets.get(/** @type {string} */ (node)), ...set });
  }
  return [...sets].map(([node, set]) => ({ node, set }));
}
