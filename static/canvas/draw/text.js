// Text on the canvas: wrapped, cut with an ellipsis, remembered by node.

/** @import { BoardNode } from '../types.js' */

/** @typedef {{key: string, lines: string[]}} Layout */

/** Nodes are never altered, so a layout holds as long as its node does. @type {WeakMap<BoardNode, Layout>} */
const layouts = new WeakMap();

const BREAKS = /[\s\u00ad-]/;

/**
 * Lines of at most `width`, in the font that is set. Words longer than a line are broken.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} width in the units of the font
 * @param {number} [mostLines] the last one is cut with an ellipsis
 * @returns {string[]}
 */
export function wrapText(context, text, width, mostLines = Infinity) {
  /** @type {string[]} */
  const lines = [];
  for (const paragraph of text.split('\n')) {
    let rest = paragraph;
    do {
      const end = lineEnd(context, rest, width);
      lines.push(rest.slice(0, end).trimEnd());
      rest = rest.slice(end).trimStart();
      if (lines.length > mostLines) {
        lines.length = mostLines;
        lines[mostLines - 1] = cutText(context, `${lines[mostLines - 1]}…`, width);
        return lines;
      }
    } while (rest);
  }
  return lines;
}

/** `wrapText` of a node, remembered. `key` names all that the lines depend on but the node.
 * @param {CanvasRenderingContext2D} context @param {BoardNode} node @param {string} key
 * @param {() => string[]} make */
export function linesOf(context, node, key, make) {
  const known = layouts.get(node);
  if (known?.key === key) return known.lines;
  const lines = make();
  layouts.set(node, { key, lines });
  return lines;
}

/** One line, cut with an ellipsis where it is too long.
 * @param {CanvasRenderingContext2D} context @param {string} text @param {number} width */
export function cutText(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return low > 0 ? `${text.slice(0, low).trimEnd()}…` : '';
}

/** Where the first line ends: after the last break that fits, else inside a word.
 * @param {CanvasRenderingContext2D} context @param {string} text @param {number} width */
function lineEnd(context, text, width) {
  if (context.measureText(text).width <= width) return text.length;
  let low = 1;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(text.slice(0, middle).trimEnd()).width <= width) low = middle;
    else high = middle - 1;
  }
  for (let end = low; end > 0; end -= 1) {
    if (BREAKS.test(text[end - 1]) || (end === low && BREAKS.test(text[end] ?? ''))) return end;
  }
  // Never between the halves of a surrogate pair.
  const code = text.charCodeAt(low - 1);
  return code >= 0xd800 && code < 0xdc00 && low < text.length ? low + 1 : low;
}
