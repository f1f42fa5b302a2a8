// The board as a list: the same things and the same actions, one row each. Only the rows in view are elements;
// the grid itself keeps the focus, so that nothing that others do takes it away.

import { element, find, icon } from '../elements.js';
import { counted } from '../generation_form.js';
import { sayNode } from '../node_words.js';
import { registerListActions, moveToFrame } from './actions.js';
import { RowDetails } from './details.js';
import { Judging } from './judging.js';
import { drawRow, makeRow } from './row.js';
import { arrange, rowOf } from './rows.js';

/** @import { Editor } from '../editor.js' */
/** @import { Blind } from '../review/blind.js' */
/** @import { Decisions } from '../review/decisions.js' */
/** @import { Row, SortKey } from './rows.js' */

const ROW_PX = 44;
const HEAD_PX = 32;
/** Rows drawn beyond the view on either side. */
const MARGIN_ROWS = 6;
const TYPED_FOR_MS = 800;
const UPDATE_AFTER_MS = 120;

/** @type {[SortKey, string][]} */
const COLUMNS = [['place', ''], ['title', 'Name'], ['kind', 'Kind'], ['state', 'State'], ['prompt', 'Prompt'], ['frame', 'Frame'], ['area', 'Size'], ['by', 'By'], ['madeAt', 'When'], ['risk', 'Risk'], ['comments', 'Comments']];

export class ListView {
  #editor;
  #root;
  #panel;
  #grid;
  #body;
  #filter;
  #count;
  #bar;
  #details;
  #blind;
  #judging;
  #announcer;
  #revealer = element('button', { type: 'button', class: 'btn s', 'data-command': 'review.reveal', title: 'Show who made what, and how each engine fared', hidden: true }, icon('eye-off', 's'), 'Blind · Reveal');
  /** @type {Row[]} */
  #rows = [];
  /** @type {Map<string, number>} */
  #places = new Map();
  /** @type {{key: SortKey, isDown: boolean}} */
  #sort = { key: 'place', isDown: false };
  /** The row that the keyboard is on, and where a range with Shift began. @type {string | null} */
  #active = null;
  /** @type {string | null} */
  #from = null;
  /** @type {HTMLElement[]} reused */
  #pool = [];
  #typed = { text: '', at: 0 };
  /** @type {any} */
  #timer = null;
  #isOpen = false;

  /** Threads on each picture. @type {Map<string, number>} */
  #comments = new Map();

  /** @param {Editor} editor @param {HTMLElement} root the page's #board @param {(url: string) => Promise<any>} getJson
   * @param {{blind: Blind, decisions: Decisions}} review */
  constructor(editor, root, getJson, { blind, decisions }) {
    this.#editor = editor;
    this.#blind = blind;
    this.#judging = new Judging(editor, decisions, (words) => { this.#announcer.textContent = words; });
    this.#root = root;
    this.#announcer = find(root, '#announcer');
    this.#details = new RowDetails({ fetch: (since) => getJson(`${editor.config.urls.rows}?since=${since}`), changed: () => this.#later() });
    this.#filter = /** @type {HTMLInputElement} */ (element('input', { type: 'search', class: 'field', placeholder: 'Filter', 'aria-label': 'Filter the list' }));
    this.#count = element('span', { class: 'small three', role: 'status' });
    this.#bar = this.#buildBar();
    this.#body = element('div', { role: 'rowgroup', class: 'list-body' });
    this.#grid = element('div', {
      class: 'list-grid', role: 'grid', tabindex: '0', 'aria-label': `Things on ${editor.config.board.title}`, 'aria-multiselectable': 'true', 'aria-colcount': COLUMNS.length,
    }, this.#buildHead(), this.#body);
    this.#panel = element('section', { id: 'list-view', 'aria-label': 'List view', 'data-guest': editor.config.is_guest, hidden: true }, element('div', { class: 'list-top row' }, this.#filter, this.#count, this.#revealer, this.#bar), this.#grid);
    find(root, '#stage').after(this.#panel);
    this.#listen();
    registerListActions(editor, () => this.#isOpen);
    blind.subscribe(() => { root.toggleAttribute('data-blind', blind.isOn); this.#revealer.hidden = !blind.isOn; this.#later(); });
    editor.commands.register({ id: 'view.list', label: 'List view', keys: 'Shift+L', mode: 'canvas', run: () => this.toggle() });
    editor.commands.register({
      id: 'list.show_on_board', label: 'Show on the board', mode: 'canvas', why: () => (this.#isOpen ? '' : 'in the list view only'), enabled: () => this.#isOpen && editor.selection.ids.size > 0,
      run: () => { this.toggle(); editor.commands.run('zoom.selection'); },
    });
  }

  toggle() {
    this.#isOpen = !this.#isOpen;
    this.#panel.hidden = !this.#isOpen;
    this.#root.toggleAttribute('data-list', this.#isOpen);
    for (const button of this.#root.querySelectorAll('[data-command="view.list"]')) button.setAttribute('aria-pressed', String(this.#isOpen));
    if (!this.#isOpen) {
      find(this.#root, '#stage').focus({ preventScroll: true });
      return;
    }
    this.#active = [...this.#editor.selection.ids].at(-1) ?? null;
    this.#update();
    this.#grid.focus({ preventScroll: true });
    if (this.#active) this.#reveal(this.#active);
  }

  /** @param {Iterable<{node: string | null}>} threads all of the board */
  countComments(threads) {
    this.#comments = new Map();
    for (const { node } of threads) if (node) this.#comments.set(node, (this.#comments.get(node) ?? 0) + 1);
    this.#later();
  }

  /** Nobody's name while one judges blind. @param {string} id */
  #seen(id) {
    const details = this.#details.of(id);
    return details && this.#blind.isOn ? { ...details, by: '' } : details;
  }

  #listen() {
    const { store, selection } = this.#editor;
    store.subscribe(() => { this.#details.outdate(); this.#later(); });
    // A class may have changed of every picture that was made from one.
    document.addEventListener('risk-changed', () => { this.#details.forget(); this.#later(); });
    selection.subscribe(() => this.#draw());
    this.#editor.on('mode', () => { if (this.#isOpen) this.toggle(); });
    this.#grid.addEventListener('scroll', () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(this.#grid);
    this.#grid.addEventListener('keydown', (event) => this.#keyDown(event));
    this.#grid.addEventListener('focus', () => { this.#active ??= this.#rows[0]?.node.id ?? null; this.#draw(); });
    this.#body.addEventListener('click', (event) => this.#press(event));
    this.#body.addEventListener('dblclick', () => this.#openActive());
    this.#body.addEventListener('contextmenu', (event) => this.#menu(event));
    this.#filter.addEventListener('input', () => { this.#grid.scrollTop = 0; this.#update(); });
    this.#filter.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'Escape' && event.key !== 'Enter') return;
      event.preventDefault();
      event.stopPropagation();
      this.#grid.focus();
    });
  }

  #later() {
    if (this.#isOpen) this.#timer ??= setTimeout(() => this.#update(), UPDATE_AFTER_MS);
  }

  #update() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#isOpen) return;
    const { store, config } = this.#editor;
    if (!config.is_guest) void this.#details.refresh();
    // Hidden things too, for who can show them: here is where they are found again.
    const all = [...store.nodes()].filter((node) => !store.isAside(node) && (config.may_edit || !store.isHidden(node))).map((node) => rowOf(node, store.parentOf(node), this.#seen(node.id), this.#comments.get(node.id)));
    const before = this.#active ? this.#places.get(this.#active) : undefined;
    this.#rows = arrange(all, this.#sort, this.#filter.value);
    this.#places = new Map(this.#rows.map((row, i) => [row.node.id, i]));
    // Somebody took away the row that the keyboard was on: the one in its place has it.
    if (this.#active && !this.#places.has(this.#active)) this.#active = this.#rows[Math.min(before ?? 0, this.#rows.length - 1)]?.node.id ?? null;
    this.#body.style.height = `${this.#rows.length * ROW_PX}px`;
    this.#grid.setAttribute('aria-rowcount', String(this.#rows.length + 1));
    const words = all.length === this.#rows.length ? counted(all.length, 'thing') : `${this.#rows.length} of ${all.length} things`;
    if (this.#count.textContent !== words) this.#count.textContent = words;
    this.#fillFrames();
    this.#draw();
  }

  /** Rows in view only: the same elements again for others. 10,000 rows scroll like 20. */
  #draw() {
    if (!this.#isOpen) return;
    const top = this.#grid.scrollTop - HEAD_PX;
    const first = Math.max(0, Math.floor(top / ROW_PX) - MARGIN_ROWS);
    const last = Math.min(this.#rows.length - 1, Math.ceil((top + this.#grid.clientHeight) / ROW_PX) + MARGIN_ROWS);
    const wanted = Math.max(0, last - first + 1);
    while (this.#pool.length < wanted) this.#pool.push(this.#body.appendChild(makeRow()));
    for (const item of this.#pool) item.hidden = true;
    for (let i = first; i <= last; i += 1) {
      const row = this.#rows[i];
      const item = this.#pool[i % this.#pool.length];
      item.style.top = `${i * ROW_PX}px`;
      drawRow(item, row, { editor: this.#editor, at: i, count: this.#rows.length, isSelected: this.#editor.selection.has(row.node.id), isActive: row.node.id === this.#active });
    }
    const isDrawn = this.#active !== null && document.getElementById(`row-${this.#active}`) !== null;
    if (isDrawn) this.#grid.setAttribute('aria-activedescendant', `row-${this.#active}`);
    else this.#grid.removeAttribute('aria-activedescendant');
    this.#showBar();
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    if (/** @type {HTMLElement} */ (event.target).closest('[role="columnheader"]') && event.key !== 'Escape') return;
    const at = this.#active ? (this.#places.get(this.#active) ?? 0) : -1;
    const page = Math.max(1, Math.floor((this.#grid.clientHeight - HEAD_PX) / ROW_PX) - 1);
    const end = this.#rows.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: end, PageDown: at + page, PageUp: at - page }[event.key];
    const { mod, key } = { mod: event.ctrlKey || event.metaKey, key: event.key };
    if (to !== undefined && !event.altKey) this.#moveTo(Math.max(0, Math.min(end, to)), { isRange: event.shiftKey, isOnly: mod });
    else if (key === ' ' && this.#active) this.#choose(this.#active, { isToggle: true, isRange: event.shiftKey });
    else if (mod && !event.shiftKey && key.toLowerCase() === 'a') this.#editor.selection.set(this.#rows.map(({ node }) => node.id)); // what the filter leaves
    else if (this.#judge(event, at)) this.#draw();
    else if (key === 'Enter' && !mod) this.#openActive();
    else if (key === 'F2') this.#editor.commands.run('list.rename');
    else if (key === 'Escape' && this.#editor.selection.ids.size) this.#editor.selection.clear();
    else if (key === 'Escape') this.toggle();
    else if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) this.#openMenu();
    else if (!mod && !event.altKey && !event.shiftKey && /^[\p{L}\p{N}]$/u.test(key)) this.#find(key, at);
    else return; // Delete, Ctrl+D, Ctrl+A and the others are the board's own
    event.preventDefault();
    event.stopPropagation();
  }

  /** 1, 2 and 3 mark and go on; Shift with 1 to 4 decides; Ctrl+Z goes back to what was marked last.
   * @param {KeyboardEvent} event @param {number} at @returns {boolean} whether it was one of these */
  #judge(event, at) {
    const isTyping = performance.now() - this.#typed.at < TYPED_FOR_MS;
    const went = isTyping ? null : this.#judging.key(event);
    if (went === null) return false;
    const place = went.back ? this.#places.get(went.back) : at + 1;
    // The row says what it is by now, before the next one is told.
    this.#update();
    if ((went.isOne || went.back) && place !== undefined && this.#rows[place]) this.#moveTo(place, {}, went.words);
    else if (went.words) this.#announcer.textContent = went.words;
    return true;
  }

  /** @param {number} at @param {{isRange?: boolean, isOnly?: boolean}} how isOnly: the selection stays
   * @param {string} [before] said first */
  #moveTo(at, { isRange = false, isOnly = false } = {}, before = '') {
    const row = this.#rows[at];
    if (!row) return;
    if (isOnly) this.#active = row.node.id;
    else this.#choose(row.node.id, { isRange });
    this.#reveal(row.node.id);
    this.#draw();
    this.#say(row, at, before);
  }

  /** @param {string} id @param {{isToggle?: boolean, isRange?: boolean}} how */
  #choose(id, { isToggle = false, isRange = false }) {
    const { selection } = this.#editor;
    this.#active = id;
    if (isRange) {
      const from = this.#places.get(this.#from ?? id) ?? 0;
      const to = this.#places.get(id) ?? 0;
      selection.set(this.#rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ node }) => node.id));
    } else {
      this.#from = id;
      if (isToggle) selection.set(selection.has(id) ? [...selection.ids].filter((one) => one !== id) : [...selection.ids, id]);
      else selection.set([id]);
    }
    this.#draw();
  }

  /** @param {MouseEvent} event */
  #press(event) {
    const id = idAt(event);
    if (!id) return;
    this.#grid.focus({ preventScroll: true });
    this.#choose(id, { isToggle: event.ctrlKey || event.metaKey, isRange: event.shiftKey });
  }

  /** Letters in quick succession: to the next row that begins with them. @param {string} letter @param {number} at */
  #find(letter, at) {
    const now = performance.now();
    const isNew = now - this.#typed.at > TYPED_FOR_MS;
    this.#typed = { text: (isNew ? '' : this.#typed.text) + letter.toLowerCase(), at: now };
    const { text } = this.#typed;
    const count = this.#rows.length;
    for (let step = isNew ? 1 : 0; step <= count; step += 1) {
      const i = (Math.max(0, at) + step) % count;
      if (this.#rows[i]?.title.toLowerCase().startsWith(text)) {
        this.#moveTo(i);
        return;
      }
    }
  }

  /** Pictures open in the mask editor, notes and texts on the board, where they are written. */
  #openActive() {
    const node = this.#active ? this.#editor.store.node(this.#active) : null;
    if (!node || !this.#editor.canEdit || this.#editor.store.isLocked(node)) return;
    this.#editor.selection.set([node.id]);
    if (node.kind === 'note' || node.kind === 'text') this.toggle();
    this.#editor.commands.run(node.kind === 'frame' ? 'list.rename' : 'edit.open');
  }

  /** @param {MouseEvent} event */
  #menu(event) {
    event.preventDefault();
    const id = idAt(event);
    if (id && !this.#editor.selection.has(id)) this.#choose(id, {});
    this.#openMenu({ x: event.clientX, y: event.clientY });
  }

  /** @param {{x: number, y: number}} [client] */
  #openMenu(client) {
    const node = this.#active ? this.#editor.store.node(this.#active) : undefined;
    const item = this.#active ? document.getElementById(`row-${this.#active}`) : null;
    if (!node) return;
    const box = (item ?? this.#grid).getBoundingClientRect();
    const stage = find(this.#root, '#stage').getBoundingClientRect();
    const screen = { x: (client?.x ?? box.left + 80) - stage.left, y: (client?.y ?? box.bottom) - stage.top };
    this.#editor.emit('context-menu', { screen, world: { x: node.x, y: node.y }, node });
  }

  /** @param {string} id */
  #reveal(id) {
    const top = (this.#places.get(id) ?? 0) * ROW_PX;
    const room = this.#grid.clientHeight - HEAD_PX;
    if (top < this.#grid.scrollTop) this.#grid.scrollTop = top;
    else if (top + ROW_PX > this.#grid.scrollTop + room) this.#grid.scrollTop = top + ROW_PX - room;
  }

  /** @param {Row} row @param {number} at @param {string} before */
  #say({ node }, at, before) {
    this.#announcer.textContent = before + sayNode(this.#editor, node, at + 1, this.#rows.length);
  }

  #buildHead() {
    const cells = COLUMNS.map(([key, label], i) => element('span', { role: 'columnheader', 'aria-colindex': i + 1, 'data-key': key, 'aria-sort': key === 'place' ? 'ascending' : 'none' },
      element('button', { type: 'button', title: label ? `Sort by ${label.toLowerCase()}` : 'In the order of the board', 'aria-label': label ? null : 'Picture, in the order of the board', onclick: () => this.#sortBy(key) }, label)));
    return element('div', { role: 'rowgroup', class: 'list-head' }, element('div', { role: 'row', class: 'list-row', 'aria-rowindex': 1 }, ...cells));
  }

  /** @param {SortKey} key */
  #sortBy(key) {
    this.#sort = { key, isDown: this.#sort.key === key && !this.#sort.isDown };
    for (const head of /** @type {NodeListOf<HTMLElement>} */ (this.#grid.querySelectorAll('[role="columnheader"]'))) {
      head.setAttribute('aria-sort', head.dataset.key !== key ? 'none' : this.#sort.isDown ? 'descending' : 'ascending');
    }
    this.#update();
  }

  #buildBar() {
    const button = (/** @type {string} */ command, /** @type {string} */ label, /** @type {string} */ title) => element('button', { type: 'button', class: 'btn s', 'data-command': command, title }, label);
    const frames = /** @type {HTMLSelectElement} */ (element('select', { class: 'field', 'aria-label': 'Move to frame' }));
    frames.addEventListener('change', () => {
      moveToFrame(this.#editor, frames.value === 'board' ? null : frames.value);
      frames.value = '';
      this.#grid.focus();
    });
    return element('div', { class: 'list-acts row', role: 'group', 'aria-label': 'What is selected' },
      button('list.show_on_board', 'Show on board', 'Show on the board'), button('list.rename', 'Rename', 'Rename  F2'),
      button('list.alt', 'Alt text', 'Alt text'), button('list.tags', 'Tags', 'Tags'), frames,
      button('state.lock', 'Lock', 'Lock or unlock  Ctrl Shift L'), button('state.hide', 'Hide', 'Hide or show  Ctrl Shift H'),
      button('picture.anchor', 'Anchor', 'Use as anchor'), button('edit.duplicate', 'Duplicate', 'Duplicate  Ctrl D'), button('edit.delete', 'Delete', 'Delete  Del'),
      element('button', { type: 'button', class: 'btn s sq', 'aria-label': 'More actions', title: 'More actions', onclick: () => this.#openMenu() }, icon('ellipsis')));
  }

  /** Not under somebody's hand. */
  #fillFrames() {
    const select = /** @type {HTMLSelectElement} */ (this.#bar.querySelector('select'));
    if (document.activeElement === select) return;
    const frames = [...this.#editor.store.nodes()].filter((node) => node.kind === 'frame' && !this.#editor.store.isLocked(node));
    select.replaceChildren(
      element('option', { value: '', selected: true, disabled: true }, 'Move to frame'),
      element('option', { value: 'board' }, 'No frame'),
      ...frames.map(({ id, name }) => element('option', { value: id }, name || 'Frame')),
    );
  }

  #showBar() {
    const { commands, selection, canEdit } = this.#editor;
    this.#bar.hidden = selection.ids.size === 0;
    if (this.#bar.hidden) return;
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (this.#bar.querySelectorAll('[data-command]'))) {
      const id = button.dataset.command ?? '';
      button.hidden = !commands.isEnabled(id);
      if (id.startsWith('state.')) button.textContent = commands.get(id)?.label ?? ''; // Lock, or Unlock
    }
    /** @type {HTMLElement} */ (this.#bar.querySelector('select')).hidden = !canEdit || !this.#editor.unlockedNodes().length;
  }
}

/** @param {Event} event */
function idAt(event) {
  return /** @type {HTMLElement} */ (event.target).closest('[data-node]')?.getAttribute('data-node') ?? null;
}
