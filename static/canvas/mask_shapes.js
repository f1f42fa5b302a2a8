// Shapes that are drawn to be masked: rectangle, ellipse, lasso, and the polygon, whose corners are
// clicked one by one. Pure: px of the picture in, px of the mask out.

import { MaskRaster } from './mask_raster.js';

/** @import { Point } from './types.js' */

/** @typedef {'rectangle' | 'ellipse' | 'lasso' | 'polygon'} ShapeName */
/** @typedef {'add' | 'subtract' | 'intersect'} How */

/** What the held keys make of a shape. @param {{shift: boolean, alt: boolean}} keys @returns {How} */
export function howOf({ shift, alt }) {
  if (alt) return shift ? 'intersect' : 'subtract';
  return 'add';
}

/** @param {MaskRaster} raster @param {ShapeName} shape @param {Point[]} points @param {How} how */
export function drawShape(raster, shape, points, how) {
  if (how === 'intersect') {
    const only = new MaskRaster(raster.width, raster.height);
    put(only, shape, points, false);
    raster.combine(only.data, 'intersect');
  } else {
    put(raster, shape, points, how === 'subtract');
  }
}

/** @param {MaskRaster} raster @param {ShapeName} shape @param {Point[]} points @param {boolean} erase */
function put(raster, shape, points, erase) {
  const first = points[0];
  const last = points[points.length - 1];
  if (shape === 'rectangle') raster.rectangle(first.x, first.y, last.x, last.y, erase);
  else if (shape === 'ellipse') raster.ellipse(first.x, first.y, last.x, last.y, erase);
  else raster.polygon(points, erase);
}

/** The box of two corners in whole px, on the picture; null where it has none of it.
 * @param {Point} a @param {Point} b @param {{width: number, height: number}} picture */
export function boxOfCorners(a, b, { width, height }) {
  const x = Math.max(0, Math.floor(Math.min(a.x, b.x)));
  const y = Math.max(0, Math.floor(Math.min(a.y, b.y)));
  const right = Math.min(width, Math.ceil(Math.max(a.x, b.x)));
  const bottom = Math.min(height, Math.ceil(Math.max(a.y, b.y)));
  return right - x > 1 && bottom - y > 1 ? { x, y, width: right - x, height: bottom - y } : null;
}
