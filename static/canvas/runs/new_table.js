// The dialog that takes a table: pasted, chosen or dropped.

import { element, icon } from '../elements.js';

/** @import { Api } from '../api.js' */
/** @import { Editor } from '../editor.js' */
/** @import { RunFacts } from './words.js' */

const EXAMPLE = 'product\tsurface\tlight\nMug 450 ml\toak\tmorning\nSaucer\tmarble\tnoon';

/**
 * @param {Editor} editor @param {Api} api @param {(run: RunFacts) => void} open the draft that came of it
 */
export function askTable(editor, api, open) {
  const text = /** @type {HTMLTextAreaElement} */ (element('textarea', {
    class: 'field area', rows: 8, spellcheck: 'false', 'aria-label': 'Rows', placeholder: EXAMPLE,
  }));
  const file = /** @type {HTMLInputElement} */ (element('input', { type: 'file', class: 'unseen', accept: '.csv,.tsv,.txt,text/csv,text/plain', tabindex: '-1', 'aria-label': 'CSV file' }));
  const error = element('p', { class: 'error', role: 'alert' });
  const use = /** @type {HTMLButtonElement} */ (element('button', { type: 'submit', class: 'btn primary' }, 'Read the table'));
  const send = async (/** @type {Blob} */ blob, /** @type {string} */ name) => {
    use.disabled = true;
    error.textContent = '';
    try {
      const tier = editor.config.tiers[0]?.key ?? '';
      const run = await api.sendTable({ id: editor.newId(), name, tier }, blob);
      dialog.close();
      open(run);
    } catch (refused) {
      error.textContent = refused instanceof Error ? refused.message : String(refused);
    }
    use.disabled = false;
  };
  const take = (/** @type {File | undefined} */ chosen) => {
    if (chosen) void send(chosen, chosen.name.replace(/\.\w+$/, ''));
  };
  const form = element('form', { class: 'new-table' },
    element('h2', { class: 't15 strong' }, 'Table run'),
    element('p', { class: 'two' }, 'One row makes one picture; the first row names the columns. Paste from a spreadsheet, or bring a CSV file.'),
    text, error, file,
    element('div', { class: 'row' }, use,
      element('button', { type: 'button', class: 'btn', onclick: () => file.click() }, icon('upload'), 'Choose a CSV'),
      element('span', { class: 'grow' }),
      element('button', { type: 'button', class: 'btn quiet', onclick: () => dialog.close() }, 'Cancel')));
  const dialog = /** @type {HTMLDialogElement} */ (element('dialog', { class: 'dlg', 'aria-label': 'Table run' }, form));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (text.value.trim()) void send(new Blob([text.value]), 'Table run');
    else error.textContent = 'Paste some rows first, or choose a CSV.';
  });
  file.addEventListener('change', () => take(file.files?.[0]));
  dialog.addEventListener('dragover', (event) => event.preventDefault());
  dialog.addEventListener('drop', (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  text.focus();
}
