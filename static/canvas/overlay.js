// What lies over the scene and moves with pointers: selection, handles, hover, marquee, guides,
// lineage of the selection, and other people.

import { curveBetween, drawCurves, drawEdgeLabel, edgeLabel } from './draw/edge.js';
import { drawDraftBox, drawGuides } from './guides_overlay.js';
import { personColour } from './palette.js';
import { SelectionOverlay, outline } from './selection_overlay.js';

/** @import { BoardEdge, BoardNode, Box, OverlayPainter, PersonPresence } from './types.js' */
/** @import { Pen } from './draw/pen.js' */
/** @import { Curve } from './draw/edge.js' */
/** @import { Groups } from './groups.js' */
/** @import { Presence } from './presence.js' */
/** @import { Drawn, Scene } from './scene.js' */
/** @import { Selection } from './selection.js' */
/** @import { Gap, Guide } from './snapping.js' */
/** @import { Store } from './store.js' */
/** @import { TurnedBox } from './transform.js' */
/** @import { Viewport } from './viewport.js' */

/**
 * What tools want drawn.
 * @typedef {object} Marks
 * @property {string|null} hover a node
 * @property {string[]} hoverUnit what a click there chooses with it: its group
 * @property {Box|null} marquee world
 * @property {Box|null} draft world: a frame that is being drawn
 * @property {Guide[]} guides world
 * @property {Gap[]} gaps world: distances that are equal
 * @property {string|null} target a frame that would take in what is dragged
 * @property {boolean} showsHandles
 * @property {boolean} showsSelection
 */

// Of a selection of hundreds no one reads single lines of descent.
const MOST_EDGES = 200;
const CURSOR = 'M2 1.500l13.500 8.200-6.200 1.600-3 6.200z';

export class Overlay {
  /** @type {Marks} */
  marks = {
    hover: null, hoverUnit: [], marquee: null, draft: null, guides: [], gaps: [], target: null, showsHandles: true, showsSelection: true,
  };

  /** With whether they have anything to draw. @type {Map<OverlayPainter, () => boolean>} */
  painters = new Map();
  #store;
  #scene;
  #selection;
  #presence;
  #viewport;
  #placeOf;
  /** @type {Path2D|null} */
  #cursor = null;

  /**
   * @param {{pen: Pen, store: Store, scene: Scene, selection: Selection, groups: Groups,
   *   presence: Presence, viewport: Viewport, placeOf: (drawn: Drawn, out?: TurnedBox) => TurnedBox,
   *   shownAs: (node: BoardNode) => BoardNode}} parts placeOf: CSS px
   */
  constructor(parts) {
    this.pen = parts.pen;
    this.#store = parts.store;
    this.#scene = parts.scene;
    this.#selection = parts.selection;
    this.#presence = parts.presence;
    this.#viewport = parts.viewport;
    this.#placeOf = parts.placeOf;
    /** Outlines and handles. */
    this.chosen = new SelectionOverlay({ ...parts, marks: this.marks });
  }

  /** @param {CanvasRenderingContext2D} context in device px, left as it was */
  draw(context) {
    if (this.#isBlank()) return;
    const { pixelRatio, zoom } = this.#viewport;
    context.save();
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    this.pen.context = context;
    this.pen.zoom = zoom;
    this.pen.ratio = pixelRatio;
    this.#drawOthersSelections();
    if (this.marks.showsSelection) {
      this.#drawLineage();
      this.chosen.drawHover(this.pen);
      this.chosen.drawSelection(this.pen);
    }
    this.#drawTarget();
    const { marquee, draft, guides, gaps } = this.marks;
    if (marquee) drawDraftBox(this.pen, this.#viewport, marquee, this.pen.palette.accent);
    else if (draft) drawDraftBox(this.pen, this.#viewport, draft, this.pen.palette.text3);
    drawGuides(this.pen, this.#viewport, guides, gaps);
    for (const [painter, isShown] of this.painters) {
      if (!isShown()) continue;
      context.save();
      painter(context, this.#viewport);
      context.restore();
    }
    this.#drawCursors();
    context.restore();
  }

  #isBlank() {
    const { hover, marquee, draft, guides, target } = this.marks;
    if (hover || marquee || draft || guides.length || target || this.#selection.ids.size) return false;
    for (const isShown of this.painters.values()) if (isShown()) return false;
    return this.#presence.others().every(({ cursor, selection }) => !cursor && !selection?.length);
  }

  #drawTarget() {
    const drawn = this.marks.target ? this.#scene.drawn(this.marks.target) : undefined;
    if (drawn) outline(this.pen, this.#placeOf(drawn), this.pen.palette.accentLine, 2, false);
  }

  /** Lines of descent of the selection, one label for each source and role. */
  #drawLineage() {
    /** @type {Map<string, BoardEdge>} */
    const edges = new Map();
    for (const id of this.#selection.ids) {
      for (const edge of this.#store.edgesOf(id)) {
        if (edges.size < MOST_EDGES && this.#isDrawn(edge)) edges.set(edge.id, edge);
      }
    }
    if (!edges.size) return;
    /** @type {Curve[]} */
    const curves = [];
    /** @type {Map<string, {edge: BoardEdge, curves: Curve[]}>} */
    const groups = new Map();
    for (const edge of edges.values()) {
      const curve = curveBetween(this.#edgeBox(edge.source), this.#edgeBox(edge.target));
      curves.push(curve);
      const key = `${edge.source} ${edge.role}`;
      const group = groups.get(key) ?? { edge, curves: [] };
      group.curves.push(curve);
      groups.set(key, group);
    }
    drawCurves(this.pen, curves);
    for (const { edge, curves: own } of groups.values()) this.#drawLabel(edge, own);
  }

  /** @param {BoardEdge} edge @param {Curve[]} curves */
  #drawLabel(edge, curves) {
    const [{ x1, y1, x2, y2, isVertical }] = curves;
    const isSplit = curves.length > 1;
    const x = isSplit && isVertical ? x1 : (x1 + x2) / 2;
    const y = isSplit && !isVertical ? y1 : (y1 + y2) / 2;
    drawEdgeLabel(this.pen, edgeLabel(edge.role, curves.length, edge.strength), x, y);
  }

  /** @param {BoardEdge} edge */
  #isDrawn({ source, target }) {
    return Boolean(this.#scene.drawn(source) && this.#scene.drawn(target));
  }

  /** @param {string} id @returns {Box} */
  #edgeBox(id) {
    return this.#placeOf(/** @type {Drawn} */ (this.#scene.drawn(id)));
  }

  #drawOthersSelections() {
    for (const person of this.#presence.others()) {
      const colour = personColour(this.pen.palette, person.colour);
      for (const id of person.selection ?? []) {
        const drawn = this.#scene.drawn(id);
        if (drawn) outline(this.pen, this.#placeOf(drawn), colour, 2, false);
      }
    }
  }

  #drawCursors() {
    for (const person of this.#presence.others()) {
      if (person.cursor) this.#drawCursor(person, person.cursor);
    }
  }

  /** @param {PersonPresence} person @param {[number, number]} cursor world */
  #drawCursor(person, [worldX, worldY]) {
    const { context, palette } = this.pen;
    const { x: left, y: top, zoom, width, height } = this.#viewport;
    const x = Math.round((worldX - left) * zoom);
    const y = Math.round((worldY - top) * zoom);
    if (x < -80 || y < -40 || x > width || y > height) return;
    const colour = personColour(palette, person.colour);
    this.#cursor ??= new Path2D(CURSOR);
    context.save();
    context.translate(x - 2, y - 1.5);
    context.fillStyle = colour;
    context.strokeStyle = palette.onPerson;
    context.lineWidth = 1.2;
    context.fill(this.#cursor);
    context.stroke(this.#cursor);
    context.restore();
    this.pen.font(500, 12);
    const label = person.name;
    const labelWidth = context.measureText(label).width + 12;
    this.pen.fillRound(x + 12, y + 16, labelWidth, 20, 6, colour);
    context.fillStyle = palette.onPerson;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(label, x + 18, y + 26.5);
  }
}
