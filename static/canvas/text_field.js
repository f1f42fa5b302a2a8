// Lays a text field over the board exactly where a node's text or name is drawn.

import { NOTE_LOOK } from './draw/note.js';
import { TEXT_LINE, TEXT_WEIGHT } from './draw/text_node.js';

/** @import { BoardNode, Point } from './types.js' */
/** @import { Viewport } from './viewport.js' */

/** Room for the caret behind the last letter, to the size of the letters. */
const CARET = 0.1;

/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

/** Over the name of a frame, or under another node. @param {Field} field @param {BoardNode} node @param {Viewport} viewport */
export function placeName(field, node, viewport) {
  const { x, y } = viewport.worldToScreen(node);
  const { zoom } = viewport;
  const top = node.kind === 'frame' ? y - 28 : y + node.height * zoom + 4;
  field.style.transform = `translate(${Math.round(x)}px, ${Math.round(top)}px)`;
  field.style.width = `${Math.max(160, node.width * zoom)}px`;
}

/** World units inside, scaled as a whole, so that nothing moves when it opens.
 * @param {Field} field @param {BoardNode} node @param {Viewport} viewport */
export function placeNote(field, node, viewport) {
  const { padding, fontSize, lineHeight } = NOTE_LOOK;
  turn(field, node, viewport, node.width);
  field.style.padding = `${padding}px`;
  field.style.fontSize = `${fontSize}px`;
  field.style.lineHeight = `${lineHeight}px`;
  field.style.height = `${noteHeight(field, node)}px`;
}

/** @param {Field} field @param {BoardNode} node with the box that its text takes now @param {Viewport} viewport */
export function placeTextNode(field, node, viewport) {
  const size = node.size ?? 24;
  const caret = node.wraps ? 0 : Math.ceil(size * CARET);
  // Lines that do not wrap need the room on the side they grow to.
  const left = node.align === 'right' ? caret : node.align === 'centre' ? caret / 2 : 0;
  turn(field, { ...node, x: node.x - left }, viewport, node.width + caret);
  field.style.height = `${node.height}px`;
  field.style.fontSize = `${size}px`;
  field.style.lineHeight = String(TEXT_LINE);
  field.style.fontWeight = String(node.bold ? TEXT_WEIGHT.bold : TEXT_WEIGHT.plain);
  field.style.textAlign = node.align === 'centre' ? 'center' : (node.align ?? 'left');
  field.style.whiteSpace = node.wraps ? 'pre-wrap' : 'pre';
}

/** World units that a note needs to show all of its text; never less than it has.
 * @param {Field} field @param {BoardNode} node */
export function noteHeight(field, node) {
  field.style.height = `${node.height}px`;
  return Math.max(node.height, field.scrollHeight);
}

/** @param {Field} field @param {BoardNode} node @param {Viewport} viewport @param {number} width */
function turn(field, node, viewport, width) {
  const { x, y } = viewport.worldToScreen(node);
  const middle = { x: node.width / 2, y: node.height / 2 };
  const turned = node.rotation ? ` translate(${middle.x}px, ${middle.y}px) rotate(${node.rotation}deg) translate(${-middle.x}px, ${-middle.y}px)` : '';
  field.style.transform = `translate(${x}px, ${y}px) scale(${viewport.zoom})${turned}`;
  field.style.width = `${width}px`;
}
