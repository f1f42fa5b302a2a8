// Find (Ctrl+F): what was typed, what holds it, and the way there. Beside the board, not over it.

import { element, icon, radioButtons } from './elements.js';
import { FILTERS, findNodes } from './find.js';
import { marked } from './key_caps.js';
import { pictureUrl } from './picture_url.js';

/** @import { BoardNode, Box } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Filter, Hit, Remote } from './find.js' */

const MOST_ROWS = 200;
const ASK_AFTER_MS = 180;
const AGAIN_AFTER_MS = 400;
const ASK_AGAIN_AFTER_MS = 3_000;
const CLOSEST_ZOOM = 1;
const ICONS = { image: 'image', generation: 'clock', frame: 'frame', note: 'sticky-note', text: 'type', shape: 'square', line: 'slash', mask: 'contrast' };

/** @typedef {{found: ({node: string} & Remote)[], has_more: boolean}} Answer */

export class FindPanel {
  #editor;
  #ask;
  #root;
  #field;
  #list;
  #count;
  #showFilter;
  /** @type {Filter} */
  #filter = 'all';
  /** @type {Hit[]} */
  #hits = [];
  #at = -1;
  /** @type {Map<string, Remote>} what the server found for `#asked` */
  #remote = new Map();
  #asked = '';
  /** @type {any} asks the server when the typing pauses */
  #askTimer = null;
  /** @type {any} looks again after the board changed */
  #againTimer = null;
  /** @type {any} */
  #askAgainTimer = null;
  /** What was seen and selected before. @type {{box: Box, zoom: number, ids: string[]} | null} */
  #before = null;

  /**
   * @param {Editor} editor @param {HTMLElement} page
   * @param {(query: string) => Promise<Answer>} ask the server, which knows prompts and engines; not asked for guests
   */
  constructor(editor, page, ask) {
    this.#editor = editor;
    this.#ask = ask;
    this.#field = /** @type {HTMLInputElement} */ (element('input', {
      type: 'text', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Find on this board', 'aria-controls': 'find-list',
      placeholder: editor.config.is_guest ? 'Find names and notes' : 'Find names, notes, prompts, people', oninput: () => this.#typed(),
    }));
    this.#count = element('span', { class: 'small three', role: 'status' });
    this.#list = element('ul', { id: 'find-list', 'aria-label': 'Found' });
    const filters = element('div', { class: 'filters', role: 'radiogroup', 'aria-label': 'Kind' });
    this.#showFilter = radioButtons(filters, Object.entries(FILTERS).map(([key, label]) => ({ key, label })), (key) => { this.#choose(/** @type {Filter} */ (key)); });
    this.#root = element(
      'section', { id: 'find', class: 'pop', role: 'search', 'aria-label': 'Find on this board', hidden: true },
      element('div', { class: 'search' }, icon('search'), this.#field, this.#count, this.#button('Close and stay here', 'x', () => this.close())),
      element('div', { class: 'row tools' }, filters),
      this.#list,
      element('p', { class: 'foot small three' }, '⏎ next · Shift ⏎ previous · Esc goes back'),
    );
    this.#root.addEventListener('keydown', (event) => this.#keyDown(event));
    this.#list.addEventListener('click', (event) => {
      const row = /** @type {HTMLElement} */ (event.target).closest('li[data-at]');
      if (row instanceof HTMLElement) this.#go(Number(row.dataset.at));
    });
    page.append(this.#root);
    editor.store.subscribe(() => { if (!this.#root.hidden) this.#again(); });
    editor.on('mode', ({ mode }) => { if (mode !== 'canvas') this.close(); });
    this.#registerCommands();
  }

  #registerCommands() {
    const { commands } = this.#editor;
    const isOpen = () => !this.#root.hidden;
    commands.register({ id: 'find.open', label: 'Find on this board', keys: 'Mod+F', mode: 'canvas', icon: 'search', whileTyping: true, run: () => this.open() });
    commands.register({ id: 'find.next', label: 'Next that was found', keys: 'F3', mode: 'canvas', enabled: isOpen, why: () => 'find something first', whileTyping: true, run: () => this.#step(1) });
    commands.register({ id: 'find.previous', label: 'Previous that was found', keys: 'Shift+F3', mode: 'canvas', enabled: isOpen, why: () => 'find something first', whileTyping: true, run: () => this.#step(-1) });
  }

  open() {
    if (this.#root.hidden) {
      const { viewport, selection } = this.#editor;
      this.#before = { box: viewport.visibleBox(), zoom: viewport.zoom, ids: [...selection.ids] };
      this.#root.hidden = false;
      this.#editor.emit('layout');
      this.#showFilter(this.#filter);
      this.#typed();
    }
    this.#field.focus();
    this.#field.select();
  }

  /** Stay where it led to, or with `returns` go back to where it was opened. */
  close({ returns = false } = {}) {
    if (this.#root.hidden) return;
    clearTimeout(this.#askTimer);
    const hadFocus = this.#root.contains(document.activeElement);
    this.#root.hidden = true;
    this.#editor.emit('layout');
    if (returns && this.#before && this.#at >= 0) {
      this.#editor.selection.set(this.#before.ids);
      this.#editor.viewport.flyTo(this.#before.box, { padding: 0, mostZoom: this.#before.zoom });
    }
    if (hadFocus) document.getElementById('stage')?.focus({ preventScroll: true });
  }

  /** @param {string} label @param {string} image @param {() => void} run */
  #button(label, image, run) {
    return element('button', { type: 'button', class: 'btn s sq quiet', 'aria-label': label, title: label, onclick: run }, icon(image));
  }

  #typed() {
    this.#at = -1;
    this.#find();
    const query = this.#field.value.trim();
    clearTimeout(this.#askTimer);
    if (query && query !== this.#asked && !this.#editor.config.is_guest) this.#askTimer = setTimeout(() => { void this.#askServer(query); }, ASK_AFTER_MS);
  }

  /** Many changes in a row are looked at once, and the server is asked again more seldom. */
  #again() {
    this.#againTimer ??= setTimeout(() => {
      this.#againTimer = null;
      if (!this.#root.hidden) this.#find();
    }, AGAIN_AFTER_MS);
    this.#askAgainTimer ??= setTimeout(() => {
      this.#askAgainTimer = null;
      const query = this.#field.value.trim();
      if (query && !this.#root.hidden && !this.#editor.config.is_guest) void this.#askServer(query);
    }, ASK_AGAIN_AFTER_MS);
  }

  /** @param {string} query */
  async #askServer(query) {
    try {
      const { found } = await this.#ask(query);
      if (query !== this.#field.value.trim()) return; // somebody went on typing
      this.#asked = query;
      this.#remote = new Map(found.map((one) => [one.node, one]));
      this.#find();
    } catch {
      this.#count.title = 'The server was not reached: prompts of finished pictures were not looked at.';
    }
  }

  #find() {
    const { config, renderer } = this.#editor;
    const chosen = this.#hits[this.#at]?.node.id;
    const query = this.#field.value.trim();
    const nodes = renderer.scene.ordered().map(({ node }) => node);
    const remote = query === this.#asked ? this.#remote : new Map();
    this.#hits = findNodes(nodes, query, { filter: this.#filter, seesPrompts: !config.is_guest, remote });
    this.#at = chosen ? this.#hits.findIndex(({ node }) => node.id === chosen) : -1;
    this.#show();
  }

  /** @param {Filter} filter */
  #choose(filter) {
    this.#filter = filter;
    this.#showFilter(filter);
    this.#at = -1;
    this.#find();
  }

  #show() {
    const rows = this.#hits.slice(0, MOST_ROWS).map((hit, at) => this.#row(hit, at));
    const left = this.#hits.length - rows.length;
    if (left > 0) rows.push(element('li', { class: 'three small more' }, `and ${left} more: Enter goes on to them, another word makes them fewer`));
    if (!this.#hits.length && this.#field.value.trim()) rows.push(element('li', { class: 'three more' }, this.#filter === 'all' ? 'Nothing on this board holds these words.' : `None here: look under ${FILTERS.all}.`));
    this.#list.replaceChildren(...rows);
    this.#list.hidden = rows.length === 0;
    this.#showPlace();
  }

  /** @param {Hit} hit @param {number} at */
  #row({ node, field, text, marks }, at) {
    const title = node.name || (field === 'text' ? '' : node.text?.slice(0, 80)) || '';
    const isTitle = field === 'name' || !title;
    return element(
      'li', { 'data-at': at }, this.#thumbnail(node),
      element(
        'span', { class: 'words' },
        element('span', { class: 'cut' }, ...(isTitle ? marked(text, marks) : [title])),
        isTitle ? this.#where(node) : element('span', { class: 'cut small three' }, ...marked(text, marks)),
      ),
    );
  }

  /** @param {BoardNode} node */
  #where(node) {
    const frame = this.#editor.store.parentOf(node);
    return frame ? element('span', { class: 'cut small three' }, `in ${frame.name || 'a frame'}`) : null;
  }

  /** @param {BoardNode} node */
  #thumbnail({ kind, asset }) {
    if (kind !== 'image' || !asset) return element('span', { class: 'thumb' }, icon(ICONS[kind]));
    const src = pictureUrl(this.#editor.config, asset);
    return element('img', { class: 'thumb', src, alt: '', loading: 'lazy', decoding: 'async' });
  }

  #showPlace() {
    const total = this.#hits.length;
    this.#count.textContent = !this.#field.value.trim() ? '' : this.#at < 0 ? `${total} found` : `${this.#at + 1} of ${total}`;
    for (const row of this.#list.children) {
      const isHere = /** @type {HTMLElement} */ (row).dataset.at === String(this.#at);
      if (isHere) row.setAttribute('aria-current', 'true');
      else row.removeAttribute('aria-current');
      if (isHere) row.scrollIntoView({ block: 'nearest' });
    }
  }

  /** @param {number} by */
  #step(by) {
    const total = this.#hits.length;
    if (!total) return;
    this.#go(this.#at < 0 ? (by > 0 ? 0 : total - 1) : (this.#at + by + total) % total);
  }

  /** @param {number} at */
  #go(at) {
    const node = this.#hits[at]?.node;
    if (!node) return;
    this.#at = at;
    this.#showPlace();
    this.#editor.selection.set([node.id]);
    this.#editor.viewport.flyTo(node, { mostZoom: CLOSEST_ZOOM });
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    if (event.isComposing) return;
    const isField = event.target === this.#field;
    if (event.key === 'Escape') this.close({ returns: true });
    else if (isField && event.key === 'Enter') this.#step(event.shiftKey ? -1 : 1);
    else if (isField && event.key === 'ArrowDown') this.#step(1);
    else if (isField && event.key === 'ArrowUp') this.#step(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
