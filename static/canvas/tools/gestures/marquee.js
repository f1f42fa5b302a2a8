// Choosing what lies in a box: alone, added to what was chosen (Shift), or taken out of it (Alt or Ctrl).

import { boxFromPoints, contains } from '../../geometry.js';
import { meetsDrawn } from '../../hit.js';
import { Gesture } from './gesture.js';

/** @import { Point, ToolPointer } from '../../types.js' */
/** @import { Editor } from '../../editor.js' */

export class MarqueeGesture extends Gesture {
  #editor;
  #from;
  #before;
  #subtracts;
  #scope;

  /** @param {Editor} editor @param {Point} from world @param {{before: string[], subtracts: boolean}} how
   *   before: ids that were chosen */
  constructor(editor, from, { before, subtracts }) {
    super();
    this.#editor = editor;
    this.#from = from;
    this.#before = before;
    this.#subtracts = subtracts;
    this.#scope = editor.selection.scope;
  }

  /** @param {ToolPointer} event */
  move({ world }) {
    const { renderer, selection, store, groups } = this.#editor;
    const box = boxFromPoints(this.#from, world);
    renderer.marks.marquee = box;
    // A frame is taken only whole: else nothing in it could be chosen from inside.
    const hit = this.#editor
      .nodesIn(box)
      .filter((node) => (node.kind === 'frame' ? contains(box, node) : meetsDrawn(node, box)) && !store.isLocked(node));
    const ids = groups.wholeUnits(hit, this.#scope);
    if (this.#subtracts) selection.set(this.#before.filter((id) => !ids.has(id)), this.#scope);
    else selection.set([...this.#before, ...ids], this.#scope);
    renderer.requestOverlay();
  }

  cancel() {
    this.#editor.selection.set(this.#before, this.#scope);
  }
}
