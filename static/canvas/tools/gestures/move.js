// Moving the selection: it lines up with what is around it, and goes into the frame it is dropped in.
// With Alt copies are moved instead. Over the prompt bar it is let go to be used there.

import { boundsOf } from '../../geometry.js';
import { moveChanges, withDescendants } from '../../moves.js';
import { countOf } from '../../nouns.js';
import { snapBox } from '../../snapping.js';
import { SNAP_PX, snapTargets } from './snap_targets.js';
import { Gesture } from './gesture.js';

/** @import { BoardNode, Box, Point, ToolPointer } from '../../types.js' */
/** @import { Editor } from '../../editor.js' */
/** @import { Lifted } from '../../renderer.js' */

const MOST_SHOWN = 200; // ids in a presence frame

export class MoveGesture extends Gesture {
  #editor;
  #from;
  #nodes;
  /** @type {Map<string, Lifted>} */
  #starts;
  /** All that moves. @type {Set<string>} */
  #ids;
  /** As many of them as others are shown. @type {string[]} */
  #shownIds;
  #bounds;
  #others;
  #copies = false;
  /** Over what takes it: then it stays where it was. */
  #isTaken = false;
  #by = { x: 0, y: 0 };

  /** @param {Editor} editor @param {Point} from world @returns {MoveGesture|null} null: there is nothing that may be moved */
  static of(editor, from) {
    const nodes = editor.unlockedNodes();
    const bounds = boundsOf(nodes);
    return bounds && editor.canEdit ? new MoveGesture(editor, from, nodes, bounds) : null;
  }

  /** @param {Editor} editor @param {Point} from world @param {BoardNode[]} nodes @param {Box} bounds */
  constructor(editor, from, nodes, bounds) {
    super();
    this.#editor = editor;
    this.#from = from;
    this.#nodes = nodes;
    this.#bounds = bounds;
    this.#ids = withDescendants(editor.store, nodes.map(({ id }) => id));
    const lifted = editor.renderer.lift(this.#ids);
    this.#starts = new Map([...lifted].map(([id, place]) => [id, { ...place }]));
    this.#shownIds = [...this.#starts.keys()].slice(0, MOST_SHOWN);
    this.#others = snapTargets(editor, this.#ids);
  }

  /** @param {ToolPointer} event */
  move({ world, screen, shift, alt, mod }) {
    const { renderer, viewport, dropTarget } = this.#editor;
    this.#isTaken = dropTarget?.covers(screen, this.#nodes) ?? false;
    dropTarget?.show(this.#isTaken);
    let dx = world.x - this.#from.x;
    let dy = world.y - this.#from.y;
    if (shift && Math.abs(dx) > Math.abs(dy)) dy = 0;
    else if (shift) dx = 0;
    renderer.marks.guides = [];
    renderer.marks.gaps = [];
    if (!mod && !shift) {
      const moved = { ...this.#bounds, x: this.#bounds.x + dx, y: this.#bounds.y + dy };
      const snap = snapBox(moved, this.#others, SNAP_PX / viewport.zoom);
      dx += snap.dx;
      dy += snap.dy;
      renderer.marks.guides = snap.guides;
      renderer.marks.gaps = snap.gaps;
    }
    this.#by = { x: dx, y: dy };
    for (const [id, start] of this.#starts) {
      const place = renderer.liftedBox(id);
      if (!place) continue;
      place.x = start.x + dx;
      place.y = start.y + dy;
    }
    this.setAlt(alt);
    renderer.marks.target = this.#isTaken ? null : this.#target();
    renderer.requestFrame();
    if (!this.#copies) this.#editor.presence.show({ drag: { ids: this.#shownIds, dx, dy } });
  }

  /** @param {boolean} isDown */
  setAlt(isDown) {
    if (isDown === this.#copies) return;
    this.#copies = isDown;
    this.cursor = isDown ? 'copy' : 'default';
    this.#editor.renderer.keepLifted(isDown);
    if (isDown) this.#editor.presence.show({ drag: null });
  }

  drop() {
    const editor = this.#editor;
    const { renderer, store, presence } = editor;
    if (this.#isTaken) {
      this.cancel();
      editor.dropTarget?.take(this.#nodes);
      return;
    }
    if (this.#copies) {
      renderer.drop();
      editor.duplicates.make(this.#by);
      return;
    }
    const changes = moveChanges(store, this.#moved(this.#starts), this.#frameOf(), () => editor.topOrders()[0]);
    store.batch(() => editor.commit(changes, { label: `Move ${countOf(this.#nodes)}` }));
    renderer.drop();
    presence.show({ drag: null });
    const [moved] = changes;
    if (changes.length === 1 && moved.node && moved.set?.parent) editor.emit('moved-into', { id: moved.node });
  }

  cancel() {
    this.#editor.dropTarget?.show(false);
    this.#editor.presence.show({ drag: null });
    this.#editor.renderer.drop();
  }

  /** @template {Box} T @param {ReadonlyMap<string, T>} boxes @returns {Map<string, T>} */
  #moved(boxes) {
    return new Map([...boxes].map(([id, box]) => [id, { ...box, x: box.x + this.#by.x, y: box.y + this.#by.y }]));
  }

  /** The frame that something dropped here belongs to: a group goes into one as a whole.
   * @returns {(box: Box, except: Set<string>, id: string) => string|null} */
  #frameOf() {
    const { groups, selection } = this.#editor;
    /** @type {Map<string, Box>} */
    const units = new Map();
    for (const unit of groups.unitsOf(this.#nodes, selection.scope)) {
      const box = unit.length > 1 ? boundsOf(unit) : null;
      if (box) for (const { id } of unit) units.set(id, box);
    }
    const moved = this.#moved(units);
    return (box, except, id) => this.#editor.frameFor(moved.get(id) ?? box, except);
  }

  /** The frame that would take in what is dragged, if it is another than now. @returns {string|null} */
  #target() {
    const { store } = this.#editor;
    const [first] = this.#nodes;
    const node = store.node(first.id);
    if (!node) return null;
    const box = { ...this.#bounds, x: this.#bounds.x + this.#by.x, y: this.#bounds.y + this.#by.y };
    const frame = this.#editor.frameFor(box, this.#ids);
    return frame === (store.parentOf(node)?.id ?? null) ? null : frame;
  }
}
