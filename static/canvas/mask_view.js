// How masks look over their picture: tints, three outlines, the ring of the brush.

import { enterPicture } from './picture_space.js';
import { StillLayer } from './still_layer.js';
import { TintPainter, TintedMask } from './tinted_mask.js';

/** @import { BoardNode, MaskTint, PaintView, Point } from './types.js' */
/** @import { BesidePage } from './beside_page.js' */
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
/** @typedef {{lines: {path: Path2D, raster: MaskRaster, tint: MaskTint}[], transitions: Path2D[]}} Outlines */

export class MaskView {
  #painter = new TintPainter();
  /** @type {Map<MaskRaster, TintedMask>} */
  #masks = new Map();
  /** @type {{mask: TintedMask, tint: MaskTint}[]} lowest first */
  #shown = [];
  /** @type {MaskRaster | null} the one that is painted */
  #active = null;
  /** @type {Outlines} */
  #outlines = { lines: [], transitions: [] };
  /** @type {Box | null} */
  #context = null;
  /** Outlines that were asked for before are out of date. */
  #asked = 0;
  #colours;
  #beside;
  #changed;
  // What stays as it is while a stroke goes on: other tints and all lines cost many times what the stroke does.
  #tints = new StillLayer();
  #lines = new StillLayer();
  /** Another one whenever tints are others. */
  #version = 0;
  /** Another one whenever lines are others. */
  #outlined = 0;

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

  /** @param {{colours: Colours, beside: BesidePage, changed: () => void}} parts changed: outlines came that are to be painted */
  constructor({ colours, beside, changed }) {
    this.#colours = colours;
    this.#beside = beside;
    this.#changed = changed;
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
   * Find the outlines anew, beside the page; not for every move of a brush (some 100 ms of a large mask).
   * @param {{transition: number, rasters: MaskRaster[]}[]} edits what fades together, px of the picture
   * @param {Box | null} context
   */
  async outline(edits, context) {
    this.#outlined += 1;
    this.#context = context;
    this.#asked += 1;
    const asked = this.#asked;
    const shown = this.#shown.map(({ mask: { raster }, tint }) => ({ raster, tint }));
    const rasters = [...new Set([...shown.map(({ raster }) => raster), ...edits.flatMap((edit) => edit.rasters)])];
    const masks = this.shrunk(rasters);
    const { columns, rows, scale } = masks[0];
    const found = await this.#beside.lines({ masks: masks.map(({ cells }) => ({ cells })), columns, rows, scale }, [
      ...shown.map(({ raster }) => ({ of: [rasters.indexOf(raster)], away: 0 })),
      ...edits.map(({ transition, rasters: together }) => ({ of: together.map((raster) => rasters.indexOf(raster)), away: transition })),
    ]);
    if (asked !== this.#asked) return;
    const paths = found.map(pathOf);
    this.#outlined += 1;
    this.#outlines = { lines: shown.map((one, i) => ({ ...one, path: paths[i] })), transitions: paths.slice(shown.length) };
    this.#changed();
  }

  #tintOfActive() {
    return this.#shown.find(({ mask }) => mask.raster === this.#active)?.tint ?? 'blue';
  }

  /** The context alone is another. @param {Box} context */
  moveContext(context) {
    this.#outlined += 1;
    this.#context = context;
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
    if (isTinted && this.#shown.length > 1) {
      this.#tints.paint(context, viewport, node, `${this.#version} ${this.opacity}`, (pen) => (
        this.#paintTints(pen, viewport, node, (mask) => mask.raster !== this.#active)
      ));
    }
    this.#lines.paint(context, viewport, node, `${this.#version} ${this.#outlined}`, (pen) => this.#paintOutlines(pen, enterPicture(pen, viewport, node)));
  }

  /** @param {CanvasRenderingContext2D} context @param {number} scale screen px a px of the picture */
  #paintOutlines(context, scale) {
    const { lines, transitions } = this.#outlines;
    const { casing, accent, tints } = this.#colours;
    for (const path of transitions) stroke(context, path, { colour: accent, width: 1.5, dashes: [6, 4], scale, casing });
    for (const { path, raster, tint } of lines) {
      stroke(context, path, { colour: raster === this.#active ? '#fff' : tints[tint], width: 2, dashes: [], scale, casing });
    }
    if (!this.#context) return;
    const { x, y, width, height } = this.#context;
    const frame = new Path2D();
    frame.rect(x, y, width, height);
    stroke(context, frame, { colour: '#fff', width: 2, dashes: [0.01, 6], scale, casing });
    this.#paintGrips(context, this.#context, scale);
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

/** @param {Float32Array[]} closed px of the picture */
function pathOf(closed) {
  const made = new Path2D();
  for (const path of closed) {
    for (let i = 0; i < path.length; i += 2) {
      if (i === 0) made.moveTo(path[i], path[i + 1]);
      else made.lineTo(path[i], path[i + 1]);
    }
    made.closePath();
  }
  return made;
}
