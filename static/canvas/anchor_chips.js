// The anchors of the prompt as chips: picture, role, strength, the pack that one came with, and that a
// newer version of it was published.

import { FIRST_STRENGTH } from './anchors.js';
import { element, fillSlider, icon, radioButtons } from './elements.js';
import { ANCHOR_ROLES } from './generation_form.js';
import { pictureUrl } from './picture_url.js';

/** @import { BoardNode } from './types.js' */
/** @import { Anchors } from './anchors.js' */
/** @import { Editor } from './editor.js' */
/** @import { Packs } from './packs/packs.js' */

/** @typedef {{root: HTMLElement, show: (node: BoardNode, isFirstOfPack: boolean) => void}} Chip */

export class AnchorChips {
  #editor;
  #anchors;
  #packs;
  #list;
  /** By node. @type {Map<string, Chip>} */
  #chips = new Map();

  /** @param {Editor} editor @param {Anchors} anchors @param {Packs} packs @param {HTMLElement} list the <ul> */
  constructor(editor, anchors, packs, list) {
    this.#editor = editor;
    this.#anchors = anchors;
    this.#packs = packs;
    this.#list = list;
    anchors.subscribe(() => this.#draw());
    this.#draw();
  }

  /** Open the menu of a chip: what the picture gives, and how strongly. @param {string} id */
  openMenu(id) {
    const menu = this.#chips.get(id)?.root.querySelector('details');
    if (!menu) return;
    menu.open = true;
    /** @type {HTMLElement | null} */ (menu.querySelector('[role=radio][tabindex="0"]'))?.focus();
  }

  // Chips are updated in place: what is taken out and put back loses the focus, and closes its menu.
  #draw() {
    const nodes = this.#anchors.nodes();
    this.#chips = new Map(nodes.map(({ id }) => [id, this.#chips.get(id) ?? this.#chip(id)]));
    const roots = [...this.#chips.values()].map(({ root }) => root);
    const isSame = roots.length === this.#list.children.length && roots.every((root, i) => root === this.#list.children[i]);
    if (!isSame) this.#list.replaceChildren(...roots);
    const packs = new Set();
    for (const node of nodes) {
      const pack = this.#anchors.packOf(node.id)?.pack;
      this.#chips.get(node.id)?.show(node, !packs.has(pack));
      packs.add(pack);
    }
  }

  /** @param {string} id @returns {Chip} */
  #chip(id) {
    const words = document.createTextNode('');
    const percent = element('b');
    const image = /** @type {HTMLImageElement} */ (element('img', { alt: '', width: 20, height: 20 }));
    const news = element('span', { class: 'news', hidden: true });
    const summary = element('summary', { class: 'chip' }, image, words, ' ', percent, news);
    const menu = this.#menu(id);
    const drop = element('button', { type: 'button', class: 'drop', onclick: () => this.#anchors.remove(id) }, icon('x', 's'));
    const root = element('li', { class: 'anchor-chip', 'data-node': id }, element('details', { 'data-menu': true }, summary, menu.root), drop);
    const show = (/** @type {BoardNode} */ node, /** @type {boolean} */ isFirstOfPack) => {
      const role = ANCHOR_ROLES.find(({ key }) => key === node.anchor_role)?.label ?? '';
      const strength = strengthOf(node);
      const source = pictureUrl(this.#editor.config, node.asset);
      if (image.getAttribute('src') !== source) image.src = source;
      words.textContent = role;
      percent.textContent = `${strength} %`;
      const newer = isFirstOfPack ? this.#packs.newerFor(id) : undefined;
      news.hidden = !newer;
      news.textContent = newer ? `v${newer.number} available` : '';
      menu.show(node);
      summary.setAttribute('aria-label', `Anchor ${node.name || 'picture'}: ${role} ${strength} %${newer ? `. ${newer.name} v${newer.number} available` : ''}`);
      drop.setAttribute('aria-label', `Remove the anchor ${node.name || 'picture'}`);
      summary.title = node.name;
    };
    return { root, show };
  }

  /** @param {string} id */
  #menu(id) {
    const commit = (/** @type {Record<string, unknown>} */ set) => this.#editor.commit([{ node: id, set }], { label: 'Change anchor' });
    const roles = element('div', { class: 'seg s', role: 'radiogroup', 'aria-label': 'What this picture gives' });
    const showRole = radioButtons(roles, [...ANCHOR_ROLES], (role) => commit({ anchor_role: role }));
    const slider = /** @type {HTMLInputElement} */ (element('input', { class: 'slider', type: 'range', min: 5, max: 100, step: 5, 'aria-label': 'Strength' }));
    const output = element('output', { class: 'small' });
    slider.addEventListener('input', () => { output.textContent = `${slider.value} %`; fillSlider(slider); });
    slider.addEventListener('change', () => commit({ anchor_strength: Number(slider.value) / 100 }));
    const from = element('p', { class: 'small three plain', hidden: true });
    const update = element('button', { type: 'button', hidden: true, onclick: () => this.#update(id) });
    const root = element(
      'div', { class: 'menu pop up' }, roles,
      element('label', { class: 'row' }, element('span', { class: 'small two' }, 'Strength'), slider, output),
      from, update,
      element('button', { type: 'button', onclick: () => this.#goTo(id) }, 'Show on the board'),
    );
    const show = (/** @type {BoardNode} */ node) => {
      showRole(node.anchor_role ?? '');
      if (document.activeElement !== slider) slider.value = String(strengthOf(node));
      output.textContent = `${slider.value} %`;
      fillSlider(slider);
      const bound = this.#anchors.packOf(id);
      const newer = this.#packs.newerFor(id);
      from.hidden = !bound;
      from.textContent = bound ? `From ${bound.name} v${bound.number}` : '';
      update.hidden = !newer;
      update.textContent = newer ? `Update ${newer.name} to v${newer.number}` : '';
    };
    return { root, show };
  }

  /** @param {string} id */
  #update(id) {
    const menu = this.#chips.get(id)?.root.querySelector('details');
    if (menu) menu.open = false;
    const pack = this.#anchors.packOf(id)?.pack;
    if (pack) this.#packs.update(pack);
  }

  /** @param {string} id */
  #goTo(id) {
    const box = this.#editor.bounds([id]);
    if (!box) return;
    this.#editor.selection.set([id]);
    this.#editor.viewport.flyTo(box);
  }
}

/** Percent. @param {BoardNode} node */
function strengthOf(node) {
  return Math.round((node.anchor_strength ?? FIRST_STRENGTH) * 100);
}
