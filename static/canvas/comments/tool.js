// The comment tool: a click comments on a point, a drag circles freehand, with Shift a rectangle.

import { Tool } from '../tools/tool.js';
import { worldToPicture } from '../picture_space.js';
import { placeOf } from './places.js';

/** @import { BoardNode, OverlayPainter, Point, ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Place } from './threads.js' */

/** A press that moves less (CSS px) is a click. */
const CLICK_PX = 5;

export class CommentTool extends Tool {
  name = 'comment';
  cursor = 'crosshair';
  wantsEveryPoint = true;
  #editor;
  #write;
  /** World. @type {Point[]} */
  #points = [];
  /** @type {BoardNode | null} */
  #picture = null;
  #isBox = false;

  /** @param {Editor} editor @param {(place: Place) => void} write asks what is to be said there */
  constructor(editor, write) {
    super();
    this.#editor = editor;
    this.#write = write;
    editor.renderer.addOverlay((context, viewport) => this.#draw(context, viewport), () => this.#points.length > 1);
  }

  exit() {
    this.cancel();
  }

  /** @param {ToolPointer} event */
  pointerDown({ world, button }) {
    if (button !== 0) return;
    const node = this.#editor.nodeAt(world);
    this.#picture = node?.kind === 'image' ? node : null;
    this.#points = [{ ...world }];
  }

  /** @param {ToolPointer} event */
  pointerMove({ world, shift }) {
    if (!this.#points.length) return;
    this.#isBox = shift;
    this.#points.push({ ...world });
    this.#editor.renderer.requestOverlay();
  }

  /** @param {ToolPointer} event */
  pointerUp({ world }) {
    const points = this.#shape();
    const from = this.#points[0];
    const picture = this.#picture;
    this.cancel();
    if (!from) return;
    const isClick = Math.hypot(world.x - from.x, world.y - from.y) * this.#editor.viewport.zoom < CLICK_PX && points.length < 8;
    const chosen = isClick ? [from] : points;
    this.#write(placeOf(picture?.id ?? null, picture ? chosen.map((point) => onPicture(picture, point)) : chosen));
  }

  /** @param {ToolPointer} event */
  tap(event) {
    this.pointerDown({ ...event, button: 0 });
    this.pointerUp(event);
  }

  cancel() {
    const wasDrawing = this.#points.length > 0;
    this.#points = [];
    this.#isBox = false;
    this.#editor.renderer.requestOverlay();
    return wasDrawing;
  }

  /** @returns {Point[]} world */
  #shape() {
    const [from, to] = [this.#points[0], this.#points[this.#points.length - 1]];
    if (!this.#isBox || !from) return this.#points;
    return [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }];
  }

  /** @type {OverlayPainter} */
  #draw(context, viewport) {
    const points = this.#shape().map((point) => viewport.worldToScreen(point));
    strokeOutline(context, points, this.#editor.renderer.palette, this.#isBox);
  }
}

/** @param {BoardNode} picture @param {Point} world @returns {Point} 0 to 1 across and down */
function onPicture(picture, world) {
  const { x, y } = worldToPicture(picture, world);
  return { x: x / (picture.image_width ?? 1), y: y / (picture.image_height ?? 1) };
}

/** A line with a dark casing: seen on any picture. @param {CanvasRenderingContext2D} context @param {Point[]} points CSS px
 * @param {{accent: string, casing: string}} palette @param {boolean} isClosed */
export function strokeOutline(context, points, { accent, casing }, isClosed) {
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
  if (isClosed) context.closePath();
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const [width, style] of /** @type {[number, string][]} */ ([[5, casing], [2, accent]])) {
    context.lineWidth = width;
    context.strokeStyle = style;
    context.stroke();
  }
}
