// The ground of the board and its dots; their distance doubles as the view gets smaller.

/** @import { Palette } from '../palette.js' */

const STEP = 24; // world units at 100 %
const LEAST_STEP_PX = 16;
const TILE_DOTS = 8; // a row and a column of one tile
const DOT_RADIUS_PX = 1;

/** @typedef {{pattern: CanvasPattern|null, spacing: number, size: number, colour: string}} Dots device px */

export class Ground {
  #tile;
  /** @type {Dots} */
  #dots = { pattern: null, spacing: 0, size: 1, colour: '' };

  /** @param {() => HTMLCanvasElement} createCanvas */
  constructor(createCanvas) {
    this.#tile = createCanvas();
  }

  /** Fill the whole canvas. @param {CanvasRenderingContext2D} context in device px
   * @param {{x: number, y: number, zoom: number, pixelRatio: number}} view @param {Palette} palette */
  paint(context, { x, y, zoom, pixelRatio }, palette) {
    const { width, height } = context.canvas;
    context.fillStyle = palette.canvas;
    context.fillRect(0, 0, width, height);
    let step = STEP;
    while (step * zoom < LEAST_STEP_PX) step *= 2;
    while (step * zoom >= LEAST_STEP_PX * 2) step /= 2;
    const spacing = step * zoom * pixelRatio;
    if (this.#dots.spacing !== spacing || this.#dots.colour !== palette.dot) {
      this.#dots = this.#makeDots(context, spacing, DOT_RADIUS_PX * pixelRatio, palette.dot);
    }
    const { pattern, size } = this.#dots;
    if (!pattern) return;
    // By whole px and unscaled: so a pan copies the tile, where it would sample it else.
    const left = Math.round(modulo(-x * zoom * pixelRatio, spacing * TILE_DOTS)) - size;
    const top = Math.round(modulo(-y * zoom * pixelRatio, spacing * TILE_DOTS)) - size;
    context.fillStyle = pattern;
    context.translate(left, top);
    context.fillRect(-left, -top, width, height);
    context.translate(-left, -top);
  }

  /** Made once a zoom and theme. @param {CanvasRenderingContext2D} context @param {number} spacing
   * @param {number} radius @param {string} colour @returns {Dots} */
  #makeDots(context, spacing, radius, colour) {
    const size = Math.round(spacing * TILE_DOTS);
    this.#tile.width = size;
    this.#tile.height = size;
    const pen = /** @type {CanvasRenderingContext2D} */ (this.#tile.getContext('2d'));
    pen.fillStyle = colour;
    pen.beginPath();
    for (let dot = 0; dot < TILE_DOTS * TILE_DOTS; dot += 1) {
      const x = ((dot % TILE_DOTS) + 0.5) * spacing;
      const y = (Math.floor(dot / TILE_DOTS) + 0.5) * spacing;
      pen.moveTo(x + radius, y);
      pen.arc(x, y, radius, 0, 2 * Math.PI);
    }
    pen.fill();
    return { pattern: context.createPattern(this.#tile, 'repeat'), spacing, size, colour };
  }
}

/** @param {number} value @param {number} by */
function modulo(value, by) {
  return ((value % by) + by) % by;
}
