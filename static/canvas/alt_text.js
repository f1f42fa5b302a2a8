// The text for who cannot see a picture: in the inspector, suggested from the prompt.

import { InvalidChange } from './changes.js';
import { element } from './elements.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

const MOST = 1_000; // characters, as the server takes them
const MOST_SUGGESTED = 250;

/** The prompt as a sentence, without settings: twin of `suggested_alt` in canvas/export_plan.py.
 * @param {string} prompt */
export function suggestedAlt(prompt) {
  const words = [...prompt.split(' --')[0].split(/\s+/).filter(Boolean).join(' ')].slice(0, MOST_SUGGESTED).join('').replace(/[ ,;.]+$/, '');
  const [first = '', ...rest] = words;
  return first.toUpperCase() + rest.join('');
}

export class AltPanel {
  #editor;
  #suggestion;
  /** @type {HTMLTextAreaElement | null} */
  #field = null;
  /** Of the picture that is shown. */
  #suggested = '';

  /** @param {Editor} editor @param {(node: BoardNode) => Promise<string>} promptOf */
  constructor(editor, promptOf) {
    this.#editor = editor;
    this.#suggestion = promptOf;
  }

  /** @param {BoardNode[]} nodes */
  build(nodes) {
    this.#field = null;
    const [node] = nodes;
    if (nodes.length !== 1 || node.kind !== 'image') return [];
    const field = /** @type {HTMLTextAreaElement} */ (element('textarea', {
      class: 'field', rows: 3, maxlength: MOST, 'aria-label': 'Alt text', 'aria-describedby': 'alt-hint',
      onchange: () => this.#set(field.value),
    }));
    this.#field = field;
    this.#suggested = '';
    const use = element('button', { type: 'button', class: 'btn s', hidden: true, onclick: () => { this.#set(this.#suggested); } }, 'Use the suggestion');
    void this.#suggestion(node).then((prompt) => {
      if (this.#field !== field) return;
      this.#suggested = suggestedAlt(prompt);
      field.placeholder = this.#suggested || 'What does it show?';
      use.hidden = !this.#suggested;
    });
    return [element('section', { class: 'sec alt-text' }, element('h3', {}, 'Alt text'), field,
      element('p', { class: 'hint', id: 'alt-hint' }, 'Read out instead of the picture, also where it is exported. Empty: what the prompt says.'), element('div', { class: 'row' }, use))];
  }

  /** @param {BoardNode[]} nodes */
  update([node]) {
    if (!this.#field) return;
    if (this.#field !== document.activeElement) this.#field.value = node.alt ?? '';
    this.#field.disabled = this.#editor.store.isLocked(node);
  }

  /** @param {string} typed */
  #set(typed) {
    const [node] = this.#editor.unlockedNodes();
    const alt = typed.trim();
    if (!node || alt === (node.alt ?? '')) return;
    try {
      this.#editor.commit([{ node: node.id, set: { alt } }], { label: 'Write the alt text' });
    } catch (error) {
      if (!(error instanceof InvalidChange)) throw error;
      this.#editor.emit('notice', { message: 'This cannot be an alt text: it holds control characters.', kind: 'info' });
    }
  }
}
