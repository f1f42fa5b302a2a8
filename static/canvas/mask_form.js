// The panel and the line of figures of the mask editor: what the edit is for, its words, what the
// engine will see, and what it costs, before anything is paid for.

import { attachChoices } from './edit_mode.js';
import { fitContext } from './edit_fit.js';
import { element, fillSlider, find, radioButtons } from './elements.js';
import { quoteWords } from './generation_form.js';

/** @import { Tier } from './types.js' */
/** @import { Box } from './edit_geometry.js' */
/** @import { Editor } from './editor.js' */
/** @import { ContextFrame, ContextPreset } from './context_frame.js' */

/** @typedef {'change' | 'add' | 'remove' | 'background' | 'fix'} Intent */
/** @typedef {{transition: number, mask: Box, context: Box} | null} Shown px of the picture; null: nothing is masked */
/** @typedef {{isAgain: boolean, isAsking: boolean, calls: number}} FormState isAgain: there are results already; calls: of an engine, for each result */

/** Twin of assets/compositing/intents.py: where the strength starts. */
const INTENTS = {
  change: { label: 'Change', strength: 100, placeholder: 'Remove what is under the mask', hint: 'empty = remove' },
  add: { label: 'Add', strength: 100, placeholder: 'What comes in here', hint: '' },
  remove: { label: 'Remove', strength: 100, placeholder: 'Continue the surroundings', hint: 'optional' },
  background: { label: 'Backdrop', strength: 100, placeholder: 'A quiet, plain backdrop', hint: 'optional' },
  fix: { label: 'Fix', strength: 35, placeholder: 'What is wrong, in a few words', hint: 'optional' },
};
const PRESETS = [{ key: 'tight', label: 'Tight' }, { key: 'balanced', label: 'Balanced' }, { key: 'whole', label: 'Whole' }];

export class MaskForm {
  /** @type {Intent} */
  intent = 'change';
  #editor;
  #page;
  #form;
  #choices;
  #context;
  #showIntent;
  #showPreset;
  #reasonOf;
  #strengthened;

  /**
   * @param {{editor: Editor, page: HTMLElement, context: ContextFrame, reason: () => string, said: (prompt: string) => void,
   *   strengthened: (strength: number, isDone: boolean) => void, tierChosen: () => void, run: () => void, extend: () => void}} parts
   *   reason: why it cannot be asked for now, or ''; strengthened: 0 to 1, isDone: the slider was let go;
   *   tierChosen: another engine sees the context another way
   */
  constructor({ editor, page, context, reason, said, strengthened, tierChosen, run, extend }) {
    this.#editor = editor;
    this.#page = page;
    this.#context = context;
    this.#reasonOf = reason;
    this.#strengthened = strengthened;
    this.#form = /** @type {HTMLFormElement} */ (find(page, '[data-mask-form]'));
    const intents = [...Object.entries(INTENTS).map(([key, { label }]) => ({ key, label })), { key: 'extend', label: 'Extend' }];
    this.#showIntent = radioButtons(find(this.#form, '[data-intents]'), intents, (key) => {
      if (key === 'extend') extend();
      else this.choose(/** @type {Intent} */ (key));
    });
    this.#showPreset = radioButtons(find(this.#form, '[data-context]'), PRESETS, (key) => context.choose(/** @type {ContextPreset} */ (key)));
    this.#choices = attachChoices(this.#form, { config: editor.config, operation: 'inpaint' }, () => { this.show(); tierChosen(); });
    this.#form.addEventListener('submit', (event) => { event.preventDefault(); run(); });
    this.#field('prompt').addEventListener('input', () => said(this.#field('prompt').value));
    this.#field('strength').addEventListener('input', () => strengthened(this.#strength, false));
    this.#field('strength').addEventListener('change', () => strengthened(this.#strength, true));
  }

  /** 0 to 1 */
  get #strength() { return Number(this.#field('strength').value) / 100; }
  /** @returns {Tier | undefined} */
  get tier() { return this.#choices?.tier(); }
  get variants() { return this.#choices.choice.variants; }

  /** @param {{prompt: string, strength: number}} words of the mask that is painted */
  restore({ prompt, strength }) {
    const field = this.#field('prompt');
    if (field.value !== prompt) field.value = prompt; // writing goes on where it is
    this.#field('strength').value = String(Math.round(strength * 100));
  }

  /** @param {Intent} intent */
  choose(intent) {
    this.intent = intent;
    this.#strengthened(INTENTS[intent].strength / 100, true);
  }

  open() {
    this.#choices.show();
  }

  /** @param {FormState} [state] */
  show(state) {
    if (state) this.#state = state;
    if (!this.#choices) return; // it shows itself while it is being made
    const { placeholder, hint } = INTENTS[this.intent];
    const { isAgain, isAsking, calls } = this.#state;
    const button = /** @type {HTMLButtonElement} */ (find(this.#form, '[data-run]'));
    const reason = this.#reasonOf();
    const tier = this.tier;
    button.disabled = Boolean(reason) || isAsking;
    button.classList.toggle('primary', !isAgain); // then the next step is to accept
    find(button, '[data-what]').textContent = `${isAgain ? 'Again' : 'Regenerate'} ${this.variants}`;
    find(button, '[data-cost]').textContent = tier ? quoteWords(tier, 'inpaint', this.variants, calls) : '';
    find(this.#form, '[data-calls]').textContent = calls > 1 ? `${calls} prompts: ${calls} engine calls for each result.` : '';
    find(this.#form, '[data-reason]').textContent = reason;
    find(this.#form, '[data-strength]').textContent = `${this.#field('strength').value} %`;
    find(this.#form, '[data-optional]').textContent = hint;
    this.#field('prompt').placeholder = placeholder;
    fillSlider(this.#field('strength'));
    this.#showIntent(this.intent);
    this.#showPreset(this.#context.chosen ? '' : this.#context.preset);
    find(this.#form, '[data-context-name]').textContent = this.#context.chosen ? 'By hand' : PRESETS.find(({ key }) => key === this.#context.preset)?.label ?? '';
  }

  /** @type {FormState} */
  #state = { isAgain: false, isAsking: false, calls: 1 };

  /** The line under the picture. @param {Shown} shown @param {{width: number, height: number}} picture */
  showFigures(shown, picture) {
    const hud = find(this.#page, '[data-hud]');
    if (!shown) {
      hud.replaceChildren(element('span', {}, 'Paint over what should change. Hold Space to move the picture.'));
      return;
    }
    hud.replaceChildren(
      figure('', 'Mask', sizeWords(shown.mask)),
      figure('t', 'Transition', `${shown.transition} px`),
      this.#contextFigure(shown.context, picture),
    );
  }

  /** @param {Box} free @param {{width: number, height: number}} picture */
  #contextFigure(free, picture) {
    const tier = this.tier;
    if (!tier) return figure('c', 'Context', sizeWords(free));
    const { context, size } = fitContext(free, picture, tier);
    const line = figure('c', 'Context', sizeWords(context));
    line.append(` (${ratioWords(size)}), sent at `, element('b', {}, sizeWords(size)));
    return line;
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return find(this.#form, `[name=${name}]`);
  }
}

/** @param {string} key @param {string} name @param {string} value */
function figure(key, name, value) {
  return element('span', { class: 'part' }, element('i', { class: `key ${key}` }), name, ' ', element('b', {}, value));
}

/** @param {{width: number, height: number}} size */
function sizeWords({ width, height }) {
  return `${width} × ${height}`;
}

/** "4:3", or "1.37:1" where the lowest terms say nothing to anybody. @param {{width: number, height: number}} size */
function ratioWords({ width, height }) {
  let [a, b] = [width, height];
  while (b) [a, b] = [b, a % b];
  const [across, down] = [width / a, height / a];
  return across <= 21 && down <= 21 ? `${across}:${down}` : `${(width / height).toFixed(2)}:1`;
}
