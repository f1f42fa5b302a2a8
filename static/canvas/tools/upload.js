// Pictures from outside: the command that asks for files, and what was dropped or pasted.

import { contentOf } from '../incoming.js';

/** @import { Editor } from '../editor.js' */
/** @import { Incoming } from '../incoming.js' */

/** @param {Editor} editor */
export function registerUpload(editor) {
  if (!editor.config.may_edit) return;
  editor.commands.register({
    id: 'upload.choose',
    label: 'Upload pictures',
    keys: 'Mod+Shift+K',
    mode: 'canvas',
    enabled: () => editor.canEdit,
    run: () => editor.emit('pick-files'),
  });
}

/** What a drag may bring that the board takes. */
const TAKEN = ['Files', 'text/uri-list', 'text/html', 'text/plain'];

/**
 * Let pictures and words be dropped on the stage; they land where the pointer is.
 * @param {Editor} editor
 * @param {HTMLElement} stage
 * @param {Incoming} incoming
 */
export function attachDrop(editor, stage, incoming) {
  const takes = (/** @type {DragEvent} */ event) =>
    editor.canEdit && editor.mode === 'canvas' && TAKEN.some((type) => event.dataTransfer?.types.includes(type));
  stage.addEventListener('dragover', (event) => {
    if (!takes(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    stage.toggleAttribute('data-dropping', true);
  });
  stage.addEventListener('dragleave', (event) => {
    if (!stage.contains(/** @type {Node|null} */ (event.relatedTarget))) stage.removeAttribute('data-dropping');
  });
  stage.addEventListener('drop', (event) => {
    stage.removeAttribute('data-dropping');
    if (!takes(event) || !event.dataTransfer) return;
    event.preventDefault();
    const bounds = stage.getBoundingClientRect();
    const screen = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
    incoming.take(contentOf(event.dataTransfer), editor.viewport.screenToWorld(screen));
  });
}
