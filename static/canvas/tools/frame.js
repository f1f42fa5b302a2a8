// The frame tool: drag a box; what lies in it belongs to it.

import { contains } from '../geometry.js';
import { BoxTool } from './box_tool.js';

/** @import { Box, Change, Point } from '../types.js' */

const LEAST_PX = 8;
// A click without a drag makes one of this size: world units.
const DEFAULT = { width: 800, height: 600 };

export class FrameTool extends BoxTool {
  name = 'frame';
  cursor = 'crosshair';

  /** @param {Box} drawn @param {Point} from */
  drawn(drawn, from) {
    const least = LEAST_PX / this.editor.viewport.zoom;
    const isClick = drawn.width < least || drawn.height < least;
    this.#make(isClick ? { x: from.x, y: from.y, ...DEFAULT } : drawn);
    this.editor.tools.done();
  }

  /** @param {Box} drawn world */
  #make(drawn) {
    const { editor } = this;
    const box = {
      x: Math.round(drawn.x),
      y: Math.round(drawn.y),
      width: Math.max(1, Math.round(drawn.width)),
      height: Math.max(1, Math.round(drawn.height)),
    };
    const id = editor.newId();
    const inside = editor.nodesIn(box, { inside: true }).filter((node) => contains(box, node));
    const ids = new Set(inside.map((node) => node.id));
    const [order] = editor.topOrders();
    /** @type {Change[]} */
    const changes = [
      { node: id, create: { kind: 'frame', ...box, order, name: editor.frameName(), parent: editor.frameFor(box) } },
    ];
    let frames = 0;
    for (const node of inside) {
      // Only the outermost: what lies in a frame that is taken in stays in that one.
      if (node.parent && ids.has(node.parent)) continue;
      // A frame taken in must come to lie over the new one.
      const over = node.kind === 'frame' ? { order: editor.topOrders(inside.length + 1)[(frames += 1)] } : {};
      changes.push({ node: node.id, set: { parent: id, ...over } });
    }
    editor.commit(changes, { label: 'Draw a frame' });
    editor.selection.set([id]);
  }
}
