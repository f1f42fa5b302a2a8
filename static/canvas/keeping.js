// What keeps work from being lost: the trash, versions, copies and files of a board, as commands, and a
// way back at once when something is deleted.

import { ApiError } from './api.js';
import { askText } from './ask_text.js';
import { attachBoardFiles } from './board_files.js';
import { counted } from './generation_form.js';
import { TrashPanel } from './trash_panel.js';

/** @import { Api } from './api.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** @typedef {{ajax: (verb: string, url: string, options: {target: string, swap: string}) => Promise<void>}} Htmx */

const LONGEST_VERSION = 80;

/** @param {Editor} editor @param {HTMLElement} root #board @param {Api} api @param {Toasts} toasts */
export function attachKeeping(editor, root, api, toasts) {
  const { commands, config } = editor;
  if (!config.may_edit) return;
  const slot = /** @type {HTMLElement} */ (document.getElementById('dialogs'));
  const trash = new TrashPanel({ editor, slot, api, toasts });
  const htmx = /** @type {{htmx: Htmx}} */ (/** @type {unknown} */ (window)).htmx;
  commands.register({ id: 'trash.open', label: 'Trash', run: () => { void trash.open(); } });
  commands.register({ id: 'versions.open', label: 'Versions of this board', run: () => { void htmx.ajax('GET', config.urls.versions, { target: '#dialogs', swap: 'innerHTML' }); } });
  commands.register({ id: 'versions.save', label: 'Save a version', run: () => {
    askText({ title: 'Save a version', hint: 'It stays as it is now, and can be restored as a board of its own.', value: '', most: LONGEST_VERSION, isNeeded: true }, (name) => { if (name.trim()) void saveVersion(api, toasts, name.trim()); });
  } });
  commands.register({ id: 'board.duplicate', label: 'Duplicate this board', run: () => post(root, 'duplicate-board') });
  commands.register({ id: 'board.export', label: 'Export this board as a file', run: () => { window.location.assign(config.urls.export); } });
  offerUndo(editor, toasts);
  attachBoardFiles(editor, api, toasts);
}

/** @param {Api} api @param {Toasts} toasts @param {string} name */
async function saveVersion(api, toasts, name) {
  try {
    await api.saveVersion(name);
    toasts.say(`The version “${name}” is saved.`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toasts.bad(error.message);
  }
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
