// The brand that this page makes pictures for: shown in the top bar by name and tint, switched by one
// press, and told with every request.

import { element, find, icon } from '../elements.js';

/** @import { Brand } from '../types.js' */
/** @import { Editor } from '../editor.js' */

const SVG = 'http://www.w3.org/2000/svg';

export class BrandSwitch {
  #editor;
  #bar;
  #root;
  #save;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {Editor} editor @param {HTMLElement} bar the top bar @param {HTMLElement} root its menu @param {(brand: string | null) => Promise<unknown>} save for whoever opens the board next */
  constructor(editor, bar, root, save) {
    this.#editor = editor;
    this.#bar = bar;
    this.#root = root;
    this.#save = save;
    this.#show();
  }

  /** @returns {Brand | null} */
  get brand() {
    const { brands = [], board } = this.#editor.config;
    return brands.find(({ id }) => id === board.brand) ?? null;
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** @param {string | null} id */
  async choose(id) {
    const before = this.#editor.config.board.brand ?? null;
    if (id === before) return;
    this.#take(id);
    try {
      await this.#save(id);
    } catch (error) {
      this.#take(before);
      this.#editor.emit('notice', { message: error instanceof Error ? error.message : String(error), kind: 'bad' });
    }
  }

  /** @param {string | null} id */
  #take(id) {
    this.#editor.config.board.brand = id;
    this.#show();
    for (const listener of this.#listeners) listener();
  }

  #show() {
    const { brand } = this;
    this.#bar.toggleAttribute('data-brand', Boolean(brand));
    if (brand) this.#bar.style.setProperty('--brand', brand.colour);
    find(this.#root, '[data-brand-name]').textContent = brand?.name ?? 'No brand';
    find(this.#root, 'summary').setAttribute('aria-label', `Brand: ${brand?.name ?? 'none'}`);
    find(this.#root, 'summary .swatch-dot').replaceWith(dotOf(brand));
    const options = [...(this.#editor.config.brands ?? []), null];
    find(this.#root, '[data-brands]').replaceChildren(...options.map((one) => this.#option(one, one?.id === brand?.id)));
  }

  /** @param {Brand | null} brand @param {boolean} isChosen */
  #option(brand, isChosen) {
    const choose = () => {
      /** @type {HTMLDetailsElement} */ (this.#root).open = false;
      find(this.#root, 'summary').focus();
      void this.choose(brand?.id ?? null);
    };
    return element(
      'button', { type: 'button', role: 'menuitemradio', 'aria-checked': String(isChosen), onclick: choose },
      dotOf(brand), element('span', { class: 'grow cut' }, brand?.name ?? 'No brand'), isChosen ? icon('check') : null,
    );
  }
}

/** @param {Brand | null} brand */
function dotOf(brand) {
  const dot = document.createElementNS(SVG, 'svg');
  dot.setAttribute('class', 'swatch-dot');
  dot.setAttribute('viewBox', '0 0 16 16');
  dot.setAttribute('aria-hidden', 'true');
  const circle = document.createElementNS(SVG, 'circle');
  const ring = brand ? { r: '8', fill: brand.colour } : { r: '7', fill: 'none', stroke: 'currentColor' };
  for (const [name, value] of Object.entries({ cx: '8', cy: '8', ...ring })) circle.setAttribute(name, value);
  dot.append(circle);
  return dot;
}
