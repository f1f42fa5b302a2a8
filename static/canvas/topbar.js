// The top bar: title (a press renames), saved state.

import { element, find } from './elements.js';

/** @import { SavedState } from './types.js' */
/** @import { Editor } from './editor.js' */

const LONGEST_TITLE = 120;
const SAVED_ICONS = { saved: 'cloud-check', saving: 'cloud-upload', waiting: 'cloud-upload', connecting: 'cloud', offline: 'cloud-off', closed: 'cloud-off' };

/** @param {Editor} editor @param {HTMLElement} root */
export function attachTopbar(editor, root) {
  attachTitle(editor, find(root, '#board-title'));
  attachSavedState(editor, find(root, '#saved-state'));
}

/** @param {Editor} editor @param {HTMLElement} title */
function attachTitle(editor, title) {
  const show = () => {
    if (!editor.store.title) return; // before the first snapshot the page's own title stands
    title.textContent = editor.store.title;
  };
  editor.store.subscribe(({ board }) => { if (board) show(); });
  if (!editor.config.may_edit) return;

  title.addEventListener('click', () => {
    if (!editor.canEdit) return;
    const field = /** @type {HTMLInputElement} */ (element('input', { class: 't15 strong', maxlength: LONGEST_TITLE, 'aria-label': 'Title of the board' }));
    field.value = editor.store.title;
    let isDone = false;
    const keepWritten = () => finish(true);
    const finish = (/** @type {boolean} */ keep) => {
      if (isDone) return;
      isDone = true;
      const wanted = field.value.trim().slice(0, LONGEST_TITLE);
      window.removeEventListener('pagehide', keepWritten);
      field.replaceWith(title);
      if (keep && wanted && wanted !== editor.store.title) editor.commit([{ board: { title: wanted } }], { label: 'Rename board' });
      title.focus();
    };
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault(); // or it presses the title, which has the focus by then, and opens it again
        finish(true);
      }
      if (event.key === 'Escape') { event.stopPropagation(); finish(false); }
    });
    field.addEventListener('blur', keepWritten);
    window.addEventListener('pagehide', keepWritten); // into the outbox, which outlives the page
    title.replaceWith(field);
    field.focus();
    field.select();
  });
}

/** @param {Editor} editor @param {HTMLElement} label */
function attachSavedState(editor, label) {
  const use = label.parentElement?.querySelector('use');
  const show = (/** @type {SavedState} */ { state, text }) => {
    // Who changes nothing is told of the connection alone.
    const words = !editor.config.may_edit && (state === 'saved' || state === 'saving') ? 'Live' : text;
    if (label.textContent !== words) label.textContent = words;
    label.parentElement?.classList.toggle('waiting', ['waiting', 'offline', 'closed'].includes(state));
    use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*$/, `#${SAVED_ICONS[state] ?? 'cloud'}`));
  };
  editor.on('saved', show);
  show(editor.savedState);
}
