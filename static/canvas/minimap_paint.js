// The map of a board as pixels: small boxes by state. Pure arithmetic on a buffer, because 10,000
// fillRect cost more than a whole frame may.

/** @import { BoardNode, Box } from './types.js' */

/** @typedef {{x: number, y: number, scale: number}} MapView world point at the top left; map px a world unit */
/** Colours as 0xAABBGGRR, the order of ImageData on every machine browsers run on.
 * @typedef {{thing: number, note: number, frame: number, running: number, failed: number, selected: number}} MapColours */

/** World units around what is shown, as a share of its longer side. */
const MARGIN = 0.04;
const LEAST_PX = 2;

/**
 * The view in which a world box lies whole and centred.
 * @param {Box} box @param {number} width px of the map @param {number} height px
 * @returns {MapView}
 */
export function mapView(box, width, height) {
  const margin = Math.max(box.width, box.height) * MARGIN;
  const scale = Math.min(width / Math.max(1, box.width + 2 * margin), height / Math.max(1, box.height + 2 * margin));
  return {
    x: box.x + box.width / 2 - width / 2 / scale,
    y: box.y + box.height / 2 - height / 2 / scale,
    scale,
  };
}

/** The box around two; a board without things is where one looks. @param {Box | null} a @param {Box} b @returns {Box} */
export function bothOf(a, b) {
  if (!a) return b;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/**
 * Frames first, so that what lies in them is seen; then things; what runs, failed or is selected last.
 * @param {Uint32Array} pixels width * height, cleared here
 * @param {number} width px @param {number} height px
 * @param {readonly {node: BoardNode, box: Box}[]} drawn furthest first
 * @param {MapView} view
 * @param {(id: string) => boolean} isSelected
 * @param {MapColours} colours
 */
export function paintMap(pixels, width, height, drawn, view, isSelected, colours) {
  pixels.fill(0);
  for (const { node, box } of drawn) if (node.kind === 'frame') fill(pixels, width, height, box, view, colours.frame);
  for (const { node, box } of drawn) if (node.kind !== 'frame') fill(pixels, width, height, box, view, colourOf(node, colours));
  for (const { node, box } of drawn) {
    const isLoud = isSelected(node.id) ? colours.selected : node.kind === 'generation' ? colourOf(node, colours) : 0;
    if (isLoud) fill(pixels, width, height, box, view, isLoud);
  }
}

/** @param {BoardNode} node @param {MapColours} colours */
function colourOf({ kind, state }, colours) {
  if (kind === 'note') return colours.note;
  if (kind !== 'generation' || state === 'cancelled') return colours.thing;
  return state === 'failed' || state === 'blocked' ? colours.failed : colours.running;
}

/** @param {Uint32Array} pixels @param {number} width @param {number} height @param {Box} box @param {MapView} view @param {number} colour */
function fill(pixels, width, height, box, { x, y, scale }, colour) {
  const left = Math.round((box.x - x) * scale);
  const top = Math.round((box.y - y) * scale);
  const right = Math.min(width, Math.max(left + LEAST_PX, Math.round((box.x + box.width - x) * scale)));
  const bottom = Math.min(height, Math.max(top + LEAST_PX, Math.round((box.y + box.height - y) * scale)));
  if (right <= 0 || left >= width) return;
  const from = Math.max(0, left);
  for (let row = Math.max(0, top); row < bottom; row += 1) pixels.fill(colour, row * width + from, row * width + right);
}
