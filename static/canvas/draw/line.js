// Lines and arrows: from one corner of their box to the opposite one.

import { lineEnds } from '../line_ends.js';
import { inkOf } from './colours.js';

/** @import { BoardNode, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

const LEAST_LINE_PX = 0.75;

/** Length of the strokes of an arrow head, to the line's thickness. */
const HEAD = 4;
const HEAD_ANGLE = Math.PI / 6;

const ends = { from: { x: 0, y: 0 }, to: { x: 0, y: 0 } }; // reused: a frame draws many

/** How far heads and thickness reach out of a line's box: world units. @param {BoardNode} node */
export function lineReach({ thickness = 3, heads }) {
  return heads && heads !== 'none' ? thickness * (HEAD * Math.sin(HEAD_ANGLE) + 1) : thickness / 2;
}

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawLine(pen, node, box) {
  const { context } = pen;
  const { from, to } = lineEnds(node, box, ends);
  const line = Math.max(LEAST_LINE_PX, (node.thickness ?? 3) * pen.zoom);
  context.strokeStyle = inkOf(pen.palette, node.colour);
  context.lineWidth = line;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const head = Math.min(line * HEAD, length / 2);
  if (node.heads === 'end' || node.heads === 'both') addHead(context, from, to, head);
  if (node.heads === 'both') addHead(context, to, from, head);
  context.stroke();
  context.lineCap = 'butt';
  context.lineJoin = 'miter';
}

/** Two strokes that end at `to`. @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number}} from @param {{x: number, y: number}} to @param {number} length */
function addHead(context, from, to, length) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  context.moveTo(to.x - length * Math.cos(angle - HEAD_ANGLE), to.y - length * Math.sin(angle - HEAD_ANGLE));
  context.lineTo(to.x, to.y);
  context.lineTo(to.x - length * Math.cos(angle + HEAD_ANGLE), to.y - length * Math.sin(angle + HEAD_ANGLE));
}
