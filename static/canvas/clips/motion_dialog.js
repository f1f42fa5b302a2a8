// The dialog that makes a picture move: what, how long, where, and what it costs. Where motion is
// allowed is painted in the mask editor, which leads back here.

import { fillSlider, find, radioButtons } from '../elements.js';
import { MOTIONS, clipQuote, draftsWords } from './quote.js';

/** @import { BoardNode, Tier } from '../types.js' */
/** @import { EditMode } from '../edit_mode.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Generator } from '../generator.js' */

const LENGTHS = [2, 3, 4, 6, 8];

export class MotionDialog {
  #editor;
  #mode;
  #generator;
  /** @type {HTMLDialogElement} */
  #dialog;
  /** @type {HTMLFormElement} */
  #form;
  #tier;
  /** The pictures that it begins and ends on. @type {string[]} */
  #ids = [];
  #seconds = 4;
  #side = 720;
  /** It waits for the mask editor. */
  #isPainting = false;
  #showSeconds;
  #showSide;

  /**
   * @param {{editor: Editor, mode: EditMode, generator: Generator, dialog: HTMLDialogElement, tier: Tier}} parts
   *   tier: the one that makes clips
   */
  constructor({ editor, mode, generator, dialog, tier }) {
    this.#editor = editor;
    this.#mode = mode;
    this.#generator = generator;
    this.#dialog = dialog;
    this.#tier = tier;
    this.#form = find(dialog, 'form');
    const [least, most] = editor.config.limits.clip_seconds;
    const lengths = LENGTHS.filter((one) => one >= least && one <= most);
    const choose = (/** @type {() => void} */ change) => { change(); this.#show(); };
    this.#showSeconds = radioButtons(find(dialog, '[data-lengths]'), lengths.map((one) => ({ key: String(one), label: `${one} s` })), (key) => choose(() => { this.#seconds = Number(key); }));
    this.#showSide = radioButtons(find(dialog, '[data-sides]'), editor.config.limits.clip_sides.map((one) => ({ key: String(one), label: `${one}p` })), (key) => choose(() => { this.#side = Number(key); }));
    const select = find(dialog, '[name=motion]');
    select.replaceChildren(...tier.motions.map((motion) => new Option(MOTIONS[motion] ?? motion, motion)));
    for (const part of dialog.querySelectorAll('[data-named]')) /** @type {HTMLElement} */ (part).hidden = !tier.motions.length;
    find(dialog, '[data-told]').hidden = tier.motions.length > 0;
    this.#form.addEventListener('input', () => this.#show());
    this.#form.addEventListener('submit', (event) => { event.preventDefault(); void this.#make(); });
    find(dialog, '[data-act=close]').addEventListener('click', () => dialog.close());
    find(dialog, '[data-act=paint]').addEventListener('click', () => this.#paint());
    editor.store.subscribe(() => { if (dialog.open) this.#show(); });
    mode.subscribe(() => {
      if (!this.#isPainting || mode.picture) return;
      this.#isPainting = false;
      this.open(this.#ids);
    });
  }

  /** @param {string[]} ids one picture, or the first and the last */
  open(ids) {
    this.#ids = ids;
    if (!this.#first) return;
    this.#form.loops.checked &&= ids.length < 2;
    this.#show();
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** @returns {BoardNode | undefined} */
  get #first() { return this.#editor.store.node(this.#ids[0]); }

  /** @returns {BoardNode | undefined} */
  get #last() { return this.#editor.store.node(this.#ids[1]); }

  /** Where it may move: the picture's masks that are in use. @returns {BoardNode[]} */
  get #masks() {
    return [...this.#editor.store.nodes()].filter(({ kind, picture, off, asset }) => kind === 'mask' && picture === this.#ids[0] && !off && asset);
  }

  #show() {
    const first = this.#first;
    if (!first) {
      this.#dialog.close();
      return;
    }
    const last = this.#last;
    const between = find(this.#dialog, '[data-between]');
    between.hidden = !last;
    between.textContent = last ? `From “${first.name || 'the first picture'}” to “${last.name || 'the second picture'}”.` : '';
    find(this.#dialog, '#motion-title').textContent = first.name ? `Motion of ${first.name}` : 'Motion';
    this.#form.loops.disabled = Boolean(last);
    this.#showSeconds(String(this.#seconds));
    this.#showSide(String(this.#side));
    fillSlider(this.#form.amount);
    this.#showWhere();
    const draft = this.#editor.config.tiers.find(({ key }) => key === 'draft');
    find(this.#dialog, '[data-cost]').textContent = clipQuote(this.#tier, this.#seconds);
    const times = draftsWords(this.#tier, this.#seconds, draft);
    find(this.#dialog, '[data-price]').textContent = [this.#tier.is_offline ? 'Moved offline, not by AI' : this.#tier.engine_label, times].filter(Boolean).join(' · ');
    find(this.#dialog, '[data-make]').disabled = !this.#tier.motions.length && !this.#form.prompt.value.trim();
  }

  #showWhere() {
    const count = this.#masks.length;
    find(this.#dialog, '[data-where]').textContent = count ? `Only inside of ${count === 1 ? 'the mask' : `${count} masks`}` : 'Everything may move';
    find(this.#dialog, '[data-promise]').textContent = count ? 'All else stays as it is, px for px' : 'Paint where motion is allowed to keep the rest still';
    find(this.#dialog, '[data-paint]').textContent = count ? 'Change' : 'Paint';
  }

  #paint() {
    this.#dialog.close();
    this.#editor.selection.set([this.#ids[0]]);
    this.#isPainting = this.#editor.commands.run('mask.open');
    if (this.#isPainting) this.#editor.emit('notice', { message: 'Paint where it may move, then go back (Esc).', kind: 'info' });
  }

  async #make() {
    const first = this.#first;
    const button = find(this.#dialog, '[data-make]');
    if (!first || button.disabled) return;
    button.disabled = true;
    const { motion, loops, amount, prompt } = this.#form;
    const words = this.#tier.motions.length ? '' : prompt.value.trim();
    const last = this.#last;
    const made = await this.#generator.ask({
      operation: 'animate', prompt: words, tier: this.#tier.key, source: first.id, count: 1, near: first,
      masks: this.#masks.map(({ id }) => ({ node: id, prompt: words, strength: 1 })),
      clip: {
        motion: this.#tier.motions.length ? motion.value : 'ken_burns', seconds: this.#seconds, side: this.#side,
        loops: loops.checked && !last, amount: Number(amount.value) / 100, last: last?.id ?? null,
      },
      size: { width: 0, height: 0 }, world: { width: first.width, height: first.height },
    });
    button.disabled = false;
    if (made.length) this.#dialog.close();
  }
}
