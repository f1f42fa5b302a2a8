// How a run is set up before it is started: its words, what fills them, engine, size, cap and place;
// and the dry run that follows from it.

import { element } from '../elements.js';
import { ASPECTS, parseSeed, tierOptions } from '../generation_form.js';
import { leftWords, planWords } from './words.js';

/** @import { BoardConfig } from '../types.js' */
/** @import { RunFacts } from './words.js' */

const SAVE_AFTER_MS = 500;

export class RunSetup {
  #config;
  #change;
  #root;
  /** What is drawn, so that nothing is drawn anew under somebody's hand. */
  #shown = '';
  /** @type {{id: string, name: string, number: number}[]} */
  #templates = [];
  /** @type {any} */
  #timer = null;

  /** @param {BoardConfig} config @param {(news: object) => void} change */
  constructor(config, change) {
    this.#config = config;
    this.#change = change;
    this.#root = element('div', { class: 'run-setup' });
  }

  get element() {
    return this.#root;
  }

  /** @param {{id: string, name: string, number: number}[]} templates */
  set templates(templates) {
    this.#templates = templates;
    this.#shown = '';
  }

  /** @param {RunFacts} run */
  show(run) {
    const { id, prompt, template, slots, mapping, tier, size, seed, cap_usd: cap, layout, group_by: group, columns, frames } = run;
    const shown = JSON.stringify([id, prompt, template, slots, mapping, tier, size, seed, cap, layout, group, frames.length, this.#templates]);
    if (shown === this.#shown || this.#root.contains(document.activeElement) && this.#isTyping()) return;
    this.#shown = shown;
    const at = this.#focused();
    this.#root.replaceChildren(this.#words(run), this.#slots(run, columns), this.#options(run));
    if (at) /** @type {HTMLElement | null} */ (this.#root.querySelector(`[aria-label="${at}"]`))?.focus();
  }

  #isTyping() {
    return document.activeElement?.matches('textarea, input') ?? false;
  }

  #focused() {
    const focused = this.#root.contains(document.activeElement) ? document.activeElement : null;
    return focused?.getAttribute('aria-label') ?? null;
  }

  /** @param {RunFacts} run */
  #words(run) {
    const text = /** @type {HTMLTextAreaElement} */ (element('textarea', { class: 'field area', rows: 4, maxlength: 8000, 'aria-label': 'Prompt' }));
    text.value = run.prompt;
    text.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#change({ prompt: text.value }), SAVE_AFTER_MS);
    });
    const chosen = run.template;
    const known = this.#templates.some(({ id }) => id === chosen?.id);
    const all = chosen && !known ? [chosen, ...this.#templates] : this.#templates;
    const templates = select('Template', chosen?.id ?? '', [
      ['', all.length ? 'No template' : 'The library is empty'], ...all.map(({ id, name, number }) => /** @type {[string, string]} */ ([id, `${name} v${number}`])),
    ], (id) => this.#change({ template: id || null }));
    return element('div', {}, label('Prompt', templates), text,
      element('p', { class: 'hint' }, 'Columns fill {{slots}}. Alternatives like {a|b} are taken in turn, one a row.'));
  }

  /** @param {RunFacts} run @param {string[]} columns */
  #slots(run, columns) {
    const rows = run.slots.map(({ name, default: preset, required, help }) => element('label', { class: 'run-slot', title: help || null },
      element('span', { class: 'cut' }, name),
      select(`Column for ${name}`, String(run.mapping[name] ?? ''), [
        ['', preset ? `Default: ${preset}` : required ? 'Choose a column' : 'Left empty'], ...columns.map((column, at) => /** @type {[string, string]} */ ([String(at), column])),
      ], (at) => this.#change({ mapping: { ...run.mapping, [name]: at === '' ? null : Number(at) } }))));
    return element('div', {}, label('Slots'), ...(rows.length ? rows : [element('p', { class: 'hint' }, 'The prompt has no slots: every row would say the same.')]));
  }

  /** @param {RunFacts} run */
  #options(run) {
    const tiers = tierOptions(this.#config, run.anchors ? 'image_to_image' : 'text_to_image').filter(({ disabled }) => !disabled);
    const aspect = ASPECTS.find(({ width, height }) => width === run.size[0] && height === run.size[1]);
    const sizes = ASPECTS.map(({ key, label: name }) => /** @type {[string, string]} */ ([key, `${name} ${key}`]));
    if (!aspect) sizes.unshift(['', run.size.join(' × ')]);
    const seed = field('Seed', run.seed === null ? '' : String(run.seed), 'Another for each', (text) => {
      const read = parseSeed(text);
      if (read !== undefined) this.#change({ seed: read });
    });
    const cap = field('Cap in dollars', run.cap_usd === null ? '' : String(Number(run.cap_usd)), 'No cap', (text) => {
      const amount = Number(text.replace(',', '.').replace('$', ''));
      if (Number.isFinite(amount) && amount >= 0) this.#change({ cap_usd: text.trim() === '' ? null : amount });
    });
    const place = select('On the board', run.layout === 'frames' ? String(run.group_by ?? 0) : 'wall', [
      ['wall', 'Wall, 25 in a row'], ...run.columns.map((column, at) => /** @type {[string, string]} */ ([String(at), `Frames by ${column}`])),
    ], (value) => this.#change(value === 'wall' ? { layout: 'wall' } : { layout: 'frames', group_by: Number(value) }));
    place.toggleAttribute('disabled', run.frames.length > 0);
    const line = (/** @type {string} */ name, /** @type {HTMLElement} */ control) => element('label', { class: 'run-slot' }, element('span', {}, name), control);
    return element('div', {}, label('How'),
      line('Tier', select('Tier', run.tier, tiers.map(({ key, label: name }) => [key, name]), (tier) => this.#change({ tier }))),
      line('Size', select('Size', aspect?.key ?? '', sizes, (key) => {
        const found = ASPECTS.find((one) => one.key === key);
        if (found) this.#change({ size: [found.width, found.height] });
      })),
      line('Seed', seed), line('Cap', cap), line('Place', place));
  }
}

/** What starting it would take, beside the buttons that do. @param {RunFacts} run */
export function dryRun(run) {
  const { words, isShort } = leftWords(run.plan);
  return element('p', { class: 'run-plan', role: 'status' }, element('span', { class: run.plan.problem ? 'bad' : '' }, planWords(run.plan)),
    run.plan.calls ? element('span', { class: isShort ? 'bad' : 'three' }, isShort ? `${words}: the first rows start, the others wait` : words) : null);
}

/** @param {string} words @param {HTMLElement} [end] */
function label(words, end) {
  return element('div', { class: 'label' }, words, end ? element('span', { class: 'end' }, end) : null);
}

/** @param {string} name @param {string} value @param {[string, string][]} options @param {(value: string) => void} choose */
function select(name, value, options, choose) {
  const made = /** @type {HTMLSelectElement} */ (element('select', { class: 'field', 'aria-label': name }, ...options.map(([key, words]) => element('option', { value: key, selected: key === value }, words))));
  made.addEventListener('change', () => choose(made.value));
  return made;
}

/** @param {string} name @param {string} value @param {string} hint @param {(value: string) => void} take */
function field(name, value, hint, take) {
  const made = /** @type {HTMLInputElement} */ (element('input', { class: 'field', 'aria-label': name, placeholder: hint, inputmode: 'decimal' }));
  made.value = value;
  made.addEventListener('change', () => take(made.value));
  return made;
}
