// A run over the board: how it is set up, how far it is, and its rows. The server knows all of it;
// this asks again while something moves.

import { ApiError } from '../api.js';
import { askText } from '../ask_text.js';
import { confirmIt } from '../confirm.js';
import { element, find, icon } from '../elements.js';
import { RunGrid } from './grid.js';
import { dryRun, RunSetup } from './setup.js';
import { askedCount, dollars, filtered, lasting, leftWords, openCount, STATES, summaryWords } from './words.js';

/** @import { Api } from '../api.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Toasts } from '../toasts.js' */
/** @import { Row, RunFacts } from './words.js' */

const ASK_EVERY_MS = 1000;

export class RunView {
  #editor;
  #api;
  #toasts;
  #root;
  #panel;
  #head = element('header', { class: 'run-top row' });
  #sum = element('section', { class: 'run-sum', 'aria-label': 'How far it is' });
  #tools = element('div', { class: 'run-tools row' });
  #filters = element('div', { class: 'seg s', role: 'radiogroup', 'aria-label': 'Rows shown' });
  #search;
  #acts = element('span', { class: 'row' });
  #setup;
  #grid;
  /** @type {RunFacts | null} */
  #run = null;
  #filter = 'all';
  #showsSetup = true;
  /** @type {any} */
  #timer = null;
  #isBusy = false;

  /** @param {{editor: Editor, api: Api, toasts: Toasts, root: HTMLElement}} parts */
  constructor({ editor, api, toasts, root }) {
    this.#editor = editor;
    this.#api = api;
    this.#toasts = toasts;
    this.#root = root;
    this.#setup = new RunSetup(editor.config, (news) => { void this.#ask('', news); });
    this.#grid = new RunGrid(editor.config, {
      edit: (row, cells) => { void this.#editRow(row, { cells }); },
      act: (row) => this.#actOn(row),
      open: (row) => this.#goTo(row),
      skip: (row) => { if (['ready', 'problem'].includes(row.state)) void this.#askRow(row, { is_skipped: true }); },
    });
    this.#search = /** @type {HTMLInputElement} */ (element('input', { type: 'search', class: 'field', placeholder: 'Find in rows', 'aria-label': 'Find in rows' }));
    this.#search.addEventListener('input', () => { this.#grid.toTop(); this.#show(); });
    this.#tools.append(this.#filters, element('span', { class: 'grow' }), this.#search, this.#acts);
    this.#panel = element('section', { id: 'run-view', 'aria-label': 'Run', hidden: true }, this.#head, this.#sum, this.#setup.element, this.#tools, this.#grid.element);
    find(root, '#stage').after(this.#panel);
    this.#panel.addEventListener('keydown', (event) => this.#keyDown(event));
    editor.store.subscribe(() => this.#later());
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  /** @param {RunFacts | string} run or its id */
  async open(run) {
    const id = typeof run === 'string' ? run : run.id;
    try {
      const [facts, { templates }] = await Promise.all([typeof run === 'string' ? this.#api.runs(`${id}/`) : run, this.#api.runs('')]);
      this.#setup.templates = templates;
      this.#showsSetup = facts.state === 'draft';
      this.#filter = facts.counts.problem && facts.state === 'draft' ? 'problem' : 'all';
      this.#panel.hidden = false;
      this.#root.toggleAttribute('data-run', true);
      this.#take(facts);
      this.#grid.element.focus({ preventScroll: true });
    } catch (error) {
      this.#refused(error);
    }
  }

  close() {
    this.#panel.hidden = true;
    this.#root.toggleAttribute('data-run', false);
    clearTimeout(this.#timer);
    this.#timer = null;
    find(this.#root, '#stage').focus({ preventScroll: true });
  }

  #later() {
    if (this.isOpen) this.#timer ??= setTimeout(() => { void this.#refresh(); }, ASK_EVERY_MS);
  }

  async #refresh() {
    this.#timer = null;
    const run = this.#run;
    if (!run || !this.isOpen) return;
    try {
      const facts = await this.#api.runs(`${run.id}/`);
      if (this.#run?.id === facts.id && !this.#isBusy) this.#take(facts);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) this.close();
      else this.#later(); // the server is away: what is known stays
    }
  }

  /** @param {RunFacts} facts */
  #take(facts) {
    this.#run = facts;
    this.#show();
    if (openCount(facts)) this.#later();
  }

  /** @param {string} path below the run's @param {object} body */
  async #ask(path, body) {
    const run = this.#run;
    if (!run) return;
    this.#isBusy = true;
    try {
      this.#take(await this.#api.runs(`${run.id}/${path}`, body));
    } catch (error) {
      this.#refused(error);
      this.#later();
    }
    this.#isBusy = false;
  }

  /** @param {unknown} error */
  #refused(error) {
    if (!(error instanceof ApiError)) throw error;
    this.#toasts.bad(error.message);
  }

  /** @param {string} move @param {object} [more] */
  #move(move, more = {}) {
    return this.#ask('move/', { move, ...more });
  }

  /** @param {'sample' | 'start'} move */
  #start(move) {
    const run = this.#run;
    if (!run) return;
    const [width, height] = run.block;
    const [{ x, y }] = run.frames.length ? [{ x: 0, y: 0 }] : this.#editor.freeSpots({ count: 1, width, height, gap: 48 });
    if (move === 'start') this.#showsSetup = false;
    void this.#move(move, { x, y });
  }

  /** @param {Row} row @param {object} news */
  #askRow(row, news) {
    return this.#ask(`rows/${row.n}/`, news);
  }

  /** What was made already is made anew at once, for its price. @param {Row} row @param {object} news */
  #editRow(row, news) {
    return this.#askRow(row, row.generation ? { ...news, runs: true } : news);
  }

  /** @param {Row} row */
  #actOn(row) {
    if (row.state === 'failed' || row.state === 'cancelled') void this.#move('retry', { row: row.n });
    else if (row.state === 'refused') this.#askPrompt(row);
    else if (row.state === 'problem') void this.#askRow(row, { is_skipped: true });
    else if (row.state === 'skipped') void this.#askRow(row, { is_skipped: false });
    else this.#goTo(row);
  }

  /** @param {Row} row */
  async #askPrompt(row) {
    const node = this.#editor.store.node(row.node);
    askText({
      title: `Prompt of row ${row.n}`, hint: `Row ${row.n} alone is made again with these words.`, value: row.prompt ?? node?.prompt ?? '', most: 4000, isLong: true, isNeeded: true,
    }, (prompt) => { void this.#editRow(row, { prompt }); });
  }

  /** @param {Row} row */
  #goTo(row) {
    const node = this.#editor.store.node(row.node);
    if (!node) return;
    this.close();
    this.#editor.selection.set([node.id]);
    this.#editor.viewport.flyTo(node);
  }

  #showOnBoard() {
    const frames = (this.#run?.frames ?? []).filter((id) => this.#editor.store.node(id));
    const box = this.#editor.bounds(frames);
    if (!box) return;
    this.close();
    this.#editor.viewport.flyTo(box);
  }

  async #remove() {
    const run = this.#run;
    if (!run || !(await confirmIt({ title: `Delete ${run.name}?`, words: 'Its table is gone then. Pictures that it made stay on the board.', yes: 'Delete', no: 'Keep' }))) return;
    try {
      await this.#api.runs(`${run.id}/`, undefined, 'DELETE');
      this.close();
    } catch (error) {
      this.#refused(error);
    }
  }

  async #cancel() {
    const run = this.#run;
    if (run && await confirmIt({ title: 'Cancel the run?', words: `${openCount(run)} rows are not done. What is made stays; what the engine has begun may still be charged.`, yes: 'Cancel the run', no: 'Go on' })) void this.#move('cancel');
  }

  #show() {
    const run = this.#run;
    if (!run) return;
    this.#showHead(run);
    this.#showSum(run);
    const isSetup = this.#showsSetup && this.#editor.canEdit;
    this.#setup.element.hidden = !isSetup;
    if (isSetup) this.#setup.show(run);
    this.#showTools(run);
    this.#grid.show(run, filtered(run.rows, this.#filter, this.#search.value));
  }

  /** @param {RunFacts} run */
  #showHead(run) {
    const open = openCount(run);
    const started = askedCount(run) > 0;
    const ready = run.counts.ready ?? 0;
    const can = this.#editor.canEdit;
    const parts = [
      button('', 'arrow-left', 'Back to the board', () => this.close(), 'quiet sq'),
      element('button', { type: 'button', class: 'btn quiet run-name', title: 'Rename', disabled: !can, onclick: () => askText({ title: 'Name of the run', value: run.name, most: 120, isNeeded: true }, (name) => { void this.#ask('', { name }); }) }, element('span', { class: 't15 strong cut' }, run.name)),
      run.brand ? element('span', { class: 'chip line' }, run.brand) : null,
      element('span', { class: 'grow' }),
      can && !open ? button('Delete', 'trash-2', '', () => { void this.#remove(); }, 'quiet') : null,
      can ? element('a', { class: 'btn quiet', href: `${this.#editor.config.urls.runs}${run.id}/table.csv`, download: '' }, icon('download'), 'Export CSV') : null,
      started && can ? button(this.#showsSetup ? 'Hide set-up' : 'Set-up', 'sliders-horizontal', '', () => { this.#showsSetup = !this.#showsSetup; this.#show(); }, 'quiet') : null,
      run.frames.length ? button(run.layout === 'wall' ? 'Wall' : 'Frames', 'layout-grid', 'Show on the board', () => this.#showOnBoard()) : null,
      can && open ? button('Cancel', 'x', '', () => { void this.#cancel(); }) : null,
      can && open && run.state === 'started' ? button('Pause', 'pause', '', () => { void this.#move('pause'); }) : null,
      can && run.state === 'paused' ? button('Resume', 'play', '', () => { void this.#move('resume'); }, 'primary') : null,
      can && ready && !started ? button('Render one sample row', 'image', 'It counts as the first row', () => this.#start('sample')) : null,
      can && ready && run.state !== 'paused' ? button(`Start ${started ? 'the other ' : ''}${ready}`, 'play', '', () => this.#start('start'), 'primary') : null,
    ];
    replaceKept(this.#head, parts);
  }

  /** @param {RunFacts} run */
  #showSum(run) {
    const asked = askedCount(run);
    const open = openCount(run);
    if (!asked) {
      this.#sum.replaceChildren(dryRun(run), notes(run));
      return;
    }
    const finished = asked - open;
    const figure = (/** @type {string} */ big, /** @type {string} */ small, of = '') => element('div', {}, element('b', { class: 't20' }, big, of ? element('span', { class: 'three plain' }, ` ${of}`) : null), element('span', { class: 'small two' }, small));
    const tier = this.#editor.config.tiers.find(({ key }) => key === run.tier);
    const left = tier && open ? Math.ceil(open / Math.max(1, tier.at_once - 1)) * (tier.seconds[run.anchors ? 'image_to_image' : 'text_to_image'] ?? 0) : 0;
    const figures = element('div', { class: 'run-figures' },
      figure(String(finished), 'rows finished', `of ${asked}`),
      open ? figure(lasting(left), run.state === 'paused' ? 'left, when it is resumed' : 'left, about') : null,
      figure(dollars(run.spent_usd), run.cap_usd === null ? 'spent' : `of ${dollars(run.cap_usd)} cap`),
      figure(dollars(tier?.price_usd), `a picture, ${tier?.label ?? run.tier} tier`));
    const shown = Object.entries(STATES).filter(([state]) => run.counts[state] && !['problem', 'skipped'].includes(state));
    const bar = element('div', { class: 'run-bar', 'aria-hidden': 'true' }, ...shown.map(([state]) => {
      const part = element('i', { 'data-state': state });
      part.style.setProperty('flex-grow', String(run.counts[state]));
      return part;
    }));
    const legend = element('p', { class: 'run-legend small two' }, ...shown.map(([state, { label }]) => element('span', {}, element('i', { 'data-state': state }), `${label} `, element('b', {}, String(run.counts[state])))));
    const said = run.stopped ? element('p', { class: 'notice bad', role: 'status' }, run.stopped) : null;
    const plan = run.counts.ready ? dryRun(run) : null;
    const end = run.is_over ? element('p', { class: 'small two', role: 'status' }, summaryWords(run)) : null;
    this.#sum.replaceChildren(...[figures, bar, legend, said, plan, end].filter((part) => part !== null));
  }

  /** @param {RunFacts} run */
  #showTools(run) {
    const kinds = Object.keys(STATES).filter((state) => run.counts[state]);
    if (this.#filter !== 'all' && !run.counts[this.#filter]) this.#filter = 'all';
    const buttons = [['all', 'All', run.rows.length], ...kinds.map((state) => [state, /** @type {any} */ (STATES)[state].label, run.counts[state]])].map(([key, label, count]) => element('button', {
      type: 'button', role: 'radio', 'aria-checked': String(key === this.#filter), onclick: () => { this.#filter = String(key); this.#grid.toTop(); this.#show(); },
    }, String(label), element('span', { class: 'three' }, ` ${count}`)));
    replaceKept(this.#filters, buttons);
    const again = (run.counts.failed ?? 0) + (run.counts.cancelled ?? 0);
    const copies = run.rows.filter((row) => row.state === 'ready' && row.note?.startsWith('The same as')).length;
    const can = this.#editor.canEdit;
    replaceKept(this.#acts, [
      can && run.counts.problem ? button(`Skip ${run.counts.problem} to correct`, 'minus', 'Leave the marked rows out', () => { void this.#move('skip_problems'); }) : null,
      can && copies ? button(`Skip ${copies} repeated`, 'minus', 'Leave rows out that stand there twice', () => { void this.#move('skip_copies'); }) : null,
      can && again ? button(`Retry failed (${again})`, 'refresh-cw', leftWords(run.plan).words, () => { void this.#move('retry'); }) : null,
    ]);
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    event.stopPropagation(); // the board's keys are the board's
    if (event.key === 'Escape') this.close();
  }
}

/** @param {RunFacts} run */
function notes(run) {
  return element('p', { class: 'small three plain' }, [...run.notes, `${run.rows.length} rows.`].join(' '));
}

/** @param {string} words @param {string} symbol @param {string} title @param {() => void} run @param {string} [kind] */
function button(words, symbol, title, run, kind = '') {
  return element('button', { type: 'button', class: `btn ${kind}`, title: title || null, 'aria-label': words ? null : title, onclick: run }, icon(symbol), words || null);
}

/** New parts in place of the old, the focus on the one of the same words. @param {HTMLElement} parent @param {(HTMLElement | null | false | 0 | undefined)[]} parts */
function replaceKept(parent, parts) {
  const focused = parent.contains(document.activeElement) ? document.activeElement?.textContent : null;
  const made = /** @type {HTMLElement[]} */ (parts.filter(Boolean));
  const key = made.map((part) => `${part.textContent}|${part.getAttribute('aria-checked')}|${part.title}`).join('\n');
  if (parent.dataset.key === key) return;
  parent.dataset.key = key;
  parent.replaceChildren(...made);
  if (focused) made.find(({ textContent }) => textContent === focused)?.focus();
}
