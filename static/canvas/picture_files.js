// The files of pictures: downloaded as they are or as PNG, and copied to the system's clipboard.

import { pictureUrl } from './picture_url.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

/** Browsers ask before a page saves several files, and forget some of more. */
const MOST_AT_ONCE = 50;
const BETWEEN_MS = 150; // two downloads in the same moment become one

/** The address of a picture's original. @param {Editor} editor @param {BoardNode} node */
function originalOf(editor, { asset }) {
  return pictureUrl(editor.config, asset, 'original');
}

/** @param {Editor} editor @param {BoardNode[]} pictures */
export async function downloadOriginals(editor, pictures) {
  for (const node of limited(editor, pictures)) {
    save(`${originalOf(editor, node)}?download`, node.name);
    if (pictures.length > 1) await new Promise((resolve) => { setTimeout(resolve, BETWEEN_MS); });
  }
}

/** @param {Editor} editor @param {BoardNode[]} pictures */
export async function downloadPngs(editor, pictures) {
  for (const node of limited(editor, pictures)) {
    const png = await pngOf(editor, node);
    if (!png) return;
    const address = URL.createObjectURL(png);
    save(address, `${node.name || 'Picture'}.png`);
    await new Promise((resolve) => { setTimeout(resolve, BETWEEN_MS); });
    URL.revokeObjectURL(address);
  }
}

/** Where other programs paste pictures from. @param {Editor} editor @param {BoardNode} node */
export async function copyAsPicture(editor, node) {
  try {
    // As a promise: browsers take only what is put there while the press counts.
    const png = pngOf(editor, node).then((made) => made ?? Promise.reject(new Error('no picture')));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    editor.emit('notice', { message: 'The picture is on the clipboard.', kind: 'info' });
  } catch {
    editor.emit('notice', { message: 'The browser did not let the picture onto the clipboard. Download it instead.', kind: 'bad' });
  }
}

/** As it lies on the board: mirrored where it is. @param {Editor} editor @param {BoardNode} node
 * @returns {Promise<Blob|null>} null: said why in words */
async function pngOf(editor, node) {
  const answer = await fetch(originalOf(editor, node)).catch(() => null);
  if (!answer?.ok) {
    editor.emit('notice', { message: `${node.name || 'The picture'} could not be read from the server. Try again in a moment.`, kind: 'bad' });
    return null;
  }
  const blob = await answer.blob();
  if (blob.type === 'image/png' && !node.flip_x && !node.flip_y) return blob;
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.translate(node.flip_x ? bitmap.width : 0, node.flip_y ? bitmap.height : 0);
  context.scale(node.flip_x ? -1 : 1, node.flip_y ? -1 : 1);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** @param {Editor} editor @param {BoardNode[]} pictures */
function limited(editor, pictures) {
  if (pictures.length > MOST_AT_ONCE) {
    editor.emit('notice', { message: `The first ${MOST_AT_ONCE} of ${pictures.length} pictures are downloaded. Select the others and download them next.`, kind: 'info' });
  }
  return pictures.slice(0, MOST_AT_ONCE);
}

/** @param {string} address @param {string} name */
function save(address, name) {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
