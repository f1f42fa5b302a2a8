// Keys as caps, and texts with the met letters marked, as elements.

import { element } from './elements.js';
import { capsOf } from './key_patterns.js';

export const IS_MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/** @param {string | undefined} keys "Mod+Shift+Z", or nothing @returns {HTMLElement} */
export function keyCaps(keys) {
  return caps(keys ? capsOf(keys, IS_MAC) : []);
}

/** "Ctrl Shift Z", or '' without keys. @param {string | undefined} keys */
export function keyWords(keys) {
  return keys ? capsOf(keys, IS_MAC).join(' ') : '';
}

/** @param {string[]} words one a cap @returns {HTMLElement} */
export function caps(words) {
  return element('span', { class: 'caps' }, ...words.map((word) => element('kbd', { class: 'kbd' }, word)));
}

/** @param {string} text @param {number[]} marks places in it @returns {(HTMLElement | string)[]} */
export function marked(text, marks) {
  const met = new Set(marks);
  const parts = [];
  for (let from = 0; from < text.length;) {
    const isMet = met.has(from);
    let to = from + 1;
    while (to < text.length && met.has(to) === isMet) to += 1;
    const part = text.slice(from, to);
    parts.push(isMet ? element('mark', {}, part) : part);
    from = to;
  }
  return parts;
}
