// The lines around masks, from their small copies: where each ends, and how far its transition reaches.
// Pure: arrays in, arrays out, so that a worker can find them.

import { aroundSelected, borders, distances, unionCells } from './mask_outline.js';
import { SELECTED_FROM } from './mask_raster.js';

/** @typedef {{cells: Uint8Array}} Cells one byte a cell of the grid */
/** @typedef {{masks: Cells[], columns: number, rows: number, scale: number}} Grids of one picture; scale: px a cell */
/** @typedef {{of: number[], away: number}} Line around what these masks select together, so many px from it */

/**
 * @param {Grids} grids @param {Line[]} lines
 * @returns {Float32Array[][]} of each line its closed paths, [x0, y0, x1, y1, ...] in px of the picture
 */
export function linesAround(grids, lines) {
  return lines.map(({ of, away }) => around(unionCells(of.map((number) => grids.masks[number])), grids, away));
}

/** @param {Uint8Array} selected @param {Grids} grids @param {number} away px */
function around(selected, { columns, rows, scale }, away) {
  const reach = away / scale;
  const part = aroundSelected(selected, columns, rows, SELECTED_FROM, Math.ceil(reach) + 1);
  if (!part) return [];
  const { cells } = part;
  const distance = away ? distances(cells, part.columns, part.rows, SELECTED_FROM) : null;
  const isInside = (/** @type {number} */ cell) => (distance ? distance[cell] <= reach : cells[cell] >= SELECTED_FROM);
  return borders(isInside, part.columns, part.rows).map((path) => (
    Float32Array.from(path, (value, i) => ((i % 2 ? part.y : part.x) + value) * scale)
  ));
}
