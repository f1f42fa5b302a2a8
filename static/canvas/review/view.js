// Review: a set of pictures over the whole window, one large, judged by single keys that go on by themselves.

import { element, icon } from '../elements.js';
import { MARK_ICONS, MARK_WORDS, markChanges, reviewOf, REVIEW_WORDS } from '../marks.js';
import { sayNode, titleOf } from '../node_words.js';
import { countOf } from '../nouns.js';
import { Ahead } from './ahead.js';
import { Easel } from './easel.js';
import { Filmstrip } from './filmstrip.js';
import { FILTERS, filtered, grown, picturesOf, talliesOf } from './pictures.js';

/** @import { BoardNode, Mark, Point } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Blind } from './blind.js' */
/** @import { Filter } from './pictures.js' */

/** @typedef {{mark: Mark, label: string, key: string}} Judgement */
/** @type {Judgement[]} */
export const JUDGEMENTS = [{ mark: 'pick', label: 'Pick', key: '1' }, { mark: 'maybe', label: 'Maybe', key: '2' }, { mark: 'reject', label: 'Reject', key: '3' }];

export class ReviewView {
  /** @type {string[]} */
  #ids = [];
  #at = 0;
  /** @type {Set<string>} several, for one decision */
  #chosen = new Set();
  /** Where a range with Shift begins. */
  #from = 0;
  /** Marks of this review, to be taken back one by one. @type {{id: string, opId: string}[]} id: of the picture that was shown */
  #trail = [];
  /** @type {string[]} taken back, to be made again: pictures */
  #undone = [];
  /** @type {string[] | null} what the set is made of, as it was opened */
  #source = null;
  /** @type {Filter} */
  #filter = 'all';
  #isOpen = false;
  #editor;
  #blind;
  #announcer;
  #ahead;
  #easel;
  #strip;
  #filters;
  /** What the frame of this view holds, to be filled by others: `panel`, `acts`. */
  slots;
  #title = element('b', { class: 't15 strong cut' });
  #counter = element('span', { class: 'count', role: 'status' });
  #name = element('b', { class: 'cut' });
  #facts = element('span', { class: 'small three cut' });
  #maker = element('span', { class: 'small three cut maker' });
  #state = element('span', { class: 'chip line' });
  #tallies = element('p', { class: 'small two tallies', role: 'status' });
  #bar = element('div', { class: 'tally-bar', 'aria-hidden': 'true' }, element('i', {}), element('i', {}), element('i', {}));
  #blindSwitch;
  #revealer = element('button', { type: 'button', class: 'btn s quiet', 'data-command': 'review.reveal', title: 'Show who made what, and how each engine fared' }, 'Reveal');
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /**
   * @param {{editor: Editor, page: HTMLElement, announcer: HTMLElement, blind: Blind,
   *   load: (url: string, signal: AbortSignal) => Promise<ImageBitmap>, click: (share: Point) => void, moved: () => void}} parts
   */
  constructor({ editor, page, announcer, blind, load, click, moved }) {
    this.#editor = editor;
    this.#blind = blind;
    this.#announcer = announcer;
    this.#ahead = new Ahead({ config: editor.config, load, arrived: (asset) => { if (asset === this.current?.asset) this.#showLarge(); } });
    this.#easel = new Easel({ swipe: (step) => this.go(step), click, moved });
    this.#strip = new Filmstrip(editor.config, (id, how) => this.#choose(id, how));
    this.#filters = /** @type {HTMLSelectElement} */ (element('select', { 'aria-label': 'Show', onchange: () => this.#filterBy(/** @type {Filter} */ (this.#filters.value)) }, ...FILTERS.map(([key, label]) => element('option', { value: key }, label))));
    this.#blindSwitch = /** @type {HTMLInputElement} */ (element('input', { type: 'checkbox', class: 'switch', role: 'switch', onchange: () => blind.choose(this.#blindSwitch.checked) }));
    this.slots = { panel: element('div', { class: 'review-panel', role: 'group', 'aria-label': 'Decision and comments' }), acts: element('span', { class: 'row acts' }) };
    this.root = this.#build();
    page.append(this.root);
    editor.store.subscribe(({ nodes }) => { if (this.#isOpen) this.#follow(nodes); });
    blind.subscribe(() => { if (this.#isOpen) this.#show(); });
  }

  get isOpen() {
    return this.#isOpen;
  }

  /** What the set is called. */
  get title() {
    return this.#title.textContent ?? '';
  }

  /** The picture that is shown large. @returns {BoardNode | undefined} */
  get current() {
    return this.#editor.store.node(this.#ids[this.#at]);
  }

  /** What a decision is on: those that were chosen, else the one that is shown. @returns {BoardNode[]} */
  get targets() {
    const ids = this.#chosen.size ? this.#ids.filter((id) => this.#chosen.has(id)) : [this.#ids[this.#at]];
    return this.#editor.store.nodesOf(ids.filter(Boolean));
  }

  /** @param {string} words who made the picture that is shown, and with what */
  tellMaker(words) {
    if (this.#maker.textContent !== words) this.#maker.textContent = words;
  }

  /** The next, or at the end the one before. @returns {BoardNode | undefined} */
  get neighbour() {
    return this.#editor.store.node(this.#ids[this.#at + 1] ?? this.#ids[this.#at - 1]);
  }

  /** All of the set, in order. @returns {BoardNode[]} */
  get nodes() {
    return this.#editor.store.nodesOf(this.#ids);
  }

  get easel() {
    return this.#easel;
  }

  /** @param {string[] | null} source nodes; null: the whole board @param {string} title @returns {boolean} whether there is anything to review */
  open(source, title) {
    const { store } = this.#editor;
    const ids = picturesOf(store, source);
    if (!ids.length) return false;
    this.#source = source;
    this.#filter = 'all';
    this.#filters.value = 'all';
    this.#ids = ids;
    this.#trail = [];
    this.#undone = [];
    this.#chosen = new Set();
    this.#title.textContent = title;
    this.#at = Math.max(0, source?.length === 1 ? ids.indexOf(source[0]) : 0);
    this.#from = this.#at;
    this.#isOpen = true;
    this.root.hidden = false;
    this.#strip.fill(this.nodes);
    this.#show();
    this.focus();
    return true;
  }

  close() {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.root.hidden = true;
    this.#ahead.clear();
    this.#easel.show(null, null, '');
  }

  focus() {
    this.#easel.root.focus({ preventScroll: true });
  }

  /** @param {number} step @param {{isRange?: boolean}} [how] */
  go(step, { isRange = false } = {}) {
    this.#goTo(Math.max(0, Math.min(this.#ids.length - 1, this.#at + step)), isRange);
  }

  /** On to the next picture of that kind, from the end again at the first. @param {(node: BoardNode) => boolean} fits */
  goToNext(fits) {
    const count = this.#ids.length;
    for (let step = 1; step <= count; step += 1) {
      const at = (this.#at + step) % count;
      const node = this.#editor.store.node(this.#ids[at]);
      if (node && fits(node)) {
        this.#goTo(at, false);
        return;
      }
    }
  }

  /** @param {Mark} mark @param {string} [reason] */
  mark(mark, reason = '') {
    const nodes = this.targets;
    const [shown] = [this.#ids[this.#at]];
    if (!nodes.length) return;
    const label = mark ? `${JUDGEMENTS.find((one) => one.mark === mark)?.label} ${countOf(nodes)}` : `Clear the mark of ${countOf(nodes)}`;
    const changes = markChanges(nodes, mark, reason);
    if (changes.length) {
      const [opId] = this.#editor.commit(changes, { label });
      if (!opId) return;
      this.#trail.push({ id: shown, opId });
      this.#undone = [];
    }
    const wasMany = this.#chosen.size > 0;
    this.#chosen = new Set();
    this.#announcer.textContent = wasMany ? `${countOf(nodes)} ${MARK_WORDS[mark] ?? 'without a mark'}` : '';
    if (!wasMany && mark && this.#at < this.#ids.length - 1) this.#goTo(this.#at + 1, false, `${titleOf(nodes[0]) || 'Picture'} ${MARK_WORDS[mark]}. `);
    else this.#show();
  }

  /** Back to the picture that was marked last, without its mark. */
  undo() {
    const last = this.#trail.pop();
    if (!last || this.#editor.undo() === null) return;
    this.#undone.push(last.id);
    this.#back(last.id, 'Mark taken back. ');
  }

  get canUndo() {
    const last = this.#trail.at(-1);
    return Boolean(last && this.#editor.history.isLast(last.opId));
  }

  redo() {
    const id = this.#undone.pop();
    if (id === undefined || this.#editor.redo() === null) return;
    const opId = this.#editor.history.lastOpId;
    if (opId) this.#trail.push({ id, opId });
    this.#back(id, 'Marked again. ');
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** Choose all, or none. */
  chooseAll() {
    this.#chosen = new Set(this.#chosen.size === this.#ids.length ? [] : this.#ids);
    this.#show();
  }

  /** @returns {boolean} whether several were chosen */
  chooseNone() {
    if (!this.#chosen.size) return false;
    this.#chosen = new Set();
    this.#show();
    return true;
  }

  /** @param {() => void} listener another picture, or other targets @returns {() => void} */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {string} id @param {string} words */
  #back(id, words) {
    this.#chosen = new Set();
    this.#goTo(Math.max(0, this.#ids.indexOf(id)), false, words);
  }

  /** @param {number} at @param {boolean} isRange @param {string} [before] said before the name of the picture */
  #goTo(at, isRange, before = '') {
    this.#at = at;
    if (isRange) this.#chosen = new Set(this.#ids.slice(Math.min(this.#from, at), Math.max(this.#from, at) + 1));
    else this.#from = at;
    this.#show();
    const node = this.current;
    if (node) this.#announcer.textContent = before + sayNode(this.#editor, node, at + 1, this.#ids.length);
  }

  /** @param {string} id @param {{isToggle: boolean, isRange: boolean}} how */
  #choose(id, { isToggle, isRange }) {
    const at = this.#ids.indexOf(id);
    if (isToggle) {
      if (!this.#chosen.size) this.#chosen.add(this.#ids[this.#at]);
      if (!this.#chosen.delete(id)) this.#chosen.add(id);
      this.#from = at;
      this.#show();
    } else {
      if (!isRange) this.#chosen = new Set();
      this.#goTo(at, isRange);
    }
    this.focus();
  }

  /** @param {Filter} filter */
  #filterBy(filter) {
    this.#filter = filter;
    const shown = this.#ids[this.#at];
    this.#ids = filtered(this.#editor.store, picturesOf(this.#editor.store, this.#source), filter);
    this.#at = Math.max(0, this.#ids.indexOf(shown));
    this.#chosen = new Set();
    this.#strip.fill(this.nodes);
    this.#show();
    this.focus();
  }

  /** What others did, and what was made meanwhile. @param {Set<string>} changed */
  #follow(changed) {
    const { store } = this.#editor;
    const all = picturesOf(store, this.#source);
    const ids = grown(this.#ids, this.#filter === 'all' ? all : this.#ids.filter((id) => all.includes(id)));
    if (ids.length !== this.#ids.length || ids.some((id, i) => id !== this.#ids[i])) {
      const shown = this.#ids[this.#at];
      this.#ids = ids;
      this.#at = Math.max(0, ids.includes(shown) ? ids.indexOf(shown) : Math.min(this.#at, ids.length - 1));
      this.#chosen = new Set([...this.#chosen].filter((id) => ids.includes(id)));
      this.#strip.fill(this.nodes);
    } else {
      const isTouched = [...changed].some((id) => this.#ids.includes(id));
      if (!isTouched) return;
      for (const [i, id] of this.#ids.entries()) {
        const node = changed.has(id) ? store.node(id) : undefined;
        if (node) this.#strip.draw(node, i, this.#ids.length);
      }
    }
    this.#show();
  }

  #show() {
    const { store } = this.#editor;
    const node = this.current;
    this.#ahead.look(this.#ids.map((id) => store.node(id)?.asset), this.#at);
    this.#showLarge();
    this.#strip.point(node?.id, this.#chosen);
    this.#counter.replaceChildren(element('b', {}, String(node ? this.#at + 1 : 0)), `/${this.#ids.length}`);
    this.#blindSwitch.checked = this.#blind.isOn;
    this.#revealer.hidden = !this.#blind.isOn;
    this.#name.textContent = node ? titleOf(node) || 'Picture' : 'Nothing here';
    this.#facts.textContent = node ? [`${node.image_width} × ${node.image_height} px`, node.mark_reason ? `Rejected: ${node.mark_reason}` : '', this.#chosen.size ? `${this.#chosen.size} chosen` : ''].filter(Boolean).join(' · ') : '';
    const review = node ? reviewOf(node, store) : 'draft';
    this.#state.textContent = REVIEW_WORDS[review];
    this.#state.className = `chip ${review === 'approved' ? 'ok' : ['changes_requested', 'rejected', 'reopened'].includes(review) ? 'bad' : 'line'}`;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll('.judge > button'))) {
      button.setAttribute('aria-pressed', String(Boolean(node?.mark) && button.dataset.mark === node?.mark));
    }
    this.#showTallies();
    for (const listener of this.#listeners) listener();
  }

  #showLarge() {
    const node = this.current ?? null;
    const words = !node ? 'No picture is left here. Choose “All” to see the others.' : this.#ahead.hasFailed(node.asset) ? 'This picture could not be loaded. Go on, and come back to it.' : '';
    this.#easel.show(node, this.#ahead.get(node?.asset), words);
    this.#easel.root.setAttribute('aria-label', node ? sayNode(this.#editor, node, this.#at + 1, this.#ids.length) : words);
  }

  #showTallies() {
    const { pick, maybe, reject, open } = talliesOf(this.nodes);
    const words = [`${pick} ${pick === 1 ? 'pick' : 'picks'}`, `${maybe} maybe`, `${reject} rejected`, open ? `${open} to go` : 'all judged'].join(' · ');
    if (this.#tallies.textContent !== words) this.#tallies.textContent = words;
    const all = Math.max(1, this.#ids.length);
    for (const [i, count] of [pick, maybe, reject].entries()) {
      /** @type {HTMLElement} */ (this.#bar.children[i]).style.setProperty('--v', `${(100 * count) / all}%`);
    }
  }

  #build() {
    const { config } = this.#editor;
    const square = (/** @type {string} */ command, /** @type {string} */ name, /** @type {string} */ label, kind = '') => element('button', { type: 'button', class: `btn sq quiet ${kind}`, 'data-command': command, 'aria-label': label, title: label }, icon(name));
    const judge = JUDGEMENTS.map(({ mark, label, key }) => element('button', { type: 'button', class: 'btn l', 'data-command': `review.${mark}`, 'data-mark': mark, title: `${label}  ${key}` }, icon(MARK_ICONS[mark]), label, element('span', { class: 'kbd' }, key)));
    const root = element('section', { id: 'review', 'aria-label': 'Review', hidden: true },
      element('header', { class: 'row' },
        square('review.close', 'x', 'Leave the review  Esc'), element('span', { class: 'chip on' }, 'Review'), this.#title, element('span', { class: 'grow' }), this.#counter, element('span', { class: 'grow' }),
        config.is_guest ? null : element('label', { class: 'row blind', title: 'Hide who made it and which engine' }, icon('eye-off'), element('span', {}, 'Blind'), this.#blindSwitch), this.#revealer, this.slots.acts),
      element('div', { class: 'large' },
        square('review.previous', 'chevron-left', 'Previous  ←', 'step'), this.#easel.root, square('review.next', 'chevron-right', 'Next  →', 'step'),
        element('div', { class: 'row under' }, element('div', { class: 'row grow told' }, this.#name, this.#facts, this.#maker, this.#state), config.may_mark ? element('div', { class: 'row judge', role: 'group', 'aria-label': 'Your judgement' }, ...judge) : null)),
      this.slots.panel,
      element('footer', {}, this.#bar,
        element('div', { class: 'row' }, this.#tallies, element('span', { class: 'grow' }), element('span', { class: 'field' }, this.#filters, icon('chevron-down', 's')),
          config.may_mark ? element('button', { type: 'button', class: 'btn s quiet', 'data-command': 'review.undo' }, 'Undo', element('span', { class: 'kbd' }, 'Ctrl Z')) : null,
          element('button', { type: 'button', class: 'btn s quiet', 'data-command': 'review.list' }, 'List', element('span', { class: 'kbd' }, '⇧L'))),
        this.#strip.root));
    // After a press by pointer the keys are the picture's again; who comes by Tab stays where they are.
    root.addEventListener('click', (event) => {
      if (event.detail > 0 && /** @type {HTMLElement} */ (event.target).closest('[data-command]') && this.#isOpen && !document.querySelector('dialog[open]')) this.focus();
    });
    return root;
  }
}
