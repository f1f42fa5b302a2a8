// The trash of a board: what was deleted lately, and how to get it back. The server restores, since it
// alone still knows all of it; here it is one step that can be undone.

import { ApiError } from './api.js';
import { element, icon } from './elements.js';
import { counted } from './generation_form.js';
import { pictureUrl } from './picture_url.js';

/** @import { BoardNode } from './types.js' */
/** @import { Api } from './api.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** @typedef {{node: BoardNode, deleted_at: string, by: string}} Deleted */

const KIND_NAMES = {
  image: 'Picture', generation: 'Unfinished picture', frame: 'Frame', note: 'Note', mask: 'Mask', text: 'Text', shape: 'Shape', line: 'Line',
};

/** The server takes no more in one request. */
const MOST_AT_ONCE = 500;

export class TrashPanel {
  #editor;
  #slot;
  #api;
  #toasts;
  /** @type {Deleted[]} */
  #items = [];
  /** @type {Set<string>} ids */
  #chosen = new Set();
  /** @type {HTMLDialogElement | null} */
  #dialog = null;

  /** @param {{editor: Editor, slot: HTMLElement, api: Api, toasts: Toasts}} parts slot: where dialogs go */
  constructor({ editor, slot, api, toasts }) {
    this.#editor = editor;
    this.#slot = slot;
    this.#api = api;
    this.#toasts = toasts;
  }

  async open() {
    const dialog = /** @type {HTMLDialogElement} */ (element('dialog', { class: 'dlg trash-dialog', 'aria-labelledby': 'trash-title' }));
    this.#dialog = dialog;
    this.#chosen.clear();
    dialog.append(
      element(
        'header', { class: 'row dlg-head' }, element('h2', { class: 't20 grow', id: 'trash-title' }, 'Trash'),
        element('button', { type: 'button', class: 'btn sq quiet', 'data-close': true, 'aria-label': 'Close', title: 'Close (Esc)' }, icon('x')),
      ),
      element('div', { class: 'dlg-body', 'data-body': true }, element('p', { class: 'two', role: 'status' }, 'Looking…')),
    );
    dialog.addEventListener('close', () => { dialog.remove(); this.#dialog = null; });
    this.#slot.replaceChildren(dialog);
    dialog.showModal();
    await this.#load();
  }

  /** @param {string} [after] where the page before ended */
  async #load(after = '') {
    try {
      const query = after ? `?${new URLSearchParams({ after })}` : '';
      const response = await fetch(this.#editor.config.urls.trash + query, { headers: { Accept: 'application/json' } });
      if (!response.ok) throw new Error(String(response.status));
      const { items, days, next } = await response.json();
      // What came back meanwhile, here or by somebody else, is in the trash no more.
      const deleted = items.filter((/** @type {Deleted} */ { node }) => !this.#editor.store.node(node.id));
      this.#items = after ? [...this.#items, ...deleted] : deleted;
      this.#show(days, next);
    } catch {
      this.#say('The trash was not reached. Check the connection, close this and try again.');
    }
  }

  /** @param {string} words */
  #say(words) {
    this.#body()?.replaceChildren(element('p', { class: 'two', role: 'status' }, words));
  }

  #body() {
    return this.#dialog?.querySelector('[data-body]');
  }

  /** @param {number} days @param {string} next where earlier ones begin, if there are any */
  #show(days, next) {
    if (!this.#items.length && next) {
      void this.#load(next);
      return;
    }
    if (!this.#items.length) {
      this.#say(`Nothing was deleted from this board in the last ${days} days.`);
      return;
    }
    const list = element('ul', { class: 'trash-list', role: 'list' }, ...this.#items.map((item) => this.#row(item)));
    if (next) list.append(element('li', {}, element('button', { type: 'button', class: 'btn wide', onclick: () => { void this.#earlier(next); } }, 'Show earlier')));
    const restore = element('button', { type: 'button', class: 'btn primary', 'data-restore': true, onclick: () => { void this.#restore([...this.#chosen]); } }, 'Restore');
    const all = element('button', { type: 'button', class: 'btn', onclick: () => { void this.#restore(this.#items.map(({ node }) => node.id)); } }, next ? `Restore these ${this.#items.length}` : 'Restore all');
    this.#body()?.replaceChildren(
      element('p', { class: 'small three' }, `Things stay here for ${days} days. They come back where they were, with their links.`),
      list, element('footer', { class: 'row' }, element('span', { class: 'grow small three', 'data-count': true, role: 'status' }), all, restore),
    );
    this.#showChosen();
  }

  /** The list stays where it was, and who came by keyboard goes on from there. @param {string} next */
  async #earlier(next) {
    const list = this.#body()?.querySelector('.trash-list');
    const top = list?.scrollTop ?? 0;
    const count = this.#items.length;
    await this.#load(next);
    const grown = this.#body()?.querySelector('.trash-list');
    if (!grown) return;
    grown.scrollTop = top;
    /** @type {HTMLElement | null} */ (grown.children[count]?.querySelector('input'))?.focus({ preventScroll: true });
  }

  /** @param {Deleted} item */
  #row({ node, deleted_at: when, by }) {
    const box = /** @type {HTMLInputElement} */ (element('input', { type: 'checkbox', 'aria-label': `Choose ${nameOf(node)}` }));
    box.addEventListener('change', () => {
      this.#choose(node.id, box.checked);
      this.#showChosen();
    });
    const time = new Date(when);
    return element(
      'li', {}, element(
        'label', { class: 'row' }, box, this.#picture(node),
        element(
          'span', { class: 'grow' }, element('b', { class: 'cut' }, nameOf(node)),
          element('span', { class: 'small three' }, KIND_NAMES[node.kind] ?? 'Thing', by ? ` · ${by}` : '', ' · ', element('time', { datetime: when, title: time.toLocaleString() }, time.toLocaleString(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }))),
        ),
      ),
    );
  }

  /** @param {BoardNode} node */
  #picture(node) {
    if (!node.asset) return element('span', { class: 'thumb', 'aria-hidden': 'true' });
    const url = pictureUrl(this.#editor.config, node.asset);
    return element('img', { class: 'thumb', src: url, alt: '', loading: 'lazy' });
  }

  /** A frame takes along what lay in it. @param {string} id @param {boolean} isChosen */
  #choose(id, isChosen) {
    if (isChosen) this.#chosen.add(id);
    else this.#chosen.delete(id);
    for (const { node } of this.#items) if (node.parent === id) this.#choose(node.id, isChosen);
  }

  #showChosen() {
    const rows = this.#dialog?.querySelectorAll('.trash-list input') ?? [];
    rows.forEach((box, i) => { /** @type {HTMLInputElement} */ (box).checked = this.#chosen.has(this.#items[i].node.id); });
    const button = /** @type {HTMLButtonElement | null | undefined} */ (this.#dialog?.querySelector('[data-restore]'));
    if (button) button.disabled = this.#chosen.size === 0;
    const count = this.#dialog?.querySelector('[data-count]');
    if (count) count.textContent = this.#chosen.size ? `${this.#chosen.size} chosen` : '';
  }

  /** @param {string[]} ids */
  async #restore(ids) {
    this.#dialog?.close();
    try {
      const back = await this.#backFrom(ids);
      const label = `Restore ${counted(back.length, 'thing')}`;
      this.#editor.history.push({ label, changes: back.map((id) => ({ node: id, delete: true })), opIds: [] });
      this.#toasts.say(`${counted(back.length, 'thing')} restored.`, { action: { label: 'Undo', run: () => this.#editor.undo() } });
      this.#whenThere(back);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#toasts.bad(error.message);
    }
  }

  /** Frames first, so that what lay in them finds them there. @param {string[]} ids @returns {Promise<string[]>} */
  async #backFrom(ids) {
    const frames = new Set(this.#items.filter(({ node }) => node.kind === 'frame').map(({ node }) => node.id));
    const ordered = [...ids].sort((a, b) => Number(frames.has(b)) - Number(frames.has(a)));
    const back = [];
    for (let i = 0; i < ordered.length; i += MOST_AT_ONCE) back.push(...await this.#api.restore(ordered.slice(i, i + MOST_AT_ONCE)));
    return back;
  }

  /** The op that brings them back may come after the answer. @param {string[]} ids */
  #whenThere(ids) {
    const show = () => {
      if (!ids.every((id) => this.#editor.store.node(id))) return false;
      this.#editor.selection.set(ids);
      const box = this.#editor.bounds(ids);
      if (box) this.#editor.viewport.flyTo(box);
      return true;
    };
    if (show()) return;
    const stop = this.#editor.store.subscribe(() => { if (show()) stop(); });
  }
}

/** @param {BoardNode} node */
function nameOf(node) {
  return node.name || node.text?.split('\n', 1)[0].slice(0, 60) || (KIND_NAMES[node.kind] ?? 'Thing');
}
