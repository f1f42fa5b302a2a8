// What the pointer does in the mask editor, by tool: paint, draw a shape, point at something, drag the
// context. All positions are px of the picture.

import { Stroke, radiusFor } from './brush.js';
import { boxOfCorners, drawShape, howOf } from './mask_shapes.js';
import { pixelSize, worldToPicture } from './picture_space.js';

/** @import { BoardNode, Point, ToolPointer } from './types.js' */
/** @import { BrushBar } from './brush_bar.js' */
/** @import { ContextFrame } from './context_frame.js' */
/** @import { Pick } from './mask_pick.js' */
/** @import { How, ShapeName } from './mask_shapes.js' */
/** @import { Box, MaskRaster } from './mask_raster.js' */
/** @import { MaskView } from './mask_view.js' */

/** A press that moves less than this on the screen is a click. */
const CLICK_PX = 4;
/** A click so near to the first corner of a polygon closes it (screen px). */
const CLOSE_PX = 8;

/**
 * @typedef {{kind: 'paint', stroke: Stroke, erase: boolean} | {kind: 'shape', shape: ShapeName, how: How}
 *   | {kind: 'point', from: Point, screen: Point, adds: boolean, isBox: boolean}
 *   | {kind: 'resize', from: Point, size: number} | {kind: 'context'}} Gesture
 */

/**
 * @typedef {object} GestureHost What the editor does for its gestures.
 * @property {() => BoardNode | null} picture
 * @property {() => number} zoom screen px a world unit
 * @property {() => void} began something is about to be done to the mask
 * @property {() => void} changed the mask is another
 * @property {() => void} moved what is drawn over the picture is another
 * @property {(how: {point?: Pick, box?: Box}) => void} selectSmart
 * @property {(at: Point) => void} selectColour
 */

export class MaskGestures {
  /** @type {Gesture | null} */
  #gesture = null;
  /** @type {MaskRaster | null} */
  #raster = null;
  /** @type {MaskView | null} */
  #view = null;
  /** Nothing but strokes, and each of them puts in: what is painted is what is to be erased. */
  paintsOnly = false;
  #host;
  #brush;
  #context;

  /** @param {{host: GestureHost, brush: BrushBar, context: ContextFrame}} parts */
  constructor({ host, brush, context }) {
    this.#host = host;
    this.#brush = brush;
    this.#context = context;
  }

  /** @param {MaskRaster | null} raster @param {MaskView | null} view */
  attach(raster, view) {
    this.#gesture = null;
    this.paintsOnly = false;
    this.#raster = raster;
    this.#view = view;
  }

  get isUnderWay() {
    return this.#gesture !== null;
  }

  /** @param {ToolPointer} event */
  pointerDown(event) {
    const picture = this.#host.picture();
    if (!picture || !this.#raster || !this.#view) return;
    const at = worldToPicture(picture, event.world);
    if (this.#gesture?.kind === 'shape' && this.#gesture.shape === 'polygon') {
      this.#addCorner(at, picture, event);
      return;
    }
    if (this.#gesture) return;
    const scale = this.#scale(picture);
    if (!this.paintsOnly && this.#context.grab(at, scale)) {
      this.#gesture = { kind: 'context' };
      return;
    }
    const { tool } = this.#brush;
    const isBrush = tool === 'brush' || tool === 'eraser';
    if (isBrush && event.alt) {
      this.#gesture = { kind: 'resize', from: { ...event.screen }, size: this.#brush.size };
      return;
    }
    this.#host.began();
    if (isBrush) this.#beginStroke(at, event, tool === 'eraser' && !this.paintsOnly);
    else if (tool === 'select' || tool === 'colour') {
      const adds = !event.alt && !this.#brush.takesAway;
      this.#gesture = { kind: 'point', from: at, screen: { ...event.screen }, adds, isBox: false };
    } else {
      const how = howOf(event);
      this.#gesture = { kind: 'shape', shape: tool, how };
      this.#view.drawing = { shape: tool, points: tool === 'polygon' ? [at, at] : [at], erase: how === 'subtract' };
    }
  }

  /** @param {ToolPointer} event */
  pointerMove(event) {
    const picture = this.#host.picture();
    if (!picture || !this.#view) return;
    const at = worldToPicture(picture, event.world);
    const gesture = this.#gesture;
    const drawing = this.#view.drawing;
    if (gesture?.kind === 'resize') {
      this.#brush.setSize(gesture.size + (2 * (event.screen.x - gesture.from.x)) / this.#scale(picture));
    } else if (gesture?.kind === 'paint') this.#paint(at, event);
    else if (gesture?.kind === 'context') this.#context.drag(at);
    else if (gesture?.kind === 'point') this.#pointMoved(gesture, at, event);
    else if (gesture?.kind === 'shape' && drawing) {
      if (gesture.shape === 'polygon') drawing.points[drawing.points.length - 1] = at;
      else drawing.points.push(at);
    }
    this.#showBrush(gesture?.kind === 'resize' ? null : at);
    this.#host.moved();
  }

  pointerUp() {
    const gesture = this.#gesture;
    if (!gesture || (gesture.kind === 'shape' && gesture.shape === 'polygon')) return;
    this.#gesture = null;
    if (gesture.kind === 'paint') this.#finish();
    else if (gesture.kind === 'shape') this.#finishShape(gesture);
    else if (gesture.kind === 'context') this.#context.drop();
    else if (gesture.kind === 'point') this.#pointed(gesture);
  }

  pointerLeft() {
    this.#showBrush(null);
    this.#host.moved();
  }

  /** The polygon ends with the corners it has. @returns {boolean} whether there was one */
  closePolygon() {
    const gesture = this.#gesture;
    if (gesture?.kind !== 'shape' || gesture.shape !== 'polygon') return false;
    this.#gesture = null;
    this.#view?.drawing?.points.pop(); // the one that follows the pointer
    this.#finishShape(gesture);
    return true;
  }

  /** Take the last corner of a polygon back. @returns {boolean} whether there was one to take */
  removeCorner() {
    const drawing = this.#view?.drawing;
    if (this.#gesture?.kind !== 'shape' || this.#gesture.shape !== 'polygon' || !drawing) return false;
    if (drawing.points.length <= 2) return this.cancel();
    drawing.points.splice(-2, 1);
    this.#host.moved();
    return true;
  }

  /** @returns {boolean} whether something was under way */
  cancel() {
    const gesture = this.#gesture;
    if (!gesture) return false;
    this.#gesture = null;
    if (gesture.kind === 'paint') this.#raster?.abandon();
    if (gesture.kind === 'context') this.#context.abandon();
    if (this.#view) this.#view.drawing = null;
    this.#host.moved();
    return true;
  }

  /** @param {Point} at @param {ToolPointer} event @param {boolean} erase */
  #beginStroke(at, event, erase) {
    this.#raster?.begin();
    this.#gesture = { kind: 'paint', stroke: new Stroke(), erase };
    this.#paint(at, event);
  }

  /** @param {Point} at @param {ToolPointer} event */
  #paint(at, { pressure, pointerType }) {
    if (this.#gesture?.kind !== 'paint') return;
    const segment = this.#gesture.stroke.add(at.x, at.y, radiusFor(this.#brush.size, pressure, pointerType));
    if (!segment) return;
    this.#raster?.stroke(segment, this.#brush.hardness, this.#gesture.erase);
    this.#view?.refresh();
  }

  #finish() {
    if (this.#raster?.commit()) this.#host.changed();
  }

  /** @param {{shape: ShapeName, how: How}} gesture */
  #finishShape({ shape, how }) {
    const drawing = this.#view?.drawing;
    if (this.#view) this.#view.drawing = null;
    if (!drawing || !this.#raster) return;
    this.#raster.begin();
    drawShape(this.#raster, shape, drawing.points, how);
    this.#finish();
    this.#host.moved();
  }

  /** @param {Point} at @param {BoardNode} picture @param {ToolPointer} event */
  #addCorner(at, picture, event) {
    const points = this.#view?.drawing?.points;
    if (!points) return;
    const near = CLOSE_PX / this.#scale(picture);
    const closes = points.length > 3 && Math.hypot(at.x - points[0].x, at.y - points[0].y) < near;
    if (closes || event.detail === 2) {
      this.closePolygon();
      return;
    }
    points[points.length - 1] = at;
    points.push(at);
    this.#host.moved();
  }

  /** @param {Extract<Gesture, {kind: 'point'}>} gesture @param {Point} at @param {ToolPointer} event */
  #pointMoved(gesture, at, event) {
    const isFar = Math.hypot(event.screen.x - gesture.screen.x, event.screen.y - gesture.screen.y) >= CLICK_PX;
    if (this.#brush.tool !== 'select' || !this.#view || !(gesture.isBox || isFar)) return;
    gesture.isBox = true;
    this.#view.drawing = { shape: 'rectangle', points: [gesture.from, at], erase: false };
  }

  /** @param {Extract<Gesture, {kind: 'point'}>} gesture */
  #pointed({ from, adds, isBox }) {
    const corners = this.#view?.drawing?.points;
    if (this.#view) this.#view.drawing = null;
    if (this.#brush.tool === 'colour') {
      this.#host.selectColour(from);
      return;
    }
    const box = isBox && corners && this.#raster && boxOfCorners(corners[0], corners[1], this.#raster);
    if (box) this.#host.selectSmart({ box });
    else this.#host.selectSmart({ point: { ...from, adds } });
  }

  /** @param {Point | null} at */
  #showBrush(at) {
    if (!this.#view) return;
    if (this.#brush.isBrush && at) this.#view.brush = { at, radius: this.#brush.size / 2 };
    else if (this.#gesture?.kind !== 'resize') this.#view.brush = null;
  }

  /** Screen px a px of the picture. @param {BoardNode} picture */
  #scale(picture) {
    return pixelSize(picture) * this.#host.zoom();
  }
}
