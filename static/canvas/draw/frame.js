// A frame: a quiet ground for what lies in it, its name above it, as large at any zoom.

import { cutText } from './text.js';

/** @import { BoardNode, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

/** The strip above a frame that its name stands in, px: clicking there takes the frame. */
export const FRAME_NAME_PX = 24;
const NAME_LEAST_PX = 40;

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawFrame(pen, node, box) {
  pen.context.fillStyle = pen.palette.frame;
  pen.context.fillRect(box.x, box.y, box.width, box.height);
  pen.hairline(box, pen.palette.frameLine);
}

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawFrameName(pen, node, box) {
  if (box.width < NAME_LEAST_PX) return;
  const { context, palette } = pen;
  pen.font(500, 12);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const count = pen.store.childrenOf(node.id).length;
  const format = node.format_width && node.format_height ? `${node.format_width} × ${node.format_height}` : '';
  const figure = [format, count ? String(count) : ''].filter(Boolean).join('   ');
  const figureWidth = figure ? context.measureText(figure).width + 8 : 0;
  const name = cutText(context, node.name || 'Frame', box.width - figureWidth);
  const y = box.y - 9;
  context.fillStyle = palette.text2;
  context.fillText(name, box.x, y);
  if (!figure) return;
  context.fillStyle = palette.text3;
  context.fillText(figure, box.x + context.measureText(name).width + 8, y);
}
