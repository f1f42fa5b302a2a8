// A mask on the board: its own picture, small and quiet, named for what it is.

import { icon } from './icons.js';
import { drawChip } from './pen.js';

/** @import { BoardNode, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawMask(pen, node, box) {
  const bitmap = node.asset && pen.bitmap(node.asset, box);
  pen.context.fillStyle = pen.palette.surface;
  pen.context.fillRect(box.x, box.y, box.width, box.height);
  if (bitmap) pen.drawBitmap(bitmap, box);
  pen.hairline(box, pen.palette.line);
  if (box.width < 72) return;
  drawChip(pen, node.name || 'Mask', box.x + 4, box.y + box.height - 4, box.width - 8, icon('mask'));
}
