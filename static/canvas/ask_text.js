// A small dialog that asks for a text.

import { element } from './elements.js';

/**
 * @param {{title: string, hint?: string, value: string, most: number, isLong?: boolean, isNeeded?: boolean, action?: string}} what isNeeded: it is not taken empty
 * @param {(text: string) => void} take called with what was written, unless it is left by Esc or Cancel
 */
export function askText({ title, hint = '', value, most, isLong = false, isNeeded = false, action = 'Save' }, take) {
  const field = /** @type {HTMLInputElement} */ (element(isLong ? 'textarea' : 'input', { class: isLong ? 'field area' : 'field', maxlength: most, required: isNeeded, 'aria-labelledby': 'ask-text' }));
  field.value = value;
  const dialog = /** @type {HTMLDialogElement} */ (element('dialog', { class: 'dlg s ask-text', 'aria-labelledby': 'ask-text' },
    element('form', { method: 'dialog', onsubmit: () => take(field.value) },
      element('h2', { class: 't15 strong', id: 'ask-text' }, title),
      field,
      hint ? element('p', { class: 'hint' }, hint) : null,
      element('div', { class: 'row' },
        element('button', { type: 'submit', class: 'btn primary' }, action),
        element('button', { type: 'button', class: 'btn quiet', onclick: () => dialog.close() }, 'Cancel')))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  field.select();
}

/**
 * A small dialog before something that cannot be undone.
 * @param {{title: string, hint: string, action: string}} what @param {() => void} take
 */
export function askSure({ title, hint, action }, take) {
  const dialog = /** @type {HTMLDialogElement} */ (element('dialog', { class: 'dlg s ask-text', 'aria-labelledby': 'ask-sure' },
    element('form', { method: 'dialog', onsubmit: () => take() },
      element('h2', { class: 't15 strong', id: 'ask-sure' }, title),
      element('p', { class: 'hint' }, hint),
      element('div', { class: 'row' },
        element('button', { type: 'submit', class: 'btn bad' }, action),
        element('button', { type: 'button', class: 'btn quiet', onclick: () => dialog.close() }, 'Cancel')))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
