// More text than one note holds: said in words, and offered as several notes in tidy rows.

import { LONGEST_TEXT, MOST_PARTS, lengthOf, splitText } from './long_text.js';
import { noteSize } from './tools/note.js';

/** @import { BoardNode, Box, Change } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

const GAP = 16;
const COLUMNS = 8;

/** @param {Editor} editor @param {Toasts} toasts */
export function attachLongText(editor, toasts) {
  editor.on('long-text', (/** @type {{text: string, near?: BoardNode, isRest?: boolean}} */ { text, near, isRest }) => {
    const parts = splitText(text);
    const length = lengthOf(text).toLocaleString('en-GB');
    const most = LONGEST_TEXT.toLocaleString('en-GB');
    if (parts.length > MOST_PARTS) {
      toasts.bad(`These are ${length} characters, more than ${MOST_PARTS} notes hold. Paste a part of them.`);
      return;
    }
    const words = isRest ? `A note holds ${most} characters: the last ${length} were cut off.` : `A note holds ${most} characters; these are ${length}.`;
    const label = parts.length === 1 ? 'Make another note' : `Make ${parts.length} notes`;
    toasts.say(words, { kind: 'bad', action: { label, run: () => addNotes(editor, parts, near) } });
  });
}

/** @param {Editor} editor @param {string[]} texts @param {BoardNode} [near] */
function addNotes(editor, texts, near) {
  const sizes = texts.map((text) => noteSize(editor, text));
  const width = Math.max(...sizes.map((size) => size.width));
  const height = Math.max(...sizes.map((size) => size.height));
  const columns = Math.min(COLUMNS, texts.length);
  const rows = Math.ceil(texts.length / columns);
  const block = { width: columns * (width + GAP) - GAP, height: rows * (height + GAP) - GAP };
  const [at] = editor.freeSpots({ count: 1, ...block, near: near ?? null });
  const orders = editor.topOrders(texts.length);
  const changes = texts.map((text, i) => noteAt(editor, text, orders[i], {
    ...sizes[i], x: Math.round(at.x + (i % columns) * (width + GAP)), y: Math.round(at.y + Math.floor(i / columns) * (height + GAP)),
  }));
  editor.commit(changes, { label: `Add ${texts.length === 1 ? 'a note' : `${texts.length} notes`}` });
  editor.selection.set(changes.flatMap(({ node }) => node ?? []));
  editor.viewport.flyTo({ ...at, ...block });
}

/** @param {Editor} editor @param {string} text @param {string} order @param {Box} box @returns {Change} */
function noteAt(editor, text, order, box) {
  return { node: editor.newId(), create: { kind: 'note', ...box, order, text, parent: editor.frameFor(box) } };
}
