// Pictures leave the board: the command, the dialog, which the server draws, and the download.

import { ApiError } from '../api.js';
import { ExportProgress } from './progress.js';
import { picturesThatLeave } from './pictures.js';

/** @import { Api } from '../api.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Toasts } from '../toasts.js' */

/** The browser has begun to save it by then. */
const KEPT_MS = 10_000;

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
  for (const kind of /** @type {const} */ (['png', 'pdf'])) {
    const name = kind === 'png' ? 'as a PNG' : 'as a PDF page';
    commands.register({
      id: `export.view_${kind}`, label: `Save the view ${name}`, icon: 'image', group: 'Pictures', mode: 'canvas',
      enabled: () => editor.canEdit && store.size > 0, why: () => 'nothing is on the board', run: () => { void saveView(kind, { editor, api, toasts }); },
    });
  }
  slot.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches('[data-export]')) return;
    event.preventDefault();
    event.stopPropagation();
    void start(form, /** @type {SubmitEvent} */ (event).submitter, { side, api, toasts });
  }, { capture: true });
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter @param {{side: HTMLElement, api: Api, toasts: Toasts}} parts */
async function start(form, submitter, { side, api, toasts }) {
  const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (form.querySelectorAll('[data-start]'));
  if ([...buttons].some((button) => button.disabled)) return;
  // What is disabled is not sent.
  const asked = new FormData(form, submitter);
  for (const button of buttons) button.disabled = true;
  try {
    const { file, news, stop } = await api.newExport(asked);
    form.closest('dialog')?.close();
    download(file);
    new ExportProgress(side, { ask: () => api.exportNews(news), stop: () => api.stopExport(stop) });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    for (const button of buttons) button.disabled = false;
    toasts.bad(error.message);
  }
}

/** What is selected, else all of the board, as it lies there. @param {'png' | 'pdf'} kind @param {{editor: Editor, api: Api, toasts: Toasts}} parts */
async function saveView(kind, { editor, api, toasts }) {
  const { store, selection } = editor;
  const drawn = selection.ids.size ? selection.ids : new Set([...store.nodes()].filter((node) => !store.isAside(node) && !store.isHidden(node)).map(({ id }) => id));
  const box = editor.bounds(drawn);
  if (!box) return;
  const margin = viewMargin(box);
  const done = toasts.say('Drawing the view…', { stays: true });
  try {
    const file = await api.exportRegion({ kind, x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin });
    const url = URL.createObjectURL(file);
    download(url, `${fileName(store.title)}.${kind}`);
    setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toasts.bad(error.message);
  } finally {
    done();
  }
}

/** Room for the names of frames. @param {{width: number, height: number}} box world */
function viewMargin({ width, height }) {
  return Math.max(32, Math.max(width, height) / 100);
}

/** @param {string} title */
function fileName(title) {
  return title.replace(/[/\\:*?"<>|]+/g, '-').trim() || 'board';
}

/** @param {string} url @param {string} [name] of a file that has none of its own */
function download(url, name = '') {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
