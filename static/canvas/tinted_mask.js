// The tint of a mask over its picture: a colour and a hatch of its own, so that masks are told apart without
// seeing colours.

import { ShrunkMask } from './mask_outline.js';
import { unionOf } from './mask_raster.js';
import { enterPicture, pictureToWorld } from './picture_space.js';

/** @import { BoardNode, MaskTint, PaintView } from './types.js' */
/** @import { Box, MaskRaster } from './mask_raster.js' */

/** Largest side of what is kept of the tint; larger masks are shown at a half, a third, ... */
const TINT_SIDE = 4096;
/** Cells of the outlines' grid: about one a screen px of a large window. */
const OUTLINE_SIDE = 900;
/** Its canvases are so large: a stroke changes few of them, and a changed one is copied whole by the browser. */
const TILE_SIDE = 512;
/** Screen px of a tile of the hatch. */
const HATCH_SIDE = 10;
/** Lines across a tile, [x0, y0, x1, y1]. @type {Record<MaskTint, number[][]>} */
const HATCHES = {
  blue: [[-10, 0, 0, 10], [0, 0, 10, 10], [10, 0, 20, 10]],
  amber: [[0, 0, -10, 10], [10, 0, 0, 10], [20, 0, 10, 10]],
  rose: [[0, 5, 10, 5]],
  green: [[5, 0, 5, 10]],
  violet: [[0, 5, 10, 5], [5, 0, 5, 10]],
  white: [[2, 5, 5, 5], [7, 0, 10, 0]],
};

/** A mask as it is drawn: its px on canvases, and a small copy for its outlines. */
export class TintedMask {
  /** What was ever written, px of the picture: nothing is to be drawn beyond it. @type {Box | null} */
  box = null;
  /** @type {Map<number, CanvasRenderingContext2D>} by number */
  #tiles = new Map();
  #scale;
  #columns;

  /** @param {MaskRaster} raster */
  constructor(raster) {
    this.raster = raster;
    this.shrunk = new ShrunkMask(raster.width, raster.height, OUTLINE_SIDE);
    this.#scale = Math.ceil(Math.max(raster.width, raster.height) / TINT_SIDE);
    this.#columns = Math.ceil(raster.width / this.#scale / TILE_SIDE);
    raster.touchAll();
  }

  /** Take over what changed in the raster. */
  refresh() {
    const dirty = this.raster.takeDirty();
    if (!dirty) return;
    this.shrunk.update(this.raster.data, dirty);
    const isAll = dirty.width === this.raster.width && dirty.height === this.raster.height;
    const written = isAll ? this.raster.written() : dirty;
    if (isAll) {
      this.#tiles.clear();
      this.box = written;
    } else if (written) this.box = this.box ? unionOf(this.box, written) : written;
    if (written) for (const number of this.#tilesIn(written)) this.#write(number, written);
  }

  /** The numbers of all that a part of the picture has px of. @param {Box} box */
  #tilesIn({ x, y, width, height }) {
    const side = TILE_SIDE * this.#scale;
    const numbers = [];
    for (let row = Math.floor(y / side); row * side < y + height; row += 1) {
      for (let column = Math.floor(x / side); column * side < x + width; column += 1) numbers.push(row * this.#columns + column);
    }
    return numbers;
  }

  /** @param {number} number @param {Box} part of the picture, of which the tile takes over its own */
  #write(number, part) {
    const pen = this.#tile(number);
    if (!pen) return;
    const scale = this.#scale;
    const { width: wide, height: high, data } = this.raster;
    const [left, top] = this.#cornerOf(number);
    const x = Math.max(0, Math.floor((part.x - left) / scale));
    const y = Math.max(0, Math.floor((part.y - top) / scale));
    const right = Math.min(pen.canvas.width, Math.ceil((Math.min(wide, part.x + part.width) - left) / scale));
    const bottom = Math.min(pen.canvas.height, Math.ceil((Math.min(high, part.y + part.height) - top) / scale));
    const pixels = pen.createImageData(right - x, bottom - y);
    for (let row = y, to = 3; row < bottom; row += 1) {
      let from = (top + row * scale) * wide + left + x * scale;
      for (let column = x; column < right; column += 1, to += 4, from += scale) pixels.data[to] = data[from];
    }
    pen.putImageData(pixels, x, y);
  }

  /** @param {number} number */
  #tile(number) {
    const known = this.#tiles.get(number);
    if (known) return known;
    const [left, top] = this.#cornerOf(number);
    const canvas = document.createElement('canvas');
    canvas.width = Math.min(TILE_SIDE, Math.ceil((this.raster.width - left) / this.#scale));
    canvas.height = Math.min(TILE_SIDE, Math.ceil((this.raster.height - top) / this.#scale));
    const pen = canvas.getContext('2d');
    if (pen) this.#tiles.set(number, pen);
    return pen;
  }

  /** Its top left px. @param {number} number */
  #cornerOf(number) {
    const side = TILE_SIDE * this.#scale;
    return [(number % this.#columns) * side, Math.floor(number / this.#columns) * side];
  }

  /** Its px in the picture's space, added to what is there: where tiles meet in the middle of a screen px, their shares make it whole.
   * @param {CanvasRenderingContext2D} context */
  draw(context) {
    context.globalCompositeOperation = 'lighter';
    for (const [number, { canvas }] of this.#tiles) {
      const [left, top] = this.#cornerOf(number);
      context.drawImage(canvas, left, top, canvas.width * this.#scale, canvas.height * this.#scale);
    }
  }
}

/** Lays tints over a picture. The hatch keeps its width on the screen, so a tint is made in screen px and clipped to its mask. */
export class TintPainter {
  #scratch = document.createElement('canvas');
  /** @type {Map<string, CanvasPattern | null>} */
  #hatches = new Map();

  /** @param {CanvasRenderingContext2D} context @param {PaintView} viewport @param {BoardNode} node
   * @param {{mask: TintedMask, tint: MaskTint, colour: string, opacity: number}} shown opacity: 0 to 1 */
  paint(context, viewport, node, { mask, tint, colour, opacity }) {
    const part = mask.box && screenPart(mask.box, viewport, node);
    if (!part) return;
    const ratio = context.getTransform().a;
    const pen = this.#cleared(Math.round(viewport.width * ratio), Math.round(viewport.height * ratio));
    if (!pen) return;
    pen.save();
    pen.scale(ratio, ratio);
    pen.beginPath();
    pen.rect(part.x, part.y, part.width, part.height);
    pen.clip();
    pen.clearRect(part.x, part.y, part.width, part.height);
    pen.save();
    enterPicture(pen, viewport, node);
    mask.draw(pen);
    pen.restore();
    pen.globalCompositeOperation = 'source-in';
    const key = `${tint} ${colour} ${opacity}`;
    if (!this.#hatches.has(key)) this.#hatches.set(key, hatchOf(pen, HATCHES[tint], colour, opacity));
    pen.fillStyle = this.#hatches.get(key) ?? colour;
    pen.fillRect(part.x, part.y, part.width, part.height);
    pen.restore();
    const { x, y, width, height } = part;
    context.drawImage(this.#scratch, x * ratio, y * ratio, width * ratio, height * ratio, x, y, width, height);
  }

  /** @param {number} width @param {number} height device px */
  #cleared(width, height) {
    if (this.#scratch.width !== width || this.#scratch.height !== height) {
      this.#scratch.width = width;
      this.#scratch.height = height;
    }
    return this.#scratch.getContext('2d');
  }
}

/** What of the screen a part of the picture covers, in whole px; null: none. @param {Box} box px of the picture
 * @param {PaintView} viewport @param {BoardNode} node @returns {Box | null} */
function screenPart(box, viewport, node) {
  const corners = [[box.x, box.y], [box.x + box.width, box.y], [box.x, box.y + box.height], [box.x + box.width, box.y + box.height]]
    .map(([x, y]) => viewport.worldToScreen(pictureToWorld(node, { x, y })));
  const left = Math.max(0, Math.floor(Math.min(...corners.map(({ x }) => x))));
  const top = Math.max(0, Math.floor(Math.min(...corners.map(({ y }) => y))));
  const right = Math.min(viewport.width, Math.ceil(Math.max(...corners.map(({ x }) => x))));
  const bottom = Math.min(viewport.height, Math.ceil(Math.max(...corners.map(({ y }) => y))));
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

/** @param {CanvasRenderingContext2D} context @param {number[][]} lines @param {string} colour @param {number} opacity */
function hatchOf(context, lines, colour, opacity) {
  const tile = document.createElement('canvas');
  tile.width = HATCH_SIDE;
  tile.height = HATCH_SIDE;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.globalAlpha = opacity;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, HATCH_SIDE, HATCH_SIDE);
  pen.globalAlpha = Math.min(1, opacity + 0.16);
  pen.strokeStyle = '#fff';
  pen.lineWidth = 1.2;
  for (const [x0, y0, x1, y1] of lines) {
    pen.beginPath();
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y1);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat');
}
