// The versions of the selected picture in the inspector: which is shown, the way to the others.

import { element, icon } from './elements.js';
import { makeCurrent } from './stack_commands.js';
import { stackOf, versionsOf } from './stacks.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

export class VersionsPanel {
  #editor;
  /** @type {HTMLElement | null} */
  #section = null;
  #shown = '';

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** @param {BoardNode[]} nodes */
  build(nodes) {
    this.#shown = '';
    this.#section = nodes.length === 1 && nodes[0].kind === 'image' ? element('section', { class: 'sec spot', 'aria-label': 'Versions' }) : null;
    return this.#section ? [this.#section] : [];
  }

  /** @param {BoardNode[]} nodes */
  update([node]) {
    const section = this.#section;
    if (!section) return;
    const { store } = this.#editor;
    const versions = stackOf(store, node);
    const count = versions.length > 1 ? 0 : versionsOf(store, node).length;
    const key = `${node.id} ${count} ${store.isLocked(node)} ${versions.map(({ id, asset }) => id + asset).join()}`;
    if (key === this.#shown) return;
    this.#shown = key;
    section.hidden = versions.length < 2 && count < 2;
    if (versions.length > 1) section.replaceChildren(...this.#stack(node, versions));
    else section.replaceChildren(element('h3', {}, 'Versions'), element('p', {}, command('stack.make', 'layers', `Stack ${count} versions`)));
  }

  /** @param {BoardNode} node @param {BoardNode[]} versions */
  #stack(node, versions) {
    const at = versions.indexOf(node);
    const isLocked = this.#editor.store.isLocked(node);
    const tiles = versions.map((version, i) => element(
      'li', {},
      element('button', {
        type: 'button', disabled: isLocked, 'aria-pressed': String(i === at), 'aria-label': `Version ${i + 1}`, title: i === at ? `Version ${i + 1}, shown` : `Make version ${i + 1} current`,
        onclick: () => makeCurrent(this.#editor, node, version),
      }, element('img', { alt: '', src: this.#editor.config.urls.asset.replace('{id}', version.asset ?? '').replace('{level}', '128') })),
    ));
    return [
      element('h3', {}, `Version ${at + 1} of ${versions.length}`, element('span', { class: 'end' },
        command('stack.previous', 'chevron-left', 'Previous version', 'Alt ←'), command('stack.next', 'chevron-right', 'Next version', 'Alt →'))),
      element('ul', {}, ...tiles),
      element('p', { class: 'row after-s' }, command('stack.lay_out', 'columns-2', 'Lay out'), command('compare.open', 'square-split-horizontal', 'Compare')),
    ];
  }
}

/** @param {string} id @param {string} name @param {string} words @param {string} [keys] an icon alone, with its keys */
function command(id, name, words, keys) {
  const attributes = keys ? { class: 'btn s sq quiet', 'aria-label': words, title: `${words}  ${keys}` } : { class: 'btn s' };
  return element('button', { type: 'button', 'data-command': id, ...attributes }, icon(name, keys ? '' : 's'), keys ? null : words);
}
