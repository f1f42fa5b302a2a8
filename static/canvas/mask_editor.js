// Mask editing: paint what should change, say what should be there, ask for it.

import { ApiError } from './api.js';
import { Stroke, radiusFor } from './brush.js';
import { BrushBar } from './brush_bar.js';
import { attachChoices } from './edit_mode.js';
import { editGeometry } from './edit_geometry.js';
import { element, fillSlider, find } from './elements.js';
import { quoteWords } from './generation_form.js';
import { MaskKeeper } from './mask_keeper.js';
import { MaskRaster } from './mask_raster.js';
import { MaskView } from './mask_view.js';
import { pixelSize, worldToPicture } from './picture_space.js';

/** @import { BoardNode, Point, ToolPointer } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Api } from './api.js' */
/** @import { MaskTool } from './brush_bar.js' */
/** @import { Candidates } from './candidates.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { Generator } from './generator.js' */
/** @import { Toasts } from './toasts.js' */

/** @typedef {{raster: MaskRaster, isChanged: boolean}} Session what is kept of a picture's mask while the page lives */

/** A pause this long after a stroke sends the mask: a crash costs seconds of work at most. */
const KEEP_AFTER_MS = 2_000;
/** Masks remembered with their undo; older ones come back from the server. */
const SESSIONS = 3;

export class MaskEditor {
  #editor;
  #mode;
  #page;
  #form;
  #generator;
  #toasts;
  #strip;
  #keeper;
  #choices;
  #brush;
  /** @type {Map<string, Session>} by picture */
  #sessions = new Map();
  /** @type {Session | null} */
  #session = null;
  /** @type {MaskView | null} */
  #view = null;
  /** @type {{kind: 'paint', stroke: Stroke, erase: boolean} | {kind: 'shape'} | {kind: 'resize', from: Point, size: number} | null} */
  #gesture = null;
  #keepTimer = 0;
  #isAsking = false;
  /** What the buttons follow: the mask's box, or why there is none. @type {'empty' | 'full' | 'good'} */
  #content = 'empty';

  /**
   * @param {{editor: Editor, mode: EditMode, page: HTMLElement, api: Api, generator: Generator,
   *   toasts: Toasts, strip: Candidates}} parts page: #board
   */
  constructor({ editor, mode, page, api, generator, toasts, strip }) {
    this.#editor = editor;
    this.#mode = mode;
    this.#page = page;
    this.#generator = generator;
    this.#toasts = toasts;
    this.#strip = strip;
    this.#keeper = new MaskKeeper(editor, api);
    this.#brush = new BrushBar(page, () => this.#brushChanged());
    this.#form = /** @type {HTMLFormElement} */ (find(page, '[data-mask-form]'));
    this.#choices = attachChoices(this.#form, { tiers: editor.config.tiers, operation: 'inpaint' }, () => this.#showForm());
    mode.register('mask', this);
    editor.renderer.addOverlay((context, viewport) => {
      const picture = mode.picture;
      if (editor.mode === 'mask' && picture) this.#view?.paint(context, viewport, picture);
    });
    document.addEventListener('themechange', () => this.#view?.setColours(readColours()));
    editor.on('saved', () => { if (editor.mode === 'mask') this.#showForm(); });
    strip.subscribe(() => {
      if (this.#view) this.#view.isBehind = strip.isShowing;
      editor.renderer.requestOverlay();
      if (editor.mode === 'mask') this.#showForm();
    });
    this.#listen();
  }

  /* Going in and out. */

  /** @param {BoardNode} picture */
  open(picture) {
    const width = picture.image_width ?? 1;
    const height = picture.image_height ?? 1;
    const known = this.#sessions.get(picture.id);
    this.#session = known ?? { raster: new MaskRaster(width, height), isChanged: false };
    this.#remember(picture.id, this.#session);
    this.#view = new MaskView(this.#session.raster, readColours());
    this.#brush.fit(width, height);
    const node = this.#keeper.nodeOf(picture.id);
    this.#field('prompt').value = node?.prompt ?? '';
    this.#field('strength').value = String(Math.round((node?.strength ?? 1) * 100));
    if (known) this.#session.raster.touchAll();
    this.#refreshAll();
    this.#choose(this.#brush.tool);
    this.#choices.show();
    if (known || !node) return;
    void this.#restore(picture, this.#session);
  }

  /** @param {BoardNode} picture @param {Session} session */
  async #restore(picture, session) {
    this.#mode.sayKept('Bringing the mask back');
    try {
      const node = await this.#keeper.restore(picture, session.raster);
      if (this.#session === session) this.#mode.sayKept(node ? 'Mask kept' : '');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#sessions.delete(picture.id);
      this.#toasts.bad(error.message);
    }
    if (this.#session === session) this.#afterChange({ isChanged: session.isChanged });
  }

  close() {
    this.cancelGesture();
    const { picture } = this.#mode;
    if (picture && this.#session) void this.#keep(picture, this.#session);
    window.clearTimeout(this.#keepTimer);
    this.#session = null;
    this.#view = null;
    this.#editor.renderer.requestOverlay();
  }

  /** @param {string} id @param {Session} session */
  #remember(id, session) {
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    for (const [old, { isChanged }] of this.#sessions) {
      if (this.#sessions.size <= SESSIONS) break;
      if (!isChanged) this.#sessions.delete(old);
    }
  }

  /* The pointer, in px of the picture. */

  /** @param {ToolPointer} event */
  pointerDown(event) {
    const picture = this.#mode.picture;
    if (!picture || !this.#session || this.#gesture) return;
    const at = worldToPicture(picture, event.world);
    const { isBrush, tool } = this.#brush;
    if (isBrush && event.alt) {
      this.#gesture = { kind: 'resize', from: { ...event.screen }, size: this.#brush.size };
      return;
    }
    this.#strip.showBefore();
    this.#session.raster.begin();
    const erase = tool === 'eraser' || (!isBrush && event.alt);
    if (isBrush) {
      this.#gesture = { kind: 'paint', stroke: new Stroke(), erase };
      this.#paint(at, event);
    } else if (this.#view) {
      this.#gesture = { kind: 'shape' };
      this.#view.drawing = { shape: tool === 'lasso' ? 'lasso' : 'rectangle', points: [at], erase };
    }
  }

  /** @param {ToolPointer} event */
  pointerMove(event) {
    const picture = this.#mode.picture;
    if (!picture || !this.#view) return;
    const at = worldToPicture(picture, event.world);
    if (this.#gesture?.kind === 'resize') {
      const scale = pixelSize(picture) * this.#editor.viewport.zoom;
      this.#brush.setSize(this.#gesture.size + (2 * (event.screen.x - this.#gesture.from.x)) / scale);
    } else if (this.#gesture?.kind === 'paint') {
      this.#paint(at, event);
    } else if (this.#gesture?.kind === 'shape' && this.#view.drawing) {
      this.#view.drawing.points.push(at);
    }
    this.#showBrush(this.#gesture?.kind === 'resize' ? null : at);
    this.#editor.renderer.requestOverlay();
  }

  pointerUp() {
    const gesture = this.#gesture;
    this.#gesture = null;
    if (!this.#session || !gesture || gesture.kind === 'resize') return;
    const drawing = this.#view?.drawing;
    if (gesture.kind === 'shape' && drawing && this.#view) {
      const [first, last] = [drawing.points[0], drawing.points[drawing.points.length - 1]];
      if (drawing.shape === 'rectangle') this.#session.raster.rectangle(first.x, first.y, last.x, last.y, drawing.erase);
      else this.#session.raster.polygon(drawing.points, drawing.erase);
      this.#view.drawing = null;
    }
    if (this.#session.raster.commit()) this.#afterChange({ isChanged: true });
  }

  /** @returns {boolean} whether there was one */
  cancelGesture() {
    if (!this.#gesture) return false;
    if (this.#gesture.kind !== 'resize') this.#session?.raster.abandon();
    this.#gesture = null;
    if (this.#view) this.#view.drawing = null;
    this.#refreshAll();
    return true;
  }

  pointerLeft() {
    this.#showBrush(null);
    this.#editor.renderer.requestOverlay();
  }

  /** @param {Point} at @param {ToolPointer} event */
  #paint(at, { pressure, pointerType }) {
    if (this.#gesture?.kind !== 'paint' || !this.#session) return;
    const segment = this.#gesture.stroke.add(at.x, at.y, radiusFor(this.#brush.size, pressure, pointerType));
    if (!segment) return;
    this.#session.raster.stroke(segment, this.#brush.hardness, this.#gesture.erase);
    this.#view?.refresh();
  }

  /** @param {Point | null} at */
  #showBrush(at) {
    if (!this.#view) return;
    if (this.#brush.isBrush && at) this.#view.brush = { at, radius: this.#brush.size / 2 };
    else if (this.#gesture?.kind !== 'resize') this.#view.brush = null;
  }

  /* What keys and buttons do. */

  /** @param {MaskTool} tool */
  choose(tool) {
    this.cancelGesture();
    this.#choose(tool);
  }

  invert() { this.#step((raster) => raster.invert()); }
  clear() { this.#step((raster) => raster.clear()); }

  /** @param {1 | -1} direction */
  stepSize(direction) { this.#brush.stepSize(direction); }

  /** @param {1 | -1} direction */
  stepHardness(direction) { this.#brush.stepHardness(direction); }

  undo() { if (!this.#gesture && this.#session?.raster.undo()) this.#afterChange({ isChanged: true }); }
  redo() { if (!this.#gesture && this.#session?.raster.redo()) this.#afterChange({ isChanged: true }); }

  history() {
    return { canUndo: this.#session?.raster.canUndo ?? false, canRedo: this.#session?.raster.canRedo ?? false };
  }

  /** Held: nothing of the mask over the picture. @param {boolean} isHeld */
  holdHidden(isHeld) {
    if (this.#view) this.#view.isHidden = isHeld;
    this.#editor.renderer.requestOverlay();
  }

  run() { void this.#run(); }

  async #run() {
    const picture = this.#mode.picture;
    const tier = this.#choices.tier();
    const session = this.#session;
    if (!picture || !tier || !session || this.#reason() || this.#isAsking) return;
    this.#isAsking = true;
    this.#showForm();
    try {
      const mask = await this.#keep(picture, session);
      if (!mask) return;
      this.#strip.expect();
      const { x, y, width, height } = picture;
      await this.#generator.ask({
        operation: 'inpaint', prompt: this.#field('prompt').value, tier: tier.key, count: this.#choices.choice.variants,
        size: { width: picture.image_width ?? 0, height: picture.image_height ?? 0 }, world: { width, height },
        source: picture.id, mask, strength: this.#strength(), candidateBox: { x, y, width, height },
      });
    } finally {
      this.#isAsking = false;
      this.#showForm();
    }
  }

  /* Keeping. */

  /** @param {BoardNode} picture @param {Session} session @returns {Promise<string | null>} the mask's node */
  async #keep(picture, session) {
    window.clearTimeout(this.#keepTimer);
    const { isChanged } = session;
    const words = { prompt: this.#field('prompt').value, strength: this.#strength() };
    session.isChanged = false;
    try {
      if (isChanged) this.#sayKept(session, 'Keeping the mask…');
      const node = await this.#keeper.keep(picture, session.raster, words, isChanged);
      if (node) this.#sayKept(session, 'Mask kept');
      else this.#sayKept(session, '');
      return node;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      session.isChanged ||= isChanged;
      this.#sayKept(session, 'Mask not kept yet');
      this.#toasts.bad(`The mask was not kept: ${error.message}`);
      return null;
    }
  }

  /** @param {Session} session @param {string} words */
  #sayKept(session, words) {
    if (session === this.#session) this.#mode.sayKept(words);
  }

  /* Showing. */

  /** @param {(raster: MaskRaster) => void} work */
  #step(work) {
    if (!this.#session || this.#gesture) return;
    this.#session.raster.begin();
    work(this.#session.raster);
    if (this.#session.raster.commit()) this.#afterChange({ isChanged: true });
  }

  /** @param {{isChanged: boolean}} how */
  #afterChange({ isChanged }) {
    const picture = this.#mode.picture;
    const session = this.#session;
    if (!picture || !session) return;
    session.isChanged = isChanged;
    this.#refreshAll();
    window.clearTimeout(this.#keepTimer);
    if (isChanged) {
      this.#mode.sayKept('');
      this.#keepTimer = window.setTimeout(() => { void this.#keep(picture, session); }, KEEP_AFTER_MS);
    }
  }

  #refreshAll() {
    const session = this.#session;
    if (!session || !this.#view) return;
    this.#view.refresh();
    const box = session.raster.bounds();
    this.#content = box === null ? 'empty' : session.raster.isFull() ? 'full' : 'good';
    this.#showGeometry(box);
    this.#mode.showHistory();
    this.#showForm();
    this.#editor.renderer.requestOverlay();
  }

  /** @param {{x: number, y: number, width: number, height: number} | null} box */
  #showGeometry(box) {
    const { raster } = /** @type {Session} */ (this.#session);
    const geometry = box && editGeometry(raster, box, this.#strength());
    this.#view?.outline(geometry);
    const part = (/** @type {string} */ key, /** @type {string} */ name, /** @type {string} */ value) => element('span', { class: 'part' }, element('i', { class: `key ${key}` }), name, ' ', element('b', {}, value));
    const hud = find(this.#page, '[data-hud]');
    if (!box || !geometry) {
      hud.replaceChildren(element('span', {}, 'Paint over what should change. Hold Space to move the picture.'));
      return;
    }
    hud.replaceChildren(
      part('', 'Mask', `${box.width} × ${box.height}`), part('t', 'Transition', `${geometry.transition} px`),
      part('c', 'Context', `${geometry.context.width} × ${geometry.context.height}`),
    );
  }

  #reason() {
    if (['offline', 'closed'].includes(this.#editor.savedState.state)) return 'You are offline: regenerating needs the server.';
    if (!this.#choices.tier()) return 'No engine that is set up changes parts of pictures.';
    if (this.#content === 'empty') return 'Paint what should change first.';
    if (this.#content === 'full') return 'Everything is painted. Leave some of the picture to be kept.';
    const over = this.#field('prompt').value.length - this.#editor.config.limits.prompt_characters;
    return over > 0 ? `The text is ${over} characters too long.` : '';
  }

  #showForm() {
    const tier = this.#choices?.tier();
    const { variants } = this.#choices?.choice ?? { variants: 1 };
    const button = /** @type {HTMLButtonElement} */ (find(this.#form, '[data-run]'));
    const reason = this.#choices ? this.#reason() : '';
    const isAgain = this.#strip.all().length > 0;
    button.disabled = Boolean(reason) || this.#isAsking;
    button.classList.toggle('primary', !isAgain); // then the next step is to accept
    find(button, '[data-what]').textContent = isAgain ? `Again ${variants}` : `Regenerate ${variants}`;
    find(button, '[data-cost]').textContent = tier ? quoteWords(tier, 'inpaint', variants, this.#editor.config.limits.at_once) : '';
    find(this.#form, '[data-reason]').textContent = reason;
    find(this.#form, '[data-strength]').textContent = `${this.#field('strength').value} %`;
    fillSlider(this.#field('strength'));
  }

  /** @param {MaskTool} tool */
  #choose(tool) {
    this.#showBrush(null);
    this.#brush.choose(tool);
  }

  #brushChanged() {
    if (this.#view?.brush) this.#view.brush.radius = this.#brush.size / 2;
    this.#editor.renderer.requestOverlay();
  }

  #strength() {
    return Number(this.#field('strength').value) / 100;
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return find(this.#form, `[name=${name}]`);
  }

  #listen() {
    const rail = find(this.#page, '#mask-rail');
    rail.addEventListener('click', (/** @type {Event} */ event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest('button');
      if (button?.dataset.brush) this.choose(/** @type {MaskTool} */ (button.dataset.brush));
      if (button?.dataset.act === 'invert') this.invert();
      if (button?.dataset.act === 'clear') this.clear();
    });
    this.#form.addEventListener('submit', (event) => { event.preventDefault(); this.run(); });
    this.#field('prompt').addEventListener('input', () => this.#showForm());
    this.#field('strength').addEventListener('input', () => {
      this.#showForm();
      if (this.#session) this.#showGeometry(this.#session.raster.bounds());
      this.#editor.renderer.requestOverlay();
    });
  }
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return { text: read('--text'), mask: read('--mask'), maskFill: read('--mask-fill'), casing: read('--casing'), accent: read('--accent') };
}
