// Mask editing: paint what should change, say what should be there, ask for it.

import { BesidePage } from './beside_page.js';
import { BrushBar } from './brush_bar.js';
import { ContextFrame } from './context_frame.js';
import { editGeometry } from './edit_geometry.js';
import { find } from './elements.js';
import { MaskForm } from './mask_form.js';
import { MaskGestures } from './mask_gestures.js';
import { MaskKeeper } from './mask_keeper.js';
import { readMaskColours } from './mask_colours.js';
import { MaskList } from './mask_list.js';
import { operated } from './mask_operations.js';
import { MaskPick } from './mask_pick.js';
import { unionOf } from './mask_raster.js';
import { reasonToWait } from './mask_reason.js';
import { MaskSelecting } from './mask_selecting.js';
import { MaskSessions } from './mask_sessions.js';
import { MaskView } from './mask_view.js';
import { pictureUrl } from './picture_url.js';
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
/** @import { MaskLayers } from './mask_layers.js' */
/** @import { Operation } from './mask_operations.js' */
/** @import { Pick } from './mask_pick.js' */
/** @import { Box, MaskRaster } from './mask_raster.js' */
/** @import { Content } from './mask_reason.js' */
/** @import { Memory } from './memory.js' */
/** @import { Toasts } from './toasts.js' */

/** px of the picture that an edge is grown, shrunk, feathered or smoothed by, to begin with. */
const FIRST_RADIUS = 8;

export class MaskEditor {
  #editor;
  #mode;
  #page;
  #generator;
  #toasts;
  #strip;
  #sessions;
  #brush;
  #context;
  #form;
  #list;
  #selecting;
  #gestures;
  #eraser;
  #newView;
  /** @type {MaskView | null} */
  #view = null;
  #isAsking = false;
  #isHidden = false;
  /** Masks of the server that are on their way. @type {Promise<void> | null} */
  #stored = null;
  #radius = FIRST_RADIUS;
  /** What the buttons follow. @type {Content} */
  #content = 'empty';
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Set<() => void>} */
  #drawListeners = new Set();

  /**
   * @param {{editor: Editor, mode: EditMode, page: HTMLElement, api: Api, generator: Generator,
   *   toasts: Toasts, strip: Candidates, blend: BlendEditor, memory: Memory}} parts page: #board
   */
  constructor({ editor, mode, page, api, generator, toasts, strip, blend, memory }) {
    this.#editor = editor;
    this.#mode = mode;
    this.#page = page;
    this.#generator = generator;
    this.#toasts = toasts;
    this.#strip = strip;
    const beside = new BesidePage(() => new Worker(editor.config.urls.mask_worker, { type: 'module' }));
    this.#newView = () => new MaskView({ colours: readMaskColours(), beside, changed: () => editor.renderer.requestOverlay() });
    this.#sessions = new MaskSessions({
      keeper: new MaskKeeper(editor, api, beside), newId: editor.newId, say: (words) => mode.sayKept(words), fail: (message) => toasts.bad(message),
    });
    this.#eraser = new ResultEraser({ editor, mode, page, api, blend, strip, toasts, beside });
    this.#context = new ContextFrame(() => this.#contextChanged());
    this.#brush = new BrushBar(page, () => this.#brushChanged(), () => this.#selecting.colour());
    this.#selecting = new MaskSelecting({
      host: this.#selectingHost(), brush: this.#brush, pick: new MaskPick({ api, assetUrl: (asset) => pictureUrl(editor.config, asset, 'original') }),
    });
    this.#form = new MaskForm({
      editor, page, context: this.#context, reason: () => this.#reason(), run: () => this.run(),
      said: (prompt) => this.#turn((layers) => layers.say(prompt)),
      strengthened: (strength, isDone) => this.#turn((layers) => layers.setStrength(strength, isDone)),
      tierChosen: () => this.#showFigures(), extend: () => { editor.commands.run('extend.open'); },
    });
    this.#list = new MaskList(find(page, '[data-masks]'), memory, {
      turn: (work) => this.#turn(work), choose: (id) => this.#choose((layers) => layers.choose(id)), opacity: () => this.#opacityChanged(),
    });
    this.#gestures = new MaskGestures({ host: this.#gestureHost(), brush: this.#brush, context: this.#context });
    mode.register('mask', this);
    editor.renderer.addOverlay((context, viewport) => {
      const picture = mode.picture;
      if (!picture) return;
      this.#view?.paint(context, viewport, picture);
      this.#eraser.view?.paint(context, viewport, picture);
    }, () => editor.mode === 'mask');
    document.addEventListener('themechange', () => this.#view?.setColours(readMaskColours()));
    editor.on('saved', ({ state }) => {
      if (editor.mode !== 'mask') return;
      this.#showForm();
      if (state === 'saved' && this.layers?.isUnkept) this.#sessions.keepSoon(); // the server is back
    });
    strip.subscribe(() => {
      if (this.#view) this.#view.isBehind = strip.isShowing;
      if (this.#eraser.node && this.#eraser.node !== strip.chosen) this.#stopErasing();
      this.#eraser.showButton();
      editor.renderer.requestOverlay();
      if (editor.mode === 'mask') this.#showForm();
    });
    this.#listen();
  }

  /** The masks of the picture that is open. @returns {MaskLayers | null} */
  get layers() { return this.#sessions.current?.layers ?? null; }

  /** The one of them that is painted. @returns {MaskRaster | null} */
  get raster() { return this.layers?.active.raster ?? null; }

  /** What is over the picture, while one is open. @returns {MaskView | null} */
  get view() { return this.#view; }

  get intent() { return this.#form.intent; }

  /** Is something masked, and something kept? */
  get isReady() { return this.layers !== null && this.#content === 'good'; }

  /** @param {() => void} listener masks, words or intent are others, or another picture is open */
  subscribe(listener) { this.#listeners.add(listener); }

  /** @param {() => void} listener something is drawn over the picture, also before a stroke or shape is done */
  onDrawn(listener) { this.#drawListeners.add(listener); }

  /* Going in and out. */

  /** @param {BoardNode} picture */
  open(picture) {
    const { session, stored } = this.#sessions.open(picture);
    this.#view = this.#newView();
    this.#view.opacity = this.#list.opacity;
    this.#view.isHidden = this.#isHidden = false;
    this.#selecting.show();
    this.#context.chosen = session.context;
    this.#brush.fit(picture.image_width ?? 1, picture.image_height ?? 1);
    this.#showLayers();
    this.choose(this.#brush.tool);
    this.#form.open();
    this.#stored = stored?.then(() => { if (session === this.#sessions.current) this.#showLayers(); }) ?? null;
  }

  close() {
    this.cancelGesture();
    this.#selecting.end();
    this.#eraser.end();
    const session = this.#sessions.current;
    if (session) session.context = this.#context.chosen;
    this.#sessions.close();
    this.#view = null;
    this.#gestures.attach(null, null);
    this.#editor.renderer.requestOverlay();
    this.#tell();
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
    this.#painted(); // what was sent while it went on may hold some of it
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
        if (this.#brush.tool !== 'select' && this.#brush.tool !== 'colour') this.#selecting.end();
      },
      changed: () => {
        if (this.#eraser.node) void this.#eraser.apply();
        else this.#painted();
      },
      moved: () => {
        this.#editor.renderer.requestOverlay();
        if (this.#gestures.isUnderWay) for (const listener of this.#drawListeners) listener();
      },
      selectSmart: (/** @type {{point?: Pick, box?: Box}} */ how) => this.#selecting.smart(how),
      selectColour: (/** @type {Point} */ at) => this.#selecting.colour(at),
    };
  }

  #selectingHost() {
    return {
      picture: () => this.#mode.picture, layers: () => this.layers, view: () => this.#view,
      began: () => this.#strip.showBefore(),
      painted: () => this.#painted(),
      refused: (/** @type {string} */ message) => this.#toasts.bad(message),
      redraw: () => this.#editor.renderer.requestOverlay(),
    };
  }

  #stopErasing() {
    if (!this.#eraser.node) return;
    this.#eraser.end();
    this.#gestures.attach(this.raster, this.#view);
    this.#editor.renderer.requestOverlay();
  }

  /* What keys and buttons do. */

  /** @param {MaskTool} tool */
  choose(tool) {
    this.cancelGesture();
    if (tool !== 'eraser') this.#stopErasing();
    if (tool !== this.#brush.tool) this.#selecting.end();
    if (this.#view) this.#view.brush = null;
    this.#brush.choose(tool);
  }

  /** @param {Intent} intent */
  chooseIntent(intent) { this.#form.choose(intent); }

  /** In place of what is masked: from a file. @param {Uint8Array} mask of the picture's size */
  take(mask) { this.#step((raster) => raster.combine(mask, 'replace')); }

  /** What somebody circled, on a mask of its own where one was begun, with the words that go with it.
   * @param {Point[]} corners px of the picture @param {string} words */
  async mark(corners, words) {
    const { layers } = this;
    await this.#stored;
    if (!layers || layers !== this.layers) return;
    if (this.#content !== 'empty') this.addMask();
    this.#turn((all) => { all.say(words); });
    this.#step((raster) => raster.polygon(corners, false));
  }

  /** @param {'subject' | 'background'} part of the picture, into the mask */
  selectPart(part) {
    if (this.#gestures.isUnderWay) return;
    this.choose('select');
    this.#selecting.part(part);
  }

  invert() { this.#step((raster) => raster.invert()); }
  clear() { this.#step((raster) => raster.clear()); }

  /** @param {Operation} operation */
  operate(operation) {
    this.#step((raster) => {
      const done = operated(raster, operation, this.#radius);
      if (done) raster.put(done.box, done.bytes);
    });
  }

  addMask() { this.#turn((layers) => layers.add()); }
  removeMask() { this.#turn((layers) => { layers.remove(); }); }
  /** @param {1 | -1} by 1: up */
  moveMask(by) { this.#turn((layers) => layers.move(by)); }
  switchMask() { this.#turn((layers) => layers.switchOff(layers.active, !layers.active.off)); }
  renameMask() { this.#list.rename(); }
  /** @param {1 | -1} by 1: up */
  stepMask(by) { this.#choose((layers) => layers.step(by)); }

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

  undo() { this.#turn((layers) => { layers.undo(); }); }
  redo() { this.#turn((layers) => { layers.redo(); }); }

  history() {
    return { canUndo: this.layers?.canUndo ?? false, canRedo: this.layers?.canRedo ?? false };
  }

  /** Held: the mask out of sight, or in sight where it is hidden. @param {boolean} isHeld */
  holdHidden(isHeld) {
    if (this.#view) this.#view.isHidden = isHeld !== this.#isHidden;
    this.#editor.renderer.requestOverlay();
  }

  toggleHidden() {
    this.#isHidden = !this.#isHidden;
    this.holdHidden(false);
  }

  run() { void this.#run(); }

  async #run() {
    const picture = this.#mode.picture;
    const { tier } = this.#form;
    const { layers } = this;
    if (!picture || !tier || !layers || this.#reason() || this.#isAsking) return;
    this.#isAsking = true;
    this.#showForm();
    try {
      await this.#selecting.done; // what was just clicked on belongs to the mask
      this.#selecting.end();
      if (!(await this.#sessions.keep())) return;
      this.#strip.expect();
      const { x, y, width, height } = picture;
      await this.#generator.ask({
        operation: 'inpaint', prompt: '', tier: tier.key, count: this.#form.variants,
        size: { width: picture.image_width ?? 0, height: picture.image_height ?? 0 }, world: { width, height },
        source: picture.id, intent: this.#form.intent, context: this.#context.asked, candidateBox: { x, y, width, height },
        masks: layers.calls().flatMap((call) => call.layers).map(({ id, prompt, strength }) => ({ node: id, prompt, strength })),
      });
    } finally {
      this.#isAsking = false;
      this.#showForm();
    }
  }

  /* Changing. */

  /** @param {(raster: MaskRaster) => void} work on the pixels of the one that is painted */
  #step(work) {
    const { raster } = this;
    if (!raster || this.#gestures.isUnderWay) return;
    this.#selecting.end();
    this.#strip.showBefore();
    raster.begin();
    work(raster);
    if (raster.commit()) this.#painted();
  }

  #painted() {
    const { layers } = this;
    if (!layers) return;
    layers.active.isChanged = true;
    layers.isUnkept = true;
    layers.measure(layers.active);
    this.#mode.sayKept('');
    this.#refreshAll();
    this.#sessions.keepSoon();
  }

  /** @param {(layers: MaskLayers) => void} work on masks and words, which are kept too */
  #turn(work) {
    const { layers } = this;
    if (!layers || this.#gestures.isUnderWay) return;
    const { active } = layers;
    work(layers);
    if (layers.active !== active) this.#selecting.end();
    this.#showLayers();
    if (layers.isUnkept) this.#sessions.keepSoon();
  }

  /** Another one is painted. @param {(layers: MaskLayers) => boolean} work */
  #choose(work) {
    const { layers } = this;
    if (!layers || this.#gestures.isUnderWay || !work(layers)) return;
    this.#selecting.end();
    this.#showLayers();
  }

  /* Showing. */

  /** The list, which one is painted, and its words. */
  #showLayers() {
    const { layers } = this;
    if (!layers || !this.#view) return;
    const shown = layers.all.filter((layer) => !layer.off || layer === layers.active);
    this.#view.show(shown.map(({ raster, tint }) => ({ raster, tint })), layers.active.raster);
    if (!this.#eraser.node) this.#gestures.attach(layers.active.raster, this.#view);
    this.#form.restore(layers.active);
    this.#refreshAll();
  }

  #refreshAll() {
    const { layers } = this;
    if (!layers || !this.#view) return;
    this.#view.refresh();
    this.#refreshGeometry();
    this.#mode.showHistory();
    this.#list.show(layers);
    this.#showForm();
    this.#tell();
  }

  /** Masks, transitions and context are drawn and told as they are now. */
  #refreshGeometry() {
    const { layers } = this;
    if (!layers || !this.#view) return;
    const { raster } = layers.active;
    const calls = layers.calls();
    this.#content = !calls.length ? 'empty' : layers.isFull() ? 'full' : 'good';
    const edits = calls.map((call) => ({ ...call, ...editGeometry(raster, call.box, call.strength), rasters: call.layers.map((layer) => layer.raster) }));
    const shown = this.#callOf(layers, edits);
    const touched = edits.reduce((/** @type {Box | null} */ all, { area }) => (all ? unionOf(all, area) : area), null);
    this.#context.fit(raster, shown?.area ?? null, touched);
    void this.#view.outline(edits, this.#context.box);
    this.#showFigures();
  }

  /** The engine call that the painted mask is part of, or the first. @template {{layers: unknown[]}} C @param {MaskLayers} layers @param {C[]} calls @returns {C | undefined} */
  #callOf(layers, calls) {
    return calls.find((call) => call.layers.includes(layers.active)) ?? calls[0];
  }

  #showFigures() {
    const { layers } = this;
    const context = this.#context.box;
    const call = layers && this.#callOf(layers, layers.calls());
    if (layers && context && call) {
      const { transition } = editGeometry(layers.active.raster, call.box, call.strength);
      this.#form.showFigures({ mask: call.box, transition, context }, layers.active.raster);
    } else if (layers) this.#form.showFigures(null, layers.active.raster);
    this.#editor.renderer.requestOverlay();
  }

  #contextChanged() {
    const context = this.#context.box;
    if (context) this.#view?.moveContext(context);
    this.#showFigures();
    this.#showForm();
  }

  #opacityChanged() {
    if (this.#view) this.#view.opacity = this.#list.opacity;
    this.#editor.renderer.requestOverlay();
  }

  /** @returns {string} */
  #reason() {
    const { layers } = this;
    return reasonToWait({
      isOffline: ['offline', 'closed'].includes(this.#editor.savedState.state), hasTier: Boolean(this.#form.tier), content: this.#content, intent: this.#form.intent,
      masks: layers?.all ?? [], calls: layers?.calls() ?? [], mostCharacters: this.#editor.config.limits.prompt_characters,
    });
  }

  #showForm() {
    this.#form.show({ isAgain: this.#strip.all().length > 0, isAsking: this.#isAsking, calls: this.layers?.calls().length ?? 1 });
  }

  #brushChanged() {
    if (this.#view?.brush) this.#view.brush.radius = this.#brush.size / 2;
    this.#editor.renderer.requestOverlay();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }

  #listen() {
    const rail = find(this.#page, '#mask-rail');
    rail.addEventListener('click', (/** @type {Event} */ event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest('button');
      if (button?.dataset.brush) this.choose(/** @type {MaskTool} */ (button.dataset.brush));
      if (button?.dataset.act === 'invert') this.invert();
      if (button?.dataset.act === 'clear') this.clear();
    });
    find(this.#page, '#editor-bar').addEventListener('click', (/** @type {Event} */ event) => {
      const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest('[data-part]'));
      if (button) this.selectPart(/** @type {'subject' | 'background'} */ (button.dataset.part));
    });
    find(this.#page, '#editor-panel').addEventListener('click', (/** @type {Event} */ event) => {
      if (!(/** @type {HTMLElement} */ (event.target).closest('[data-act=erase-result]'))) return;
      if (this.#eraser.begin(this.#gestures, readMaskColours())) this.#brush.choose('eraser');
      else this.#stopErasing();
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
