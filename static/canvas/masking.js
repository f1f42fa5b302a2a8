// Who has a picture's editor open: said to the others on the picture. Nothing is locked: they are asked.

import { element } from './elements.js';
import { copyChanges } from './moves.js';
import { personColour } from './palette.js';

/** @import { PersonPresence } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { EditKind, EditMode } from './edit_mode.js' */

const CHIP_PX = 20;

/** @param {Editor} editor @param {EditMode} mode */
export function announceMasking(editor, mode) {
  mode.subscribe(() => editor.presence.show({ masking: mode.picture?.id ?? null }));
  mode.doorkeeper = (kind, id) => {
    const person = editor.presence.others().find(({ masking }) => masking === id);
    if (!person) return true;
    ask(editor, mode, { kind, id, person });
    return false;
  };
}

/** The chips. @param {Editor} editor */
export function showMasking(editor) {
  const { presence, renderer, store } = editor;
  renderer.addOverlay(
    () => { for (const person of presence.others()) drawChip(editor, person); },
    () => presence.others().some(({ masking }) => masking && store.node(masking)),
  );
}

/** @param {Editor} editor @param {PersonPresence} person */
function drawChip({ store, renderer }, { name, colour, masking }) {
  const node = store.node(masking ?? null);
  if (!node) return;
  const pen = renderer.overlayPen;
  const { context, palette } = pen;
  const box = renderer.screenBoxOf(node, { x: 0, y: 0, width: 0, height: 0 });
  pen.font(600, 12);
  const text = `${name} is masking`;
  const width = context.measureText(text).width + 12;
  pen.fillRound(box.x + 4, box.y + 4, width, CHIP_PX, 4, personColour(palette, colour));
  context.fillStyle = palette.onPerson;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, box.x + 10, box.y + 4 + CHIP_PX / 2);
}

/** @param {Editor} editor @param {EditMode} mode @param {{kind: EditKind, id: string, person: PersonPresence}} wish */
function ask(editor, mode, { kind, id, person }) {
  const choice = (/** @type {string} */ label, /** @type {string} */ look, /** @type {() => void} */ run) => element('button', {
    type: 'button', class: `btn ${look}`, onclick: () => { dialog.close(); run(); },
  }, label);
  const dialog = /** @type {HTMLDialogElement} */ (element('dialog', { class: 'dlg s masked-by', 'aria-labelledby': 'masked-by' },
    element('h2', { class: 't15 strong', id: 'masked-by' }, `${person.name} is masking this picture`),
    element('p', { class: 'two' }, 'Both of you can work on it; each result becomes a version of its own.'),
    element('div', { class: 'row' },
      choice('Watch', 'primary', () => editor.emit('follow', { key: person.key })),
      choice('Work on a copy', '', () => openCopy(editor, mode, kind, id)),
      choice('Open it too', 'quiet', () => mode.enter(kind, id, { isSure: true })))));
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (editor.mode === 'canvas') editor.tools.activate('select'); // the tool that asked has nothing to do
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {Editor} editor @param {EditMode} mode @param {EditKind} kind @param {string} id */
function openCopy(editor, mode, kind, id) {
  const node = editor.store.node(id);
  if (!node) return;
  const [spot] = editor.freeSpots({ count: 1, width: node.width, height: node.height, near: node });
  const { changes, ids } = copyChanges([node], {
    offset: { x: spot.x - node.x, y: spot.y - node.y }, orders: editor.topOrders(1), newId: editor.newId,
    parentFor: (box) => editor.frameFor(box), edges: editor.store.edgesOf(id),
  });
  editor.commit(changes, { label: 'Duplicate' });
  mode.enter(kind, ids[0]);
}
