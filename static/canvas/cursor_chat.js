// Cursor chat: a few words beside the pointer, for those who look on now. Gone after some seconds.

import { personColour } from './palette.js';
import { MAX_CHAT } from './protocol.js';
import { element } from './elements.js';
import { wrapText } from './draw/text.js';

/** @import { PersonPresence } from './types.js' */
/** @import { Editor } from './editor.js' */

/** After the last letter. */
const SHOWN_MS = 6_000;
const BUBBLE_PX = 220;
const LINE_PX = 18;

/** @param {Editor} editor @param {HTMLElement} layer over the stage @param {HTMLElement} stage */
export function attachCursorChat(editor, layer, stage) {
  const { presence, renderer, viewport } = editor;
  const field = /** @type {HTMLInputElement} */ (element('input', {
    class: 'chat-field', maxlength: MAX_CHAT, 'aria-label': 'Say something beside your cursor', placeholder: 'Say something', autocomplete: 'off', hidden: true,
  }));
  layer.append(field);
  let timer = 0;
  const fall = () => { presence.show({ chat: null }); };
  const later = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => (field.hidden ? fall() : close()), SHOWN_MS);
  };
  const close = () => {
    if (field.hidden) return;
    field.hidden = true;
    fall();
    stage.focus({ preventScroll: true });
  };
  const place = () => {
    const cursor = presence.person(presence.you)?.cursor;
    const x = cursor ? (cursor[0] - viewport.x) * viewport.zoom : viewport.width / 2;
    const y = cursor ? (cursor[1] - viewport.y) * viewport.zoom : viewport.height / 2;
    field.style.setProperty('--x', `${Math.round(Math.max(8, Math.min(x + 16, viewport.width - BUBBLE_PX)))}px`);
    field.style.setProperty('--y', `${Math.round(Math.max(56, Math.min(y + 16, viewport.height - 48)))}px`);
  };
  editor.commands.register({
    id: 'people.chat', label: 'Say something at your cursor', keys: '/', mode: 'canvas',
    run: () => {
      const { cursor } = presence.person(presence.you) ?? {};
      const { x, y, width, height } = viewport.visibleBox();
      if (!cursor) presence.show({ cursor: [x + width / 2, y + height / 2] });
      field.value = '';
      field.hidden = false;
      place();
      field.focus();
      later();
    },
  });
  field.addEventListener('input', () => { presence.show({ chat: field.value || null }); later(); });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { event.stopPropagation(); close(); }
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    // What was said stands for its seconds; the field is free for more.
    field.value = '';
  });
  field.addEventListener('blur', close);

  renderer.addOverlay(
    () => { for (const person of presence.others()) if (person.chat && person.cursor) drawBubble(editor, person); },
    () => presence.others().some(({ chat }) => chat),
  );
  presence.subscribe(() => {
    if (!field.hidden) place();
  });
}

/** Under the name at their pointer. @param {Editor} editor @param {PersonPresence} person */
function drawBubble({ renderer, viewport }, { chat, cursor, colour }) {
  const pen = renderer.overlayPen;
  const { context, palette } = pen;
  const [worldX, worldY] = /** @type {[number, number]} */ (cursor);
  const x = Math.round((worldX - viewport.x) * viewport.zoom) + 12;
  const y = Math.round((worldY - viewport.y) * viewport.zoom) + 40;
  pen.font(400, 13);
  const lines = wrapText(context, /** @type {string} */ (chat), BUBBLE_PX, 4);
  const width = Math.max(...lines.map((text) => context.measureText(text).width)) + 16;
  pen.fillRound(x, y, width, lines.length * LINE_PX + 10, 8, personColour(palette, colour));
  context.fillStyle = palette.onPerson;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  lines.forEach((text, i) => context.fillText(text, x + 8, y + 5 + LINE_PX * (i + 0.5)));
}
