// Lineage: curves from what was used to what came of it, one label a group.

/** @import { BoardEdge, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

const LINE_PX = 1.5;
const CASING_PX = 4;
const DOT_PX = 3;

/** @typedef {{x1: number, y1: number, x2: number, y2: number, isVertical: boolean}} Curve CSS px */

/** Where the curve leaves and arrives: below or beside, as the boxes lie. @param {Box} from @param {Box} to
 * @returns {Curve} */
export function curveBetween(from, to) {
  const isBelow = to.y >= from.y + from.height;
  const isAbove = to.y + to.height <= from.y;
  if (isBelow || isAbove) {
    return {
      x1: from.x + from.width / 2,
      y1: isBelow ? from.y + from.height : from.y,
      x2: to.x + to.width / 2,
      y2: isBelow ? to.y : to.y + to.height,
      isVertical: true,
    };
  }
  const isRight = to.x + to.width / 2 >= from.x + from.width / 2;
  return {
    x1: isRight ? from.x + from.width : from.x,
    y1: from.y + from.height / 2,
    x2: isRight ? to.x : to.x + to.width,
    y2: to.y + to.height / 2,
    isVertical: false,
  };
}

/** @param {Pen} pen @param {Curve[]} curves */
export function drawCurves(pen, curves) {
  const { context, palette } = pen;
  for (const [width, colour] of /** @type {[number, string][]} */ ([
    [CASING_PX, palette.casing],
    [LINE_PX, palette.accentLine],
  ])) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    for (const { x1, y1, x2, y2, isVertical } of curves) {
      context.moveTo(x1, y1);
      if (isVertical) context.bezierCurveTo(x1, (y1 + y2) / 2, x2, (y1 + y2) / 2, x2, y2);
      else context.bezierCurveTo((x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2);
    }
    context.stroke();
  }
  context.fillStyle = palette.accentLine;
  context.strokeStyle = palette.casing;
  context.lineWidth = LINE_PX;
  for (const { x1, y1 } of curves) {
    context.beginPath();
    context.arc(x1, y1, DOT_PX, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

/** What a group of edges is called. @param {BoardEdge['role']} role @param {number} count
 * @param {number|null} strength 0..1 */
export function edgeLabel(role, count, strength) {
  switch (role) {
    case 'anchor':
      return strength === null ? 'Anchor' : `Anchor ${Math.round(strength * 100)} %`;
    case 'variation':
      return count > 1 ? `Vary ${count}` : 'Vary';
    case 'refine':
      return count > 1 ? `Refine ${count}` : 'Refine';
    case 'last':
      return 'Last frame';
    case 'mask':
      return 'Mask';
    default:
      return 'Source';
  }
}

/** A label with its middle at (x, y). @param {Pen} pen @param {string} text @param {number} x @param {number} y */
export function drawEdgeLabel(pen, text, x, y) {
  const { context, palette } = pen;
  pen.font(500, 12);
  const width = context.measureText(text).width + 12;
  pen.fillRound(x - width / 2, y - 10, width, 20, 6, palette.accentSoft);
  context.fillStyle = palette.accentText;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x, y + 0.5);
}
