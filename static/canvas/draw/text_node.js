// Text that stands on the board itself: no ground, its letters scale with the board.

import { inkOf } from './colours.js';
import { linesOf, wrapText } from './text.js';

/** @import { BoardNode, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

/** Of a line, to the size of its letters: the DOM editor uses the same. */
export const TEXT_LINE = 1.25;
export const TEXT_WEIGHT = { plain: 400, bold: 600 };
const READABLE_PX = 2;
const EMPTY_WIDTH = 0.5; // of a text with nothing written, to the size of its letters

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawText(pen, node, box) {
  if (!node.text) return;
  const { context } = pen;
  // While it is resized the box is not the node's: the letters are as high as the box makes them.
  const scale = box.height / node.height;
  const { size } = lookOf(node);
  if (size * scale < READABLE_PX) {
    drawGreeked(pen, node, box, scale);
    return;
  }
  context.save();
  context.translate(box.x, box.y);
  context.scale(scale, scale);
  const width = box.width / scale;
  const lines = textLines(pen, node, width);
  const x = node.align === 'centre' ? width / 2 : node.align === 'right' ? width : 0;
  context.textAlign = node.align === 'centre' ? 'center' : (node.align ?? 'left');
  context.textBaseline = 'alphabetic';
  context.fillStyle = inkOf(pen.palette, node.colour);
  const line = size * TEXT_LINE;
  // Where CSS puts it: the font's height in the middle of the line. So nothing moves when the field opens.
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = context.measureText('x');
  const base = (line - up - down) / 2 + up;
  for (let i = 0; i < lines.length; i += 1) context.fillText(lines[i], x, i * line + base);
  context.restore();
}

/** Too small to be read: a stroke for each line says that there is text.
 * @param {Pen} pen @param {BoardNode} node @param {Box} box @param {number} scale */
function drawGreeked(pen, node, box, scale) {
  const { context, palette } = pen;
  const line = lookOf(node).size * TEXT_LINE * scale;
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.4;
  context.fillStyle = inkOf(palette, node.colour);
  const count = Math.min(200, Math.max(1, Math.round(box.height / line)));
  for (let i = 0; i < count; i += 1) context.fillRect(box.x, box.y + (i + 0.3) * line, box.width, line * 0.4);
  context.globalAlpha = alpha;
}

/**
 * The lines of a text as it is drawn in `width` world units; sets the font.
 * @param {Pen} pen @param {BoardNode} node @param {number} width
 * @returns {string[]}
 */
function textLines(pen, node, width) {
  const { size, weight } = lookOf(node);
  pen.font(weight, size);
  const text = node.text ?? '';
  if (!node.wraps && Math.abs(width - node.width) < 0.5) return linesOf(pen.context, node, 'own', () => text.split('\n'));
  return linesOf(pen.context, node, String(Math.round(width * 4)), () => wrapText(pen.context, text, width));
}

/**
 * How much room a text takes, world units: `width` is the node's own where its lines wrap.
 * @param {Pen} pen @param {BoardNode} node
 * @returns {{width: number, height: number}}
 */
export function sizeOfText(pen, node) {
  const { size } = lookOf(node);
  const lines = textLines(pen, node, node.width);
  let widest = node.text ? 0 : size * EMPTY_WIDTH;
  for (const line of lines) widest = Math.max(widest, pen.context.measureText(line).width);
  return {
    width: node.wraps ? node.width : Math.max(1, Math.ceil(widest)),
    height: Math.max(1, Math.ceil(lines.length * size * TEXT_LINE)),
  };
}

/** @param {BoardNode} node */
function lookOf({ size = 24, bold }) {
  return { size, weight: bold ? TEXT_WEIGHT.bold : TEXT_WEIGHT.plain };
}
