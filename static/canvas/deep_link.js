// A board opened with ?node=<id> selects that thing and goes to it, once, when the board is there.

/** @import { Editor } from './editor.js' */

/** @param {Editor} editor @param {string} search the page's query, with its question mark */
export function attachDeepLink(editor, search) {
  const id = new URLSearchParams(search).get('node');
  if (!id) return;
  const stop = editor.store.subscribe(() => {
    if (editor.store.revision < 0) return;
    stop();
    const node = editor.store.node(id);
    if (!node) {
      editor.emit('notice', { message: 'What was looked for is not on this board any more.', kind: 'info' });
      return;
    }
    const shown = editor.store.shownFor(node);
    editor.selection.set([shown.id]);
    editor.viewport.flyTo(shown);
  });
}
