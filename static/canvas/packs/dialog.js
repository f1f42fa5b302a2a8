// The dialog of anchor packs: the server draws it; the anchors in the prompt go along with its forms.

/** @import { Anchors } from '../anchors.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Packs } from './packs.js' */

import { counted } from '../generation_form.js';

/** @typedef {{ajax: (verb: string, url: string, options: {target: string, swap: string}) => Promise<void>}} Htmx */

export class PackDialog {
  #editor;
  #anchors;
  #packs;
  #slot;
  /** The row that was changed last: it stays open. */
  #openRow = '';

  /** @param {Editor} editor @param {Anchors} anchors @param {Packs} packs @param {HTMLElement} slot where dialogs go */
  constructor(editor, anchors, packs, slot) {
    this.#editor = editor;
    this.#anchors = anchors;
    this.#packs = packs;
    this.#slot = slot;
    slot.addEventListener('htmx:afterSwap', () => this.#show());
    slot.addEventListener('htmx:configRequest', (event) => this.#send(event));
    slot.addEventListener('click', (event) => this.#click(event));
    slot.addEventListener('packs-changed', (event) => this.#changed(event));
  }

  open() {
    const htmx = /** @type {{htmx: Htmx}} */ (/** @type {unknown} */ (window)).htmx;
    void htmx.ajax('GET', this.#editor.config.urls.packs, { target: '#dialogs', swap: 'innerHTML' });
  }

  #show() {
    const row = this.#openRow ? this.#slot.querySelector(`#${this.#openRow} details`) : null;
    if (row instanceof HTMLDetailsElement) row.open = true;
    const count = this.#anchors.nodes().length;
    for (const words of this.#slot.querySelectorAll('[data-anchors-said]')) {
      words.textContent = count
        ? `The prompt has ${counted(count, 'anchor')}. Save ${count === 1 ? 'it' : 'them'} with role and strength:`
        : 'To make a pack, choose anchors in the prompt first: drag pictures onto it, or write @.';
    }
    for (const button of this.#slot.querySelectorAll('[data-needs-anchors]')) {
      /** @type {HTMLButtonElement} */ (button).disabled = count === 0;
    }
  }

  /** @param {Event} event htmx asks what to send */
  #send(event) {
    if (!(event.target instanceof Element)) return;
    this.#openRow = event.target.closest('.pack-list > li')?.id ?? '';
    if (!event.target.matches('[data-with-anchors]')) return;
    const anchors = this.#anchors.asked().map(({ node, role, strength }) => ({ node, role, strength }));
    /** @type {CustomEvent} */ (event).detail.parameters.anchors = JSON.stringify(anchors);
  }

  /** @param {Event} event */
  #click(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-use-pack]'));
    if (button?.dataset.usePack) void this.#use(button.dataset.usePack);
  }

  /** As it is now: the dialog may have stood open for long. @param {string} id */
  async #use(id) {
    await this.#packs.refresh();
    this.#slot.querySelector('dialog')?.close();
    const pack = this.#packs.newest(id);
    if (pack) this.#packs.use(pack);
    else this.#editor.emit('notice', { message: 'The pack was not reached. Check the connection and try again.', kind: 'bad' });
  }

  /** @param {Event} event */
  #changed(event) {
    const { made } = /** @type {CustomEvent} */ (event).detail;
    if (made) this.#packs.made(made);
    void this.#packs.refresh();
  }
}
