// What painters draw with: one of these, reused from frame to frame.

import { cutText } from './text.js';

/** @import { BoardNode, Box, Progress } from '../types.js' */
/** @import { Palette } from '../palette.js' */
/** @import { Store } from '../store.js' */
/** @import { Textures, Thumbnail } from '../textures.js' */

export class Pen {
  /** @type {CanvasRenderingContext2D} in CSS px: already scaled by the pixel ratio */
  context;
  /** @type {Palette} */
  palette;
  /** Screen px for one world unit. */
  zoom = 1;
  /** Device px for one CSS px. */
  ratio = 1;
  /** Middle of what is drawn, CSS px: what is near it is loaded first. */
  centreX = 0;
  centreY = 0;
  store;
  textures;
  progressOf;
  now;
  hasRoomBelow;

  /**
   * @param {{context: CanvasRenderingContext2D, palette: Palette, store: Store, textures: Textures,
   *   progressOf: (generationId: string) => Progress|null, now: () => number,
   *   hasRoomBelow: (node: BoardNode, height: number) => boolean}} parts hasRoomBelow: does nothing
   *   lie in a strip of that height (world) under a node?
   */
  constructor({ context, palette, store, textures, progressOf, now, hasRoomBelow }) {
    this.context = context;
    this.palette = palette;
    this.store = store;
    this.textures = textures;
    this.progressOf = progressOf;
    this.now = now;
    this.hasRoomBelow = hasRoomBelow;
  }

  /** The best bitmap there is now for a picture shown in `box`; a better one is asked for.
   * @param {string} asset @param {Box} box CSS px @param {number} [naturalPx] long side of the picture */
  bitmap(asset, box, naturalPx = Infinity) {
    const wanted = Math.max(box.width, box.height) * this.ratio;
    const dx = box.x + box.width / 2 - this.centreX;
    const dy = box.y + box.height / 2 - this.centreY;
    return this.textures.best(asset, wanted, naturalPx, dx * dx + dy * dy);
  }

  /** @param {ImageBitmap|Thumbnail} bitmap @param {Box} box CSS px */
  drawBitmap(bitmap, { x, y, width, height }) {
    if ('sheet' in bitmap) {
      const { sheet, x: left, y: top, side } = bitmap;
      this.context.drawImage(sheet, left, top, side, side, x, y, width, height);
    } else {
      this.context.drawImage(bitmap, x, y, width, height);
    }
  }

  /** @param {number} weight @param {number} size px */
  font(weight, size) {
    this.context.font = `${weight} ${size}px ${this.palette.font}`;
  }

  /** A box of rounded corners, filled. @param {number} x @param {number} y @param {number} width
   * @param {number} height @param {number} radius @param {string} colour */
  fillRound(x, y, width, height, radius, colour) {
    this.context.fillStyle = colour;
    this.context.beginPath();
    this.context.roundRect(x, y, width, height, radius);
    this.context.fill();
  }

  /** A hairline inside the box. @param {Box} box @param {string} colour */
  hairline(box, colour) {
    const line = 1 / Math.min(this.ratio, 1.5);
    this.context.strokeStyle = colour;
    this.context.lineWidth = line;
    this.context.strokeRect(box.x + line / 2, box.y + line / 2, box.width - line, box.height - line);
  }

  /** An outline icon of a 24 unit grid. @param {Path2D} icon @param {number} x @param {number} y
   * @param {number} size px @param {string} colour @param {number} [line] px */
  icon(icon, x, y, size, colour, line = 1.5) {
    const { context } = this;
    context.save();
    context.translate(x, y);
    context.scale(size / 24, size / 24);
    context.lineWidth = (line * 24) / size;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = colour;
    context.stroke(icon);
    context.restore();
  }
}

/** A chip that lies on a picture, its lower left corner at (x, y). @param {Pen} pen @param {string} text
 * @param {number} x @param {number} y @param {number} mostWidth px @param {Path2D|null} [icon] */
export function drawChip(pen, text, x, y, mostWidth, icon = null) {
  const { context, palette } = pen;
  pen.font(500, 12);
  const lead = icon ? 16 : 0;
  const shown = cutText(context, text, mostWidth - 12 - lead);
  if (!shown) return;
  const width = context.measureText(shown).width + 12 + lead;
  pen.fillRound(x, y - 20, width, 20, 6, palette.over);
  if (icon) pen.icon(icon, x + 6, y - 16, 12, palette.onOver);
  context.fillStyle = palette.onOver;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(shown, x + 6 + lead, y - 9.5);
}
