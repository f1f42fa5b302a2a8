// How a mask looks over its picture: blue with a hatch, three outlines, the ring of the brush.

import { borders, distances, shrinkMask } from './mask_outline.js';
import { SELECTED_FROM } from './mask_raster.js';
import { enterPicture } from './picture_space.js';

/** @import { BoardNode, PaintView, Point } from './types.js' */
/** @import { Pick } from './mask_pick.js' */
/** @import { Box, MaskRaster } from './mask_raster.js' */
/** @import { ShapeName } from './mask_shapes.js' */

/** Cells of the outlines' grid: about one a screen px of a large window. */
const OUTLINE_SIDE = 900;
/** Largest side of the canvas that holds the tint; larger masks are shown at a half, a third, ... */
const TINT_SIDE = 4096;
/** On the screen. */
const GRIP_PX = 8;
const PICK_PX = 9;

/** @typedef {{text: string, mask: string, maskFill: string, casing: string, accent: string}} Colours */
/** @typedef {{mask: Path2D, transition: Path2D, context: Box} | null} Outlines */

export class MaskView {
  #tint;
  #tintScale;
  /** @type {HTMLCanvasElement} reused for every frame */
  #scratch = document.createElement('canvas');
  /** @type {Outlines} */
  #outlines = null;
  #raster;
  #colours;
  /** @type {CanvasPattern | null} */
  #hatch = null;

  /** Nothing of the mask is drawn while this is set. */
  isHidden = false;
  /** A candidate is on show: the outlines alone. */
  isBehind = false;
  /** @type {{shape: ShapeName, points: Point[], erase: boolean} | null} being drawn, px of the picture */
  drawing = null;
  /** What was pointed at, px of the picture. @type {Pick[]} */
  picks = [];
  /** @type {{at: Point, radius: number} | null} px of the picture */
  brush = null;

  /** @param {MaskRaster} raster @param {Colours} colours */
  constructor(raster, colours) {
    this.#raster = raster;
    this.#colours = colours;
    this.#tintScale = Math.ceil(Math.max(raster.width, raster.height) / TINT_SIDE);
    this.#tint = document.createElement('canvas');
    this.#tint.width = Math.ceil(raster.width / this.#tintScale);
    this.#tint.height = Math.ceil(raster.height / this.#tintScale);
  }

  /** @param {Colours} colours */
  setColours(colours) {
    this.#colours = colours;
    this.#hatch = null;
  }

  /** Take over what changed in the raster. */
  refresh() {
    const dirty = this.#raster.takeDirty();
    const context = this.#tint.getContext('2d');
    if (!dirty || !context) return;
    const scale = this.#tintScale;
    const x = Math.floor(dirty.x / scale);
    const y = Math.floor(dirty.y / scale);
    const width = Math.min(this.#tint.width, Math.ceil((dirty.x + dirty.width) / scale)) - x;
    const height = Math.min(this.#tint.height, Math.ceil((dirty.y + dirty.height) / scale)) - y;
    const pixels = context.createImageData(width, height);
    for (let row = 0; row < height; row += 1) {
      let from = (y + row) * scale * this.#raster.width + x * scale;
      for (let to = row * width * 4 + 3, end = to + width * 4; to < end; to += 4, from += scale) pixels.data[to] = this.#raster.data[from];
    }
    context.putImageData(pixels, x, y);
  }

  /**
   * Find the outlines anew; not for every move of a brush (some 10 ms).
   * @param {{transition: number, context: Box} | null} geometry px of the picture; null: an empty mask
   */
  outline(geometry) {
    this.#outlines = null;
    if (!geometry) return;
    const { cells, columns, rows, scale } = shrinkMask(this.#raster.data, this.#raster.width, this.#raster.height, OUTLINE_SIDE);
    const away = distances(cells, columns, rows, SELECTED_FROM);
    const reach = geometry.transition / scale;
    this.#outlines = {
      mask: pathOf(borders((cell) => cells[cell] >= SELECTED_FROM, columns, rows), scale),
      transition: pathOf(borders((cell) => away[cell] <= reach, columns, rows), scale),
      context: geometry.context,
    };
  }

  /** The context alone is another. @param {Box} context */
  moveContext(context) {
    if (this.#outlines) this.#outlines.context = context;
  }

  /** @param {CanvasRenderingContext2D} context @param {PaintView} viewport @param {BoardNode} node */
  paint(context, viewport, node) {
    if (!this.isHidden && !this.isBehind) this.#paintTint(context, viewport, node);
    context.save();
    const scale = enterPicture(context, viewport, node);
    if (!this.isHidden) this.#paintOutlines(context, scale);
    if (this.drawing) this.#paintDrawing(context, scale);
    if (!this.isBehind) this.#paintPicks(context, scale);
    if (this.brush) this.#paintBrush(context, scale);
    context.restore();
  }

  // The hatch keeps its width on the screen, so the tint is made in screen px and clipped to the mask.
  /** @param {CanvasRenderingContext2D} context @param {PaintView} viewport @param {BoardNode} node */
  #paintTint(context, viewport, node) {
    const ratio = context.getTransform().a;
    const scratch = this.#scratch;
    const width = Math.round(viewport.width * ratio);
    const height = Math.round(viewport.height * ratio);
    if (scratch.width !== width || scratch.height !== height) {
      scratch.width = width;
      scratch.height = height;
    }
    const tint = scratch.getContext('2d');
    if (!tint) return;
    tint.setTransform(1, 0, 0, 1, 0, 0);
    tint.globalCompositeOperation = 'source-over';
    tint.clearRect(0, 0, width, height);
    tint.scale(ratio, ratio);
    tint.save();
    enterPicture(tint, viewport, node);
    tint.drawImage(this.#tint, 0, 0, this.#tint.width * this.#tintScale, this.#tint.height * this.#tintScale);
    tint.restore();
    tint.globalCompositeOperation = 'source-in';
    this.#hatch ??= hatchOf(tint, this.#colours);
    if (this.#hatch) tint.fillStyle = this.#hatch;
    tint.fillRect(0, 0, viewport.width, viewport.height);
    context.drawImage(scratch, 0, 0, viewport.width, viewport.height);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} scale screen px a px of the picture */
  #paintOutlines(context, scale) {
    const outlines = this.#outlines;
    if (!outlines) return;
    const frame = new Path2D();
    frame.rect(outlines.context.x, outlines.context.y, outlines.context.width, outlines.context.height);
    const lines = /** @type {[Path2D, string, number, number[]][]} */ ([
      [outlines.transition, this.#colours.accent, 1.5, [6, 4]],
      [outlines.mask, '#fff', 2, []],
      [frame, '#fff', 2, [0.01, 6]],
    ]);
    for (const [path, colour, width, dashes] of lines) stroke(context, path, { colour, width, dashes, scale, casing: this.#colours.casing });
    this.#paintGrips(context, outlines.context, scale);
  }

  /** The corners by which the context is dragged. @param {CanvasRenderingContext2D} context @param {Box} box @param {number} scale */
  #paintGrips(context, box, scale) {
    const side = GRIP_PX / scale;
    for (const x of [box.x, box.x + box.width]) {
      for (const y of [box.y, box.y + box.height]) {
        const grip = new Path2D();
        grip.rect(x - side / 2, y - side / 2, side, side);
        stroke(context, grip, { colour: '#fff', width: 0.5, dashes: [], scale, casing: this.#colours.casing });
        context.fillStyle = '#fff';
        context.fill(grip);
      }
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {number} scale */
  #paintPicks(context, scale) {
    for (const { x, y, adds } of this.picks) {
      const ring = new Path2D();
      ring.arc(x, y, PICK_PX / scale, 0, 2 * Math.PI);
      stroke(context, ring, { colour: '#fff', width: 2, dashes: [], scale, casing: this.#colours.casing });
      context.fillStyle = adds ? this.#colours.mask : '#141414';
      context.fill(ring);
      const sign = new Path2D();
      const arm = PICK_PX / 2 / scale;
      sign.moveTo(x - arm, y);
      sign.lineTo(x + arm, y);
      if (adds) { sign.moveTo(x, y - arm); sign.lineTo(x, y + arm); }
      context.strokeStyle = adds ? '#0b1526' : '#fff';
      context.lineWidth = 1.75 / scale;
      context.stroke(sign);
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {number} scale */
  #paintDrawing(context, scale) {
    if (!this.drawing || this.drawing.points.length < 2) return;
    const { shape, points } = this.drawing;
    const path = new Path2D();
    const [a, b] = [points[0], points[points.length - 1]];
    if (shape === 'rectangle') path.rect(a.x, a.y, b.x - a.x, b.y - a.y);
    else if (shape === 'ellipse') path.ellipse((a.x + b.x) / 2, (a.y + b.y) / 2, Math.abs(b.x - a.x) / 2, Math.abs(b.y - a.y) / 2, 0, 0, 2 * Math.PI);
    else {
      points.forEach(({ x, y }, i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
      path.closePath();
    }
    if (!this.drawing.erase) {
      context.fillStyle = this.#colours.maskFill;
      context.fill(path);
    }
    stroke(context, path, { colour: '#fff', width: 1.5, dashes: [4, 4], scale, casing: this.#colours.casing });
  }

  /** @param {CanvasRenderingContext2D} context @param {number} scale */
  #paintBrush(context, scale) {
    if (!this.brush) return;
    const path = new Path2D();
    path.arc(this.brush.at.x, this.brush.at.y, Math.max(this.brush.radius, 1 / scale), 0, 2 * Math.PI);
    stroke(context, path, { colour: '#fff', width: 1.5, dashes: [], scale, casing: this.#colours.casing });
  }
}

/**
 * A line of screen width, with a dark edge under it so that it shows on any picture.
 * @param {CanvasRenderingContext2D} context @param {Path2D} path
 * @param {{colour: string, width: number, dashes: number[], scale: number, casing: string}} look
 */
function stroke(context, path, { colour, width, dashes, scale, casing }) {
  context.lineJoin = 'round';
  context.lineCap = 'butt';
  context.setLineDash([]);
  context.strokeStyle = casing;
  context.lineWidth = (width + 2) / scale;
  context.stroke(path);
  context.setLineDash(dashes.map((dash) => dash / scale));
  if (dashes[0] < width * 2) context.lineCap = 'round'; // dots
  context.strokeStyle = colour;
  context.lineWidth = width / scale;
  context.stroke(path);
  context.setLineDash([]);
}

/** @param {number[][]} paths in cells @param {number} scale px a cell */
function pathOf(paths, scale) {
  const made = new Path2D();
  for (const path of paths) {
    for (let i = 0; i < path.length; i += 2) {
      if (i === 0) made.moveTo(path[i] * scale, path[i + 1] * scale);
      else made.lineTo(path[i] * scale, path[i + 1] * scale);
    }
    made.closePath();
  }
  return made;
}

/** Blue with white lines across: not by colour alone. @param {CanvasRenderingContext2D} context @param {Colours} colours */
function hatchOf(context, colours) {
  const side = 10;
  const tile = document.createElement('canvas');
  tile.width = side;
  tile.height = side;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.fillStyle = colours.maskFill;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = 'rgb(255 255 255 / .5)';
  pen.lineWidth = 1.2;
  for (const shift of [-side, 0, side]) {
    pen.beginPath();
    pen.moveTo(shift, 0);
    pen.lineTo(shift + side, side);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat');
}
