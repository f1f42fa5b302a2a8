// Brings a clip onto the board: its pictures first, if they belong to another workspace, then its
// things, under the pointer, into the selected frame or where they were.

import { ApiError } from './api.js';
import { InvalidChange } from './changes.js';
import { boundsOf, centreOf, containsPoint, overlaps } from './geometry.js';
import { counted } from './generation_form.js';
import { copyChanges } from './moves.js';

/** @import { BoardNode, Box, Change, Point } from './types.js' */
/** @import { Api } from './api.js' */
/** @import { Clip } from './clip.js' */
/** @import { Editor } from './editor.js' */

/** Pastes of one copy to one place lie so much further each, world units. */
const STEP = 16;
const AT_ONCE = 2_000; // pictures that the server copies in one request

export class Paste {
  #editor;
  #api;
  #before = { clip: '', x: NaN, y: NaN, count: 0 };

  /** @param {Editor} editor @param {Api} api */
  constructor(editor, api) {
    this.#editor = editor;
    this.#api = api;
  }

  /** @param {Clip} clip @param {{pointer: Point|null, isInPlace: boolean}} where pointer: world */
  async paste(clip, { pointer, isInPlace }) {
    const nodes = await this.#ownNodes(clip);
    const bounds = boundsOf(nodes);
    if (!bounds) return;
    const originals = new Set(nodes.map(({ id }) => id)); // a frame's copy lies over it, not in it
    const selected = isInPlace ? null : this.#selectedFrame(pointer);
    const frame = selected && !originals.has(selected.id) ? selected : null;
    const offset = isInPlace ? { x: 0, y: 0 } : this.#offset(bounds, pointer, frame, clip);
    const isSameBoard = clip.board === this.#editor.config.board.id;
    const { store } = this.#editor;
    const made = copyChanges(nodes, {
      offset, orders: this.#editor.topOrders(nodes.length), newId: this.#editor.newId,
      parentFor: (box) => frame?.id ?? this.#editor.frameFor(box, originals),
      edges: clip.edges, isHere: (id) => isSameBoard && Boolean(store.node(id)),
      // Cut, then pasted: as the nodes they were, so that what came of them still leads to them.
      keepsIds: isSameBoard && !nodes.some(({ id }) => store.node(id)),
    });
    if (!this.#commit(made.changes)) return;
    this.#editor.selection.set(made.ids);
    this.#bringIntoView(made.ids);
    if (made.ids.length === 1 && store.node(made.ids[0])?.parent) this.#editor.emit('moved-into', { id: made.ids[0] });
  }

  /** The things with pictures of this workspace; what cannot be shown here is left out, in words.
   * @param {Clip} clip @returns {Promise<BoardNode[]>} */
  async #ownNodes({ workspace, nodes }) {
    const withPictures = nodes.filter(({ asset }) => asset);
    if (workspace === this.#editor.config.board.workspace || !withPictures.length) return nodes;
    try {
      const copies = await this.#copies([...new Set(withPictures.map(({ asset }) => /** @type {string} */ (asset)))]);
      const lost = withPictures.filter(({ asset }) => !copies.has(asset)).length;
      if (lost) this.#say(`${counted(lost, 'picture')} of another workspace cannot be pasted here: you have no access to them any more. Ask somebody there to share them.`);
      return nodes.flatMap((node) => (node.asset ? (copies.has(node.asset) ? { ...node, asset: copies.get(node.asset) ?? null } : []) : node));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#say(`The pictures were not pasted: ${error.message}`);
      return nodes.filter(({ asset }) => !asset);
    }
  }

  /** @param {string[]} assets @returns {Promise<Map<string|null, string>>} id here by id there */
  async #copies(assets) {
    const copies = new Map();
    for (let from = 0; from < assets.length; from += AT_ONCE) {
      const answer = await this.#api.copyPictures(assets.slice(from, from + AT_ONCE));
      for (const [there, here] of Object.entries(answer.copies)) copies.set(there, here);
    }
    return copies;
  }

  /** Over a selected frame it goes in there. @param {Point|null} pointer @returns {BoardNode|null} */
  #selectedFrame(pointer) {
    const node = this.#editor.selectedNode();
    if (node?.kind !== 'frame' || this.#editor.store.isLocked(node)) return null;
    return !pointer || containsPoint(node, pointer) ? node : null;
  }

  /** @param {Box} bounds @param {Point|null} pointer @param {BoardNode|null} frame @param {Clip} clip @returns {Point} */
  #offset(bounds, pointer, frame, { nodes }) {
    const middle = pointer ?? centreOf(frame ?? this.#editor.viewport.visibleBox());
    const before = this.#before;
    const isAgain = before.clip === nodes[0].id && before.x === middle.x && before.y === middle.y;
    this.#before = { clip: nodes[0].id, x: middle.x, y: middle.y, count: isAgain ? before.count + 1 : 0 };
    const step = STEP * this.#before.count;
    return { x: middle.x - bounds.x - bounds.width / 2 + step, y: middle.y - bounds.y - bounds.height / 2 + step };
  }

  /** @param {Change[]} changes @returns {boolean} whether there was anything to put down */
  #commit(changes) {
    if (!changes.length) {
      this.#say('Pictures that are still being made cannot be copied. Copy them when they are finished.');
      return false;
    }
    try {
      this.#editor.commit(changes, { label: 'Paste' });
      return true;
    } catch (error) {
      if (!(error instanceof InvalidChange)) throw error;
      this.#say(`What was copied does not fit on this board: ${error.message}`);
      return false;
    }
  }

  /** @param {string[]} ids */
  #bringIntoView(ids) {
    const { viewport } = this.#editor;
    const box = this.#editor.bounds(ids);
    if (box && !overlaps(box, viewport.box())) viewport.flyTo(box);
  }

  /** @param {string} message */
  #say(message) {
    this.#editor.emit('notice', { message, kind: 'bad' });
  }
}
