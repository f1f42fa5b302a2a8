// The faces of those who are here: a press follows that person, or opens the menu beside.

import { element, icon } from './elements.js';
import { MOST_ZOOM } from './viewport.js';

/** @import { Person } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Follow } from './follow.js' */

const MOST_FACES = 5;
const MOST_ON_A_PHONE = 1; // beside the board's title

/** @param {Editor} editor @param {HTMLElement} root @param {Follow} follow */
export function attachPeople(editor, root, follow) {
  let shown = '';
  const show = () => {
    const people = editor.presence.people();
    const you = editor.presence.you;
    const leader = follow.leader?.key;
    people.sort((a, b) => Number(b.key === you) - Number(a.key === you) || a.name.localeCompare(b.name));
    // Presence comes 30 times a second: faces are made anew only when they differ, or a press would miss.
    const most = editor.isSmallTouch ? MOST_ON_A_PHONE : MOST_FACES;
    const now = JSON.stringify([people, you, leader, most]);
    if (now === shown) return;
    shown = now;
    const focused = /** @type {HTMLElement | null} */ (root.querySelector('button:focus'))?.dataset.person;
    const faces = people.slice(0, most).map((person) => face(editor, person, { isYou: person.key === you, isLeader: person.key === leader }));
    root.replaceChildren(...faces);
    const rest = people.slice(most);
    if (rest.length) root.append(restOf(editor, rest));
    if (focused) /** @type {HTMLElement | null} */ (root.querySelector(`[data-person="${CSS.escape(focused)}"]`))?.focus();
  };
  editor.on('people', show);
  editor.on('device', show);
  follow.subscribe(show);
  show();
}

/** @param {Editor} editor @param {Person} person @param {{isYou: boolean, isLeader: boolean}} state */
function face(editor, person, { isYou, isLeader }) {
  const follow = () => (isLeader ? editor.commands.run('people.unfollow') : editor.emit('follow', { key: person.key }));
  const items = isYou
    ? [press('map-pin', 'Bring everyone here', () => callEveryone(editor))]
    : [press('eye', isLeader ? 'Stop following' : 'Follow', follow), press('locate', 'Jump to', () => jumpTo(editor, person))];
  const words = isYou ? `${person.name}, you` : `${isLeader ? 'Stop following' : 'Follow'} ${person.name}`;
  return withMenu({
    class: `face c${person.colour}`, 'data-person': person.key, 'data-leader': isLeader, 'aria-label': words,
    title: isYou ? `${person.name} (you)` : `${words} · right click: more`,
  }, initials(person.name), isYou ? null : follow, [element('p', { class: 'small two cut' }, person.name), ...items]);
}

/** @param {Editor} editor @param {Person[]} people */
function restOf(editor, people) {
  const items = people.map((person) => press('eye', `Follow ${person.name}`, () => editor.emit('follow', { key: person.key })));
  return withMenu({ class: 'face rest', 'aria-label': `${people.length} more people` }, `+${people.length}`, null, items);
}

/**
 * A face with a menu: by right click, long press, Shift+F10 or arrow down; by a press where that does nothing else.
 * @param {Record<string, any>} attributes of the button @param {string} text @param {(() => void) | null} run
 * @param {HTMLElement[]} items
 */
function withMenu(attributes, text, run, items) {
  const menu = /** @type {HTMLDetailsElement} */ (element('details', { 'data-menu': true },
    element('summary', { tabindex: '-1', 'aria-hidden': 'true' }), element('div', { class: 'menu pop' }, ...items)));
  const open = (/** @type {Event} */ event) => {
    event.preventDefault();
    menu.open = !menu.open;
    if (menu.open) menu.querySelector('button')?.focus();
  };
  const button = element('button', {
    ...attributes, type: 'button', 'aria-haspopup': 'menu', onclick: run ?? open, oncontextmenu: open,
    onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'ArrowDown') open(event); },
  }, text);
  // Esc gives the focus to the summary, which nobody sees: it goes on to the face.
  menu.querySelector('summary')?.addEventListener('focus', () => button.focus());
  return element('div', { class: 'person' }, button, menu);
}

/** @param {string} name of an icon @param {string} label @param {() => void} run */
function press(name, label, run) {
  return element('button', {
    type: 'button',
    onclick: (/** @type {Event} */ event) => {
      /** @type {HTMLElement} */ (event.currentTarget).closest('details')?.removeAttribute('open');
      run();
    },
  }, icon(name), label);
}

/** @param {Editor} editor */
function callEveryone(editor) {
  if (!editor.commands.run('people.spotlight')) editor.emit('notice', { message: 'Nobody else is here now.', kind: 'info' });
}

/** @param {Editor} editor @param {Person} person */
function jumpTo(editor, { key, name }) {
  const viewport = editor.presence.person(key)?.viewport;
  if (!viewport) {
    editor.emit('notice', { message: `${name} has not moved yet: nothing to go to.`, kind: 'info' });
    return;
  }
  const [x, y, width, height] = viewport;
  editor.viewport.flyTo({ x, y, width, height }, { padding: 0, mostZoom: MOST_ZOOM });
}

/** "Designer B" -> "DB", "lead" -> "L". @param {string} name */
function initials(name) {
  const words = name.trim().split(/[\s._-]+/).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0].toLocaleUpperCase()).join('') || '?';
}
