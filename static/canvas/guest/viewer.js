// One picture of a guest's page at full size: turn to the next, look nearer, pin a comment, decide.

import { Lens } from './lens.js';
import { DECIDED } from './model.js';
import { element, threadItem } from './threads.js';
import { Touch } from './touch.js';

/** @import { Drafts } from './drafts.js' */
/** @import { Model, Picture } from './model.js' */
/** @import { Server } from './server.js' */

/** @typedef {{decide: (picture: Picture, kind: string) => Promise<void>, send: (words: {node: string, text: string, pin: {x: number, y: number} | null, thread: string | null}) => Promise<boolean>, shown: (node: string | null) => void}} Actions */

export class Viewer {
  #root;
  #model;
  #server;
  #drafts;
  #actions;
  #at = -1;
  #node = '';
  #shownAsset = '';
  /** @type {{x: number, y: number} | null} where the next comment goes */
  #pin = null;
  /** @type {string | null} the thread that is answered */
  #thread = null;
  #lens = new Lens();
  #touch;

  /** @param {{root: HTMLElement, model: Model, server: Server, drafts: Drafts, actions: Actions}} parts */
  constructor({ root, model, server, drafts, actions }) {
    this.#root = root;
    this.#model = model;
    this.#server = server;
    this.#drafts = drafts;
    this.#actions = actions;
    this.#touch = new Touch({
      lens: this.#lens,
      on: { swipe: (step) => this.turn(step), hold: (point) => this.#hold(point), moved: (isEased) => this.#place(isEased) },
    });
    this.#listen();
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  get index() {
    return this.#at;
  }

  /** @param {number} index */
  open(index) {
    const picture = this.#model.pictures[index];
    if (!picture) return;
    const isFirst = !this.isOpen;
    this.#root.hidden = false;
    this.#holdPage(true);
    this.#at = index;
    this.#node = picture.node;
    this.#shownAsset = '';
    ({ pin: this.#pin, thread: this.#thread } = this.#drafts.of(picture.node));
    if (this.#words) this.#words.value = this.#drafts.of(picture.node).text;
    this.render();
    this.#root.scrollTop = 0;
    if (isFirst) this.#root.focus({ preventScroll: true });
    this.#actions.shown(picture.node);
  }

  close() {
    if (!this.isOpen) return;
    this.#root.hidden = true;
    this.#holdPage(false);
    const card = document.querySelector(`[data-node="${this.#node}"]`);
    if (card instanceof HTMLElement) card.focus();
    this.#actions.shown(null);
  }

  /** What lies behind is neither scrolled nor reached by key or screen reader. @param {boolean} isHeld */
  #holdPage(isHeld) {
    document.body.style.overflow = isHeld ? 'hidden' : '';
    for (const one of this.#root.parentElement?.children ?? []) if (one !== this.#root) one.toggleAttribute('inert', isHeld);
  }

  /** @param {number} step */
  turn(step) {
    const index = this.#at + step;
    if (index >= 0 && index < this.#model.pictures.length) this.open(index);
  }

  /** Again, from what the model knows now. */
  render() {
    if (!this.isOpen) return;
    const index = this.#model.indexOf(this.#node);
    if (index < 0) {
      this.close();
      return;
    }
    this.#at = index;
    const picture = this.#model.pictures[index];
    this.#find('#viewer-name').textContent = this.#model.nameOf(picture);
    this.#find('[data-place]').textContent = `${index + 1} of ${this.#model.pictures.length}`;
    this.#showPicture(picture);
    this.#showDots();
    this.#showThreads();
    this.#showDecision(picture);
    this.#showAim();
  }

  /** @param {Picture} picture */
  #showPicture(picture) {
    const image = /** @type {HTMLImageElement} */ (this.#find('[data-picture]'));
    image.alt = picture.alt || this.#model.nameOf(picture);
    const download = this.#root.querySelector('[data-download]');
    if (download) download.setAttribute('href', `${this.#server.picture(picture.asset, 'original')}?download`);
    const prompt = this.#find('[data-prompt]');
    prompt.textContent = picture.prompt;
    prompt.hidden = !picture.prompt;
    this.#find('[data-stale]').hidden = !picture.is_stale;
    if (picture.asset === this.#shownAsset) return;
    this.#shownAsset = picture.asset;
    // What the list has already, until the large one is here.
    image.src = this.#server.picture(picture.asset, '512');
    this.#fit();
    const large = new Image();
    large.onload = () => {
      if (this.#shownAsset === picture.asset) image.src = large.src;
    };
    large.src = this.#server.picture(picture.asset, '2048');
  }

  #fit() {
    const picture = this.#model.pictures[this.#at];
    const { clientWidth: width, clientHeight: height } = this.#stage;
    if (!picture || !width) return;
    this.#lens.fit(picture, { width, height });
    this.#place(false);
  }

  /** @param {boolean} isEased */
  #place(isEased) {
    const sheet = this.#find('[data-sheet]');
    const { x, y, zoom, size } = this.#lens;
    sheet.classList.toggle('eased', isEased);
    Object.assign(sheet.style, { width: `${size.width}px`, height: `${size.height}px`, transform: `translate(${x}px, ${y}px) scale(${zoom})` });
    sheet.style.setProperty('--unzoom', String(1 / zoom));
    this.#stage.toggleAttribute('data-zoomed', !this.#lens.isFitted);
    this.#stage.dataset.zoom = zoom.toFixed(2);
  }

  #showDots() {
    const dots = this.#model.pictures.length > 1 && this.#model.pictures.length <= 20 ? this.#model.pictures : [];
    this.#find('[data-dots]').replaceChildren(...dots.map((picture, index) => {
      const dot = element('button', { type: 'button', class: 'dot', 'aria-label': this.#model.nameOf(picture) });
      if (index === this.#at) dot.setAttribute('aria-current', 'true');
      dot.addEventListener('click', () => this.open(index));
      return dot;
    }));
  }

  #showThreads() {
    const threads = this.#model.threadsOn(this.#node);
    const choose = (/** @type {string} */ id) => {
      this.#aim(null, this.#thread === id ? null : id);
      this.#words?.focus();
    };
    this.#find('[data-threads]').replaceChildren(...threads.map((thread, index) => threadItem(thread, index + 1, { isChosen: thread.id === this.#thread, choose })));
    const pins = threads.map((thread, index) => {
      const mine = thread.comments[0]?.author.is_you ? ' mine' : '';
      const pin = element('button', { type: 'button', class: `pin${mine}`, 'aria-label': `Comment ${index + 1}`, 'aria-pressed': String(thread.id === this.#thread) }, String(index + 1));
      pin.addEventListener('click', () => choose(thread.id));
      return placed(pin, thread);
    });
    if (this.#pin) pins.push(placed(element('span', { class: 'pin mine', 'data-new': '' }, '+'), this.#pin));
    this.#find('[data-pins]').replaceChildren(...pins);
  }

  /** @param {Picture} picture */
  #showDecision(picture) {
    for (const button of this.#root.querySelectorAll('[data-decide]')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-decide') === picture.decision));
    }
  }

  #showAim() {
    const aim = this.#root.querySelector('[data-aim]');
    if (!(aim instanceof HTMLElement)) return;
    const number = this.#model.threadsOn(this.#node).findIndex((one) => one.id === this.#thread) + 1;
    if (!number) this.#thread = null;
    aim.hidden = !number && !this.#pin;
    this.#find('[data-aim-words]').textContent = number ? `Answers comment ${number}` : 'At the pin';
  }

  /** @param {{x: number, y: number} | null} pin @param {string | null} thread */
  #aim(pin, thread) {
    this.#pin = pin;
    this.#thread = thread;
    this.#keep();
    this.#showThreads();
    this.#showAim();
  }

  /** @param {{x: number, y: number}} at */
  #hold(at) {
    const point = this.#lens.pointAt(at);
    if (!point || !this.#words) return;
    this.#aim(point, null);
    this.#words.focus();
  }

  #keep() {
    if (this.#words) this.#drafts.keep(this.#node, { text: this.#words.value, pin: this.#pin, thread: this.#thread });
  }

  async #send() {
    const text = this.#words?.value ?? '';
    if (!this.#words || !text.trim()) return;
    const node = this.#node;
    if (!await this.#actions.send({ node, text, pin: this.#pin, thread: this.#thread })) return;
    this.#drafts.keep(node, { text: '', pin: null, thread: null });
    if (this.#node !== node) return;
    this.#words.value = '';
    this.#aim(null, null);
  }

  #listen() {
    const root = this.#root;
    const stage = this.#stage;
    const onStage = (/** @type {PointerEvent} */ event) => {
      const { left, top } = stage.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    stage.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || /** @type {Element} */ (event.target).closest('button')) return;
      stage.setPointerCapture(event.pointerId);
      this.#touch.down(event.pointerId, onStage(event));
    });
    stage.addEventListener('pointermove', (event) => this.#touch.move(event.pointerId, onStage(event)));
    stage.addEventListener('pointerup', (event) => this.#touch.up(event.pointerId, onStage(event), event.timeStamp));
    stage.addEventListener('pointercancel', (event) => this.#touch.cancel(event.pointerId));
    stage.addEventListener('contextmenu', (event) => event.preventDefault());
    stage.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { left, top } = stage.getBoundingClientRect();
      this.#lens.zoomBy(Math.exp(-event.deltaY / 200), { x: event.clientX - left, y: event.clientY - top });
      this.#place(false);
    }, { passive: false });
    root.addEventListener('keydown', (event) => this.#key(event));
    this.#find('[data-back]').addEventListener('click', () => this.close());
    root.querySelector('[data-aim-off]')?.addEventListener('click', () => this.#aim(null, null));
    root.querySelector('[data-form]')?.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.#words?.addEventListener('input', () => this.#keep());
    for (const button of root.querySelectorAll('[data-decide]')) {
      button.addEventListener('click', () => {
        const picture = this.#model.pictures[this.#at];
        if (picture) void this.#actions.decide(picture, button.getAttribute('data-decide') ?? '');
      });
    }
    new ResizeObserver(() => this.#fit()).observe(stage);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const isWriting = event.target === this.#words;
    if (event.key === 'Escape') this.close();
    else if (isWriting && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.#send();
    else if (!isWriting && event.key === 'ArrowRight') this.turn(1);
    else if (!isWriting && event.key === 'ArrowLeft') this.turn(-1);
    else if (event.key === 'Tab') this.#keepFocusInside(event);
  }

  /** @param {KeyboardEvent} event */
  #keepFocusInside(event) {
    const all = [...this.#root.querySelectorAll('button, a[href], textarea')].filter((one) => one instanceof HTMLElement && one.offsetParent);
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (document.activeElement !== edge && document.activeElement !== this.#root) return;
    const other = event.shiftKey ? all.at(-1) : all[0];
    if (!(other instanceof HTMLElement)) return;
    event.preventDefault();
    other.focus();
  }

  get #stage() {
    return this.#find('[data-stage]');
  }

  get #words() {
    return /** @type {HTMLTextAreaElement | null} */ (this.#root.querySelector('[data-words]'));
  }

  /** @param {string} selector @returns {HTMLElement} */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.#root.querySelector(selector));
  }
}

/** @param {HTMLElement} pin @param {{x: number, y: number}} at 0..1 */
function placed(pin, { x, y }) {
  Object.assign(pin.style, { left: `${x * 100}%`, top: `${y * 100}%` });
  return pin;
}

/** @param {string | null} kind what a chip says of a decision */
export function decisionWords(kind) {
  return (kind && DECIDED[kind]) || 'Not decided';
}
