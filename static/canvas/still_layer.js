// A drawing of the size of the view that is made anew only when it would be another one.

/** @import { BoardNode, PaintView } from './types.js' */

export class StillLayer {
  #canvas = document.createElement('canvas');
  /** What stands there. */
  #drawn = '';

  /**
   * @param {CanvasRenderingContext2D} context @param {PaintView} viewport @param {BoardNode} node what lies where in the view
   * @param {string} version another one when something else is to be drawn @param {(pen: CanvasRenderingContext2D) => void} draw
   */
  paint(context, viewport, node, version, draw) {
    const { width, height, zoom } = viewport;
    const ratio = context.getTransform().a;
    const at = viewport.worldToScreen(node);
    const drawn = [version, ratio, width, height, zoom, at.x, at.y, node.width, node.height, node.rotation, node.flip_x, node.flip_y].join();
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#canvas.width = Math.round(width * ratio); // which clears it
      this.#canvas.height = Math.round(height * ratio);
      const pen = this.#canvas.getContext('2d');
      if (!pen) return;
      pen.scale(ratio, ratio);
      draw(pen);
    }
    context.drawImage(this.#canvas, 0, 0, width, height);
  }
}
