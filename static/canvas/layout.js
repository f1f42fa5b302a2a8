// Tells the camera what the panels cover, and lets the inspector close.

import { find } from './elements.js';

/** @import { Editor } from './editor.js' */
/** @import { Memory } from './memory.js' */

/** Between a floating panel and what is fitted beside it, px. */
const MARGIN = 12;
/** So wide or less, find is a sheet at the top (board.css, finding.css). */
const NARROW = 720;

/** @param {Editor} editor @param {HTMLElement} root the page's #board @param {Memory} memory */
export function attachLayout(editor, root, memory) {
  const measure = () => {
    editor.viewport.insets = insetsOf(root);
    editor.viewport.hide(hiddenOf(root));
  };
  attachInspectorDoor(root, memory, measure);
  const observer = new ResizeObserver(measure);
  for (const id of ['#prompt-bar', '#side', '#editor-panel', '#candidates', '#editor-hud', '#topbar']) {
    const panel = root.querySelector(id);
    if (panel) observer.observe(panel);
  }
  editor.on('mode', measure);
  editor.on('layout', measure);
  measure();
}

/** @param {HTMLElement} root @param {string} id @returns {DOMRect|null} */
function boxOfShown(root, id) {
  const box = root.querySelector(id)?.getBoundingClientRect();
  return box && box.width > 0 && box.height > 0 ? box : null;
}

/** @param {HTMLElement} root */
function sideOf(root) {
  return boxOfShown(root, '#editor-panel') ?? (boxOfShown(root, '#inspector') ? boxOfShown(root, '#side') : null);
}

/** How much of the stage the panel at the right hides from the bar to the bottom, px. @param {HTMLElement} root */
function hiddenOf(root) {
  const whole = root.getBoundingClientRect();
  const side = sideOf(root);
  const bar = boxOfShown(root, '#topbar') ?? boxOfShown(root, '#editor-top');
  const isDocked = side && bar && side.left > whole.left && side.right >= whole.right && side.top <= bar.bottom && side.bottom >= whole.bottom;
  return isDocked ? Math.floor(whole.right - side.left) : 0;
}

/** What is covered on each side, by the panels that are shown. @param {HTMLElement} root */
function insetsOf(root) {
  const whole = root.getBoundingClientRect();
  const shown = (/** @type {string} */ id) => boxOfShown(root, id);
  const found = shown('#find');
  const isNarrow = whole.width <= NARROW;
  // In a window of middling width the zoom, and the map below it, stand at the top beside the tools.
  const zoom = shown('#zoom');
  const above = zoom && zoom.top < whole.top + whole.height / 2 ? zoom : null;
  const map = above && shown('#map');
  const top = (isNarrow ? found : null) ?? shown('#editor-bar') ?? (map ? null : above) ?? shown('#topbar') ?? shown('#editor-top');
  const left = (isNarrow ? null : found) ?? map ?? shown('#tool-rail') ?? shown('#mask-rail');
  const right = sideOf(root);
  const bottom = shown('#editor-hud') ?? shown('#prompt-bar') ?? (above ? null : zoom);
  // On a phone the inspector is a sheet at the bottom.
  const isSheet = right !== null && right.width >= whole.width - 1;
  return {
    top: top ? top.bottom - whole.top + MARGIN : 0,
    left: left ? left.right - whole.left + MARGIN : 0,
    right: right && !isSheet ? whole.right - right.left + MARGIN : 0,
    bottom: whole.bottom - Math.min(bottom?.top ?? whole.bottom, isSheet && right ? right.top : whole.bottom) + (bottom ? MARGIN : 0),
  };
}

/** @param {HTMLElement} root @param {Memory} memory @param {() => void} changed */
function attachInspectorDoor(root, memory, changed) {
  const door = find(root, '#open-inspector');
  const show = (/** @type {boolean} */ isOpen) => {
    root.dataset.inspector = isOpen ? 'open' : 'closed';
    door.hidden = isOpen;
  };
  const set = (/** @type {boolean} */ isOpen) => {
    show(isOpen);
    memory.write('inspector', isOpen);
    changed();
  };
  find(root, '#inspector [data-act=close]').addEventListener('click', () => { set(false); door.focus(); });
  door.addEventListener('click', () => { set(true); find(root, '#inspector [data-act=close]').focus(); });
  show(memory.read('inspector', true));
}
