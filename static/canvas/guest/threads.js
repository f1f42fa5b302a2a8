// Comments as a guest reads them. All of it is text: nothing that anybody wrote becomes markup.

/** @import { Said, Thread } from './model.js' */

/** @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {Thread} thread @param {number} number @param {{isChosen: boolean, choose: (id: string) => void}} parts */
export function threadItem(thread, number, { isChosen, choose }) {
  const mine = thread.comments[0]?.author.is_you ? ' mine' : '';
  const pin = element('button', { type: 'button', class: `pin${mine}`, 'aria-label': `Answer comment ${number}`, 'aria-pressed': String(isChosen) }, String(number));
  pin.addEventListener('click', () => choose(thread.id));
  const comments = element('ol', { class: 'grow' }, ...thread.comments.map(saidItem));
  return element('li', { class: `thread${thread.resolved_by ? ' is-resolved' : ''}` }, pin, comments);
}

/** @param {Said} said */
function saidItem(said) {
  const { name, is_guest, is_you } = said.author;
  const who = is_you ? 'You' : name;
  const head = element('div', { class: 'said-by' }, element('b', {}, who));
  if (is_guest && !is_you) head.append(element('span', { class: 'small' }, 'guest'));
  head.append(element('time', { class: 'small', datetime: said.at }, when(new Date(said.at), new Date())));
  return element('li', {}, head, element('p', {}, said.text));
}

/** @param {Date} then @param {Date} now "just now", "today 14:02", "12 May 14:02" */
export function when(then, now) {
  if (now.getTime() - then.getTime() < 60_000) return 'just now';
  const time = then.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (then.toDateString() === now.toDateString()) return `today ${time}`;
  return `${then.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })} ${time}`;
}
