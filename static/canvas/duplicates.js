// Duplicating: a copy beside what it came from, and the next one as far again as the last was moved.

import { copyChanges, withDescendants } from './moves.js';
import { countOf } from './nouns.js';

/** @import { BoardNode, Point } from './types.js' */
/** @import { Editor } from './editor.js' */

const FIRST = { x: 16, y: 16 }; // world units

export class Duplicates {
  /** The last copies: one of them, where its original lay, and all of them. */
  #last = { id: '', x: 0, y: 0, ids: new Set() };
  #editor;

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** The chosen ones again: beside them, or as far from them as the last copies from theirs. */
  repeat() {
    const { store, selection } = this.#editor;
    const copy = store.node(this.#last.id);
    const isSame = copy && selection.ids.size === this.#last.ids.size && [...selection.ids].every((id) => this.#last.ids.has(id));
    this.make(isSame ? { x: copy.x - this.#last.x, y: copy.y - this.#last.y } : FIRST);
  }

  /** Copies of the selection, selected instead of it. @param {Point} offset world */
  make(offset) {
    const editor = this.#editor;
    const { store, selection } = editor;
    const chosen = editor.unlockedNodes();
    const nodes = store.nodesOf(withDescendants(store, chosen.map(({ id }) => id)));
    const { scope } = selection;
    const originals = new Set(nodes.map(({ id }) => id)); // a frame's copy lies over it, not in it
    const { changes, ids } = copyChanges(nodes, {
      offset, orders: editor.topOrders(nodes.length), newId: editor.newId, parentFor: (box) => editor.frameFor(box, originals),
      edges: nodes.flatMap(({ id }) => store.edgesOf(id)), keptGroups: this.#groupsAround(nodes, scope),
    });
    if (!changes.length) return;
    editor.commit(changes, { label: `Duplicate ${countOf(chosen)}` });
    selection.set(ids, scope);
    this.#remember(ids, nodes, offset);
  }

  /** The entered group and those around it: copies of its members are members too.
   * @param {BoardNode[]} nodes @param {string|null} scope */
  #groupsAround([first], scope) {
    const path = scope && first ? this.#editor.groups.pathOf(first) : [];
    return new Set(path.slice(0, path.indexOf(scope ?? '') + 1));
  }

  /** @param {string[]} ids @param {BoardNode[]} originals @param {Point} offset */
  #remember(ids, originals, offset) {
    const copy = this.#editor.store.node(ids[0]);
    if (!copy || !originals.length) return;
    this.#last = { id: copy.id, x: copy.x - offset.x, y: copy.y - offset.y, ids: new Set(ids) };
  }
}
