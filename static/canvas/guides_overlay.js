// What helps a hand while it draws a box or lines something up.

/** @import { Box } from './types.js' */
/** @import { Pen } from './draw/pen.js' */
/** @import { Gap, Guide } from './snapping.js' */

/** @typedef {{x: number, y: number, zoom: number}} Camera */

const TICK_PX = 4;

/** A box that is being drawn. @param {Pen} pen @param {Camera} camera @param {Box} box world @param {string} fill */
export function drawDraftBox(pen, { x, y, zoom }, box, fill) {
  const { context } = pen;
  const left = Math.round((box.x - x) * zoom) + 0.5;
  const top = Math.round((box.y - y) * zoom) + 0.5;
  const width = Math.round(box.width * zoom);
  const height = Math.round(box.height * zoom);
  context.globalAlpha = 0.12;
  context.fillStyle = fill;
  context.fillRect(left, top, width, height);
  context.globalAlpha = 1;
  context.strokeStyle = pen.palette.accentLine;
  context.lineWidth = 1;
  context.strokeRect(left, top, width, height);
}

/** @param {Pen} pen @param {Camera} camera @param {readonly Guide[]} guides @param {readonly Gap[]} gaps world */
export function drawGuides(pen, { x, y, zoom }, guides, gaps) {
  const { context, palette } = pen;
  if (!guides.length && !gaps.length) return;
  const across = (/** @type {number} */ at) => Math.round((at - x) * zoom) + 0.5;
  const down = (/** @type {number} */ at) => Math.round((at - y) * zoom) + 0.5;
  context.strokeStyle = palette.accentLine;
  context.lineWidth = 1;
  context.beginPath();
  for (const { x1, y1, x2, y2 } of guides) {
    context.moveTo(across(x1), down(y1));
    context.lineTo(across(x2), down(y2));
  }
  for (const gap of gaps) addGap(context, across(gap.x1), down(gap.y1), across(gap.x2), down(gap.y2));
  context.stroke();
  for (const gap of gaps) drawLength(pen, gap.length, (across(gap.x1) + across(gap.x2)) / 2, (down(gap.y1) + down(gap.y2)) / 2);
}

/** A line with a tick at each end. @param {CanvasRenderingContext2D} context @param {number} x1 @param {number} y1
 * @param {number} x2 @param {number} y2 CSS px */
function addGap(context, x1, y1, x2, y2) {
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  const isLevel = y1 === y2;
  for (const [x, y] of [[x1, y1], [x2, y2]]) {
    context.moveTo(isLevel ? x : x - TICK_PX, isLevel ? y - TICK_PX : y);
    context.lineTo(isLevel ? x : x + TICK_PX, isLevel ? y + TICK_PX : y);
  }
}

/** @param {Pen} pen @param {number} length world units @param {number} x @param {number} y CSS px: its middle */
function drawLength(pen, length, x, y) {
  const { context, palette } = pen;
  const text = String(Math.round(length * 10) / 10);
  pen.font(600, 12);
  const width = context.measureText(text).width + 8;
  pen.fillRound(Math.round(x - width / 2), Math.round(y - 9), width, 18, 4, palette.accent);
  context.fillStyle = palette.onAccent;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x, y + 0.5);
}
