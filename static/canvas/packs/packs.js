// Anchor packs in the prompt: using one, knowing that a newer version was published, taking it when
// asked to. What a chip came with stays until then.

import { counted, worldSize } from '../generation_form.js';
import { blockOf, rowOf } from '../uploads.js';
import { planOf } from './plan.js';

/** @import { BoardNode, Change } from '../types.js' */
/** @import { Anchors } from '../anchors.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Pack, PackAnchor } from './plan.js' */

const MARGIN = 32; // world units that are left free beside new pictures

export class Packs {
  #editor;
  #anchors;
  #fetchNewest;
  /** @type {Map<string, Pack>} */
  #newest = new Map();

  /** @param {Editor} editor @param {Anchors} anchors @param {() => Promise<Pack[]>} fetchNewest */
  constructor(editor, anchors, fetchNewest) {
    this.#editor = editor;
    this.#anchors = anchors;
    this.#fetchNewest = fetchNewest;
  }

  /** Ask the server what is new. @returns {Promise<boolean>} whether it answered */
  async refresh() {
    try {
      this.#newest = new Map((await this.#fetchNewest()).map((pack) => [pack.id, pack]));
    } catch {
      return false; // asked again soon; what is known stays
    }
    this.#anchors.tell();
    return true;
  }

  /** @param {string} id */
  newest(id) {
    return this.#newest.get(id);
  }

  /** The version that was published after the one a chip came with. @param {string} nodeId @returns {Pack | undefined} */
  newerFor(nodeId) {
    const bound = this.#anchors.packOf(nodeId);
    const newest = bound && this.#newest.get(bound.pack);
    return newest && newest.number > bound.number ? newest : undefined;
  }

  /** Its pictures become anchors of the prompt, beside those that are; what is not on the board is put there.
   * @param {Pack} pack */
  use(pack) {
    const { there, missing } = planOf(this.#pictures(), pack.anchors);
    const created = this.#creations(missing);
    const ids = new Map([
      ...there.map(({ node, anchor }) => /** @type {const} */ ([anchor.asset, node.id])),
      ...created.map(({ id, anchor }) => /** @type {const} */ ([anchor.asset, id])),
    ]);
    const changes = [
      ...there.filter(({ node, anchor }) => !isUsed(node, anchor)).map(({ node, anchor }) => ({ node: node.id, set: useOf(anchor) })),
      ...created.map(({ change }) => change),
    ];
    this.#editor.store.batch(() => {
      this.#editor.commit(changes, { label: `Use ${pack.name}` });
      this.#anchors.take(pack.anchors.flatMap(({ asset }) => ids.get(asset) ?? []), boundTo(pack));
    });
    const placed = missing.length ? ` ${counted(missing.length, 'picture')} of it ${missing.length === 1 ? 'was' : 'were'} put on the board.` : '';
    this.#editor.emit('notice', { message: `${pack.name} v${pack.number} is in the prompt.${placed}`, kind: 'info' });
  }

  /** The chips of a pack become those of its newest version. @param {string} packId */
  update(packId) {
    const newest = this.#newest.get(packId);
    if (!newest) return;
    const kept = new Set(newest.anchors.map(({ asset }) => asset));
    for (const node of this.#anchors.nodes()) {
      if (this.#anchors.packOf(node.id)?.pack === packId && !kept.has(node.asset ?? '')) this.#anchors.remove(node.id);
    }
    this.use(newest);
  }

  /** A version was made of the anchors in the prompt: they are its own now. @param {Pack} pack */
  made(pack) {
    const held = new Set(pack.anchors.map(({ asset }) => asset));
    const ids = this.#anchors.nodes().filter(({ asset }) => held.has(asset ?? '')).map(({ id }) => id);
    this.#anchors.take(ids, boundTo(pack));
  }

  *#pictures() {
    const { store } = this.#editor;
    for (const node of store.nodes()) if (node.kind === 'image' && !store.isAside(node) && !store.isHidden(node)) yield node;
  }

  /** @param {PackAnchor[]} missing @returns {{id: string, anchor: PackAnchor, change: Change}[]} */
  #creations(missing) {
    if (!missing.length) return [];
    const sizes = missing.map((anchor) => worldSize(anchor));
    const room = this.#editor.viewport.visibleBox().width - 2 * MARGIN;
    const [at] = this.#editor.freeSpots({ count: 1, ...blockOf(sizes, room) });
    const places = rowOf(sizes, at, false, room);
    const orders = this.#editor.topOrders(missing.length);
    return missing.map((anchor, i) => {
      const id = this.#editor.newId();
      const box = { ...places[i], ...sizes[i] };
      const create = {
        kind: 'image', ...box, order: orders[i], parent: this.#editor.frameFor(box), asset: anchor.asset,
        image_width: anchor.width, image_height: anchor.height, name: anchor.name, ...useOf(anchor),
      };
      return { id, anchor, change: { node: id, create } };
    });
  }
}

/** @param {PackAnchor} anchor */
function useOf({ role, strength }) {
  return { anchor_role: role, anchor_strength: strength };
}

/** @param {BoardNode} node @param {PackAnchor} anchor */
function isUsed(node, { role, strength }) {
  return node.anchor_role === role && node.anchor_strength === strength;
}

/** @param {Pack} pack */
function boundTo({ id, name, version, number, anchors }) {
  return { pack: id, name, version, number, assets: anchors.map(({ asset }) => asset) };
}
