// A picture: its best bitmap, or a quiet box of its size until there is one.

import { icon } from './icons.js';
import { lengthWords } from '../clips/quote.js';
import { drawMissing } from './missing.js';
import { drawChip } from './pen.js';
import { drawReviewMarks } from './review_marks.js';
import { cutText } from './text.js';

/** @import { BoardNode, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

// Between these widths on the screen a picture's name stands under it always, else on hover.
const NAME_LEAST_PX = 96;
const NAME_MOST_PX = 240;
const NAME_HEIGHT_PX = 20;
/** Below the upper edge of a picture: where the chip of a stack ends. */
const CHIP_BOTTOM_PX = 24;

const ROLE_NAMES = { subject: 'Subject', style: 'Style', composition: 'Composition', character: 'Character', colour: 'Colour' };

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawImage(pen, node, box) {
  const natural = Math.max(node.image_width ?? 0, node.image_height ?? 0) || Infinity;
  // Just made: the last preview stands until the picture itself is here, so that nothing blinks.
  const bitmap =
    (node.asset && pen.bitmap(node.asset, box, natural)) ||
    (node.generation && pen.textures.preview(node.generation));
  if (node.asset && pen.textures.isMissing(node.asset)) {
    drawMissing(pen, box);
  } else if (bitmap) {
    const isMirrored = enterMirror(pen.context, node, box);
    pen.drawBitmap(bitmap, box);
    if (isMirrored) pen.context.restore();
  } else {
    pen.context.fillStyle = pen.palette.ground;
    pen.context.fillRect(box.x, box.y, box.width, box.height);
  }
  if (box.width < NAME_LEAST_PX) return;
  if (node.anchor_role) {
    const strength = Math.round((node.anchor_strength ?? 0.5) * 100);
    const text = `${ROLE_NAMES[node.anchor_role]} ${strength} %`;
    drawChip(pen, text, box.x + 4, box.y + box.height - 4, box.width - 8, icon('anchor'));
  }
  const count = pen.store.versionsBehind(node.id).length + 1;
  if (count > 1) drawChip(pen, `${node.version || 1} / ${count}`, box.x + 4, box.y + CHIP_BOTTOM_PX, box.width - 8, icon('layers'));
  // Nothing is allocated for a picture that nobody has looked at.
  if (node.mark || node.review || node.risk || count > 1) drawReviewMarks(pen, node, box);
  if (node.clip_ms) drawChip(pen, lengthWords(node.clip_ms), box.x + 4, box.y + box.height - 4 - (node.anchor_role ? CHIP_BOTTOM_PX : 0), box.width - 8, icon('film'));
  if (showsName(pen, node, box)) drawName(pen, node, box);
}

/** Until `restore`, draw mirrored about the middle of a picture's box as the picture is.
 * @param {CanvasRenderingContext2D} context @param {BoardNode} node @param {Box} box CSS px
 * @returns {boolean} whether it is mirrored at all: else there is nothing to restore */
export function enterMirror(context, { flip_x: isFlippedX, flip_y: isFlippedY }, { x, y, width, height }) {
  if (!isFlippedX && !isFlippedY) return false;
  context.save();
  context.translate(x + width / 2, y + height / 2);
  context.scale(isFlippedX ? -1 : 1, isFlippedY ? -1 : 1);
  context.translate(-x - width / 2, -y - height / 2);
  return true;
}

/** The name under a picture. @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
function drawName(pen, node, box) {
  const { context } = pen;
  pen.font(500, 12);
  context.textBaseline = 'top';
  context.textAlign = 'left';
  context.fillStyle = pen.palette.text3;
  context.fillText(cutText(context, node.name, box.width), box.x, box.y + box.height + 4);
}

/** The name on a chip under a picture, over whatever lies there: for the one under the pointer.
 * @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawNameChip(pen, node, box) {
  if (node.kind !== 'image' || !node.name || showsName(pen, node, box)) return;
  drawChip(pen, node.name, box.x, box.y + box.height + 26, Math.max(box.width, 160));
}

/** Is the name drawn with the picture? Only where it would lie on nothing.
 * @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
function showsName(pen, node, box) {
  if (!node.name || box.width < NAME_LEAST_PX || box.width > NAME_MOST_PX) return false;
  return pen.hasRoomBelow(node, NAME_HEIGHT_PX / pen.zoom);
}
