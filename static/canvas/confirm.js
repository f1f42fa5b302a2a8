// A question with two answers, as a dialog.

import { element } from './elements.js';

/**
 * @param {{title: string, words: string, yes: string, no: string}} question
 * @returns {Promise<boolean>} Esc is no
 */
export function confirmIt({ title, words, yes, no }) {
  return new Promise((resolve) => {
    const answer = (/** @type {boolean} */ is) => () => { resolve(is); dialog.close(); };
    const dialog = /** @type {HTMLDialogElement} */ (element(
      'dialog', { class: 'dlg s question', 'aria-label': title, onclose: () => { resolve(false); dialog.remove(); } },
      element('h2', { class: 't15 strong' }, title), element('p', { class: 'two' }, words),
      element(
        'div', { class: 'row' }, element('button', { type: 'button', class: 'btn', onclick: answer(false) }, no),
        element('button', { type: 'button', class: 'btn primary', onclick: answer(true) }, yes),
      ),
    ));
    document.body.append(dialog);
    dialog.showModal();
  });
}
