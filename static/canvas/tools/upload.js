// Pictures from outside: the command that asks for files, and what was dropped or pasted.

/** @import { Editor } from '../editor.js' */

/** @param {Editor} editor */
export function registerUpload(editor) {
  editor.commands.register({
    id: 'upload.choose',
    label: 'Upload pictures',
    keys: 'Mod+Shift+K',
    mode: 'canvas',
    enabled: () => editor.canEdit,
    run: () => editor.emit('pick-files'),
  });
}

/**
 * Let pictures be dropped on the stage; they land where the pointer is.
 * @param {Editor} editor
 * @param {HTMLElement} stage
 */
export function attachDrop(editor, stage) {
  const takes = (/** @type {DragEvent} */ event) =>
    editor.canEdit && editor.mode === 'canvas' && event.dataTransfer?.types.includes('Files');
  stage.addEventListener('dragover', (event) => {
    if (!takes(event)) return;
    event.preventDefault();
    stage.toggleAttribute('data-dropping', true);
  });
  stage.addEventListener('dragleave', (event) => {
    if (!stage.contains(/** @type {Node|null} */ (event.relatedTarget))) stage.removeAttribute('data-dropping');
  });
  stage.addEventListener('drop', (event) => {
    stage.removeAttribute('data-dropping');
    if (!takes(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    const bounds = stage.getBoundingClientRect();
    const screen = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
    if (files.length) editor.emit('files', { files, world: editor.viewport.screenToWorld(screen) });
  });
}
