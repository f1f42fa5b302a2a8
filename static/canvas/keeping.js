// What keeps work from being lost: the trash, versions, copies and files of a board, as commands, and a
// way back at once when something is deleted.

import { counted } from './generation_form.js';
import { TrashPanel } from './trash_panel.js';

/** @import { Api } from './api.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** @typedef {{ajax: (verb: string, url: string, options: {target: string, swap: string}) => Promise<void>}} Htmx */

/** @param {Editor} editor @param {HTMLElement} root #board @param {Api} api @param {Toasts} toasts */
export function attachKeeping(editor, root, api, toasts) {
  const { commands, config } = editor;
  if (!config.may_edit) return;
  const slot = /** @type {HTMLElement} */ (document.getElementById('dialogs'));
  const trash = new TrashPanel({ editor, slot, api, toasts });
  const htmx = /** @type {{htmx: Htmx}} */ (/** @type {unknown} */ (window)).htmx;
  commands.register({ id: 'trash.open', label: 'Trash', run: () => { void trash.open(); } });
  commands.register({ id: 'versions.open', label: 'Versions of this board', run: () => { void htmx.ajax('GET', config.urls.versions, { target: '#dialogs', swap: 'innerHTML' }); } });
  commands.register({ id: 'board.duplicate', label: 'Duplicate this board', run: () => post(root, 'duplicate-board') });
  commands.register({ id: 'board.export', label: 'Export this board as a file', run: () => { window.location.assign(config.urls.export); } });
  offerUndo(editor, toasts);
}

/** Undo takes back what was last: the offer goes as soon as that is something else than what was deleted.
 * @param {Pick<Editor, 'on' | 'undo' | 'history'>} editor @param {Pick<Toasts, 'say'>} toasts */
export function offerUndo(editor, toasts) {
  editor.on('deleted', ({ count }) => {
    const close = toasts.say(`${counted(count, 'thing')} deleted.`, { action: { label: 'Undo', run: () => editor.undo() } });
    const stop = editor.history.subscribe(() => { stop(); close(); });
  });
}

/** Forms of the board's menu carry the token against forgery. @param {HTMLElement} root @param {string} name */
function post(root, name) {
  /** @type {HTMLFormElement | null} */ (root.querySelector(`form[data-form=${name}]`))?.requestSubmit();
}
