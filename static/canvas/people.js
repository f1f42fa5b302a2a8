// The faces of those who are here; a press goes to what that person is looking at.

import { element } from './elements.js';

/** @import { Person } from './types.js' */
/** @import { Editor } from './editor.js' */

const MOST_FACES = 5;

/** @param {Editor} editor @param {HTMLElement} root */
export function attachPeople(editor, root) {
  const show = () => {
    const people = editor.presence.people();
    const you = editor.presence.you;
    people.sort((a, b) => Number(b.key === you) - Number(a.key === you) || a.name.localeCompare(b.name));
    const shown = people.slice(0, MOST_FACES);
    const rest = people.slice(MOST_FACES);
    root.replaceChildren(...shown.map((person) => face(editor, person, person.key === you)));
    if (rest.length) root.append(element('span', { class: 'face rest', title: rest.map(({ name }) => name).join(', ') }, `+${rest.length}`));
  };
  editor.on('people', show);
  show();
}

/** @param {Editor} editor @param {Person} person @param {boolean} isYou */
function face(editor, person, isYou) {
  const colour = Number(String(person.colour).replace(/\D/g, '')) || 1;
  if (isYou) return element('span', { class: `face c${colour}`, title: `${person.name} (you)`, 'aria-label': `${person.name}, you`, role: 'img' }, initials(person.name));
  return element('button', {
    type: 'button', class: `face c${colour}`, title: `Go to where ${person.name} is looking`, 'aria-label': `Go to where ${person.name} is looking`,
    onclick: () => goTo(editor, person),
  }, initials(person.name));
}

/** @param {Editor} editor @param {Person} person */
function goTo(editor, { key, name }) {
  const viewport = editor.presence.person(key)?.viewport;
  if (!viewport) {
    editor.emit('notice', { message: `${name} has not moved yet: nothing to go to.`, kind: 'info' });
    return;
  }
  const [x, y, width, height] = viewport;
  editor.viewport.flyTo({ x, y, width, height }, { padding: 0, mostZoom: 8 });
}

/** "Designer B" -> "DB", "lead" -> "L". @param {string} name */
function initials(name) {
  const words = name.trim().split(/[\s._-]+/).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0].toLocaleUpperCase()).join('') || '?';
}
