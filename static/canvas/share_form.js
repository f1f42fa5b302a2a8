// The share dialog's form is the server's; what is selected and where one looks, only the page knows.

/** @import { Editor } from './editor.js' */

const FORM = 'new-link';

/** @param {Editor} editor @param {HTMLElement} body htmx asks here what a form is to bring */
export function attachShareForm(editor, body) {
  body.addEventListener('htmx:configRequest', (event) => {
    const { elt, parameters } = /** @type {CustomEvent} */ (event).detail;
    if (elt.id !== FORM) return;
    const { x, y, zoom, width, height } = editor.viewport;
    parameters.selected = [...editor.selection.ids].join();
    parameters.at = [x + width / 2 / zoom, y + height / 2 / zoom, zoom].join();
  });
}

/** A link may open the board at a place, given by its middle. @param {Editor} editor */
export function attachPlace(editor) {
  const { place } = editor.config;
  if (!place) return;
  const stop = editor.store.subscribe(() => {
    if (editor.store.revision < 0) return;
    stop();
    const { width, height } = editor.viewport;
    editor.viewport.setView(place.x - width / 2 / place.zoom, place.y - height / 2 / place.zoom, place.zoom);
  });
}
