// Mask editing: paint what should change, say what should be there, ask for it.

import { ApiError } from './api.js';
import { BrushBar } from './brush_bar.js';
import { ContextFrame } from './context_frame.js';
import { editGeometry } from './edit_geometry.js';
import { find } from './elements.js';
import { MaskForm } from './mask_form.js';
import { MaskGestures } from './mask_gestures.js';
import { MaskKeeper } from './mask_keeper.js';
import { operated } from './mask_operations.js';
import { MaskPick } from './mask_pick.js';
import { MaskRaster } from './mask_raster.js';
import { MaskView } from './mask_view.js';
import { ResultEraser } from './result_eraser.js';

/** @import { BoardNode, Point, ToolPointer } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Api } from './api.js' */
/** @import { BlendEditor } from './blend_editor.js' */
/** @import { MaskTool } from './brush_bar.js' */
/** @import { Candidates } from './candidates.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { Generator } from './generator.js' */
/** @import { Intent } from './mask_form.js' */
/** @import { Operation } from './mask_operations.js' */
/** @import { Pick } from './mask_pick.js' */
/** @import { Box } from './mask_raster.js' */
/** @import { Toasts } from './toasts.js' */

/** @typedef {{raster: MaskRaster, isChanged: boolean, context: Box | null, isLent?: boolean}} Session
 * what is kept of a picture's mask while the page lives. isLent: it is the mask of the picture that this one
 * was made from, and becomes this one's own when it is changed or used. */

/** A stroke is sent this long after it, with those that came meanwhile: a crash costs seconds of work at most. */
const KEEP_AFTER_MS = 2_000;
/** Masks remembered with their undo; older ones come back from the server. */
const SESSIONS = 3;
/** px of the picture that an edge is grown, shrunk, feathered or smoothed by, to begin with. */
const FIRST_RADIUS = 8;

export class MaskEditor {
  #editor;
  #mode;
  #page;
  #generator;
  #toasts;
  #strip;
  #keeper;
  #brush;
  #context;
  #form;
  #pick;
  #gestures;
  #eraser;
  /** @type {Map<string, Session>} by picture */
  #sessions = new Map();
  /** @type {Session | null} */
  #session = null;
  /** @type {MaskView | null} */
  #view = null;
  #keepTimer = 0;
  #isAsking = false;
  /** The last selection by pointing, answered or not. @type {Promise<void>} */
  #picking = Promise.resolve();
  #radius = FIRST_RADIUS;
  /** What the buttons follow: the mask's box, or why there is none. @type {'empty' | 'full' | 'good'} */
  #content = 'empty';

  /**
   * @param {{editor: Editor, mode: EditMode, page: HTMLElement, api: Api, generator: Generator,
   *   toasts: Toasts, strip: Candidates, blend: BlendEditor}} parts page: #board
   */
  constructor({ editor, mode, page, api, generator, toasts, strip, blend }) {
    this.#editor = editor;
    this.#mode = mode;
    this.#page = page;
    this.#generator = generator;
    this.#toasts = toasts;
    this.#strip = strip;
    this.#keeper = new MaskKeeper(editor, api);
    this.#eraser = new ResultEraser(api, blend);
    this.#pick = new MaskPick({ api, assetUrl: (asset) => editor.config.urls.asset.replace('{id}', asset).replace('{level}', 'original') });
    this.#context = new ContextFrame(() => this.#contextChanged());
    this.#brush = new BrushBar(page, () => this.#brushChanged(), () => this.#selectColour());
    this.#form = new MaskForm({
      editor, page, context: this.#context, reason: () => this.#reason(), changed: () => this.#refreshGeometry(),
      run: () => this.run(), extend: () => { editor.commands.run('extend.open'); },
    });
    this.#gestures = new MaskGestures({ host: this.#gestureHost(), brush: this.#brush, context: this.#context });
    mode.register('mask', this);
    editor.renderer.addOverlay((context, viewport) => {
      const picture = mode.picture;
      if (!picture) return;
      this.#view?.paint(context, viewport, picture);
      this.#eraser.view?.paint(context, viewport, picture);
    }, () => editor.mode === 'mask');
    document.addEventListener('themechange', () => this.#view?.setColours(readColours()));
    editor.on('saved', ({ state }) => {
      if (editor.mode !== 'mask') return;
      this.#showForm();
      if (state === 'saved' && this.#session?.isChanged) this.#keepSoon(); // the server is back
    });
    strip.subscribe(() => {
      if (this.#view) this.#view.isBehind = strip.isShowing;
      if (this.#eraser.node && this.#eraser.node !== strip.chosen) this.#stopErasing();
      this.#page.querySelector('[data-act=erase-result]')?.setAttribute('aria-pressed', String(this.#eraser.node !== null));
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
    this.#session = known ?? { raster: new MaskRaster(width, height), isChanged: false, context: null };
    this.#remember(picture.id, this.#session);
    this.#view = new MaskView(this.#session.raster, readColours());
    this.#view.picks = this.#pick.points;
    this.#gestures.attach(this.#session.raster, this.#view);
    this.#context.chosen = this.#session.context;
    this.#brush.fit(width, height);
    const node = this.#keeper.offeredFor(picture.id);
    this.#form.restore({ prompt: node?.prompt ?? '', strength: node?.strength ?? 1 });
    if (known) this.#session.raster.touchAll();
    this.#refreshAll();
    this.choose(this.#brush.tool);
    this.#form.open();
    if (known || !node) return;
    void this.#restore(picture, this.#session);
  }

  /** @param {BoardNode} picture @param {Session} session */
  async #restore(picture, session) {
    this.#mode.sayKept('Bringing the mask back');
    try {
      const node = await this.#keeper.restore(picture, session.raster);
      session.isLent = node !== null && node.picture !== picture.id;
      const words = session.isLent ? 'The same mask as before' : 'Mask kept';
      if (this.#session === session) this.#mode.sayKept(node ? words : '');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#sessions.delete(picture.id);
      this.#toasts.bad(error.message);
    }
    if (this.#session === session) this.#afterChange({ isChanged: session.isChanged });
  }

  close() {
    this.cancelGesture();
    this.#endPicking();
    this.#eraser.end();
    const { picture } = this.#mode;
    if (picture && this.#session) {
      this.#session.context = this.#context.chosen;
      if (!this.#isAsLent(picture, this.#session)) void this.#keep(picture, this.#session);
    }
    this.#stopKeepTimer();
    this.#session = null;
    this.#view = null;
    this.#gestures.attach(null, null);
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

  /* The pointer. */

  /** @param {ToolPointer} event */
  pointerDown(event) { this.#gestures.pointerDown(event); }

  /** @param {ToolPointer} event */
  pointerMove(event) { this.#gestures.pointerMove(event); }

  pointerUp() { this.#gestures.pointerUp(); }

  pointerLeft() { this.#gestures.pointerLeft(); }

  /** @returns {boolean} whether there was one */
  cancelGesture() {
    if (!this.#gestures.cancel()) return false;
    this.#afterChange({ isChanged: true }); // what was sent while it went on may hold some of it
    return true;
  }

  #gestureHost() {
    return {
      picture: () => this.#mode.picture,
      zoom: () => this.#editor.viewport.zoom,
      began: () => {
        if (this.#eraser.view) {
          this.#eraser.view.isHidden = false;
          return;
        }
        this.#strip.showBefore();
        if (this.#brush.tool !== 'select' && this.#brush.tool !== 'colour') this.#endPicking();
      },
      changed: () => {
        if (this.#eraser.node) void this.#applyErased();
        else this.#afterChange({ isChanged: true });
      },
      moved: () => this.#editor.renderer.requestOverlay(),
      selectSmart: (/** @type {{point?: Pick, box?: Box}} */ how) => { this.#picking = this.#picked((picture, raster) => this.#pick.smart(picture, raster, how)); },
      selectColour: (/** @type {Point} */ at) => this.#selectColour(at),
    };
  }

  /* Erasing from a result. */

  /** @param {HTMLElement} button in the panel of the chosen result */
  #toggleErasing(button) {
    const result = this.#editor.store.node(this.#strip.chosen ?? '');
    if (this.#eraser.node || !result) {
      this.#stopErasing();
      return;
    }
    const raster = this.#eraser.begin(result, readColours());
    this.choose('eraser');
    this.#gestures.attach(raster, this.#eraser.view);
    this.#gestures.paintsOnly = true;
    button.setAttribute('aria-pressed', 'true');
  }

  #stopErasing() {
    if (!this.#eraser.node) return;
    this.#eraser.end();
    this.#gestures.attach(this.#session?.raster ?? null, this.#view);
    this.#page.querySelector('[data-act=erase-result]')?.setAttribute('aria-pressed', 'false');
    this.#editor.renderer.requestOverlay();
  }

  async #applyErased() {
    const { picture } = this.#mode;
    const slider = /** @type {HTMLInputElement | null} */ (this.#page.querySelector('#editor-panel [data-blend] [name=transition]'));
    if (!picture || !slider) return;
    try {
      await this.#eraser.apply(picture, Number(slider.value));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#toasts.bad(error.message);
    }
    this.#editor.renderer.requestOverlay();
  }

  /* Selecting by pointing. */

  /** @param {Point} [at] without it the last one again, with what the bar says now */
  #selectColour(at) {
    const { tolerance, isConnected } = this.#brush;
    this.#picking = this.#picked((picture, raster) => this.#pick.colour(picture, raster, { at, tolerance, isConnected }));
  }

  /** @param {(picture: BoardNode, raster: MaskRaster) => Promise<boolean>} select */
  async #picked(select) {
    const { picture } = this.#mode;
    const session = this.#session;
    if (!picture || !session) return;
    try {
      const isChanged = await select(picture, session.raster);
      if (session !== this.#session) return;
      if (this.#view) this.#view.picks = this.#pick.points;
      if (isChanged) this.#afterChange({ isChanged: true });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#toasts.bad(error.message);
    }
    this.#editor.renderer.requestOverlay();
  }

  #endPicking() {
    this.#pick.end();
    if (this.#view) this.#view.picks = this.#pick.points;
  }

  /* What keys and buttons do. */

  /** @param {MaskTool} tool */
  choose(tool) {
    this.cancelGesture();
    if (tool !== 'eraser') this.#stopErasing();
    if (tool !== this.#brush.tool) this.#endPicking();
    if (this.#view) this.#view.brush = null;
    this.#brush.choose(tool);
  }

  /** @param {Intent} intent */
  chooseIntent(intent) { this.#form.choose(intent); }

  /** What is being masked, while a picture is open. @returns {MaskRaster | null} */
  get raster() { return this.#session?.raster ?? null; }

  /** In place of what is masked: from a file. @param {Uint8Array} mask of the picture's size */
  take(mask) { this.#step((raster) => raster.combine(mask, 'replace')); }

  invert() { this.#step((raster) => raster.invert()); }
  clear() { this.#step((raster) => raster.clear()); }

  /** @param {Operation} operation */
  operate(operation) {
    this.#step((raster) => {
      const done = operated(raster, operation, this.#radius);
      if (done) raster.put(done.box, done.bytes);
    });
  }

  /** Let the context be as its preset has it, around the mask. */
  fitContext() { this.#context.choose(this.#context.preset); }

  /** What Enter is for: a polygon that is being drawn. @returns {boolean} whether it was */
  closePolygon() { return this.#gestures.closePolygon(); }

  /** What Backspace is for then. @returns {boolean} whether it was */
  removeCorner() { return this.#gestures.removeCorner(); }

  /** @param {1 | -1} direction */
  stepSize(direction) { this.#brush.stepSize(direction); }

  /** @param {1 | -1} direction */
  stepHardness(direction) { this.#brush.stepHardness(direction); }

  undo() { this.#travel((raster) => raster.undo()); }
  redo() { this.#travel((raster) => raster.redo()); }

  /** @param {(raster: MaskRaster) => boolean} move */
  #travel(move) {
    if (this.#gestures.isUnderWay || !this.#session) return;
    this.#endPicking();
    if (move(this.#session.raster)) this.#afterChange({ isChanged: true });
  }

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
    const { tier } = this.#form;
    const session = this.#session;
    if (!picture || !tier || !session || this.#reason() || this.#isAsking) return;
    this.#isAsking = true;
    this.#showForm();
    try {
      await this.#picking; // what was just clicked on belongs to the mask
      this.#endPicking();
      const mask = await this.#keep(picture, session);
      if (!mask) return;
      this.#strip.expect();
      const { x, y, width, height } = picture;
      await this.#generator.ask({
        operation: 'inpaint', prompt: this.#form.prompt, tier: tier.key, count: this.#form.variants,
        size: { width: picture.image_width ?? 0, height: picture.image_height ?? 0 }, world: { width, height },
        source: picture.id, mask, strength: this.#form.strength, intent: this.#form.intent, context: this.#context.asked,
        candidateBox: { x, y, width, height },
      });
    } finally {
      this.#isAsking = false;
      this.#showForm();
    }
  }

  /* Keeping. */

  /** Is it the mask of another picture, only looked at here? @param {BoardNode} picture @param {Session} session */
  #isAsLent(picture, { isLent, isChanged }) {
    const lender = isLent && !isChanged ? this.#keeper.offeredFor(picture.id) : null;
    return lender !== null && lender.prompt === this.#form.prompt && lender.strength === this.#form.strength;
  }

  /** @param {BoardNode} picture @param {Session} session @returns {Promise<string | null>} the mask's node */
  async #keep(picture, session) {
    this.#stopKeepTimer();
    const { isChanged } = session;
    const words = { prompt: this.#form.prompt, strength: this.#form.strength };
    session.isChanged = false;
    session.isLent = false;
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
    if (!this.#session || this.#gestures.isUnderWay) return;
    this.#endPicking();
    this.#strip.showBefore();
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
    if (!isChanged) return;
    this.#mode.sayKept('');
    this.#keepSoon();
  }

  /** Not put off by the next stroke: who paints on and on is kept up with too. */
  #keepSoon() {
    const { picture } = this.#mode;
    const session = this.#session;
    if (!picture || !session) return;
    this.#keepTimer ||= window.setTimeout(() => { void this.#keep(picture, session); }, KEEP_AFTER_MS);
  }

  #stopKeepTimer() {
    window.clearTimeout(this.#keepTimer);
    this.#keepTimer = 0;
  }

  #refreshAll() {
    const session = this.#session;
    if (!session || !this.#view) return;
    this.#view.refresh();
    this.#refreshGeometry();
    this.#mode.showHistory();
    this.#showForm();
    this.#editor.renderer.requestOverlay();
  }

  /** Mask, transition and context are drawn and told as they are now. */
  #refreshGeometry() {
    const session = this.#session;
    if (!session) return;
    const { raster } = session;
    const box = raster.bounds();
    this.#content = box === null ? 'empty' : raster.isFull() ? 'full' : 'good';
    const geometry = box && editGeometry(raster, box, this.#form.strength);
    this.#context.fit(raster, geometry?.area ?? null);
    const context = this.#context.box;
    this.#view?.outline(geometry && context ? { transition: geometry.transition, context } : null);
    this.#form.showFigures(box && geometry && context ? { mask: box, transition: geometry.transition, context } : null, raster);
    this.#editor.renderer.requestOverlay();
  }

  #contextChanged() {
    const { raster } = this.#session ?? {};
    const context = this.#context.box;
    const box = raster?.bounds();
    if (!raster || !context || !box) {
      this.#showForm();
      return;
    }
    this.#view?.moveContext(context);
    this.#form.showFigures({ mask: box, transition: editGeometry(raster, box, this.#form.strength).transition, context }, raster);
    this.#showForm();
    this.#editor.renderer.requestOverlay();
  }

  #reason() {
    if (['offline', 'closed'].includes(this.#editor.savedState.state)) return 'You are offline: regenerating needs the server.';
    if (!this.#form?.tier) return 'No engine that is set up changes parts of pictures.';
    if (this.#content === 'empty') {
      return this.#form.intent === 'background'
        ? 'Select the subject (W), then invert the mask (I).'
        : 'Paint what should change first.';
    }
    if (this.#content === 'full') return 'Everything is painted. Leave some of the picture to be kept.';
    if (this.#form.intent === 'add' && !this.#form.prompt.trim()) return 'Say what should come in.';
    const over = this.#form.prompt.length - this.#editor.config.limits.prompt_characters;
    return over > 0 ? `The text is ${over} characters too long.` : '';
  }

  #showForm() {
    this.#form.show({ isAgain: this.#strip.all().length > 0, isAsking: this.#isAsking });
  }

  #brushChanged() {
    if (this.#view?.brush) this.#view.brush.radius = this.#brush.size / 2;
    this.#editor.renderer.requestOverlay();
  }

  #listen() {
    const rail = find(this.#page, '#mask-rail');
    rail.addEventListener('click', (/** @type {Event} */ event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest('button');
      if (button?.dataset.brush) this.choose(/** @type {MaskTool} */ (button.dataset.brush));
      if (button?.dataset.act === 'invert') this.invert();
      if (button?.dataset.act === 'clear') this.clear();
    });
    find(this.#page, '#editor-panel').addEventListener('click', (/** @type {Event} */ event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest('[data-act=erase-result]');
      if (button) this.#toggleErasing(/** @type {HTMLElement} */ (button));
    });
    const edge = find(this.#page, '[data-edge]');
    const radius = /** @type {HTMLInputElement} */ (find(edge, '[name=radius]'));
    edge.addEventListener('click', (/** @type {Event} */ event) => {
      const operation = /** @type {HTMLElement} */ (event.target).closest('button')?.dataset.operation;
      if (operation) this.operate(/** @type {Operation} */ (operation));
    });
    radius.addEventListener('change', () => {
      this.#radius = Math.min(500, Math.max(1, Math.round(Number(radius.value)) || FIRST_RADIUS));
      radius.value = String(this.#radius);
    });
  }
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return { text: read('--text'), mask: read('--mask'), maskFill: read('--mask-fill'), casing: read('--casing'), accent: read('--accent') };
}
