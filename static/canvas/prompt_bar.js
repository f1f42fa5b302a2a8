// The prompt bar: what to make, how many, how large, by which tier, after which anchors.

import { AnchorLines } from './anchor_lines.js';
import { AnchorChips } from './anchor_chips.js';
import { Anchors } from './anchors.js';
import { inserted } from './brands/words.js';
import { element, find, radioButtons } from './elements.js';
import {
  ASPECTS, LARGEST_SEED, anchorWords, clampCount, counted, honestWords, parseSeed, quoteWords, reasonAgainst, seedWords,
  tierOptions, worldSize,
} from './generation_form.js';
import { sizeWords } from './engine_size.js';
import { MentionList } from './mention_list.js';
import { Packs } from './packs/packs.js';
import { setShape } from './shape.js';

/** @import { BoardNode, Tier } from './types.js' */
/** @import { Bound } from './anchors.js' */
/** @import { Editor } from './editor.js' */
/** @import { Pack } from './packs/plan.js' */
/** @import { Generator } from './generator.js' */
/** @import { Memory } from './memory.js' */

/** What a request may start from: everything but the prompt may stay as it is. */
/** @typedef {{prompt: string, tier?: string, seed?: number | null, width?: number, height?: number}} Settings */

const FIRST = { prompt: '', tier: '', count: 4, aspect: '1:1', seed: '', anchors: /** @type {string[]} */ ([]), packs: /** @type {Record<string, Bound>} */ ({}), showsLines: false };
const VARY_STRENGTH = 0.5;

export class PromptBar {
  #editor;
  #generator;
  #memory;
  #form;
  /** @type {HTMLTextAreaElement} */
  #text;
  /** @type {HTMLInputElement} */
  #seed;
  #state;
  #anchors;
  #chips;
  #packs;
  #lines;
  #showTier;
  #isSending = false;
  /** Exact px of "Reuse everything", where they are no aspect on offer. @type {{width: number, height: number} | null} */
  #ownSize = null;

  /**
   * @param {Editor} editor @param {HTMLFormElement} form @param {Generator} generator @param {Memory} memory
   * @param {() => Promise<Pack[]>} fetchPacks at their newest versions
   */
  constructor(editor, form, generator, memory, fetchPacks) {
    this.#editor = editor;
    this.#generator = generator;
    this.#memory = memory;
    this.#form = form;
    this.#state = { ...FIRST, ...memory.read('prompt', {}) };
    this.#text = find(form, '[name=prompt]');
    this.#seed = find(form, '[name=seed]');
    this.#text.value = this.#state.prompt;
    this.#seed.value = this.#state.seed;
    if (!editor.config.tiers.some(({ key }) => key === this.#state.tier)) this.#state.tier = editor.config.tiers[0]?.key ?? '';
    this.#anchors = new Anchors(editor, {
      ids: [...this.#state.anchors], packs: { ...this.#state.packs },
      save: (ids, packs) => { this.#state.anchors = [...ids]; this.#state.packs = { ...packs }; this.#keep(); },
    });
    this.#packs = new Packs(editor, this.#anchors, fetchPacks);
    this.#chips = new AnchorChips(editor, this.#anchors, this.#packs, find(form, '[data-anchors]'));
    this.#showTier = radioButtons(
      find(form, '[data-tiers]'),
      tierOptions(editor.config),
      (key) => { this.#state.tier = key; this.#changed(); },
    );
    this.#fillAspects();
    new MentionList(editor, this.#text, this.#anchors);
    this.#lines = new AnchorLines(editor, this.#anchors, form, {
      isOn: this.#state.showsLines, keep: (isOn) => { this.#state.showsLines = isOn; this.#keep(); },
    });
    this.#listen();
    this.#anchors.subscribe(() => this.#show());
    editor.on('saved', () => this.#show());
    this.#show();
  }

  get anchors() { return this.#anchors; }

  get packs() { return this.#packs; }

  /** A line was drawn from a picture to the bar: it stays, and what the picture gives is asked. @param {BoardNode} node */
  anchorByLine(node) {
    this.#anchors.add(node);
    this.#lines.show(true);
    this.#chips.openMenu(node.id);
  }

  focus() {
    this.#text.focus();
    this.#text.select();
  }

  /** Words at the caret, as if they were typed. @param {string} words */
  insert(words) {
    const { text, at } = inserted(this.#text.value, this.#text.selectionEnd, words);
    this.#text.value = text;
    this.#changed();
    this.#text.focus();
    this.#text.setSelectionRange(at, at);
  }

  /** Put a picture's settings into the bar. @param {Settings} settings */
  use({ prompt, tier, seed, width, height }) {
    this.#text.value = prompt;
    if (tier && this.#editor.config.tiers.some(({ key }) => key === tier)) this.#state.tier = tier;
    if (seed !== undefined) this.#seed.value = seed === null ? '' : String(seed);
    if (seed !== null && seed !== undefined) this.#openSettings(true);
    if (width && height) {
      const aspect = ASPECTS.find((one) => one.width === width && one.height === height);
      this.#ownSize = aspect ? null : { width, height };
      if (aspect) this.#state.aspect = aspect.key;
    }
    this.#changed();
    this.focus();
  }

  /** The seed alone; null: a random one. @param {number | null} seed */
  useSeed(seed) {
    this.#seed.value = seed === null ? '' : String(seed);
    if (seed !== null) this.#openSettings(true);
    this.#changed();
    this.#editor.emit('notice', { message: seed === null ? 'It was made without a seed: the next one is random.' : `The next pictures are made with seed ${seed}.`, kind: 'info' });
  }

  async generate() {
    if (this.#reason() || this.#isSending) {
      if (!this.#text.value.trim()) this.focus();
      return;
    }
    const anchors = this.#anchors.asked();
    await this.#send({ prompt: this.#text.value, size: this.#size(), anchors, seed: parseSeed(this.#seed.value) ?? null });
  }

  /**
   * Pictures like this one: its prompt (else the bar's), itself as the subject, other seeds.
   * @param {BoardNode} node @param {Settings | null} settings what is known of how it was made
   */
  async vary(node, settings) {
    const prompt = settings?.prompt || this.#text.value;
    if (!prompt.trim()) {
      this.focus();
      this.#editor.emit('notice', { message: 'Write what the variations should show, then press Vary again.', kind: 'info' });
      return;
    }
    const anchors = [{ node: node.id, role: 'subject', strength: VARY_STRENGTH }];
    await this.#send({ prompt, size: this.#sizeLike(node), anchors, seed: null, near: node });
  }

  /** @param {{prompt: string, size: {width: number, height: number}, anchors: {node: string, role: string, strength: number, pack?: string | null}[], seed: number | null, near?: BoardNode}} what */
  async #send({ prompt, size, anchors, seed, near }) {
    const tier = this.#tier();
    if (!tier) return;
    this.#isSending = true;
    this.#show();
    await this.#generator.ask({
      operation: anchors.length ? 'image_to_image' : 'text_to_image', prompt, tier: tier.key, size, world: worldSize(size),
      count: this.#state.count, seed: tier.has_seed ? seed : null, anchors, near: near ?? this.#nearSelection(),
    });
    this.#isSending = false;
    this.#show();
  }

  // Beside the anchors when one of them is selected: what comes from a picture stands by it.
  #nearSelection() {
    const selected = this.#editor.selectedNode();
    return selected && this.#anchors.has(selected) ? selected : undefined;
  }

  /** A variation is as large as its picture, within what the engine makes. @param {BoardNode} node */
  #sizeLike(node) {
    const width = node.image_width ?? 1024;
    const height = node.image_height ?? 1024;
    const aspect = ASPECTS.reduce((best, one) => (
      Math.abs(Math.log((one.width / one.height) / (width / height))) < Math.abs(Math.log((best.width / best.height) / (width / height))) ? one : best
    ));
    const most = Math.min(this.#tier()?.max_pixels ?? Infinity, 1.5 * aspect.width * aspect.height);
    const fits = width * height <= most && Math.min(width, height) >= 256;
    return fits ? { width, height } : { width: aspect.width, height: aspect.height };
  }

  /** @returns {Tier | undefined} */
  #tier() {
    return this.#editor.config.tiers.find(({ key }) => key === this.#state.tier);
  }

  #size() {
    if (this.#ownSize) return this.#ownSize;
    const { width, height } = ASPECTS.find(({ key }) => key === this.#state.aspect) ?? ASPECTS[0];
    return { width, height };
  }

  #reason() {
    return reasonAgainst({
      prompt: this.#text.value, seed: this.#seed.value, anchors: this.#anchors.nodes().length, tier: this.#tier(),
      size: this.#size(), limits: this.#editor.config.limits, isOnline: !['offline', 'closed'].includes(this.#editor.savedState.state),
    });
  }

  #listen() {
    const act = (/** @type {string} */ name) => find(this.#form, `[data-act=${name}]`);
    this.#form.addEventListener('submit', (event) => { event.preventDefault(); void this.generate(); });
    this.#text.addEventListener('input', () => this.#changed());
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#text.blur();
    });
    this.#seed.addEventListener('input', () => this.#changed());
    act('fewer').addEventListener('click', () => this.#count(-1));
    act('more-pictures').addEventListener('click', () => this.#count(1));
    act('roll').addEventListener('click', () => {
      this.#seed.value = String(Math.floor(Math.random() * (LARGEST_SEED + 1)));
      this.#changed();
    });
    act('settings').addEventListener('click', () => this.#openSettings(find(this.#form, '.more').hidden));
    if (this.#state.seed) this.#openSettings(true);
  }

  /** @param {boolean} isOpen */
  #openSettings(isOpen) {
    find(this.#form, '.more').hidden = !isOpen;
    find(this.#form, '[data-act=settings]').setAttribute('aria-expanded', String(isOpen));
  }

  #fillAspects() {
    const menu = find(this.#form, '[data-aspects]');
    menu.replaceChildren(...ASPECTS.map(({ key, label, width, height }) => {
      const shape = element('span', { class: 'ar' });
      setShape(shape, width / height);
      return element(
        'button',
        { type: 'button', role: 'menuitemradio', 'data-key': key, onclick: () => this.#chooseAspect(key) },
        element('span', { class: 'ar-box' }, shape), key, ` ${label}`, element('span', { class: 'end small' }, `${width} × ${height}`),
      );
    }));
  }

  /** @param {string} key */
  #chooseAspect(key) {
    this.#state.aspect = key;
    this.#ownSize = null;
    const menu = /** @type {HTMLDetailsElement} */ (find(this.#form, '.aspect'));
    menu.open = false;
    menu.querySelector('summary')?.focus();
    this.#changed();
  }

  /** @param {number} step */
  #count(step) {
    this.#state.count = clampCount(this.#state.count + step, this.#editor.config.limits.items);
    this.#changed();
  }

  #changed() {
    this.#state.prompt = this.#text.value;
    this.#state.seed = this.#seed.value;
    this.#keep();
    this.#show();
  }

  #keep() {
    this.#memory.write('prompt', this.#state);
  }

  #show() {
    const { count } = this.#state;
    const tier = this.#tier();
    const size = this.#size();
    const reason = this.#reason();
    const most = this.#editor.config.limits.items;
    this.#showTier(this.#state.tier);
    find(this.#form, '[data-count]').textContent = String(count);
    find(this.#form, '[data-act=fewer]').disabled = count <= 1;
    find(this.#form, '[data-act=more-pictures]').disabled = count >= most;
    find(this.#form, '[data-aspect]').textContent = this.#ownSize ? `${size.width} × ${size.height}` : this.#state.aspect;
    setShape(find(this.#form, '.aspect summary .ar'), size.width / size.height);
    for (const item of this.#form.querySelectorAll('[data-aspects] [data-key]')) {
      item.setAttribute('aria-checked', String(!this.#ownSize && /** @type {HTMLElement} */ (item).dataset.key === this.#state.aspect));
    }
    this.#seed.disabled = tier ? !tier.has_seed : false;
    find(this.#form, '[data-act=roll]').disabled = this.#seed.disabled;
    find(this.#form, '[data-seed-words]').textContent = seedWords(tier);
    this.#showAnchors(tier);
    const button = find(this.#form, '[data-generate]');
    button.disabled = Boolean(reason) || this.#isSending;
    find(button, '[data-what]').textContent = `Generate ${count}`;
    find(button, '[data-cost]').textContent = tier ? quoteWords(tier, this.#operation(), count) : '';
    find(this.#form, '[data-reason]').textContent = this.#text.value || this.#anchors.nodes().length || !tier ? reason : '';
    find(this.#form, '[data-honest]').textContent = [`${size.width} × ${size.height} px`, tier && sizeWords(size, tier), honestWords(tier)].filter(Boolean).join(' · ');
    this.#fitText();
  }

  #operation() {
    return this.#anchors.nodes().length ? 'image_to_image' : 'text_to_image';
  }

  /** @param {Tier | undefined} tier */
  #showAnchors(tier) {
    const count = this.#anchors.nodes().length;
    find(this.#form, '.anchors').hidden = count === 0;
    const words = find(this.#form, '[data-anchor-count]');
    words.textContent = tier ? anchorWords(count, tier) : '';
    words.title = tier ? `${tier.label} takes ${counted(tier.max_anchors, 'anchor')}` : '';
    words.classList.toggle('over', Boolean(tier && count > tier.max_anchors));
  }

  // The text grows with what is written, up to its max-height.
  #fitText() {
    if (!this.#text.offsetParent) return; // not laid out while a picture is edited: it would have no height
    this.#text.style.height = 'auto';
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}
