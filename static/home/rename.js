// The title of a board as a field: Escape leaves it as it was.

import { ask } from './htmx.js';

/** @param {HTMLElement} body */
export function attachRename(body) {
  body.addEventListener('keydown', (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    if (event.key !== 'Escape' || !field.dataset.back) return;
    event.stopPropagation();
    void ask('GET', field.dataset.back, { target: field.closest('form') ?? undefined, swap: 'outerHTML' });
  });
}
