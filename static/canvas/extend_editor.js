// Extending a picture: drag its edges outward or choose a format, then ask for what is new.

import { attachChoices } from './edit_mode.js';
import { element, find } from './elements.js';
import {
  FORMATS, NOTHING_NEW, dragSides, extendedBox, extendedSize, formatSize, growthSteps, newShare, overlapWidth, positionIn, shownSides, sidesFor,
} from './extend_geometry.js';
import { ExtendView } from './extend_view.js';
import { counted, quoteWords } from './generation_form.js';
import { pixelSize, worldToPicture } from './picture_space.js';
import { setShape } from './shape.js';

/** @import { BoardNode, Point, ToolPointer } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Candidates } from './candidates.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { Generator } from './generator.js' */
/** @import { Handle, Sides } from './extend_geometry.js' */

/** The server's bound for a side of what comes out (assets/generations/rules.py). */
const MOST_SIDE = 8192;
const NINE = [0, 0.5, 1].flatMap((y) => [0, 0.5, 1].map((x) => ({ x, y })));
const PLACES = ['top left', 'top', 'top right', 'left', 'middle', 'right', 'bottom left', 'bottom', 'bottom right'];
const CURSORS = /** @type {Record<Handle, string>} */ ({
  left: 'ew-resize', right: 'ew-resize', top: 'ns-resize', bottom: 'ns-resize',
  'top-left': 'nwse-resize', 'bottom-right': 'nwse-resize', 'top-right': 'nesw-resize', 'bottom-left': 'nesw-resize',
});

export class ExtendEditor {
  #editor;
  #mode;
  #page;
  #form;
  #generator;
  #strip;
  #choices;
  #view;
  /** @type {Sides} */
  #sides = NOTHING_NEW;
  /** @type {Sides[]} */
  #undo = [];
  /** @type {Sides[]} */
  #redo = [];
  /** @type {{handle: Handle, from: Point, start: Sides} | null} */
  #drag = null;
  #isAsking = false;
  /** Of each picture, while the page lives. @type {Map<string, Sides>} */
  #kept = new Map();

  /** @param {{editor: Editor, mode: EditMode, page: HTMLElement, generator: Generator, strip: Candidates}} parts */
  constructor({ editor, mode, page, generator, strip }) {
    this.#editor = editor;
    this.#mode = mode;
    this.#page = page;
    this.#generator = generator;
    this.#strip = strip;
    this.#form = /** @type {HTMLFormElement} */ (find(page, '[data-extend-form]'));
    this.#view = new ExtendView(readColours());
    this.#fillButtons();
    this.#choices = attachChoices(this.#form, { config: editor.config, operation: 'outpaint' }, () => this.#show());
    mode.register('extend', this);
    editor.renderer.addOverlay((context, viewport) => {
      const picture = mode.picture;
      if (picture) this.#view.paint(context, viewport, picture, this.#sides, this.#sizeWords());
    }, () => editor.mode === 'extend');
    document.addEventListener('themechange', () => this.#view.setColours(readColours()));
    editor.on('saved', () => { if (editor.mode === 'extend') this.#show(); });
    strip.subscribe(() => {
      this.#view.isBehind = strip.isShowing;
      if (editor.mode === 'extend') this.#show();
    });
    this.#listen();
  }

  /** What a picture is extended by when it is opened next. @param {string} id @param {Sides} sides */
  prepare(id, sides) {
    this.#kept.set(id, sides);
  }

  /** @param {BoardNode} picture */
  open(picture) {
    this.#sides = this.#kept.get(picture.id) ?? NOTHING_NEW;
    this.#undo = [];
    this.#redo = [];
    this.#view.active = null;
    this.#view.isBehind = false;
    this.#choices.show();
    // Room around it, for the edges to be drawn into.
    queueMicrotask(() => this.#fit());
  }

  close() {
    const picture = this.#mode.picture;
    if (picture) this.#kept.set(picture.id, this.#sides);
    this.#drag = null;
    this.#editor.renderer.requestFrame();
  }

  /* The pointer. */

  /** @param {ToolPointer} event */
  pointerDown(event) {
    const picture = this.#mode.picture;
    const handle = this.#handleAt(event);
    if (!picture || !handle) return;
    this.#strip.showBefore();
    this.#drag = { handle, from: worldToPicture(picture, event.world), start: this.#sides };
    this.#view.active = handle;
  }

  /** @param {ToolPointer} event */
  pointerMove(event) {
    const picture = this.#mode.picture;
    if (!picture) return;
    if (!this.#drag) {
      this.#view.active = this.#handleAt(event);
      this.#editor.renderer.requestOverlay();
      return;
    }
    const at = worldToPicture(picture, event.world);
    const { handle, from, start } = this.#drag;
    this.#sides = dragSides(start, handle, at.x - from.x, at.y - from.y, { both: event.alt, limit: (sides) => this.#fits(sides) });
    this.#show();
  }

  pointerUp() {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag) return;
    const after = this.#sides;
    this.#sides = drag.start;
    this.#take(after);
    this.#fit();
  }

  pointerLeft() {
    this.#view.active = null;
    this.#editor.renderer.requestOverlay();
  }

  /** @returns {boolean} whether there was a drag */
  cancelGesture() {
    if (!this.#drag) return false;
    this.#sides = this.#drag.start;
    this.#drag = null;
    this.#show();
    return true;
  }

  /** The cursor for what is under the pointer. */
  get cursor() {
    return this.#view.active ? CURSORS[this.#view.active] : 'default';
  }

  /** @param {ToolPointer} event */
  #handleAt({ world, pointerType }) {
    const picture = this.#mode.picture;
    if (!picture) return null;
    const scale = pixelSize(picture) * this.#editor.viewport.zoom;
    return this.#view.handleAt(picture, this.#sides, worldToPicture(picture, world), scale, pointerType === 'touch');
  }

  /* What keys and buttons do. */

  /** @param {'left' | 'right' | 'top' | 'bottom'} handle @param {number} by px outward @param {boolean} both */
  push(handle, by, both) {
    const dx = handle === 'left' ? -by : handle === 'right' ? by : 0;
    const dy = handle === 'top' ? -by : handle === 'bottom' ? by : 0;
    this.#take(dragSides(this.#sides, handle, dx, dy, { both, limit: (sides) => this.#fits(sides) }));
  }

  undo() { this.#move(this.#undo, this.#redo); }
  redo() { this.#move(this.#redo, this.#undo); }
  history() { return { canUndo: this.#undo.length > 0, canRedo: this.#redo.length > 0 }; }

  run() { void this.#run(); }

  async #run() {
    const picture = this.#mode.picture;
    const tier = this.#choices.tier();
    if (!picture || !tier || this.#isAsking || this.#reason()) return;
    this.#isAsking = true;
    this.#show();
    const px = pictureSize(picture);
    const box = extendedBox(picture, px, this.#sides);
    this.#strip.expect();
    await this.#generator.ask({
      operation: 'outpaint', prompt: this.#field('prompt').value, tier: tier.key, count: this.#choices.choice.variants,
      size: extendedSize(px, this.#sides), world: box, source: picture.id, candidateBox: box,
      extend: { ...this.#sides, keep_exactly: this.#field('keep_exactly').checked },
    });
    this.#isAsking = false;
    this.#show();
  }

  /** @param {Sides} sides */
  #take(sides) {
    if (JSON.stringify(sides) !== JSON.stringify(this.#sides)) {
      this.#undo.push(this.#sides);
      this.#redo = [];
      this.#sides = sides;
    }
    this.#show();
  }

  /** @param {Sides[]} from @param {Sides[]} to */
  #move(from, to) {
    const sides = from.pop();
    if (!sides) return;
    to.push(this.#sides);
    this.#sides = sides;
    this.#show();
    this.#fit();
  }

  /** As large as wanted, the original staying where it sits. @param {{width: number, height: number}} size */
  #resize(size) {
    const picture = this.#mode.picture;
    if (!picture) return;
    const sides = sidesFor(pictureSize(picture), size, positionIn(this.#sides));
    if (this.#fits(sides)) this.#take(sides);
    this.#show();
    this.#fit();
  }

  /** @param {{x: number, y: number}} at */
  #sit(at) {
    const picture = this.#mode.picture;
    if (picture) this.#take(sidesFor(pictureSize(picture), extendedSize(pictureSize(picture), this.#sides), at));
  }

  /** @param {Sides} sides */
  #fits(sides) {
    const picture = this.#mode.picture;
    if (!picture) return false;
    const { width, height } = extendedSize(pictureSize(picture), sides);
    return Math.max(width, height) <= MOST_SIDE && width * height <= this.#editor.config.limits.max_pixels;
  }

  /* Showing. */

  #fit() {
    const picture = this.#mode.picture;
    if (!picture || this.#editor.mode !== 'extend') return;
    const box = extendedBox(picture, pictureSize(picture), this.#sides);
    const room = 0.12;
    this.#mode.fit({ x: box.x - box.width * room, y: box.y - box.height * room, width: box.width * (1 + 2 * room), height: box.height * (1 + 2 * room) });
  }

  #sizeWords() {
    const picture = this.#mode.picture;
    if (!picture) return '';
    const size = extendedSize(pictureSize(picture), this.#sides);
    const format = FORMATS.find((one) => one.ratio && Math.abs(size.width / size.height / one.ratio - 1) < 0.002);
    return `${size.width} × ${size.height}${format ? ` · ${format.key}` : ''}`;
  }

  #reason() {
    if (['offline', 'closed'].includes(this.#editor.savedState.state)) return 'You are offline: extending needs the server.';
    if (!this.#choices?.tier()) return 'No engine that is set up extends pictures.';
    const isSame = Object.values(this.#sides).every((side) => side === 0);
    if (isSame) return 'Drag an edge outward or choose a format first.';
    const over = this.#field('prompt').value.length - this.#editor.config.limits.prompt_characters;
    return over > 0 ? `The text is ${over} characters too long.` : '';
  }

  #show() {
    const picture = this.#mode.picture;
    if (!picture || !this.#choices || this.#editor.mode !== 'extend') return;
    const px = pictureSize(picture);
    const size = extendedSize(px, this.#sides);
    this.#showFields(px, size);
    const tier = this.#choices.tier();
    const { variants } = this.#choices.choice;
    const calls = growthSteps(px, this.#sides).length;
    const reason = this.#reason();
    const isAgain = this.#strip.all().length > 0;
    const button = find(this.#form, '[data-run]');
    button.disabled = Boolean(reason) || this.#isAsking;
    button.classList.toggle('primary', !isAgain);
    find(button, '[data-what]').textContent = isAgain ? `Again ${variants}` : `Extend ${variants}`;
    find(button, '[data-cost]').textContent = tier ? quoteWords(tier, 'outpaint', variants, calls) : '';
    find(this.#form, '[data-plan]').textContent = `${counted(calls, 'call')} each, ${calls === 1 ? 'one step' : `in ${calls} steps`}`;
    find(this.#form, '[data-reason]').textContent = reason;
    this.#mode.showHistory();
    this.#showHud(px, size);
    this.#editor.renderer.requestFrame();
  }

  /** @param {{width: number, height: number}} px @param {{width: number, height: number}} size */
  #showFields(px, size) {
    for (const name of /** @type {const} */ (['width', 'height'])) {
      const field = this.#field(name);
      if (document.activeElement !== field) field.value = String(size[name]);
    }
    for (const button of this.#form.querySelectorAll('[data-format]')) {
      const format = FORMATS.find(({ key }) => key === /** @type {HTMLElement} */ (button).dataset.format);
      const wanted = format && formatSize(px, format);
      const isOn = wanted && wanted.width === size.width && wanted.height === size.height && (size.width > px.width || size.height > px.height);
      button.setAttribute('aria-pressed', String(Boolean(isOn)));
    }
    const at = positionIn(this.#sides);
    this.#form.querySelectorAll('[data-place]').forEach((button, i) => {
      button.setAttribute('aria-pressed', String(NINE[i].x === at.x && NINE[i].y === at.y));
    });
    const words = Object.entries(shownSides(this.#mode.picture ?? {}, this.#sides)).filter(([, side]) => side > 0).map(([name, side]) => `${side} px new ${{ left: 'on the left', right: 'on the right', top: 'above', bottom: 'below' }[name]}`);
    find(this.#form, '[data-sits]').textContent = words.join(', ') || 'Nothing is new yet.';
    const keeps = this.#field('keep_exactly').checked;
    find(this.#form, '[data-keep]').textContent = keeps
      ? 'Old pixels stay byte for byte; only the new area blends.'
      : 'The new part fades into a narrow band of the old one, so that no seam shows.';
    find(this.#form, '[data-area]').textContent = `${Math.round(newShare(px, this.#sides) * 100)} % of the result`;
  }

  /** @param {{width: number, height: number}} px @param {{width: number, height: number}} size */
  #showHud(px, size) {
    const part = (/** @type {string} */ name, /** @type {string} */ value, key = '') => element('span', { class: 'part' }, key ? element('i', { class: `key ${key}` }) : null, `${name} `, element('b', {}, value));
    find(this.#page, '[data-hud]').replaceChildren(
      part('Original', `${px.width} × ${px.height}`),
      part('Overlap', `${overlapWidth(px, this.#sides, this.#field('keep_exactly').checked)} px`, 't'),
      part('Result', `${size.width} × ${size.height}`),
    );
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return find(this.#form, `[name=${name}]`);
  }

  #fillButtons() {
    find(this.#form, '[data-formats]').replaceChildren(...FORMATS.map((format) => {
      const shape = element('i');
      setShape(shape, format.ratio ?? 1, 20);
      return element('button', {
        type: 'button', 'data-format': format.key, 'aria-pressed': 'false',
        onclick: () => { if (this.#mode.picture) this.#resize(formatSize(pictureSize(this.#mode.picture), format)); },
      }, shape, element('b', {}, format.key), element('span', {}, format.label));
    }), element('button', { type: 'button', onclick: () => this.#take(NOTHING_NEW) }, element('span'), element('b', {}, 'None'), element('span', {}, 'Start over')));
    find(this.#form, '[data-nine]').replaceChildren(...NINE.map((at, i) => element('button', {
      type: 'button', 'data-place': i, 'aria-pressed': 'false', 'aria-label': `Original ${PLACES[i]}`, title: PLACES[i], onclick: () => this.#sit(at),
    })));
  }

  #listen() {
    this.#form.addEventListener('submit', (event) => { event.preventDefault(); this.run(); });
    for (const name of /** @type {const} */ (['width', 'height'])) {
      const field = this.#field(name);
      const take = () => {
        const picture = this.#mode.picture;
        const value = parseInt(field.value, 10);
        if (picture && value > 0) this.#resize({ ...extendedSize(pictureSize(picture), this.#sides), [name]: value });
        field.blur();
        this.#show();
      };
      field.addEventListener('change', take);
      field.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) { event.preventDefault(); take(); }
      });
    }
    this.#field('keep_exactly').addEventListener('change', () => this.#show());
    this.#field('prompt').addEventListener('input', () => this.#show());
  }
}

/** @param {BoardNode} node */
function pictureSize(node) {
  return { width: node.image_width ?? 1, height: node.image_height ?? 1 };
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    surface: read('--surface'), text: read('--text'), hatch: read('--hatch'), checkA: read('--check-a'), checkB: read('--check-b'),
    accent: read('--accent'), line: read('--accent-line'), casing: read('--casing'), soft: read('--on-accent'), font: read('--font'),
  };
}
