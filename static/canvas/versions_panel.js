// The versions of the selected picture in the inspector: which is seen, the way to the others.

import { element, icon } from './elements.js';
import { pictureUrl } from './picture_url.js';
import { stackOf, versionsOf } from './stacks.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { VersionPeek } from './version_peek.js' */

export class VersionsPanel {
  #editor;
  /** @type {HTMLElement | null} */
  #section = null;
  #shown = '';

  #peek;

  /** @param {Editor} editor @param {VersionPeek} peek */
  constructor(editor, peek) {
    this.#editor = editor;
    this.#peek = peek;
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
    const count = versions.length > 1 || !this.#editor.canEdit ? 0 : versionsOf(store, node).length;
    const key = `${node.id} ${this.#peek.seen(node).id} ${count} ${store.isLocked(node)} ${versions.map(({ id, asset }) => id + asset).join()}`;
    if (key === this.#shown) return;
    this.#shown = key;
    section.hidden = versions.length < 2 && count < 2;
    if (versions.length > 1) section.replaceChildren(...this.#stack(node, versions));
    else section.replaceChildren(element('h3', {}, 'Versions'), element('p', {}, command('stack.make', 'layers', `Stack ${count} versions`)));
  }

  /** @param {BoardNode} node @param {BoardNode[]} versions */
  #stack(node, versions) {
    const at = versions.indexOf(this.#peek.seen(node));
    const isCurrent = versions[at] === node;
    const tiles = versions.map((version, i) => element(
      'li', {},
      element('button', {
        type: 'button', 'aria-pressed': String(i === at), 'aria-label': `Version ${i + 1}`, title: version === node ? `Version ${i + 1}, current` : `See version ${i + 1}`,
        onclick: () => this.#peek.show(node, version),
      }, element('img', { alt: '', src: pictureUrl(this.#editor.config, version.asset) })),
    ));
    const acts = this.#editor.canEdit
      ? [isCurrent ? null : command('stack.make_current', 'check', 'Make current', '', 'Make this version current for everybody  Alt ⏎'), command('stack.lay_out', 'columns-2', 'Lay out')] : [];
    return [
      element('h3', {}, `Version ${at + 1} of ${versions.length}`, element('span', { class: 'end' },
        command('stack.previous', 'chevron-left', 'Previous version', 'Alt ←'), command('stack.next', 'chevron-right', 'Next version', 'Alt →'))),
      element('ul', {}, ...tiles),
      isCurrent ? null : element('p', { class: 'hint' }, `Seen by you alone: version ${versions.indexOf(node) + 1} is current.`),
      element('p', { class: 'row after-s' }, ...acts, command('compare.open', 'square-split-horizontal', 'Compare')),
    ].filter((part) => part !== null);
  }
}

/** @param {string} id @param {string} name @param {string} words @param {string} [keys] an icon alone, with its keys
 * @param {string} [title] */
function command(id, name, words, keys, title) {
  const attributes = keys ? { class: 'btn s sq quiet', 'aria-label': words, title: `${words}  ${keys}` } : { class: 'btn s', ...(title ? { title } : {}) };
  return element('button', { type: 'button', 'data-command': id, ...attributes }, icon(name, keys ? '' : 's'), keys ? null : words);
}
