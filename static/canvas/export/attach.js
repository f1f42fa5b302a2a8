// Pictures leave the board: the command, the dialog, which the server draws, and the download.

import { ApiError } from '../api.js';
import { ExportProgress } from './progress.js';
import { picturesThatLeave } from './pictures.js';

/** @import { Api } from '../api.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Toasts } from '../toasts.js' */

/** @typedef {{ajax: (verb: string, url: string, options: {target: HTMLElement, swap: string, values: Record<string, string>}) => Promise<void>}} Htmx */

/** @param {{editor: Editor, side: HTMLElement, slot: HTMLElement, api: Api, toasts: Toasts}} parts slot: where dialogs go */
export function attachExports({ editor, side, slot, api, toasts }) {
  const { commands, config, store, selection } = editor;
  const open = (/** @type {ReadonlySet<string>} */ ids) => {
    const nodes = picturesThatLeave(store, ids).map(({ id }) => id).join(',');
    const htmx = /** @type {{htmx: Htmx}} */ (/** @type {unknown} */ (window)).htmx;
    void htmx.ajax('POST', config.urls.export_dialog, { target: slot, swap: 'innerHTML', values: { nodes } });
  };
  commands.register({
    id: 'export.open', label: 'Export pictures…', icon: 'download', group: 'Pictures', keys: 'Mod+Shift+E', mode: 'canvas',
    enabled: () => editor.canEdit && store.size > 0, why: () => 'nothing is on the board', run: () => open(selection.ids),
  });
  commands.register({
    id: 'export.board', label: 'Export all pictures of this board…', icon: 'download', group: 'Board', mode: 'canvas',
    enabled: () => editor.canEdit && store.size > 0, why: () => 'nothing is on the board', run: () => open(new Set()),
  });
  slot.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches('[data-export]')) return;
    event.preventDefault();
    event.stopPropagation();
    void start(form, { side, api, toasts });
  }, { capture: true });
}

/** @param {HTMLFormElement} form @param {{side: HTMLElement, api: Api, toasts: Toasts}} parts */
async function start(form, { side, api, toasts }) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('[data-start]'));
  if (button.disabled) return;
  button.disabled = true;
  try {
    const { file, news, stop } = await api.newExport(new FormData(form));
    form.closest('dialog')?.close();
    download(file);
    new ExportProgress(side, { ask: () => api.exportNews(news), stop: () => api.stopExport(stop) });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    button.disabled = false;
    toasts.bad(error.message);
  }
}

/** @param {string} url */
function download(url) {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
