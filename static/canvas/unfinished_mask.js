// A mask that was being made when the page went away is offered when the board is opened again. It is kept on
// the server; what is remembered here is only that nobody had finished with it, and since when.

/** @import { EditMode } from './edit_mode.js' */
/** @import { Editor } from './editor.js' */
/** @import { MaskEditor } from './mask_editor.js' */
/** @import { Memory } from './memory.js' */
/** @import { Toasts } from './toasts.js' */

const NAME = 'unfinished-mask';

/** @param {{editor: Editor, mode: EditMode, mask: MaskEditor, toasts: Toasts, memory: Memory, now?: () => number}} parts memory: of the board; now: ms */
export function attachUnfinishedMask({ editor, mode, mask, toasts, memory, now = Date.now }) {
  const begun = /** @type {{picture: string, at: number} | null} */ (memory.read(NAME, null));
  const stop = editor.store.subscribe(() => {
    if (editor.store.revision < 0) return;
    stop();
    if (begun && isThere(editor, begun.picture) && mode.picture?.id !== begun.picture) offer(begun);
    else if (begun && !mode.picture) memory.write(NAME, null);
  });
  mask.subscribe(() => {
    if (mode.picture && mask.layers?.isUnkept) memory.write(NAME, { picture: mode.picture.id, at: now() });
  });
  mode.subscribe(() => { if (!mode.picture) memory.write(NAME, null); });

  /** @param {{picture: string, at: number}} begun */
  function offer({ picture, at }) {
    memory.write(NAME, null); // asked once: the mask is with its picture whatever the answer
    const close = toasts.say(`Restore unfinished mask from ${timeWords(at, now())}?`, {
      stays: true, action: { label: 'Restore', run: () => { mode.enter('mask', picture); } },
    });
    mode.subscribe(() => { if (mode.picture?.id === picture) close(); });
  }
}

/** @param {Editor} editor @param {string} picture */
function isThere({ store, canEdit }, picture) {
  if (!canEdit || store.node(picture)?.kind !== 'image') return false;
  for (const node of store.nodes()) if (node.kind === 'mask' && node.picture === picture) return true;
  return false;
}

/** "14:02", with its day when that is another. @param {number} at @param {number} now ms @param {string} [language] */
export function timeWords(at, now, language) {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date(now).toDateString();
  const day = isToday ? {} : /** @type {const} */ ({ day: 'numeric', month: 'short' });
  return time.toLocaleString(language, { ...day, hour: '2-digit', minute: '2-digit' });
}
