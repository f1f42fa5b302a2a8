// The anchors of the next generation: which pictures this person chose, and of which pack. Role and
// strength are the node's own props, so that the board shows them too.

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

const FIRST_ROLE = 'style';
export const FIRST_STRENGTH = 0.6;

/** The version of a pack that an anchor came with. @typedef {{pack: string, name: string, version: string, number: number, assets: string[]}} Bound */

export class Anchors {
  /** @type {string[]} */
  #ids;
  /** By node. @type {Record<string, Bound>} */
  #packs;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #editor;
  #save;

  /**
   * @param {Editor} editor
   * @param {{ids: string[], packs: Record<string, Bound>, save: (ids: string[], packs: Record<string, Bound>) => void}} memory
   *   chosen ones outlive the page
   */
  constructor(editor, { ids, packs, save }) {
    this.#editor = editor;
    this.#ids = ids;
    this.#packs = packs;
    this.#save = save;
    editor.store.subscribe((changed) => {
      if (this.#ids.some((id) => changed.nodes.has(id))) this.tell();
    });
  }

  /** The chosen pictures that are still there and still anchors. @returns {BoardNode[]} */
  nodes() {
    return this.#ids.flatMap((id) => {
      const node = this.#editor.store.node(id);
      return node?.kind === 'image' && node.anchor_role ? [node] : [];
    });
  }

  /** As a request wants them. */
  asked() {
    return this.nodes().map((node) => ({
      node: node.id, role: node.anchor_role ?? FIRST_ROLE, strength: node.anchor_strength ?? FIRST_STRENGTH,
      pack: this.packOf(node.id)?.version ?? null,
    }));
  }

  /** What an anchor came with, as long as it shows the picture that the pack holds. @param {string} id @returns {Bound | undefined} */
  packOf(id) {
    const bound = this.#packs[id];
    return bound?.assets.includes(this.#editor.store.node(id)?.asset ?? '') ? bound : undefined;
  }

  /** Nodes that are anchors by now, of a pack. @param {string[]} ids @param {Bound} bound */
  take(ids, bound) {
    for (const id of ids) {
      if (!this.#ids.includes(id)) this.#ids.push(id);
      this.#packs[id] = bound;
    }
    this.#keep();
    this.tell();
  }

  /** @param {BoardNode} node */
  has(node) {
    return this.#ids.includes(node.id) && Boolean(node.anchor_role);
  }

  /** @param {BoardNode} node */
  add(node) {
    if (!this.#ids.includes(node.id)) this.#ids.push(node.id);
    if (!node.anchor_role) {
      this.#editor.commit([{ node: node.id, set: { anchor_role: FIRST_ROLE, anchor_strength: FIRST_STRENGTH } }], { label: 'Use as anchor' });
    }
    this.#keep();
    this.tell();
  }

  /** @param {string} id */
  remove(id) {
    this.#ids = this.#ids.filter((other) => other !== id);
    delete this.#packs[id];
    this.#keep();
    const node = this.#editor.store.node(id);
    if (node?.anchor_role) this.#editor.commit([{ node: id, set: { anchor_role: '' } }], { label: 'Remove anchor' });
    this.tell();
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  #keep() {
    this.#save(this.#ids, this.#packs);
  }

  /** Whoever shows them hears that something changed. */
  tell() {
    for (const listener of this.#listeners) listener();
  }
}
