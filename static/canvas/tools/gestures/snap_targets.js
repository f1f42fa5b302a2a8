// What a dragged thing lines up with.

import { boxOf } from '../../geometry.js';

/** @import { Box } from '../../types.js' */
/** @import { Editor } from '../../editor.js' */

export const SNAP_PX = 6;
const MOST = 400;

/** Boxes in view, upright. @param {Editor} editor @param {ReadonlySet<string>} except @returns {Box[]} */
export function snapTargets(editor, except) {
  const boxes = [];
  for (const node of editor.nodesIn(editor.viewport.box())) {
    if (except.has(node.id) || node.kind === 'line') continue;
    boxes.push(boxOf(node));
    if (boxes.length >= MOST) break;
  }
  return boxes;
}
