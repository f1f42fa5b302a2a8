// Cards are dragged onto a project's name to move a board there, or onto All boards to take it out.

import { ask } from './htmx.js';

const TYPE = 'application/x-anchorboard-board';

/** @param {HTMLElement} body */
export function attachBoardDrag(body) {
  body.addEventListener('dragstart', (event) => {
    const card = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest?.('[data-board][draggable="true"]'));
    if (!card || !event.dataTransfer) return;
    event.dataTransfer.setData(TYPE, card.dataset.board ?? '');
    event.dataTransfer.effectAllowed = 'move';
    card.classList.add('dragged');
  });
  body.addEventListener('dragend', () => {
    for (const marked of body.querySelectorAll('.dragged, .drop')) marked.classList.remove('dragged', 'drop');
  });
  body.addEventListener('dragover', (event) => {
    const place = placeOf(event);
    for (const marked of body.querySelectorAll('.drop')) if (marked !== place) marked.classList.remove('drop');
    if (!place || !event.dataTransfer?.types.includes(TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
    place.classList.add('drop');
  });
  body.addEventListener('drop', (event) => {
    const place = placeOf(event);
    const board = event.dataTransfer?.getData(TYPE);
    if (!place || !board) return;
    event.preventDefault();
    void ask('POST', `/boards/${board}/project/`, { values: { project: place.dataset.dropProject ?? '' }, swap: 'none' });
  });
}

/** @param {DragEvent} event @returns {HTMLElement|null} */
function placeOf(event) {
  return /** @type {Element} */ (event.target).closest?.('[data-drop-project]') ?? null;
}
