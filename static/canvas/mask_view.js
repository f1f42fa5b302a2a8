// How masks look over their picture: tints, three outlines, the ring of the brush.

import { aroundSelected, borders, distances, unionCells } from './mask_outline.js';
import { SELECTED_FROM } from './mask_raster.js';
import { enterPicture } from './picture_space.js';
import { TintPainter, TintedMask } from './tinted_mask.js';

/** @import { BoardNode, MaskTint, PaintView, Point } from './types.js' */
/** @import { ShrunkMask } from './mask_outline.js' */
/** @import { Pick } from './mask_pick.js' */
/** @import { Box, MaskRaster } from './mask_raster.js' */
/** @import { ShapeName } from './mask_shapes.js' */

/** On the screen. */
const GRIP_PX = 8;
const PICK_PX = 9;
/** Of a tint, 0 to 1, unless people choose another. */
export const FIRST_OPACITY = 0.34;

/** @typedef {{casing: string, accent: string, tints: Record<MaskTint, string>}} Colours */
/** @typedef {{raster: MaskRaster, tint: MaskTint}} Shown */
/** @typedef {{lines: {path: Path2D, colour: string}[], transitions: Path2D[], context: Box | null}} Outlines */

export class MaskView {
  #painter = new TintPainter();
  /** @type {Map<MaskRaster, TintedMask>} */
  #masks = new Map();
  /** @type {{mask: TintedMask, tint: MaskTint}[]} lowest first */
  #shown = [];
  /** @type {MaskRaster | null} the one that is painted */
  #active = null;
  /** @type {Outlines | null} */
  #outlines = null;
  #colours;
  /** What stays as it is while a stroke goes on: other tints and all lines cost many times what the stroke does. */
  #still = document.createElement('canvas');
  /** What stands there. */
  #stillOf = '';
  /** Another one whenever tints or lines are others. */
  #version = 0;

  /** Of the tints, 0 to 1. */
  opacity = FIRST_OPACITY;
  /** Nothing of the masks is drawn while this is set. */
  isHidden = false;
  /** A candidate is on show: the outlines alone. */
  isBehind = false;
  /** What stands in the place of what is masked, instead of the tints. @type {{bitmap: ImageBitmap, area: Box} | null} */
  filled = null;
  /** @type {{shape: ShapeName, points: Point[], erase: boolean} | null} being drawn, px of the picture */
  drawing = null;
  /** What was pointed at, px of the picture. @type {Pick[]} */
  picks = [];
  /** @type {{at: Point, radius: number} | null} px of the picture */
  brush = null;

  /** @param {Colours} colours */
  constructor(colours) {
    this.#colours = colours;
  }

  /** @param {Colours} colours */
  setColours(colours) {
    this.#colours = colours;
    this.#version += 1;
  }

  /** @param {Shown[]} shown lowest first @param {MaskRaster} active */
  show(shown, active) {
    this.#version += 1;
    this.#active = active;
    this.#shown = shown.map(({ raster, tint }) => ({ mask: this.#maskOf(raster), tint }));
    this.refresh();
  }

  /** Take over what changed in the rasters. */
  refresh() {
    for (const { mask } of this.#shown) mask.refresh();
  }

  /** The small copies of masks, of what is shown unless others are named. @param {MaskRaster[]} [rasters] */
  shrunk(rasters = this.#shown.map(({ mask }) => mask.raster)) {
    return rasters.map((raster) => this.#maskOf(raster).shrunk);
  }

  /** @param {MaskRaster} raster */
  #maskOf(raster) {
    const known = this.#masks.get(raster);
    if (known) return known;
    const mask = new TintedMask(raster);
    this.#masks.set(raster, mask);
    return mask;
  }

  /**
   * Find the outlines anew; not for every move of a brush (some 10 ms).
   * @param {{transition: number, rasters: MaskRaster[]}[]} edits what fades together, px of the picture
   * @param {Box | null} context
   */
  outline(edits, context) {
    this.#version += 1;
    this.#outlines = {
      lines: this.#shown.map(({ mask, tint }) => (
        { path: around([mask.shrunk], 0), colour: mask.raster === this.#active ? '#fff' : this.#colours.tints[tint] }
      )),
      transitions: edits.map(({ transition, rasters }) => around(this.shrunk(rasters), transition)),
      context,
    };
  }

  #tintOfActive() {
    return this.#shown.find(({ mask }) => mask.raster === this.#active)?.tint ?? 'blue';
  }

  /** The context alone is another. @param {Box} context */
  moveContext(context) {
    this.#version += 1;
    if (this.#outlines) this.#outlines.context = context;
  }

  /** @param {CanvasRenderingContext2D} context @param {PaintView} viewport @param {BoardNode} node */
  paint(context, viewport, node) {
    const isTinted = !this.isHidden && !this.isBehind && !this.filled;
    if (isTinted) this.#paintTints(context, viewport, node, (mask) => mask.raster === this.#active);
    context.save();
    enterPicture(context, viewport, node);
    if (this.filled && !this.isBehind) {
      const { bitmap, area } = this.filled;
      context.drawImage(bitmap, area.x, area.y, area.width, area.height);
    }
    context.restore();
    if (!this.isHidden) this.#paintStill(context, viewport, node, isTinted);
    context.save();
    const scale = enterPicture(context, viewport, node);
    if (this.drawing) this.#paintDrawing(context, scale);
    if (!this.isBehind) this.#paintPicks(context, scale);
    if (this.brush) this.#paintBrush(context, scale);
    context.restore();
  }

  /** @param {CanvasRenderingContext2D} context @param {PaintView} viewport @param {BoardNode} node @param {(mask: TintedMask) => boolean} isMeant */
  #paintTints(context, viewport, node, isMeant) {
    const { opacity } = this;
    for (const { mask, tint } of this.#shown) {
      if (isMeant(mask)) this.#painter.paint(context, viewport, node, { mask, tint, colour: this.#colours.tints[tint], opacity });
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {PaintView} viewport @param {BoardNode} node @param {boolean} isTinted */
  #paintStill(context, viewport, node, isTinted) {
    const { width, height } = viewport;
    const ratio = context.getTransform().a;
    const at = viewport.worldToScreen(node);
    const stillOf = [this.#version, isTinted, this.opacity, ratio, width, height, viewport.zoom, at.x, at.y, node.width, node.height, node.rotation, node.flip_x, node.flip_y].join();
    if (stillOf !== this.#stillOf) {
      this.#stillOf = stillOf;
      this.#still.width = Math.round(width * ratio); // which clears it
      this.#still.height = Math.round(height * ratio);
      const pen = this.#still.getContext('2d');
      if (!pen) return;
      pen.scale(ratio, ratio);
      if (isTinted) this.#paintTints(pen, viewport, node, (mask) => mask.raster !== this.#active);
      this.#paintOutlines(pen, enterPicture(pen, viewport, node));
    }
    context.drawImage(this.#still, 0, 0, width, height);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} scale screen px a px of the picture */
  #paintOutlines(context, scale) {
    const outlines = this.#outlines;
    if (!outlines) return;
    const { casing, accent } = this.#colours;
    for (const path of outlines.transitions) stroke(context, path, { colour: accent, width: 1.5, dashes: [6, 4], scale, casing });
    for (const { path, colour } of outlines.lines) stroke(context, path, { colour, width: 2, dashes: [], scale, casing });
    if (!outlines.context) return;
    const frame = new Path2D();
    frame.rect(outlines.context.x, outlines.context.y, outlines.context.width, outlines.context.height);
    stroke(context, frame, { colour: '#fff', width: 2, dashes: [0.01, 6], scale, casing });
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
      context.fillStyle = adds ? this.#colours.tints[this.#tintOfActive()] : '#141414';
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
      context.globalAlpha = this.opacity;
      context.fillStyle = this.#colours.tints[this.#tintOfActive()];
      context.fill(path);
      context.globalAlpha = 1;
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

/** The line so far from what several masks select. @param {ShrunkMask[]} masks of one picture @param {number} away px of the picture */
function around(masks, away) {
  const { columns, rows, scale } = masks[0];
  const reach = away / scale;
  const part = aroundSelected(unionCells(masks), columns, rows, SELECTED_FROM, Math.ceil(reach) + 1);
  if (!part) return new Path2D();
  const { cells } = part;
  const distance = away ? distances(cells, part.columns, part.rows, SELECTED_FROM) : null;
  const isInside = (/** @type {number} */ cell) => (distance ? distance[cell] <= reach : cells[cell] >= SELECTED_FROM);
  return pathOf(borders(isInside, part.columns, part.rows), scale, part);
}

/** @param {number[][]} paths in cells @param {number} scale px a cell @param {Point} corner cells */
function pathOf(paths, scale, corner) {
  const made = new Path2D();
  for (const path of paths) {
    for (let i = 0; i < path.length; i += 2) {
      const [x, y] = [(corner.x + path[i]) * scale, (corner.y + path[i + 1]) * scale];
      if (i === 0) made.moveTo(x, y);
      else made.lineTo(x, y);
    }
    made.closePath();
  }
  return made;
}
