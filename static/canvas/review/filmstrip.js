// All pictures of the review in a row, each with its mark: a click goes there, Ctrl and Shift choose several.

import { element, icon } from '../elements.js';
import { MARK_ICONS, MARK_WORDS } from '../marks.js';
import { titleOf } from '../node_words.js';
import { pictureUrl } from '../picture_url.js';

/** @import { BoardConfig, BoardNode } from '../types.js' */

export class Filmstrip {
  /** @type {Map<string, HTMLElement>} */
  #items = new Map();
  /** @type {HTMLElement | null} */
  #current = null;
  #config;

  /** @param {Pick<BoardConfig, 'urls'>} config @param {(id: string, how: {isToggle: boolean, isRange: boolean}) => void} choose */
  constructor(config, choose) {
    this.#config = config;
    this.root = element('div', { class: 'filmstrip', role: 'listbox', tabindex: '0', 'aria-label': 'Pictures in this review', 'aria-orientation': 'horizontal', 'aria-multiselectable': 'true' });
    this.root.addEventListener('click', (event) => {
      const id = /** @type {HTMLElement} */ (event.target).closest('[data-node]')?.getAttribute('data-node');
      if (id) choose(id, { isToggle: event.ctrlKey || event.metaKey, isRange: event.shiftKey });
    });
    this.root.addEventListener('wheel', (event) => {
      if (Math.abs(event.deltaY) > Math.abs(event.deltaX)) this.root.scrollLeft += event.deltaY;
    }, { passive: true });
  }

  /** @param {BoardNode[]} nodes in order */
  fill(nodes) {
    const before = this.#items;
    this.#items = new Map(nodes.map((node) => [node.id, before.get(node.id) ?? this.#make(node)]));
    this.root.replaceChildren(...this.#items.values());
    for (const [i, node] of nodes.entries()) this.draw(node, i, nodes.length);
  }

  /** @param {BoardNode} node @param {number} at @param {number} count */
  draw(node, at, count) {
    const item = this.#items.get(node.id);
    if (!item) return;
    const mark = node.mark ?? '';
    item.setAttribute('aria-label', [titleOf(node) || 'Without a name', MARK_WORDS[mark] ?? 'not marked', `${at + 1} of ${count}`].join(', '));
    const url = pictureUrl(this.#config, node.asset);
    const image = /** @type {HTMLImageElement} */ (item.firstElementChild);
    if (image.getAttribute('src') !== url) image.src = url;
    if (item.dataset.mark === mark) return;
    item.dataset.mark = mark;
    item.querySelector('.mark')?.remove();
    if (mark) item.append(element('span', { class: 'mark' }, icon(MARK_ICONS[mark], 's')));
  }

  /** @param {string | undefined} id the one that is shown large @param {ReadonlySet<string>} chosen */
  point(id, chosen) {
    for (const [key, item] of this.#items) {
      const isChosen = chosen.size ? chosen.has(key) : key === id;
      if (item.getAttribute('aria-selected') !== String(isChosen)) item.setAttribute('aria-selected', String(isChosen));
    }
    const item = this.#items.get(id ?? '') ?? null;
    if (item === this.#current) return;
    this.#current?.removeAttribute('data-current');
    this.#current = item;
    item?.setAttribute('data-current', '');
    if (item) this.root.scrollLeft = item.offsetLeft - (this.root.clientWidth - item.offsetWidth) / 2;
  }

  /** @param {BoardNode} node */
  #make(node) {
    return element('div', { role: 'option', 'data-node': node.id, 'data-mark': '', 'aria-selected': 'false' }, element('img', { alt: '', loading: 'lazy', decoding: 'async', draggable: 'false' }));
  }
}
