// What is drawn around the selection: outlines, the entered group, the frame that handles sit on.

import { drawNameChip } from './draw/image.js';
import { icon } from './draw/icons.js';
import { boundsOf, centreOf, rotatePoint } from './geometry.js';
import { HANDLE_PX } from './grips.js';
import { lineEnds } from './line_ends.js';
import { turnedBounds } from './transform.js';

/** @import { BoardNode, Box, Point } from './types.js' */
/** @import { Pen } from './draw/pen.js' */
/** @import { Groups } from './groups.js' */
/** @import { Marks } from './overlay.js' */
/** @import { Drawn, Scene } from './scene.js' */
/** @import { Selection } from './selection.js' */
/** @import { Store } from './store.js' */
/** @import { Handle, TurnedBox } from './transform.js' */

const LINE_OUT_PX = 1;
// Of a selection of hundreds no one reads single outlines.
const MOST_OUTLINES = 500;
/** @type {Handle[]} */
const CORNERS = ['nw', 'ne', 'se', 'sw'];
const DASH = [4, 3];

export class SelectionOverlay {
  #store;
  #scene;
  #selection;
  #groups;
  #placeOf;
  #shownAs;
  #marks;
  /** @type {TurnedBox} reused */
  #place = { x: 0, y: 0, width: 0, height: 0, rotation: 0 };

  /**
   * @param {{store: Store, scene: Scene, selection: Selection, groups: Groups, marks: Marks,
   *   placeOf: (drawn: Drawn, out?: TurnedBox) => TurnedBox, shownAs: (node: BoardNode) => BoardNode}} parts
   *   placeOf: CSS px, also while a hand has it; shownAs: the node as it is while a hand has it
   */
  constructor({ store, scene, selection, groups, marks, placeOf, shownAs }) {
    this.#store = store;
    this.#scene = scene;
    this.#selection = selection;
    this.#groups = groups;
    this.#placeOf = placeOf;
    this.#shownAs = shownAs;
    this.#marks = marks;
  }

  /** @param {Pen} pen */
  drawHover(pen) {
    const { hover, hoverUnit } = this.#marks;
    const drawn = hover ? this.#scene.drawn(hover) : undefined;
    if (!drawn || this.#selection.has(drawn.id)) return;
    const unit = hoverUnit.length > 1 ? this.#boundsOf(hoverUnit) : null;
    outline(pen, unit ?? this.#placeOf(drawn), pen.palette.accentLine, 1);
    if (!unit) drawNameChip(pen, drawn.node, this.#placeOf(drawn));
    if (this.#store.isLocked(drawn.node)) drawLock(pen, this.#placeOf(drawn));
  }

  /** @param {Pen} pen */
  drawSelection(pen) {
    this.#drawScope(pen);
    const { ids } = this.#selection;
    const places = this.#places(ids, MOST_OUTLINES);
    const box = this.#frameOf(ids, places);
    if (!box) return;
    const isOne = places.length === 1;
    if (!this.#line()) {
      for (const place of places) outline(pen, place, pen.palette.accentLine, isOne ? 2 : 1, isOne);
    }
    if (!isOne) outline(pen, box, pen.palette.accentLine, 2, false);
    const locked = isOne ? this.#firstLocked() : null;
    if (locked) drawLock(pen, this.#placeOf(locked));
    if (this.#showsHandles() && !this.#line()) drawHandles(pen, box);
    const ends = this.lineHandles();
    if (ends) for (const end of [ends.from, ends.to]) drawHandle(pen, end, HANDLE_PX / 2);
  }

  /** What the handles sit on: none where tools want none, none around what is locked, none on a line,
   * which is taken by its ends. @returns {TurnedBox|null} CSS px */
  handleFrame() {
    if (!this.#showsHandles() || this.#line()) return null;
    const { ids } = this.#selection;
    return this.#frameOf(ids, this.#places(ids, MOST_OUTLINES));
  }

  /** The ends of the one line that is selected. @returns {{from: Point, to: Point}|null} CSS px */
  lineHandles() {
    const drawn = this.#line();
    if (!drawn || !this.#showsHandles()) return null;
    const place = this.#placeOf(drawn);
    const { from, to } = lineEnds(this.#shownAs(drawn.node), place);
    const middle = centreOf(place);
    return { from: rotatePoint(from, middle, place.rotation), to: rotatePoint(to, middle, place.rotation) };
  }

  #showsHandles() {
    return this.#marks.showsHandles && this.#marks.showsSelection && !this.#firstLocked();
  }

  /** @returns {Drawn|null} */
  #line() {
    const [id] = this.#selection.ids;
    const drawn = this.#selection.ids.size === 1 ? this.#scene.drawn(id) : undefined;
    return drawn?.node.kind === 'line' ? drawn : null;
  }

  /** @returns {Drawn|null} */
  #firstLocked() {
    for (const id of this.#selection.ids) {
      const drawn = this.#scene.drawn(id);
      if (drawn && this.#store.isLocked(drawn.node)) return drawn;
    }
    return null;
  }

  /** @param {Pen} pen */
  #drawScope(pen) {
    const { scope } = this.#selection;
    const box = scope ? this.#boundsOf(this.#groups.membersOf(scope)) : null;
    if (!box) return;
    pen.context.setLineDash(DASH);
    outline(pen, { x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8, rotation: 0 }, pen.palette.accentLine, 1, false);
    pen.context.setLineDash([]);
  }

  /** @param {Iterable<string>} ids @param {number} most @returns {TurnedBox[]} */
  #places(ids, most) {
    const places = [];
    for (const id of ids) {
      if (places.length === most) break;
      const drawn = this.#scene.drawn(id);
      if (drawn) places.push(this.#placeOf(drawn));
    }
    return places;
  }

  /** Around a selection. @param {ReadonlySet<string>} ids @param {TurnedBox[]} places of the first of them
   * @returns {TurnedBox|null} */
  #frameOf(ids, places) {
    return ids.size > MOST_OUTLINES ? this.#boundsOf(ids) : turnedBounds(places);
  }

  /** @param {Iterable<string>} ids @returns {TurnedBox|null} upright */
  #boundsOf(ids) {
    const box = boundsOf(this.#eachPlace(ids));
    return box && { ...box, rotation: 0 };
  }

  /** The same object each time: no list of thousands a frame. @param {Iterable<string>} ids */
  *#eachPlace(ids) {
    for (const id of ids) {
      const drawn = this.#scene.drawn(id);
      if (drawn) yield this.#placeOf(drawn, this.#place);
    }
  }
}

/** A line around a box, 1 px outside it. @param {Pen} pen @param {TurnedBox} box CSS px @param {string} colour
 * @param {number} width px @param {boolean} [hasCasing] */
export function outline(pen, box, colour, width, hasCasing = true) {
  const { context, palette } = pen;
  const isTurned = box.rotation !== 0;
  if (isTurned) enterTurned(context, box);
  if (hasCasing) {
    const edge = LINE_OUT_PX + width + 0.5;
    context.strokeStyle = palette.casing;
    context.lineWidth = 1;
    context.strokeRect(box.x - edge, box.y - edge, box.width + 2 * edge, box.height + 2 * edge);
  }
  const out = LINE_OUT_PX + width / 2;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(box.x - out, box.y - out, box.width + 2 * out, box.height + 2 * out);
  if (isTurned) context.restore();
}

/** Until `restore`. @param {CanvasRenderingContext2D} context @param {TurnedBox} box */
function enterTurned(context, box) {
  const { x, y } = centreOf(box);
  context.save();
  context.translate(x, y);
  context.rotate((box.rotation * Math.PI) / 180);
  context.translate(-x, -y);
}

/** @param {Pen} pen @param {TurnedBox} frame */
function drawHandles(pen, frame) {
  const { context } = pen;
  enterTurned(context, frame);
  for (const corner of CORNERS) {
    const x = corner.includes('w') ? frame.x : frame.x + frame.width;
    const y = corner.includes('n') ? frame.y : frame.y + frame.height;
    drawHandle(pen, { x, y }, 2);
  }
  context.restore();
}

/** @param {Pen} pen @param {Point} at its middle @param {number} radius px */
function drawHandle(pen, at, radius) {
  const { palette } = pen;
  const x = at.x - HANDLE_PX / 2;
  const y = at.y - HANDLE_PX / 2;
  pen.fillRound(x - 1, y - 1, HANDLE_PX + 2, HANDLE_PX + 2, radius + 1, palette.casing);
  pen.fillRound(x, y, HANDLE_PX, HANDLE_PX, radius, palette.accentLine);
  pen.fillRound(x + 1.5, y + 1.5, HANDLE_PX - 3, HANDLE_PX - 3, Math.max(1, radius - 1.5), palette.onOver);
}

/** @param {Pen} pen @param {Box} box CSS px */
function drawLock(pen, box) {
  const x = box.x + box.width / 2 - 12;
  const y = box.y + box.height / 2 - 12;
  pen.fillRound(x, y, 24, 24, 6, pen.palette.over);
  pen.icon(icon('lock'), x + 4, y + 4, 16, pen.palette.onOver);
}
