// Beside the large picture: its risk and its decisions, as the server draws them.

import { loadPanel } from '../panels.js';

/** @import { Editor } from '../editor.js' */
/** @import { ReviewView } from './view.js' */

/** Quick steps through pictures ask for the last one only. */
const SETTLE_MS = 200;

export class DecisionPanel {
  /** What is shown, or on its way. */
  #shown = '';
  #timer = 0;
  #editor;
  #view;
  #root;

  /** @param {Editor} editor @param {ReviewView} view @param {HTMLElement} root */
  constructor(editor, view, root) {
    this.#editor = editor;
    this.#view = view;
    this.#root = root;
    view.subscribe(() => this.#show());
    document.addEventListener('risk-changed', () => { this.#shown = ''; if (view.isOpen) this.#show(); });
  }

  #show() {
    const node = this.#view.current;
    const key = node ? [node.id, node.asset, node.review, node.risk].join(' ') : '';
    if (key === this.#shown) return;
    this.#shown = key;
    window.clearTimeout(this.#timer);
    if (!node) {
      this.#root.replaceChildren();
      return;
    }
    this.#root.setAttribute('aria-busy', 'true');
    this.#timer = window.setTimeout(async () => {
      const hasArrived = await loadPanel(this.#root, this.#editor.config.urls.review_panel.replace('{id}', node.id));
      if (this.#shown !== key) return;
      this.#root.removeAttribute('aria-busy');
      if (!hasArrived) this.#shown = ''; // its next change asks again
    }, SETTLE_MS);
  }
}
