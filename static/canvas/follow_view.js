// Following as people see it: a border and a pill in the other's colour, toasts of who calls, commands.

import { element, find, icon } from './elements.js';
import { Follow } from './follow.js';

/** @import { PersonPresence } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** @param {Editor} editor @param {HTMLElement} root the page's #board @param {Toasts} toasts @returns {Follow} */
export function attachFollow(editor, root, toasts) {
  const follow = new Follow({
    presence: editor.presence, viewport: editor.viewport,
    browser: {
      requestFrame: (work) => requestAnimationFrame(work),
      prefersReducedMotion: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
  });
  showBorder(follow, root);
  follow.subscribe((reason, name) => {
    if (reason === 'left') toasts.say(`${name} left the board, so you follow nobody now.`);
  });
  const stage = find(root, '#stage');
  stage.addEventListener('pointerdown', () => follow.stop(), { capture: true });
  editor.escapes.unshift(() => follow.stop());
  editor.on('mode', ({ mode }) => { if (mode !== 'canvas') follow.stop(); });
  editor.on('follow', ({ key }) => startFollowing(editor, follow, key));
  editor.commands.register({
    id: 'people.unfollow', label: 'Stop following', enabled: () => follow.leader !== null, why: () => 'you follow nobody', run: () => void follow.stop(),
  });
  attachSpotlight(editor, follow, toasts);
  return follow;
}

/** @param {Editor} editor @param {Follow} follow @param {string} key */
function startFollowing(editor, follow, key) {
  const person = editor.presence.person(key);
  if (!person) return;
  if (follow.start(key)) return;
  editor.emit('notice', { message: `${person.name} follows you: you cannot follow each other.`, kind: 'info' });
}

/** @param {Follow} follow @param {HTMLElement} root */
function showBorder(follow, root) {
  const name = element('span', { class: 'cut' });
  const stop = element('button', { type: 'button', class: 'btn s sq quiet', 'aria-label': 'Stop following', title: 'Stop following  Esc', onclick: () => follow.stop() }, icon('x'));
  const pill = element('div', { class: 'follow-pill', role: 'status' }, name, stop);
  const border = element('div', { id: 'following', hidden: true }, pill);
  root.append(border);
  follow.subscribe(() => {
    const { leader } = follow;
    border.hidden = !leader;
    if (!leader) return;
    border.className = `c${leader.colour}`;
    const words = `Following ${leader.name}`;
    if (name.textContent !== words) name.textContent = words;
  });
}

/**
 * "Bring everyone here" and who presents. A call takes along who is only looking; who is at work is asked.
 * @param {Editor} editor @param {Follow} follow @param {Toasts} toasts
 */
function attachSpotlight(editor, follow, toasts) {
  const { presence, commands } = editor;
  /** @type {Map<string, string>} by person: what they called for last */
  const heard = new Map();
  let isCalling = false;
  presence.subscribe(() => {
    for (const person of presence.others()) {
      const before = heard.get(person.key) ?? '';
      const now = person.spotlight ?? '';
      if (now === before) continue;
      heard.set(person.key, now);
      if (now) hear(editor, follow, toasts, person);
    }
    for (const key of heard.keys()) if (!presence.person(key)) heard.delete(key);
  });
  const others = () => presence.others().length > 0;
  commands.register({
    id: 'people.spotlight', label: 'Bring everyone here', enabled: () => others() && !isCalling && editor.mode === 'canvas',
    why: () => (others() ? 'everyone is called already' : 'nobody else is here'),
    run: () => {
      isCalling = true;
      follow.stop();
      presence.show({ spotlight: 'here' });
      toasts.say('Everyone was called to your view.', { action: { label: 'End', run: () => commands.run('people.end_spotlight') } });
    },
  });
  commands.register({
    id: 'people.end_spotlight', label: 'Stop bringing everyone here', enabled: () => isCalling, why: () => 'nobody was called',
    run: () => {
      isCalling = false;
      presence.show({ spotlight: null });
    },
  });
  editor.on('mode', () => commands.run('people.end_spotlight'));
}

/** @param {Editor} editor @param {Follow} follow @param {Toasts} toasts @param {PersonPresence} person */
function hear(editor, follow, toasts, { key, name, spotlight }) {
  if (follow.leader?.key === key) return;
  const action = { label: 'Follow', run: () => editor.emit('follow', { key }) };
  if (spotlight === 'presenting') {
    toasts.say(`${name} is presenting.`, { action });
  } else if (isBusy(editor)) {
    toasts.say(`${name} asks everyone to come.`, { action });
  } else if (follow.start(key)) {
    toasts.say(`${name} brought everyone here.`, { action: { label: 'Go back', run: backTo(editor, follow) } });
  }
}

/** @param {Editor} editor @param {Follow} follow */
function backTo({ viewport }, follow) {
  const { x, y, zoom } = viewport;
  return () => {
    follow.stop();
    viewport.setView(x, y, zoom);
  };
}

/** Nobody is torn away from what they are doing. @param {Editor} editor */
function isBusy(editor) {
  const isTyping = document.activeElement?.matches('input, textarea, [contenteditable=""], [contenteditable="true"]') ?? false;
  return editor.mode !== 'canvas' || isTyping || document.querySelector('dialog[open]') !== null || editor.selection.ids.size > 0;
}
