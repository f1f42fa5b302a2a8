// The ground of the board and its dots; their distance doubles as the view gets smaller.

/** @import { Palette } from '../palette.js' */

const STEP = 24; // world units at 100 %
const LEAST_STEP_PX = 16;
const TILE_PX = 64;
const DOT_RADIUS_PX = 3.5; // of the tile, which is scaled down to a step

export class Ground {
  #createCanvas;
  /** @type {CanvasPattern|null} */
  #dots = null;
  #colour = '';

  /** @param {() => HTMLCanvasElement} createCanvas */
  constructor(createCanvas) {
    this.#createCanvas = createCanvas;
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
    const dots = this.#dotsIn(context, palette.dot);
    if (!dots) return;
    const scale = (step * zoom * pixelRatio) / TILE_PX;
    const left = modulo(-x * zoom * pixelRatio, TILE_PX * scale);
    const top = modulo(-y * zoom * pixelRatio, TILE_PX * scale);
    dots.setTransform({ a: scale, b: 0, c: 0, d: scale, e: left, f: top });
    context.fillStyle = dots;
    context.fillRect(0, 0, width, height);
  }

  /** Made once a theme. @param {CanvasRenderingContext2D} context @param {string} colour */
  #dotsIn(context, colour) {
    if (this.#colour === colour) return this.#dots;
    const tile = this.#createCanvas();
    tile.width = tile.height = TILE_PX;
    const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext('2d'));
    pen.fillStyle = colour;
    pen.beginPath();
    // In the middle of the tile: a dot on its edge would be cut.
    pen.arc(TILE_PX / 2, TILE_PX / 2, DOT_RADIUS_PX, 0, 2 * Math.PI);
    pen.fill();
    this.#dots = context.createPattern(tile, 'repeat');
    this.#colour = colour;
    return this.#dots;
  }
}

/** @param {number} value @param {number} by */
function modulo(value, by) {
  return ((value % by) + by) % by;
}
