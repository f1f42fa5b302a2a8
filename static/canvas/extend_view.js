// How an extension looks while it is set up: the new area hatched and labelled, handles around it.

import { extendedSize, shownSides } from './extend_geometry.js';
import { enterPicture } from './picture_space.js';

/** @import { BoardNode, PaintView, Point } from './types.js' */
/** @import { Handle, Sides } from './extend_geometry.js' */

/** @typedef {{surface: string, text: string, hatch: string, checkA: string, checkB: string, accent: string, line: string, casing: string, soft: string, font: string}} Colours */

const HANDLE = 12;
const EDGE_LONG = 40;
const EDGE_WIDE = 6;
/** Presses this near to a handle's middle mean it; touch needs more than the handle shows. */
const REACH = 16;
const TOUCH_REACH = 28;
const LEAST_LABELLED = 44;

/** @type {{handle: Handle, x: number, y: number}[]} places as shares of the whole, corners first */
const HANDLES = [
  { handle: 'top-left', x: 0, y: 0 }, { handle: 'top-right', x: 1, y: 0 },
  { handle: 'bottom-left', x: 0, y: 1 }, { handle: 'bottom-right', x: 1, y: 1 },
  { handle: 'left', x: 0, y: 0.5 }, { handle: 'right', x: 1, y: 0.5 }, { handle: 'top', x: 0.5, y: 0 }, { handle: 'bottom', x: 0.5, y: 1 },
];

export class ExtendView {
  #colours;
  /** @type {CanvasPattern | null} */
  #checks = null;

  /** The handle under the pointer or in hand. @type {Handle | null} */
  active = null;
  /** The new area is not drawn while a result is on show. */
  isBehind = false;

  /** @param {Colours} colours */
  constructor(colours) {
    this.#colours = colours;
  }

  /** @param {Colours} colours */
  setColours(colours) {
    this.#colours = colours;
    this.#checks = null;
  }

  /**
   * @param {BoardNode} node @param {Sides} sides @param {Point} at px of the picture
   * @param {number} scale screen px a px of the picture @param {boolean} isTouch
   * @returns {Handle | null}
   */
  handleAt(node, sides, at, scale, isTouch) {
    const picture = { width: node.image_width ?? 1, height: node.image_height ?? 1 };
    const size = extendedSize(picture, sides);
    const reach = (isTouch ? TOUCH_REACH : REACH) / scale;
    const x = at.x + sides.left;
    const y = at.y + sides.top;
    const corner = HANDLES.slice(0, 4).find((one) => Math.hypot(one.x * size.width - x, one.y * size.height - y) <= reach);
    if (corner) return corner.handle;
    const isBeside = y >= -reach && y <= size.height + reach;
    const isAbove = x >= -reach && x <= size.width + reach;
    if (isBeside && Math.abs(x) <= reach) return 'left';
    if (isBeside && Math.abs(x - size.width) <= reach) return 'right';
    if (isAbove && Math.abs(y) <= reach) return 'top';
    if (isAbove && Math.abs(y - size.height) <= reach) return 'bottom';
    return null;
  }

  /** @param {CanvasRenderingContext2D} context @param {PaintView} viewport @param {BoardNode} node @param {Sides} given @param {string} label */
  paint(context, viewport, node, given, label) {
    if (this.isBehind) return;
    const picture = { width: node.image_width ?? 1, height: node.image_height ?? 1 };
    context.save();
    // Words are never mirrored: the sides are laid out as they look.
    const sides = shownSides(node, given);
    const scale = enterPicture(context, viewport, { ...node, flip_x: undefined, flip_y: undefined });
    // From here in screen px, with the whole's top left corner as the origin.
    context.translate(-sides.left, -sides.top);
    context.scale(1 / scale, 1 / scale);
    const size = extendedSize(picture, sides);
    const whole = { width: size.width * scale, height: size.height * scale };
    const old = { x: sides.left * scale, y: sides.top * scale, width: picture.width * scale, height: picture.height * scale };
    this.#paintNew(context, whole, old);
    this.#paintLabels(context, sides, size, whole, old);
    this.#paintFrame(context, whole, label);
    context.restore();
  }

  /** @param {CanvasRenderingContext2D} context @param {{width: number, height: number}} whole @param {{x: number, y: number, width: number, height: number}} old */
  #paintNew(context, whole, old) {
    context.save();
    context.beginPath();
    context.rect(0, 0, whole.width, whole.height);
    context.rect(old.x, old.y, old.width, old.height);
    context.clip('evenodd');
    this.#checks ??= checksOf(context, this.#colours);
    if (this.#checks) context.fillStyle = this.#checks;
    context.fillRect(0, 0, whole.width, whole.height);
    context.strokeStyle = this.#colours.hatch;
    context.lineWidth = 1;
    context.beginPath();
    for (let x = -whole.height; x < whole.width; x += 10) {
      context.moveTo(x, whole.height);
      context.lineTo(x + whole.height, 0);
    }
    context.stroke();
    context.restore();
  }

  /** The four strips; corners belong to those above and below. @param {CanvasRenderingContext2D} context @param {Sides} sides @param {{width: number, height: number}} size px @param {{width: number, height: number}} whole @param {{x: number, y: number, width: number, height: number}} old */
  #paintLabels(context, sides, size, whole, old) {
    const middle = old.y + old.height / 2;
    const label = (/** @type {number} */ width, /** @type {number} */ height, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ room) => {
      if (room >= LEAST_LABELLED) this.#paintLabel(context, room >= 110 ? `${width} × ${height}` : String(Math.min(width, height)), x, y);
    };
    const inner = size.height - sides.top - sides.bottom;
    if (sides.left) label(sides.left, inner, old.x / 2, middle, old.x);
    if (sides.right) label(sides.right, inner, (old.x + old.width + whole.width) / 2, middle, whole.width - old.x - old.width);
    if (sides.top) label(size.width, sides.top, whole.width / 2, old.y / 2, Math.min(old.y, whole.width));
    if (sides.bottom) label(size.width, sides.bottom, whole.width / 2, (old.y + old.height + whole.height) / 2, Math.min(whole.height - old.y - old.height, whole.width));
  }

  /** @param {CanvasRenderingContext2D} context @param {string} text @param {number} x @param {number} y */
  #paintLabel(context, text, x, y) {
    context.font = `600 15px ${this.#colours.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const width = Math.max(48, context.measureText(text).width + 16);
    context.fillStyle = this.#colours.surface;
    context.beginPath();
    context.roundRect(x - width / 2, y - 22, width, 44, 6);
    context.fill();
    context.fillStyle = this.#colours.text;
    context.fillText(text, x, y - 7);
    context.font = `500 12px ${this.#colours.font}`;
    context.fillText('new', x, y + 11);
  }

  /** @param {CanvasRenderingContext2D} context @param {{width: number, height: number}} whole @param {string} label */
  #paintFrame(context, whole, label) {
    context.strokeStyle = this.#colours.casing;
    context.lineWidth = 4;
    context.strokeRect(0, 0, whole.width, whole.height);
    context.strokeStyle = this.#colours.line;
    context.lineWidth = 2;
    context.strokeRect(0, 0, whole.width, whole.height);
    for (const { handle, x, y } of HANDLES) this.#paintHandle(context, handle, x * whole.width, y * whole.height);
    context.font = `600 12px ${this.#colours.font}`;
    const width = context.measureText(label).width + 16;
    context.fillStyle = this.#colours.accent;
    context.beginPath();
    context.roundRect(whole.width / 2 - width / 2, whole.height + 14, width, 24, 6);
    context.fill();
    context.fillStyle = this.#colours.soft;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(label, whole.width / 2, whole.height + 26.5);
  }

  /** @param {CanvasRenderingContext2D} context @param {Handle} handle @param {number} x @param {number} y */
  #paintHandle(context, handle, x, y) {
    const isCorner = handle.includes('-');
    const isUpright = handle === 'left' || handle === 'right';
    const width = isCorner ? HANDLE : isUpright ? EDGE_WIDE : EDGE_LONG;
    const height = isCorner ? HANDLE : isUpright ? EDGE_LONG : EDGE_WIDE;
    context.beginPath();
    context.roundRect(x - width / 2, y - height / 2, width, height, isCorner ? 2 : 3);
    context.fillStyle = handle === this.active ? this.#colours.accent : '#fff';
    context.fill();
    context.strokeStyle = isCorner ? this.#colours.line : this.#colours.casing;
    context.lineWidth = isCorner ? 1.5 : 1;
    context.stroke();
  }
}

/** The chequered ground that means: nothing here yet. @param {CanvasRenderingContext2D} context @param {Colours} colours */
function checksOf(context, { checkA, checkB }) {
  const tile = document.createElement('canvas');
  tile.width = 16;
  tile.height = 16;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.fillStyle = checkA;
  pen.fillRect(0, 0, 16, 16);
  pen.fillStyle = checkB;
  pen.fillRect(0, 0, 8, 8);
  pen.fillRect(8, 8, 8, 8);
  return context.createPattern(tile, 'repeat');
}
