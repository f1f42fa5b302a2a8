// The tint of a mask over its picture: a colour and a hatch of its own, so that masks are told apart without
// seeing colours.

import { ShrunkMask } from './mask_outline.js';
import { enterPicture } from './picture_space.js';

/** @import { BoardNode, MaskTint, PaintView } from './types.js' */
/** @import { MaskRaster } from './mask_raster.js' */

/** Largest side of the canvas that holds the tint; larger masks are shown at a half, a third, ... */
const TINT_SIDE = 4096;
/** Cells of the outlines' grid: about one a screen px of a large window. */
const OUTLINE_SIDE = 900;
/** Screen px of a tile of the hatch. */
const TILE = 10;
/** Lines across a tile, [x0, y0, x1, y1]. @type {Record<MaskTint, number[][]>} */
const HATCHES = {
  blue: [[-10, 0, 0, 10], [0, 0, 10, 10], [10, 0, 20, 10]],
  amber: [[0, 0, -10, 10], [10, 0, 0, 10], [20, 0, 10, 10]],
  rose: [[0, 5, 10, 5]],
  green: [[5, 0, 5, 10]],
  violet: [[0, 5, 10, 5], [5, 0, 5, 10]],
  white: [[2, 5, 5, 5], [7, 0, 10, 0]],
};

/** A mask as it is drawn: its px on a canvas, and a small copy for its outlines. */
export class TintedMask {
  #canvas = document.createElement('canvas');
  #scale;

  /** @param {MaskRaster} raster */
  constructor(raster) {
    this.raster = raster;
    this.shrunk = new ShrunkMask(raster.width, raster.height, OUTLINE_SIDE);
    this.#scale = Math.ceil(Math.max(raster.width, raster.height) / TINT_SIDE);
    this.#canvas.width = Math.ceil(raster.width / this.#scale);
    this.#canvas.height = Math.ceil(raster.height / this.#scale);
    raster.touchAll();
  }

  /** Take over what changed in the raster. @returns {boolean} whether anything did */
  refresh() {
    const dirty = this.raster.takeDirty();
    const context = this.#canvas.getContext('2d');
    if (!dirty || !context) return false;
    this.shrunk.update(this.raster.data, dirty);
    const scale = this.#scale;
    const x = Math.floor(dirty.x / scale);
    const y = Math.floor(dirty.y / scale);
    const width = Math.min(this.#canvas.width, Math.ceil((dirty.x + dirty.width) / scale)) - x;
    const height = Math.min(this.#canvas.height, Math.ceil((dirty.y + dirty.height) / scale)) - y;
    const pixels = context.createImageData(width, height);
    for (let row = 0; row < height; row += 1) {
      let from = (y + row) * scale * this.raster.width + x * scale;
      for (let to = row * width * 4 + 3, end = to + width * 4; to < end; to += 4, from += scale) pixels.data[to] = this.raster.data[from];
    }
    context.putImageData(pixels, x, y);
    return true;
  }

  /** Its px in the picture's space. @param {CanvasRenderingContext2D} context */
  draw(context) {
    context.drawImage(this.#canvas, 0, 0, this.#canvas.width * this.#scale, this.#canvas.height * this.#scale);
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
    const ratio = context.getTransform().a;
    const pen = this.#cleared(Math.round(viewport.width * ratio), Math.round(viewport.height * ratio));
    if (!pen) return;
    pen.scale(ratio, ratio);
    pen.save();
    enterPicture(pen, viewport, node);
    mask.draw(pen);
    pen.restore();
    pen.globalCompositeOperation = 'source-in';
    const key = `${tint} ${colour} ${opacity}`;
    if (!this.#hatches.has(key)) this.#hatches.set(key, hatchOf(pen, HATCHES[tint], colour, opacity));
    pen.fillStyle = this.#hatches.get(key) ?? colour;
    pen.fillRect(0, 0, viewport.width, viewport.height);
    context.drawImage(this.#scratch, 0, 0, viewport.width, viewport.height);
  }

  /** @param {number} width @param {number} height device px */
  #cleared(width, height) {
    if (this.#scratch.width !== width || this.#scratch.height !== height) {
      this.#scratch.width = width;
      this.#scratch.height = height;
    }
    const pen = this.#scratch.getContext('2d');
    if (!pen) return null;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.globalCompositeOperation = 'source-over';
    pen.clearRect(0, 0, width, height);
    return pen;
  }
}

/** @param {CanvasRenderingContext2D} context @param {number[][]} lines @param {string} colour @param {number} opacity */
function hatchOf(context, lines, colour, opacity) {
  const tile = document.createElement('canvas');
  tile.width = TILE;
  tile.height = TILE;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.globalAlpha = opacity;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, TILE, TILE);
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
