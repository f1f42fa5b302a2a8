// The rows of a run as a grid. Only those in view are elements, used again while it scrolls; the grid
// itself keeps the focus and walks cells.

import { element, icon } from '../elements.js';
import { pictureUrl } from '../picture_url.js';
import { dollars, stateWords } from './words.js';

/** @import { BoardConfig } from '../types.js' */
/** @import { Row, RunFacts } from './words.js' */

const ROW_PX = 40;
const HEAD_PX = 36;
const MARGIN_ROWS = 6;
/** More columns than these scroll sideways. */
const MOST_SHARED = 6;

/**
 * @typedef {object} GridActs
 * @property {(row: Row, cells: string[]) => void} edit
 * @property {(row: Row) => void} act what the button of a row does
 * @property {(row: Row) => void} open its picture
 * @property {(row: Row) => void} skip
 */

export class RunGrid {
  #config;
  #acts;
  #root;
  #head;
  #body;
  /** @type {HTMLElement[]} reused */
  #pool = [];
  /** @type {Row[]} */
  #rows = [];
  /** @type {RunFacts | null} */
  #run = null;
  #active = { row: 0, column: 0 };
  /** @type {HTMLInputElement | null} */
  #field = null;

  /** @param {BoardConfig} config @param {GridActs} acts */
  constructor(config, acts) {
    this.#config = config;
    this.#acts = acts;
    this.#head = element('div', { role: 'rowgroup', class: 'run-head' });
    this.#body = element('div', { role: 'rowgroup', class: 'run-body' });
    this.#root = element('div', { class: 'run-grid', role: 'grid', tabindex: '0', 'aria-label': 'Rows' }, this.#head, this.#body);
    this.#root.addEventListener('scroll', () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(this.#root);
    this.#root.addEventListener('keydown', (event) => this.#keyDown(event));
    this.#root.addEventListener('focus', () => this.#draw());
    this.#body.addEventListener('click', (event) => this.#click(event));
    this.#body.addEventListener('dblclick', () => this.#edit());
  }

  get element() {
    return this.#root;
  }

  /** @param {RunFacts} run @param {Row[]} rows those that are shown */
  show(run, rows) {
    const isOther = this.#run?.id !== run.id || this.#run.columns.join() !== run.columns.join();
    this.#run = run;
    this.#rows = rows;
    if (isOther) this.#rebuild(run);
    this.#body.style.height = `${rows.length * ROW_PX}px`;
    this.#root.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#active.row = Math.min(this.#active.row, Math.max(0, rows.length - 1));
    this.#draw();
  }

  toTop() {
    this.#root.scrollTop = 0;
    this.#active.row = 0;
  }

  /** @param {RunFacts} run */
  #rebuild(run) {
    const cell = run.columns.length > MOST_SHARED ? '144px' : 'minmax(88px, 1fr)';
    this.#root.style.setProperty('--cells', run.columns.length ? `repeat(${run.columns.length}, ${cell})` : 'minmax(88px, 1fr)');
    const names = [['n', 'Row'], ['', ''], ...run.columns.map((name) => ['', name]), ['', 'State'], ['', 'Note'], ['n', 'Cost'], ['n', 'Time'], ['', '']];
    this.#head.replaceChildren(element('div', { role: 'row', class: 'run-row', 'aria-rowindex': 1 },
      ...names.map(([kind, name]) => element('span', { role: 'columnheader', class: `cut ${kind}`, title: name || null, 'aria-label': name ? null : 'Picture or action' }, name))));
    this.#body.replaceChildren();
    this.#pool = [];
  }

  #draw() {
    const run = this.#run;
    if (!run || this.#field) return; // what is being written stays under the hand
    const top = this.#root.scrollTop;
    const first = Math.max(0, Math.floor((top - HEAD_PX) / ROW_PX) - MARGIN_ROWS);
    const last = Math.min(this.#rows.length - 1, Math.ceil((top + this.#root.clientHeight) / ROW_PX) + MARGIN_ROWS);
    while (this.#pool.length < last - first + 1) this.#pool.push(this.#body.appendChild(this.#newRow(run)));
    for (const item of this.#pool) item.hidden = true;
    for (let i = first; i <= last; i += 1) this.#fill(this.#pool[i % this.#pool.length], this.#rows[i], i);
    const cell = document.getElementById(`run-cell-${this.#active.row}-${this.#active.column}`);
    if (cell) this.#root.setAttribute('aria-activedescendant', cell.id);
    else this.#root.removeAttribute('aria-activedescendant');
  }

  /** @param {RunFacts} run */
  #newRow(run) {
    const cells = run.columns.map((_, at) => element('span', { role: 'gridcell', class: 'cut cell', 'data-cell': at }));
    return element('div', { role: 'row', class: 'run-row' },
      element('span', { role: 'rowheader', class: 'three n' }), element('span', { role: 'gridcell' }, element('img', { alt: '', hidden: true })), ...cells,
      element('span', { role: 'gridcell' }), element('span', { role: 'gridcell', class: 'cut small two plain' }), element('span', { role: 'gridcell', class: 'n' }),
      element('span', { role: 'gridcell', class: 'n three' }), element('span', { role: 'gridcell', class: 'act' }));
  }

  /** @param {HTMLElement} item @param {Row} row @param {number} at */
  #fill(item, row, at) {
    item.hidden = false;
    item.style.top = `${at * ROW_PX}px`;
    item.dataset.at = String(at);
    item.setAttribute('aria-rowindex', String(at + 2));
    const key = JSON.stringify([row, at, this.#active.row === at ? this.#active.column : -1]);
    if (item.dataset.key === key) return;
    item.dataset.key = key;
    const parts = /** @type {HTMLElement[]} */ ([...item.children]);
    const columns = this.#run?.columns.length ?? 0;
    parts[0].textContent = row.version ? `${row.n} v${row.version}` : String(row.n);
    const picture = /** @type {HTMLImageElement} */ (parts[1].firstElementChild);
    picture.hidden = !row.asset;
    if (row.asset) picture.src = pictureUrl(this.#config, row.asset);
    for (let column = 0; column < columns; column += 1) {
      const cell = parts[2 + column];
      cell.id = `run-cell-${at}-${column}`;
      cell.textContent = row.cells[column] ?? '';
      cell.title = row.cells[column] ?? '';
      cell.toggleAttribute('data-wrong', row.state === 'problem' && row.at === column);
      cell.toggleAttribute('data-active', this.#active.row === at && this.#active.column === column);
    }
    const [state, note, cost, time, act] = parts.slice(2 + columns);
    const { label, icon: symbol, tone } = stateWords(row.state);
    state.replaceChildren(element('span', { class: `chip ${tone}` }, icon(symbol, 's'), row.state === 'retry' ? `Retry ${row.retries}` : label));
    note.textContent = row.note ?? (row.prompt ? 'Words of its own.' : '');
    note.title = note.textContent;
    cost.textContent = row.cost ? dollars(row.cost) : '';
    time.textContent = row.seconds === undefined ? '' : `${row.seconds.toFixed(1)} s`;
    const words = actWords(row);
    act.replaceChildren(...(words ? [element('button', { type: 'button', class: 'btn s', tabindex: '-1', 'data-act': '' }, words)] : []));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const item = /** @type {HTMLElement | null} */ (target.closest('.run-row'));
    const row = this.#rows[Number(item?.dataset.at)];
    if (!row || target === this.#field) return;
    if (target.closest('[data-act]')) { this.#acts.act(row); return; }
    if (target.closest('img')) { this.#acts.open(row); return; }
    const cell = /** @type {HTMLElement | null} */ (target.closest('[data-cell]'));
    this.#active = { row: Number(item?.dataset.at), column: cell ? Number(cell.dataset.cell) : this.#active.column };
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    if (event.target === this.#field) return;
    const { row: at, column } = this.#active;
    const page = Math.max(1, Math.floor((this.#root.clientHeight - HEAD_PX) / ROW_PX) - 1);
    const lastColumn = (this.#run?.columns.length ?? 1) - 1;
    const to = { ArrowDown: [at + 1, column], ArrowUp: [at - 1, column], PageDown: [at + page, column], PageUp: [at - page, column], ArrowRight: [at, column + 1], ArrowLeft: [at, column - 1], Home: [0, column], End: [this.#rows.length - 1, column] }[event.key];
    const row = this.#rows[at];
    if (to) this.#moveTo(to[0], Math.max(0, Math.min(lastColumn, to[1])));
    else if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === 'Enter' || event.key === 'F2') this.#edit();
    else if (event.key === ' ') this.#acts.act(row);
    else if (event.key === 'Delete') this.#acts.skip(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} at @param {number} column */
  #moveTo(at, column) {
    this.#active = { row: Math.max(0, Math.min(this.#rows.length - 1, at)), column };
    const top = this.#active.row * ROW_PX;
    const room = this.#root.clientHeight - HEAD_PX;
    if (top < this.#root.scrollTop) this.#root.scrollTop = top;
    else if (top + ROW_PX > this.#root.scrollTop + room) this.#root.scrollTop = top + ROW_PX - room;
    this.#draw();
  }

  /** A field over the cell; Enter takes it, Esc leaves it as it was. */
  #edit() {
    const { row: at, column } = this.#active;
    const row = this.#rows[at];
    const cell = document.getElementById(`run-cell-${at}-${column}`);
    if (!row || !cell || this.#field || !this.#config.may_edit) return;
    const field = /** @type {HTMLInputElement} */ (element('input', { class: 'cell-field', maxlength: 4000, 'aria-label': `${this.#run?.columns[column]}, row ${row.n}` }));
    field.value = row.cells[column] ?? '';
    this.#field = field;
    cell.replaceChildren(field);
    const end = (/** @type {boolean} */ isTaken) => {
      if (this.#field !== field) return;
      this.#field = null;
      const isNew = isTaken && field.value !== row.cells[column];
      /** @type {HTMLElement} */ (cell.parentElement).dataset.key = '';
      this.#root.focus({ preventScroll: true });
      this.#draw();
      if (isNew) this.#acts.edit(row, row.cells.map((old, i) => (i === column ? field.value : old)));
    };
    field.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Enter') end(true);
      if (event.key === 'Escape') end(false);
    });
    field.addEventListener('blur', () => end(true));
    field.select();
    field.focus();
  }
}

/** What the button of a row says. @param {Row} row */
function actWords(row) {
  if (row.state === 'failed' || row.state === 'cancelled') return 'Retry';
  if (row.state === 'refused') return 'Edit prompt';
  if (row.state === 'problem') return 'Skip';
  if (row.state === 'skipped') return 'Use';
  return row.node ? 'Show' : '';
}
