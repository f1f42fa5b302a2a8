// Turning the selection about its middle, in steps of 15 degrees with Shift.

import { centreOf } from '../../geometry.js';
import { cursorOf } from '../../grips.js';
import { tidy } from '../../moves.js';
import { countOf } from '../../nouns.js';
import { turnAbout, turnedBounds } from '../../transform.js';
import { Gesture } from './gesture.js';

/** @import { BoardNode, Point, ToolPointer } from '../../types.js' */
/** @import { Editor } from '../../editor.js' */
/** @import { Lifted } from '../../renderer.js' */
/** @import { Handle, TurnedBox } from '../../transform.js' */

const STEP = 15;

export class TurnGesture extends Gesture {
  #editor;
  #corner;
  #nodes;
  #bounds;
  #centre;
  #from;
  /** @type {Map<string, Lifted>} */
  #starts;

  /** @param {Editor} editor @param {Handle} corner @param {Point} from world @returns {TurnGesture|null} */
  static of(editor, corner, from) {
    const nodes = editor.unlockedNodes();
    const bounds = turnedBounds(nodes);
    return bounds && editor.canEdit ? new TurnGesture(editor, corner, from, nodes, bounds) : null;
  }

  /** @param {Editor} editor @param {Handle} corner @param {Point} from world @param {BoardNode[]} nodes
   * @param {TurnedBox} bounds */
  constructor(editor, corner, from, nodes, bounds) {
    super();
    this.#editor = editor;
    this.#corner = corner;
    this.#nodes = nodes;
    this.#bounds = bounds;
    this.#centre = centreOf(bounds);
    this.#from = angleOf(from, this.#centre);
    const ids = nodes.map(({ id }) => id);
    this.#starts = new Map([...editor.renderer.lift(ids)].map(([id, place]) => [id, { ...place }]));
    this.cursor = cursorOf({ name: 'turn', corner }, bounds.rotation);
  }

  /** @param {ToolPointer} event */
  move({ world, shift }) {
    const { renderer } = this.#editor;
    let by = angleOf(world, this.#centre) - this.#from;
    // It is where it ends up that is even, not how far it went.
    if (shift) by = Math.round((this.#bounds.rotation + by) / STEP) * STEP - this.#bounds.rotation;
    for (const [id, start] of this.#starts) {
      const place = renderer.liftedBox(id);
      if (place) Object.assign(place, turnAbout(start, this.#centre, by));
    }
    this.cursor = cursorOf({ name: 'turn', corner: this.#corner }, this.#bounds.rotation + by);
    renderer.requestFrame();
  }

  drop() {
    const { renderer, store } = this.#editor;
    const changes = [...this.#starts.keys()].flatMap((id) => {
      const place = renderer.liftedBox(id);
      const node = store.node(id);
      if (!place || !node || place.rotation === node.rotation) return [];
      return [{ node: id, set: { x: tidy(place.x), y: tidy(place.y), rotation: place.rotation } }];
    });
    store.batch(() => this.#editor.commit(changes, { label: `Rotate ${countOf(this.#nodes)}` }));
    renderer.drop();
  }

  cancel() {
    this.#editor.renderer.drop();
  }
}

/** @param {Point} point @param {Point} centre @returns {number} degrees, clockwise */
function angleOf(point, centre) {
  return (Math.atan2(point.y - centre.y, point.x - centre.x) * 180) / Math.PI;
}
