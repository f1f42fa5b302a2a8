// A picture whose file is gone from the server: a quiet box that says so.

import { icon } from './icons.js';
import { cutText } from './text.js';

/** @import { Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

const ICON = 16;
const LINE = 16;
const GAP = 8;
const TEXT_LEAST_PX = { width: 128, height: 72 };

/** @param {Pen} pen @param {Box} box CSS px */
export function drawMissing(pen, box) {
  const { context, palette } = pen;
  context.fillStyle = palette.surface;
  context.fillRect(box.x, box.y, box.width, box.height);
  pen.hairline(box, palette.line);
  const hasText = box.width >= TEXT_LEAST_PX.width && box.height >= TEXT_LEAST_PX.height;
  const middle = box.x + box.width / 2;
  const size = Math.min(ICON, box.width / 2, box.height / 2);
  const top = box.y + (box.height - size - (hasText ? GAP + 2 * LINE : 0)) / 2;
  if (size >= 6) pen.icon(icon('missing'), middle - size / 2, top, size, palette.text3);
  if (!hasText) return;
  const y = top + size + GAP;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  pen.font(500, 12);
  context.fillStyle = palette.text;
  context.fillText('Picture is missing', middle, y);
  pen.font(400, 12);
  context.fillStyle = palette.text2;
  context.fillText(cutText(context, 'Its file is not on the server.', box.width - 2 * GAP), middle, y + LINE);
}
