// Who drops a picture into a larger frame is offered to extend it to the frame.

/** @import { BoardNode, Box } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { ExtendEditor } from './extend_editor.js' */
/** @import { Sides } from './extend_geometry.js' */
/** @import { Toasts } from './toasts.js' */

/** A small picture on a large frame is one of many: nobody wants it to be asked about. */
const LEAST_SHARE = 0.3;
const MOST_SHARE = 0.97;

/**
 * How far a picture has to grow to fill a frame, px of the picture on each side; null where that is no
 * question: it does not lie inside, is turned, fills it already or is small in it.
 * @param {BoardNode} picture @param {Box} frame world @returns {Sides | null}
 */
export function sidesToFill(picture, frame) {
  const share = (picture.width * picture.height) / (frame.width * frame.height);
  if (picture.rotation || picture.flip_x || picture.flip_y || share < LEAST_SHARE || share > MOST_SHARE) return null;
  const scale = (picture.image_width ?? 1) / picture.width;
  const px = (/** @type {number} */ world) => Math.round(world * scale);
  const sides = {
    left: px(picture.x - frame.x), top: px(picture.y - frame.y),
    right: px(frame.x + frame.width - picture.x - picture.width), bottom: px(frame.y + frame.height - picture.y - picture.height),
  };
  return Object.values(sides).some((side) => side < 0) ? null : sides;
}

/** @param {Editor} editor @param {ExtendEditor} extend @param {Toasts} toasts */
export function attachFrameOffer(editor, extend, toasts) {
  const { store } = editor;
  editor.on('moved-into', ({ id }) => {
    const node = store.node(id);
    const frame = node && store.parentOf(node);
    const sides = node?.kind === 'image' && frame ? sidesToFill(node, frame) : null;
    if (!node || !frame || !sides || store.childrenOf(frame.id).filter(({ kind }) => kind === 'image').length > 1) return;
    toasts.say('The frame is larger than the picture.', { action: {
      label: 'Extend to the frame',
      run: () => {
        extend.prepare(node.id, sides);
        editor.selection.set([node.id]);
        editor.commands.run('extend.open');
      },
    } });
  });
}
