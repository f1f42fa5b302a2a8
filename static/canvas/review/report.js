// After a blind review: how each engine fared, and who made what.

import { element } from '../elements.js';
import { RowDetails } from '../list/details.js';
import { byEngine, picturesOf } from './pictures.js';

/** @import { BoardNode } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Blind } from './blind.js' */
/** @import { ReviewView } from './view.js' */

export class Report {
  #details;
  #editor;
  #view;
  #blind;

  /** @param {{editor: Editor, view: ReviewView, blind: Blind, getJson: (url: string) => Promise<any>}} parts */
  constructor({ editor, view, blind, getJson }) {
    this.#editor = editor;
    this.#view = view;
    this.#blind = blind;
    this.#details = new RowDetails({ fetch: (since) => getJson(`${editor.config.urls.rows}?since=${since}`), changed: () => this.#tell() });
    editor.store.subscribe(() => this.#details.outdate());
    view.subscribe(() => this.#tell());
    editor.commands.register({ id: 'review.reveal', label: 'Reveal who made what', enabled: () => blind.isOn, why: () => 'in a blind review only', run: () => { void this.#reveal(); } });
  }

  async #reveal() {
    await this.#details.refresh();
    this.#blind.reveal();
    const nodes = this.#view.isOpen ? this.#view.nodes : this.#editor.store.nodesOf(picturesOf(this.#editor.store, null));
    this.#show(nodes);
  }

  /** Who made the picture that is shown, and with what, unless one judges blind. */
  #tell() {
    const { current } = this.#view;
    if (!this.#view.isOpen || !current) return;
    if (!this.#blind.isOn) void this.#details.refresh();
    const known = this.#details.of(current.id);
    this.#view.tellMaker(this.#blind.isOn ? 'engine and author hidden' : [known?.engine, known?.by && `by ${known.by}`].filter(Boolean).join(' · '));
  }

  /** @param {BoardNode[]} nodes */
  #show(nodes) {
    const rows = byEngine(nodes, ({ id }) => this.#details.of(id)?.engine ?? '');
    const cell = (/** @type {string | number} */ words, isHead = false) => element(isHead ? 'th' : 'td', isHead ? { scope: 'row' } : {}, String(words));
    const dialog = /** @type {HTMLDialogElement} */ (element('dialog', { class: 'dlg ask-text engine-report', 'aria-labelledby': 'engine-report' },
      element('h2', { class: 't15 strong', id: 'engine-report' }, 'How the engines fared'),
      element('table', {},
        element('thead', {}, element('tr', {}, ...['Engine', 'Pictures', 'Picks', 'Maybe', 'Rejected', 'Picked'].map((words) => element('th', { scope: 'col' }, words)))),
        element('tbody', {}, ...rows.map(({ engine, made, pick, maybe, reject }) => element('tr', {}, cell(engine, true), cell(made), cell(pick), cell(maybe), cell(reject), cell(`${Math.round((100 * pick) / made)} %`))))),
      element('div', { class: 'row' }, element('button', { type: 'button', class: 'btn primary', onclick: () => dialog.close() }, 'Close'))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (this.#view.isOpen) this.#view.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  }
}
