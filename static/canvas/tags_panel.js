// Tags of one thing or of several: what all have, what only some have, and a field for more.

import { InvalidChange } from './changes.js';
import { element, icon } from './elements.js';
import { countOf } from './nouns.js';

/** @import { BoardNode, Change } from './types.js' */
/** @import { Editor } from './editor.js' */

// As the server takes them.
const MOST_TAGS = 16;
const LONGEST_TAG = 40;

export class TagsPanel {
  #editor;
  #list = element('ul', { class: 'tags', 'aria-label': 'Tags' });
  #known = element('datalist', { id: 'known-tags' });
  #shown = '';
  /** @type {HTMLInputElement|null} */
  #field = null;

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  build() {
    this.#shown = '\n';
    const field = /** @type {HTMLInputElement} */ (element('input', {
      class: 'field', type: 'text', maxlength: LONGEST_TAG, placeholder: 'Add a tag', 'aria-label': 'Add a tag', list: 'known-tags', autocomplete: 'off',
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'Escape') field.blur();
        if (event.key !== 'Enter' || event.isComposing) return;
        event.preventDefault();
        if (this.#add(field.value)) field.value = '';
      },
      onfocus: () => this.#offer(),
    }));
    this.#field = field;
    return [element('section', { class: 'sec' }, element('h3', {}, 'Tags'), element('div', { class: 'rows' }, this.#list, field, this.#known))];
  }

  /** @param {BoardNode[]} nodes */
  update(nodes) {
    const isLocked = nodes.every((node) => this.#editor.store.isLocked(node));
    if (this.#field) this.#field.disabled = isLocked;
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { tags = [] } of nodes) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const shown = JSON.stringify([isLocked, ...[...counts].map(([tag, count]) => [tag, count === nodes.length])]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list.hidden = !counts.size;
    this.#list.replaceChildren(...[...counts].map(([tag, count]) => element('li', { class: count === nodes.length ? 'chip' : 'chip line' },
      element('span', { class: 'cut', title: count === nodes.length ? tag : `${tag}: ${count} of ${nodes.length}` }, tag),
      element('button', { type: 'button', 'aria-label': `Remove tag ${tag}`, title: 'Remove', disabled: isLocked, onclick: () => this.#remove(tag) }, icon('x', 's')))));
  }

  /** Tags in use on the board, to pick from. */
  #offer() {
    const tags = new Set([...this.#editor.store.nodes()].flatMap((node) => node.tags ?? []));
    this.#known.replaceChildren(...[...tags].sort().map((tag) => element('option', { value: tag })));
  }

  /** @param {string} typed @returns {boolean} whether it was taken */
  #add(typed) {
    const tag = typed.trim();
    if (!tag) return false;
    const nodes = this.#editor.unlockedNodes().filter(({ tags = [] }) => !tags.includes(tag));
    if (nodes.some(({ tags = [] }) => tags.length >= MOST_TAGS)) {
      this.#editor.emit('notice', { message: `A thing has at most ${MOST_TAGS} tags. Remove one first.`, kind: 'info' });
      return false;
    }
    try {
      this.#commit(nodes, (tags) => [...tags, tag], `Tag ${countOf(nodes)}`);
    } catch (error) {
      if (!(error instanceof InvalidChange)) throw error;
      this.#editor.emit('notice', { message: 'This cannot be a tag. Use letters, figures and spaces, at most 40.', kind: 'info' });
      return false;
    }
    return true;
  }

  /** @param {string} tag */
  #remove(tag) {
    const nodes = this.#editor.unlockedNodes().filter(({ tags = [] }) => tags.includes(tag));
    this.#commit(nodes, (tags) => tags.filter((one) => one !== tag), `Take a tag off ${countOf(nodes)}`);
  }

  /** @param {BoardNode[]} nodes @param {(tags: string[]) => string[]} next @param {string} label */
  #commit(nodes, next, label) {
    const changes = nodes.map(({ id, tags = [] }) => /** @type {Change} */ ({ node: id, set: { tags: next(tags) } }));
    this.#editor.commit(changes, { label });
  }
}
