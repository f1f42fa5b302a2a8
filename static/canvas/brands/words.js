// The words of the brand beside the prompt: a press writes a line of them where the caret is.

import { element, find } from '../elements.js';

/** @import { BrandSwitch } from './switch.js' */

/** @param {HTMLElement} bar the prompt bar @param {BrandSwitch} brands @param {(words: string) => void} insert */
export function attachBrandWords(bar, brands, insert) {
  const menu = /** @type {HTMLDetailsElement} */ (find(bar, '.brand-words'));
  const show = () => {
    const kinds = Object.entries(brands.brand?.words ?? {});
    menu.hidden = kinds.length === 0;
    menu.open = false;
    find(menu, '[data-brand-words]').replaceChildren(...kinds.flatMap(([kind, lines]) => [
      element('h3', {}, kind),
      ...lines.map((line) => element('button', { type: 'button', onclick: () => { menu.open = false; insert(line); } }, line)),
    ]));
  };
  brands.subscribe(show);
  show();
}

/**
 * Words put into a text at the caret, set off by commas. Pure.
 * @param {string} text @param {number} at @param {string} words
 * @returns {{text: string, at: number}} at: the caret behind them
 */
export function inserted(text, at, words) {
  const before = text.slice(0, at).trimEnd();
  const after = text.slice(at).trimStart();
  const lead = before && !/[,.;:({|]$/.test(before) ? `${before}, ` : before && `${before} `;
  const rest = after && !/^[,.;:)}|]/.test(after) ? `, ${after}` : after;
  return { text: lead + words + rest, at: (lead + words).length };
}
