// Pulling one end of a line while the other stays; Shift keeps to steps of 45 degrees.

import { centreOf, rotatePoint } from '../../geometry.js';
import { lineBetween, lineEnds, onStep } from '../../line_ends.js';
import { tidy } from '../../moves.js';
import { Gesture } from './gesture.js';

/** @import { BoardNode, Point, ToolPointer } from '../../types.js' */
/** @import { Editor } from '../../editor.js' */

export class LineEndGesture extends Gesture {
  #editor;
  #node;
  #end;
  #fixed;

  /** @param {Editor} editor @param {BoardNode} node a line @param {'from'|'to'} end */
  constructor(editor, node, end) {
    super();
    this.#editor = editor;
    this.#node = node;
    this.#end = end;
    const ends = lineEnds(node);
    this.#fixed = rotatePoint(end === 'from' ? ends.to : ends.from, centreOf(node), node.rotation);
    this.cursor = 'crosshair';
    editor.renderer.lift([node.id]);
  }

  /** @param {ToolPointer} event */
  move({ world, shift }) {
    const { renderer } = this.#editor;
    const pulled = shift ? onStep(this.#fixed, world) : { x: world.x, y: world.y };
    const place = renderer.liftedBox(this.#node.id);
    if (!place) return;
    const line = this.#end === 'from' ? lineBetween(pulled, this.#fixed) : lineBetween(this.#fixed, pulled);
    Object.assign(place, line, { rotation: 0 });
    renderer.requestFrame();
  }

  drop() {
    const { renderer, store } = this.#editor;
    const place = renderer.liftedBox(this.#node.id);
    if (place && store.node(this.#node.id)) {
      const { start, rotation } = place;
      const set = { x: tidy(place.x), y: tidy(place.y), width: tidy(place.width), height: tidy(place.height), start, rotation };
      store.batch(() => this.#editor.commit([{ node: this.#node.id, set }], { label: 'Move the end of a line' }));
    }
    renderer.drop();
  }

  cancel() {
    this.#editor.renderer.drop();
  }
}
