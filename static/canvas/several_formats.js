// Several formats of one picture at once: tick them, see what they cost together, ask for all.

import { element, find } from './elements.js';
import { FORMATS, extendedSize, formatSize, sidesFor } from './extend_geometry.js';
import { counted, quoteWords } from './generation_form.js';

/** @import { Tier } from './types.js' */
/** @import { Sides, Size } from './extend_geometry.js' */

/**
 * What an extension of a picture to each ticked format asks for; formats it has already ask for nothing.
 * @param {Size} picture px @param {ReadonlySet<string>} ticked keys of FORMATS
 * @param {{x: number, y: number}} at where the original sits
 * @returns {{key: string, size: Size, sides: Sides}[]}
 */
export function plansFor(picture, ticked, at) {
  return FORMATS.filter(({ key }) => ticked.has(key)).flatMap((format) => {
    const sides = sidesFor(picture, formatSize(picture, format), at);
    const isNew = Object.values(sides).some((side) => side > 0);
    return isNew ? [{ key: format.key, size: extendedSize(picture, sides), sides }] : [];
  });
}

/** @typedef {{picture: Size | null, at: {x: number, y: number}, tier: Tier | undefined, variants: number, atOnce: number, fits: (sides: Sides) => boolean, isAsking: boolean, isOnline: boolean}} Facts */

export class SeveralFormats {
  #root;
  #facts;
  #ask;
  /** @type {Set<string>} */
  #ticked = new Set();

  /** @param {HTMLElement} root @param {() => Facts} facts @param {(sides: Sides[]) => void} ask one request each */
  constructor(root, facts, ask) {
    this.#root = root;
    this.#facts = facts;
    this.#ask = ask;
    find(root, '[data-rows]').replaceChildren(...FORMATS.map(({ key, label }) => element(
      'label', { class: 'row', 'data-key': key },
      element('input', { type: 'checkbox', 'aria-label': `${key} ${label}`, onchange: (/** @type {Event} */ event) => this.#tick(key, /** @type {HTMLInputElement} */ (event.target).checked) }),
      element('b', {}, key), element('span', { class: 'grow two' }, label), element('span', { class: 'small three' }),
    )));
    find(root, '[data-act=several]').addEventListener('click', () => this.#ask(this.#plans().map(({ sides }) => sides)));
  }

  /** Another picture: nothing is ticked. */
  clear() {
    this.#ticked.clear();
  }

  show() {
    const { picture, tier, variants, atOnce, fits, isAsking, isOnline } = this.#facts();
    if (!picture) return;
    for (const row of this.#root.querySelectorAll('[data-key]')) {
      const key = /** @type {HTMLElement} */ (row).dataset.key ?? '';
      const [plan] = plansFor(picture, new Set([key]), { x: 0.5, y: 0.5 });
      const isPossible = Boolean(plan && fits(plan.sides));
      if (!isPossible) this.#ticked.delete(key);
      const box = /** @type {HTMLInputElement} */ (row.querySelector('input'));
      box.checked = this.#ticked.has(key);
      box.disabled = !isPossible;
      find(row, '.small').textContent = plan ? (isPossible ? `${plan.size.width} × ${plan.size.height}` : 'too large') : 'as it is';
    }
    const count = this.#plans().length;
    const button = find(this.#root, '[data-act=several]');
    button.disabled = !count || !tier || isAsking || !isOnline;
    find(button, '[data-what]').textContent = count ? `Extend to ${counted(count, 'format')}` : 'Tick the formats';
    find(button, '.sub').textContent = count && tier ? quoteWords(tier, 'outpaint', count * variants, atOnce) : '';
  }

  #plans() {
    const { picture, at } = this.#facts();
    return picture ? plansFor(picture, this.#ticked, at) : [];
  }

  /** @param {string} key @param {boolean} isOn */
  #tick(key, isOn) {
    if (isOn) this.#ticked.add(key);
    else this.#ticked.delete(key);
    this.show();
  }
}
