// What takes long of a mask and can be done beside the page: lines around it, and its file.

import { linesAround } from './mask_lines.js';
import { encodeGreyPng } from './png.js';

/** @import { Grids, Line } from './mask_lines.js' */

/** @typedef {{kind: 'lines', grids: Grids, lines: Line[]} | {kind: 'png', pixels: Uint8Array, width: number, height: number}} Work */

/** @param {Work} work @returns {Promise<Float32Array[][] | Blob>} */
export async function done(work) {
  if (work.kind === 'lines') return linesAround(work.grids, work.lines);
  return encodeGreyPng(work.pixels, work.width, work.height);
}
