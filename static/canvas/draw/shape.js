// Rectangles and ellipses: an outline that lies inside their box, and a ground if they are filled.

import { inkOf } from './colours.js';

/** @import { BoardNode, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

const LEAST_LINE_PX = 0.75; // thinner ones vanish between pixels
const TINT = 0.2;
const CORNER = 2; // of rectangles, to their thickness: a thick outline with a sharp edge looks cut

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawShape(pen, node, box) {
  const { context } = pen;
  const colour = inkOf(pen.palette, node.colour);
  const line = Math.min(Math.max(LEAST_LINE_PX, (node.thickness ?? 3) * pen.zoom), Math.min(box.width, box.height));
  context.beginPath();
  const inset = line / 2;
  const width = Math.max(0, box.width - line);
  const height = Math.max(0, box.height - line);
  if (node.shape === 'ellipse') {
    context.ellipse(box.x + box.width / 2, box.y + box.height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI);
  } else {
    context.roundRect(box.x + inset, box.y + inset, width, height, Math.min(line * CORNER, width / 2, height / 2));
  }
  if (node.fill === 'tint' || node.fill === 'solid') {
    const alpha = context.globalAlpha;
    if (node.fill === 'tint') context.globalAlpha = alpha * TINT;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = alpha;
  }
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.stroke();
}
