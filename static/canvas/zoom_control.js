// The zoom control: a percentage that is shown and taken, a menu of the usual ones, the way back to
// where things are when nothing is in view.

import { find } from './elements.js';
import { keyCaps } from './key_caps.js';

/** @import { Editor } from './editor.js' */

/** After the view has come to rest, or nearly. */
const LOOK_AFTER_MS = 150;

/** @param {Editor} editor @param {HTMLElement} page the page's #board */
export function attachZoomControl(editor, page) {
  const field = /** @type {HTMLInputElement} */ (find(page, '#zoom-value'));
  attachField(editor, field);
  attachMenu(editor, field, find(page, '#zoom-menu'));
  attachWayBack(editor, find(page, '#back-to-content'));
}

/** @param {Editor} editor @param {HTMLInputElement} field */
function attachField({ viewport }, field) {
  const show = () => {
    const percent = percentOf(viewport.zoom);
    if (document.activeElement !== field && field.value !== percent) field.value = percent;
  };
  viewport.subscribe(show);
  field.addEventListener('focus', () => field.select());
  field.addEventListener('blur', show);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      const zoom = zoomIn(field.value);
      if (zoom) viewport.zoomTo(zoom);
    }
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.stopPropagation();
      field.blur();
    }
  });
  show();
}

/** Far away a whole percentage would stand still. @param {number} zoom */
function percentOf(zoom) {
  const percent = zoom * 100;
  return `${percent < 1.95 ? Number(percent.toPrecision(2)) : Math.round(percent)} %`;
}

/** "62", "62 %", "62,5%" and ".5 %" are percentages; null for anything else. @param {string} text */
export function zoomIn(text) {
  const met = /^\s*(\d*[.,]?\d+)\s*%?\s*$/.exec(text);
  const percent = met ? Number(met[1].replace(',', '.')) : 0;
  return percent > 0 ? percent / 100 : null;
}

/** Open while the field or one of its items has the focus. @param {Editor} editor @param {HTMLInputElement} field @param {HTMLElement} menu */
function attachMenu({ commands, shortcuts }, field, menu) {
  const items = /** @type {HTMLButtonElement[]} */ ([...menu.querySelectorAll('[data-command]')]);
  const open = () => {
    for (const item of items) {
      const command = commands.get(item.dataset.command ?? '');
      item.disabled = !command || !commands.isEnabled(command.id);
      item.querySelector('.caps')?.remove();
      if (command) item.append(keyCaps(shortcuts.bindings.keysOf(command)[0]));
    }
    menu.hidden = false;
    field.setAttribute('aria-expanded', 'true');
  };
  const close = () => {
    menu.hidden = true;
    field.setAttribute('aria-expanded', 'false');
  };
  const leave = (/** @type {FocusEvent} */ { relatedTarget }) => {
    if (relatedTarget !== field && !menu.contains(/** @type {Node | null} */ (relatedTarget))) close();
  };
  field.addEventListener('focus', open);
  field.addEventListener('blur', leave);
  menu.addEventListener('focusout', leave);
  menu.addEventListener('click', close);
  // A press on an item must not take the focus from the field first: the menu would be gone.
  menu.addEventListener('pointerdown', (event) => event.preventDefault());
  const walk = (/** @type {KeyboardEvent} */ event) => {
    const able = items.filter(({ disabled }) => !disabled);
    const at = able.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (event.key === 'ArrowDown') able[(at + 1) % able.length]?.focus();
    else if (event.key === 'ArrowUp') able[at < 0 ? able.length - 1 : (at - 1 + able.length) % able.length]?.focus();
    else if (event.key === 'Escape' && at >= 0) document.getElementById('stage')?.focus({ preventScroll: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  field.addEventListener('keydown', walk);
  menu.addEventListener('keydown', walk);
  menu.addEventListener('click', () => document.getElementById('stage')?.focus({ preventScroll: true }));
}

/** @param {Editor} editor @param {HTMLElement} button */
function attachWayBack(editor, button) {
  const { viewport, store, renderer } = editor;
  /** @type {any} */
  let timer = null;
  const look = () => {
    timer = null;
    button.hidden = editor.mode !== 'canvas' || renderer.scene.size === 0 || editor.nodesIn(viewport.visibleBox()).length > 0;
  };
  const later = () => { timer ??= setTimeout(look, LOOK_AFTER_MS); };
  viewport.subscribe(later);
  store.subscribe(later);
  editor.on('mode', later);
  later();
}
