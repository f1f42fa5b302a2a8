// Who puts a picture into a larger frame is offered to extend it until it fills the frame.

/** @import { BoardNode, Box } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { ExtendEditor } from './extend_editor.js' */
/** @import { Sides } from './extend_geometry.js' */
/** @import { Toasts } from './toasts.js' */

/** A small picture on a large frame is one of many: nobody wants it to be asked about. */
const LEAST_SHARE = 0.1;
const MOST_SHARE = 0.97;

/**
 * How a picture comes to fill a frame: where it lies whole in it, and how far it grows from there, px of
 * the picture on each side. null where that is no question: it is turned, as large as the frame on both
 * sides or larger on one, or small in it.
 * @param {BoardNode} picture @param {Box} frame world @returns {{x: number, y: number, sides: Sides} | null}
 */
export function fillOf(picture, frame) {
  const share = (picture.width * picture.height) / (frame.width * frame.height);
  const isLarger = picture.width > frame.width || picture.height > frame.height;
  if (picture.rotation || picture.flip_x || picture.flip_y || isLarger || share < LEAST_SHARE || share > MOST_SHARE) return null;
  const scale = (picture.image_width ?? 1) / picture.width;
  const px = (/** @type {number} */ world) => Math.max(0, Math.round(world * scale));
  const x = Math.min(Math.max(picture.x, frame.x), frame.x + frame.width - picture.width);
  const y = Math.min(Math.max(picture.y, frame.y), frame.y + frame.height - picture.height);
  const sides = {
    left: px(x - frame.x), top: px(y - frame.y),
    right: px(frame.x + frame.width - x - picture.width), bottom: px(frame.y + frame.height - y - picture.height),
  };
  return { x, y, sides };
}

/** @param {Editor} editor @param {ExtendEditor} extend @param {Toasts} toasts */
export function attachFrameOffer(editor, extend, toasts) {
  const { store } = editor;
  editor.on('moved-into', ({ id }) => {
    const node = store.node(id);
    const frame = node && store.parentOf(node);
    const fill = node?.kind === 'image' && frame ? fillOf(node, frame) : null;
    if (!node || !frame || !fill || store.childrenOf(frame.id).filter(({ kind }) => kind === 'image').length > 1) return;
    toasts.say('The frame is larger than the picture.', { action: {
      label: 'Extend to fill the frame',
      run: () => {
        const { x, y, sides } = fill;
        if (x !== node.x || y !== node.y) editor.commit([{ node: node.id, set: { x, y } }], { label: 'Move into the frame' });
        extend.prepare(node.id, sides);
        editor.selection.set([node.id]);
        editor.commands.run('extend.open');
      },
    } });
  });
}
