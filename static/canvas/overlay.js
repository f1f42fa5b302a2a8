// What lies over the scene and moves with pointers: selection, handles, hover, marquee, guides,
// lineage of the selection, and other people.

import { curveBetween, drawCurves, drawEdgeLabel, edgeLabel } from './draw/edge.js';
import { drawNameChip } from './draw/image.js';
import { personColour } from './palette.js';

/** @import { BoardEdge, Box, OverlayPainter, PersonPresence } from './types.js' */
/** @import { Pen } from './draw/pen.js' */
/** @import { Curve } from './draw/edge.js' */
/** @import { Handle } from './geometry.js' */
/** @import { Presence } from './presence.js' */
/** @import { Drawn, Scene } from './scene.js' */
/** @import { Selection } from './selection.js' */
/** @import { Store } from './store.js' */
/** @import { Viewport } from './viewport.js' */

/**
 * What tools want drawn.
 * @typedef {object} Marks
 * @property {string|null} hover a node
 * @property {Box|null} marquee world
 * @property {Box|null} draft world: a frame that is being drawn
 * @property {{x1: number, y1: number, x2: number, y2: number}[]} guides world
 * @property {string|null} target a frame that would take in what is dragged
 * @property {boolean} showsHandles
 * @property {boolean} showsSelection
 */

export const HANDLE_PX = 10;
const LINE_OUT_PX = 1;
// Of a selection of hundreds no one reads single outlines or lines of descent.
const MOST_OUTLINES = 500;
const MOST_EDGES = 200;
/** @type {Handle[]} */
const CORNERS = ['nw', 'ne', 'se', 'sw'];
const CURSOR = 'M2 1.500l13.500 8.200-6.200 1.600-3 6.200z';

export class Overlay {
  /** @type {Marks} */
  marks = {
    hover: null, marquee: null, draft: null, guides: [], target: null, showsHandles: true, showsSelection: true,
  };

  /** @type {Set<OverlayPainter>} */
  painters = new Set();
  #canvas;
  #store;
  #scene;
  #selection;
  #presence;
  #viewport;
  #boxOf;
  #wasBlank = false;
  /** @type {Path2D|null} */
  #cursor = null;

  /**
   * @param {{canvas: HTMLCanvasElement, pen: Pen, store: Store, scene: Scene, selection: Selection,
   *   presence: Presence, viewport: Viewport, boxOf: (drawn: Drawn) => Box}} parts boxOf: CSS px, unrotated
   */
  constructor(parts) {
    this.#canvas = parts.canvas;
    this.pen = parts.pen;
    this.#store = parts.store;
    this.#scene = parts.scene;
    this.#selection = parts.selection;
    this.#presence = parts.presence;
    this.#viewport = parts.viewport;
    this.#boxOf = parts.boxOf;
  }

  draw() {
    const { width, height, pixelRatio, zoom } = this.#viewport;
    const { context } = this.pen;
    // Nothing to show and nothing to wipe: an untouched canvas costs the browser nothing.
    const isBlank = this.#isBlank();
    if (isBlank && this.#wasBlank) return;
    this.#wasBlank = isBlank;
    const deviceWidth = Math.round(width * pixelRatio);
    const deviceHeight = Math.round(height * pixelRatio);
    if (this.#canvas.width !== deviceWidth) this.#canvas.width = deviceWidth;
    if (this.#canvas.height !== deviceHeight) this.#canvas.height = deviceHeight;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, deviceWidth, deviceHeight);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    this.pen.zoom = zoom;
    this.pen.ratio = pixelRatio;
    this.#drawOthersSelections();
    if (this.marks.showsSelection) {
      this.#drawLineage();
      this.#drawHover();
      this.#drawSelection();
    }
    this.#drawTarget();
    this.#drawMarquee();
    this.#drawGuides();
    for (const painter of this.painters) {
      context.save();
      painter(context, this.#viewport);
      context.restore();
    }
    this.#drawCursors();
  }

  #isBlank() {
    const { hover, marquee, draft, guides, target } = this.marks;
    if (hover || marquee || draft || guides.length || target || this.#selection.ids.size) return false;
    if (this.painters.size) return false;
    return this.#presence.others().every(({ cursor, selection }) => !cursor && !selection?.length);
  }

  /** A line around a node, 1 px outside it. @param {Drawn} drawn @param {string} colour @param {number} width px
   * @param {boolean} [hasCasing] */
  #outline(drawn, colour, width, hasCasing = true) {
    const { context, palette } = this.pen;
    const box = this.#boxOf(drawn);
    const { rotation } = drawn.node;
    if (rotation !== 0) {
      context.save();
      context.translate(box.x + box.width / 2, box.y + box.height / 2);
      context.rotate((rotation * Math.PI) / 180);
      context.translate(-box.x - box.width / 2, -box.y - box.height / 2);
    }
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
    if (rotation !== 0) context.restore();
  }

  #drawHover() {
    const drawn = this.marks.hover ? this.#scene.drawn(this.marks.hover) : undefined;
    if (!drawn || this.#selection.has(drawn.id)) return;
    this.#outline(drawn, this.pen.palette.accentLine, 1);
    drawNameChip(this.pen, drawn.node, this.#boxOf(drawn));
  }

  #drawSelection() {
    const { ids } = this.#selection;
    if (!ids.size) return;
    const isOne = ids.size === 1;
    let count = 0;
    for (const id of ids) {
      const drawn = this.#scene.drawn(id);
      if (!drawn) continue;
      count += 1;
      if (count > MOST_OUTLINES) break;
      this.#outline(drawn, this.pen.palette.accentLine, isOne ? 2 : 1, isOne);
    }
    const box = this.#selectionBox();
    if (!box) return;
    const { context, palette } = this.pen;
    if (!isOne) {
      const out = LINE_OUT_PX + 1;
      context.strokeStyle = palette.accentLine;
      context.lineWidth = 2;
      context.strokeRect(box.x - out, box.y - out, box.width + 2 * out, box.height + 2 * out);
    }
    const handles = this.handleBox();
    if (handles) this.#drawHandles(handles);
  }

  /** The box whose corners have the handles: none where tools want none, none on what is turned.
   * @returns {Box|null} CSS px */
  handleBox() {
    if (!this.marks.showsHandles || !this.marks.showsSelection) return null;
    for (const id of this.#selection.ids) if (this.#scene.drawn(id)?.node.rotation) return null;
    return this.#selectionBox();
  }

  /** Around the selection as it is drawn now, CSS px. @returns {Box|null} */
  #selectionBox() {
    const { ids } = this.#selection;
    let left = Infinity;
    let top = Infinity;
    let right = -Infinity;
    let bottom = -Infinity;
    for (const id of ids) {
      const drawn = this.#scene.drawn(id);
      if (!drawn) continue;
      const box = this.#boxOf(drawn);
      left = Math.min(left, box.x);
      top = Math.min(top, box.y);
      right = Math.max(right, box.x + box.width);
      bottom = Math.max(bottom, box.y + box.height);
    }
    return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
  }

  /** @param {Box} box */
  #drawHandles(box) {
    const { context, palette } = this.pen;
    for (const corner of CORNERS) {
      const x = (corner.includes('w') ? box.x : box.x + box.width) - HANDLE_PX / 2;
      const y = (corner.includes('n') ? box.y : box.y + box.height) - HANDLE_PX / 2;
      this.pen.fillRound(x - 1, y - 1, HANDLE_PX + 2, HANDLE_PX + 2, 3, palette.casing);
      this.pen.fillRound(x, y, HANDLE_PX, HANDLE_PX, 2, palette.accentLine);
      this.pen.fillRound(x + 1.5, y + 1.5, HANDLE_PX - 3, HANDLE_PX - 3, 1, palette.onOver);
    }
    context.lineWidth = 1;
  }

  #drawTarget() {
    const drawn = this.marks.target ? this.#scene.drawn(this.marks.target) : undefined;
    if (drawn) this.#outline(drawn, this.pen.palette.accentLine, 2, false);
  }

  #drawMarquee() {
    const { context, palette } = this.pen;
    const { marquee, draft } = this.marks;
    const box = marquee ?? draft;
    if (!box) return;
    const { x, y, zoom } = this.#viewport;
    const left = Math.round((box.x - x) * zoom) + 0.5;
    const top = Math.round((box.y - y) * zoom) + 0.5;
    const width = Math.round(box.width * zoom);
    const height = Math.round(box.height * zoom);
    context.globalAlpha = 0.12;
    context.fillStyle = marquee ? palette.accent : palette.text3;
    context.fillRect(left, top, width, height);
    context.globalAlpha = 1;
    context.strokeStyle = palette.accentLine;
    context.lineWidth = 1;
    context.strokeRect(left, top, width, height);
  }

  #drawGuides() {
    const { context, palette } = this.pen;
    const { guides } = this.marks;
    if (!guides.length) return;
    const { x, y, zoom } = this.#viewport;
    context.strokeStyle = palette.accentLine;
    context.lineWidth = 1;
    context.beginPath();
    for (const { x1, y1, x2, y2 } of guides) {
      context.moveTo(Math.round((x1 - x) * zoom) + 0.5, Math.round((y1 - y) * zoom) + 0.5);
      context.lineTo(Math.round((x2 - x) * zoom) + 0.5, Math.round((y2 - y) * zoom) + 0.5);
    }
    context.stroke();
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
    return this.#boxOf(/** @type {Drawn} */ (this.#scene.drawn(id)));
  }

  #drawOthersSelections() {
    for (const person of this.#presence.others()) {
      const colour = personColour(this.pen.palette, person.colour);
      for (const id of person.selection ?? []) {
        const drawn = this.#scene.drawn(id);
        if (drawn) this.#outline(drawn, colour, 2, false);
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
