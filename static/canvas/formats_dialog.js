// The dialog of formats, which the server draws: opens it for a picture, and asks for what is ticked.

import { ApiError } from './api.js';
import { rowBelow } from './beside.js';
import { counted } from './generation_form.js';
import { boundsOf } from './geometry.js';

/** @import { BoardNode, Box } from './types.js' */
/** @import { Api } from './api.js' */
/** @import { Editor } from './editor.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { Htmx } from './panels.js' */
/** @import { Toasts } from './toasts.js' */

/** Names of frames stand above them. */
const GAP = 32;

/** @param {{editor: Editor, mode: EditMode, slot: HTMLElement, api: Api, toasts: Toasts}} parts slot: where dialogs go */
export function attachFormats({ editor, mode, slot, api, toasts }) {
  const picture = () => {
    const node = mode.picture ?? editor.selectedNode();
    return node?.kind === 'image' && !node.clip_ms ? node : null;
  };
  editor.commands.register({
    id: 'formats.open', label: 'Formats…', icon: 'ratio', enabled: () => editor.canEdit && picture() !== null, why: () => 'select a picture first',
    run: () => {
      const node = picture();
      const htmx = /** @type {{htmx: Htmx}} */ (/** @type {unknown} */ (window)).htmx;
      if (node) void htmx.ajax('GET', editor.config.urls.formats_dialog.replace('{id}', node.id), { target: slot, swap: 'innerHTML' });
    },
  });
  slot.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches('[data-formats]')) return;
    event.preventDefault();
    void make(editor, mode, form, api, toasts);
  });
}

/** @typedef {{format: string, way: string, width: number, height: number}} Wanted */

/** The ticked rows. @param {HTMLFormElement} form @returns {Wanted[]} width, height: px */
function wantedIn(form) {
  const data = new FormData(form);
  const ticked = new Set(data.getAll('format'));
  const rows = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-format]')]);
  return rows.map(({ dataset }) => ({
    format: dataset.format ?? '', way: String(data.get(`way-${dataset.format}`) ?? ''), width: Number(dataset.width), height: Number(dataset.height),
  })).filter(({ format }) => ticked.has(format));
}

/**
 * Frames of one scale, the longest side as long as the picture's.
 * @param {Wanted[]} wanted @param {Box} picture world
 */
export function frameSizes(wanted, picture) {
  const scale = Math.max(picture.width, picture.height) / Math.max(...wanted.flatMap(({ width, height }) => [width, height]));
  return wanted.map(({ width, height }) => ({ width: Math.max(1, width * scale), height: Math.max(1, height * scale) }));
}

/** @param {Editor} editor @param {EditMode} mode @param {HTMLFormElement} form @param {Api} api @param {Toasts} toasts */
async function make(editor, mode, form, api, toasts) {
  const node = editor.store.node(form.dataset.formats);
  const wanted = wantedIn(form);
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('[data-make]'));
  if (!node || !wanted.length || button.disabled) return;
  button.disabled = true;
  const data = new FormData(form);
  const items = placed(editor, node, wanted);
  try {
    await api.makeFormats({
      source: node.id, tier: String(data.get('tier') ?? ''), prompt: String(data.get('prompt') ?? ''),
      at: String(data.get('at')).split(',').map(Number), keep_exactly: data.has('keep'), items,
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    button.disabled = false;
    toasts.bad(error.message);
    return;
  }
  form.closest('dialog')?.close();
  if (mode.picture) mode.leave();
  show(editor, toasts, node, items);
}

/** @param {Editor} editor @param {BoardNode} node @param {Wanted[]} wanted */
function placed(editor, node, wanted) {
  const sizes = frameSizes(wanted, node);
  const spots = rowBelow(sizes, node, editor.renderer.scene.obstacles(node), GAP);
  return wanted.map(({ format, way }, i) => ({
    format, way, generation: editor.newId(), frame: editor.newId(), node: editor.newId(), ...spots[i], ...sizes[i],
  }));
}

/** They come from the server: undo takes them away as if they had been made here.
 * @param {Editor} editor @param {Toasts} toasts @param {BoardNode} node @param {({frame: string, node: string} & Box)[]} items */
function show(editor, toasts, node, items) {
  const changes = items.flatMap((item) => [item.node, item.frame]).map((id) => ({ node: id, delete: /** @type {const} */ (true) }));
  editor.history.push({ label: `Make ${counted(items.length, 'format')}`, changes, opIds: [] });
  const box = boundsOf([node, ...items.map((item) => ({ ...item, rotation: 0 }))]);
  if (box) editor.viewport.flyTo(box);
  toasts.say(`${counted(items.length, 'format')} below the picture.`, { action: { label: 'Undo', run: () => editor.undo() } });
}
