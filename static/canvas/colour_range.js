// Which px of a picture have a colour: all of them, or those connected with the one clicked on. Pure.

/** Softness at the edge of the range, as a share of the tolerance. */
const SOFT_SHARE = 0.25;

/**
 * @param {{colours: Uint8Array, width: number, height: number}} picture red, green, blue of each px
 * @param {{x: number, y: number}} at px of the picture that was clicked on
 * @param {number} tolerance 0 to 100: 0 takes the very colour, 100 all of them
 * @param {boolean} isConnected
 * @returns {Uint8Array} a mask of the picture: 255 in the range, less towards its end
 */
export function colourRange({ colours, width, height }, at, tolerance, isConnected) {
  const start = Math.floor(at.y) * width + Math.floor(at.x);
  const [red, green, blue] = colours.subarray(start * 3, start * 3 + 3);
  // The largest distance is that of black and white.
  const most = (tolerance / 100) * distance(255, 255, 255, 127);
  const soft = Math.max(1, most * SOFT_SHARE);
  const level = (/** @type {number} */ cell) => {
    const i = cell * 3;
    const away = distance(colours[i] - red, colours[i + 1] - green, colours[i + 2] - blue, (colours[i] + red) / 2);
    if (away <= most) return 255;
    return away >= most + soft ? 0 : Math.round(255 * (1 - (away - most) / soft));
  };
  return isConnected ? flood(start, width, height, level) : Uint8Array.from({ length: width * height }, (_, cell) => level(cell));
}

/**
 * How far apart two colours look, from their differences. Source: Riemersma, "Colour metric", 2001:
 * within some per cent of CIELUV, with integers alone.
 * @param {number} red @param {number} green @param {number} blue @param {number} meanRed
 */
function distance(red, green, blue, meanRed) {
  return Math.sqrt((2 + meanRed / 256) * red * red + 4 * green * green + (2 + (255 - meanRed) / 256) * blue * blue);
}

/** @param {number} start @param {number} width @param {number} height @param {(cell: number) => number} level */
function flood(start, width, height, level) {
  const mask = new Uint8Array(width * height);
  const isSeen = new Uint8Array(width * height);
  let waiting = [start];
  isSeen[start] = 1;
  while (waiting.length) {
    /** @type {number[]} */
    const next = [];
    const visit = (/** @type {number} */ cell) => {
      if (isSeen[cell]) return;
      isSeen[cell] = 1;
      next.push(cell);
    };
    for (const cell of waiting) {
      mask[cell] = level(cell);
      if (mask[cell] < 128) continue; // the soft rim is taken, and nothing beyond it
      const x = cell % width;
      if (x > 0) visit(cell - 1);
      if (x < width - 1) visit(cell + 1);
      if (cell >= width) visit(cell - width);
      if (cell < width * (height - 1)) visit(cell + width);
    }
    waiting = next;
  }
  return mask;
}
