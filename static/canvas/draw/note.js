// A note: text on a coloured ground; the text belongs to the board and scales with it.

import { linesOf, wrapText } from './text.js';

/** @import { BoardNode, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */
/** @import { Palette } from '../palette.js' */

/** The text of a note in world units: its DOM editor uses the same. */
export const NOTE_LOOK = { padding: 16, fontSize: 16, lineHeight: 24 };
const READABLE_PX = 3;

/** @param {Palette} palette @param {BoardNode['colour']} colour @returns {{ground: string, text: string}} */
function noteColours(palette, colour) {
  switch (colour) {
    case 'grey':
      return { ground: palette.noteGrey, text: palette.text };
    case 'blue':
      return { ground: palette.noteBlue, text: palette.text };
    case 'green':
      return { ground: palette.noteGreen, text: palette.text };
    case 'rose':
      return { ground: palette.noteRose, text: palette.text };
    default:
      return { ground: palette.note, text: palette.noteText };
  }
}

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawNote(pen, node, box) {
  const { context } = pen;
  const colours = noteColours(pen.palette, node.colour);
  context.fillStyle = colours.ground;
  context.fillRect(box.x, box.y, box.width, box.height);
  const { fontSize: size, lineHeight: line, padding } = NOTE_LOOK;
  if (!node.text || size * pen.zoom < READABLE_PX) return;
  const scale = pen.zoom;
  const width = box.width / scale - 2 * padding;
  if (width < size) return;
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.translate(box.x + padding * scale, box.y + padding * scale);
  context.scale(scale, scale);
  pen.font(400, size);
  const text = node.text;
  // Whole lines only: half of one looks like a fault. The last may reach into the padding.
  const mostLines = Math.max(1, Math.floor((box.height / scale - 1.5 * padding) / line));
  const key = `${Math.round(width)} ${mostLines}`;
  const lines = linesOf(context, node, key, () => wrapText(context, text, width, mostLines));
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = colours.text;
  for (let i = 0; i < lines.length; i += 1) context.fillText(lines[i], 0, i * line + line / 2);
  context.restore();
}

/** World units that a note of a width needs to show all of a text. @param {Pen} pen @param {string} text @param {number} width */
export function heightOfNote(pen, text, width) {
  const { fontSize, lineHeight, padding } = NOTE_LOOK;
  pen.font(400, fontSize);
  return wrapText(pen.context, text, width - 2 * padding).length * lineHeight + 2 * padding;
}
