// The anchors of the next generation: which pictures this person chose, shown as chips with role
// and strength. Role and strength are the node's own props, so that the board shows them too.

import { element, fillSlider, icon, radioButtons } from './elements.js';
import { ANCHOR_ROLES } from './generation_form.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

const FIRST_ROLE = 'style';
const FIRST_STRENGTH = 0.6;

export class Anchors {
  /** @type {string[]} */
  #ids;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #editor;
  #list;
  #save;

  /**
   * @param {Editor} editor @param {HTMLElement} list the chips' <ul>
   * @param {{ids: string[], save: (ids: string[]) => void}} memory chosen ones outlive the page
   */
  constructor(editor, list, { ids, save }) {
    this.#editor = editor;
    this.#list = list;
    this.#ids = ids;
    this.#save = save;
    editor.store.subscribe((changed) => {
      if (this.#ids.some((id) => changed.nodes.has(id))) this.#changed();
    });
    this.#draw();
  }

  /** The chosen pictures that are still there and still anchors. @returns {BoardNode[]} */
  nodes() {
    return this.#ids.flatMap((id) => {
      const node = this.#editor.store.node(id);
      return node?.kind === 'image' && node.anchor_role ? [node] : [];
    });
  }

  /** As a request wants them. */
  asked() {
    return this.nodes().map((node) => ({ node: node.id, role: node.anchor_role ?? FIRST_ROLE, strength: node.anchor_strength ?? FIRST_STRENGTH }));
  }

  /** @param {BoardNode} node */
  has(node) {
    return this.#ids.includes(node.id) && Boolean(node.anchor_role);
  }

  /** @param {BoardNode} node */
  add(node) {
    if (!this.#ids.includes(node.id)) this.#ids.push(node.id);
    if (!node.anchor_role) {
      this.#editor.commit([{ node: node.id, set: { anchor_role: FIRST_ROLE, anchor_strength: FIRST_STRENGTH } }], { label: 'Use as anchor' });
    }
    this.#save(this.#ids);
    this.#changed();
  }

  /** @param {string} id */
  remove(id) {
    this.#ids = this.#ids.filter((other) => other !== id);
    this.#save(this.#ids);
    const node = this.#editor.store.node(id);
    if (node?.anchor_role) this.#editor.commit([{ node: id, set: { anchor_role: '' } }], { label: 'Remove anchor' });
    this.#changed();
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  #changed() {
    this.#draw();
    for (const listener of this.#listeners) listener();
  }

  // A chip whose menu is open is updated in place: a new one would close it under the pointer.
  #draw() {
    const nodes = this.nodes();
    const chips = new Map([...this.#list.children].map((chip) => [/** @type {HTMLElement} */ (chip).dataset.node, chip]));
    this.#list.replaceChildren(...nodes.map((node) => {
      const chip = chips.get(node.id) ?? this.#chip(node.id);
      chip.dispatchEvent(new CustomEvent('show', { detail: node }));
      return chip;
    }));
  }

  /** @param {string} id */
  #chip(id) {
    const words = document.createTextNode('');
    const percent = element('b');
    const image = /** @type {HTMLImageElement} */ (element('img', { alt: '', width: 20, height: 20 }));
    const roles = element('div', { class: 'seg s', role: 'radiogroup', 'aria-label': 'What this picture gives' });
    const slider = /** @type {HTMLInputElement} */ (element('input', { class: 'slider', type: 'range', min: 5, max: 100, step: 5, 'aria-label': 'Strength' }));
    const output = element('output', { class: 'small' });
    const commit = (/** @type {Record<string, unknown>} */ set) => this.#editor.commit([{ node: id, set }], { label: 'Change anchor' });
    const showRole = radioButtons(roles, [...ANCHOR_ROLES], (role) => commit({ anchor_role: role }));
    slider.addEventListener('input', () => { output.textContent = `${slider.value} %`; fillSlider(slider); });
    slider.addEventListener('change', () => commit({ anchor_strength: Number(slider.value) / 100 }));
    const summary = element('summary', { class: 'chip' }, image, words, ' ', percent);
    const drop = element('button', { type: 'button', class: 'drop', onclick: () => this.remove(id) }, icon('x', 's'));
    const chip = element(
      'li', { class: 'anchor-chip', 'data-node': id },
      element(
        'details', { 'data-menu': true }, summary,
        element(
          'div', { class: 'menu pop up' }, roles,
          element('label', { class: 'row' }, element('span', { class: 'small two' }, 'Strength'), slider, output),
          element('button', { type: 'button', onclick: () => this.#goTo(id) }, 'Show on the board'),
        ),
      ),
      drop,
    );
    chip.addEventListener('show', (event) => {
      const node = /** @type {BoardNode} */ (/** @type {CustomEvent} */ (event).detail);
      const role = ANCHOR_ROLES.find(({ key }) => key === node.anchor_role)?.label ?? '';
      const strength = Math.round((node.anchor_strength ?? FIRST_STRENGTH) * 100);
      const source = this.#editor.config.urls.asset.replace('{id}', node.asset ?? '').replace('{level}', '128');
      if (image.getAttribute('src') !== source) image.src = source;
      words.textContent = role;
      percent.textContent = `${strength} %`;
      showRole(node.anchor_role ?? '');
      if (document.activeElement !== slider) slider.value = String(strength);
      output.textContent = `${slider.value} %`;
      fillSlider(slider);
      summary.setAttribute('aria-label', `Anchor ${node.name || 'picture'}: ${role} ${strength} %`);
      drop.setAttribute('aria-label', `Remove the anchor ${node.name || 'picture'}`);
      summary.title = node.name;
    });
    return chip;
  }

  /** @param {string} id */
  #goTo(id) {
    const box = this.#editor.bounds([id]);
    if (!box) return;
    this.#editor.selection.set([id]);
    this.#editor.viewport.flyTo(box);
  }
}
