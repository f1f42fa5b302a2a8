// Presenting: the frames of the board one after the other, with the whole screen.

import { element, find, icon } from './elements.js';
import { readingOrder } from './reading_order.js';
import { Tool } from './tools/tool.js';
import { MOST_ZOOM } from './viewport.js';

/** @import { BoardNode, Box, PaintView, Point, ToolPointer } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** Around a slide: what is below it leaves room for the bar. On a phone, which is tall, the sides come first. */
const PADDING_PX = 64;
const PHONE_PADDING_PX = 12;
const CLICK_PX = 6;

/** The frames that are slides, as people read them: those that lie in no other. @param {Iterable<BoardNode>} nodes */
export function slidesOf(nodes) {
  return readingOrder([...nodes].filter(({ kind, parent, hidden }) => kind === 'frame' && !parent && !hidden));
}

export class Presenter {
  #editor;
  #root;
  #toasts;
  /** @type {string | null} the frame that is shown; null: the whole board */
  #shown = null;
  /** @type {{view: Box, zoom: number, tool: string} | null} to come back to */
  #before = null;
  #isWholeScreen = false;
  /** @type {(() => void) | null} */
  #takeMatteAway = null;
  #bar;
  #counter;

  /** @param {Editor} editor @param {HTMLElement} root the page's #board @param {Toasts} toasts */
  constructor(editor, root, toasts) {
    this.#editor = editor;
    this.#root = root;
    this.#toasts = toasts;
    this.#counter = element('span', { class: 'tnum cut', role: 'status' });
    this.#bar = this.#buildBar();
    root.append(this.#bar);
    editor.tools.register(new PresentTool(editor));
    this.#register();
    editor.store.subscribe(() => { if (this.isOn) this.#showCounter(); });
    document.addEventListener('fullscreenchange', () => {
      if (!document.fullscreenElement && this.#isWholeScreen) this.end();
    });
    window.addEventListener('resize', () => { if (this.isOn) this.#go(0); });
  }

  get isOn() {
    return this.#editor.mode === 'present';
  }

  /** @param {{isWhole?: boolean}} [options] isWhole: without frames, the board as one slide */
  start({ isWhole = false } = {}) {
    const { viewport, tools, selection, renderer, presence, config } = this.#editor;
    const slides = this.#slides();
    if (!slides.length && !isWhole) {
      this.#offerWhole();
      return;
    }
    const chosen = slides.findIndex(({ id }) => selection.has(id));
    this.#before = { view: viewport.visibleBox(), zoom: viewport.zoom, tool: tools.name };
    this.#root.dataset.mode = 'present';
    this.#editor.setMode('present');
    tools.activate('present');
    renderer.marks.showsSelection = false;
    this.#takeMatteAway ??= renderer.addOverlay((context, view) => this.#paintMatte(context, view));
    this.#bar.hidden = false;
    find(this.#root, '#stage').focus({ preventScroll: true });
    if (!config.is_guest) presence.show({ spotlight: 'presenting' });
    this.#enterWholeScreen();
    this.#show(slides[Math.max(0, chosen)] ?? null);
  }

  end() {
    if (!this.isOn || !this.#before) return;
    const { viewport, tools, renderer, presence, config } = this.#editor;
    this.#bar.hidden = true;
    this.#takeMatteAway?.();
    this.#takeMatteAway = null;
    this.#root.dataset.mode = 'canvas';
    this.#editor.setMode('canvas');
    tools.activate(this.#before.tool === 'laser' ? 'select' : this.#before.tool);
    renderer.marks.showsSelection = true;
    if (!config.is_guest) presence.show({ spotlight: null });
    if (this.#isWholeScreen) void document.exitFullscreen?.().catch(() => {});
    this.#isWholeScreen = false;
    viewport.flyTo(this.#before.view, { padding: 0, mostZoom: this.#before.zoom });
    find(this.#root, '#stage').focus({ preventScroll: true });
  }

  #slides() {
    return slidesOf(this.#editor.renderer.scene.ordered().map(({ node }) => node));
  }

  #register() {
    const { commands, viewport } = this.#editor;
    commands.register({ id: 'present.start', label: 'Present', mode: 'canvas', enabled: () => this.#editor.mode === 'canvas', run: () => this.start() });
    const add = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string[]} */ keys, /** @type {() => void} */ run) => commands.register({
      id: `present.${id}`, label, keys, mode: 'present', enabled: () => this.isOn, run,
    });
    add('next', 'Next slide', ['ArrowRight', 'ArrowDown', 'PageDown', 'Space', 'Enter'], () => this.#go(1));
    add('previous', 'Previous slide', ['ArrowLeft', 'ArrowUp', 'PageUp', 'Backspace'], () => this.#go(-1));
    add('first', 'First slide', ['Home'], () => this.#go(-Infinity));
    add('last', 'Last slide', ['End'], () => this.#go(Infinity));
    add('end', 'End the presentation', ['Escape'], () => this.end());
    for (const [step, key, word] of /** @type {const} */ ([[1, 'PageDown', 'Next'], [-1, 'PageUp', 'Previous']])) {
      commands.register({
        id: `view.${word.toLowerCase()}_frame`, label: `${word} frame`, keys: key, mode: 'canvas', enabled: () => this.#slides().length > 0,
        run: () => {
          const frame = frameFrom(this.#slides(), viewport.visibleBox(), step);
          if (frame) viewport.flyTo(frame, { mostZoom: MOST_ZOOM });
        },
      });
    }
  }

  /** By so many slides, as far as there are any. @param {number} by */
  #go(by) {
    const slides = this.#slides();
    const at = Math.max(0, slides.findIndex(({ id }) => id === this.#shown));
    this.#show(slides[Math.max(0, Math.min(slides.length - 1, at + by))] ?? null);
  }

  /** @param {BoardNode | null} slide */
  #show(slide) {
    this.#shown = slide?.id ?? null;
    const box = slide ?? this.#editor.bounds();
    if (box) this.#editor.viewport.flyTo(box, { padding: this.#editor.isSmallTouch ? PHONE_PADDING_PX : PADDING_PX, mostZoom: MOST_ZOOM });
    this.#showCounter();
  }

  /** The slide and nothing beside it. @param {CanvasRenderingContext2D} context @param {PaintView} view */
  #paintMatte(context, view) {
    const slide = this.#editor.store.node(this.#shown);
    if (!slide) return;
    const { x, y } = view.worldToScreen(slide);
    context.beginPath();
    context.rect(0, 0, view.width, view.height);
    context.rect(x, y, slide.width * view.zoom, slide.height * view.zoom);
    context.fillStyle = this.#editor.renderer.overlayPen.palette.canvas;
    context.fill('evenodd');
  }

  #showCounter() {
    const slides = this.#slides();
    const at = slides.findIndex(({ id }) => id === this.#shown);
    const words = at < 0 ? 'Whole board' : `${at + 1} / ${slides.length}${slides[at].name ? ` · ${slides[at].name}` : ''}`;
    if (this.#counter.textContent !== words) this.#counter.textContent = words;
  }

  #buildBar() {
    const button = (/** @type {string} */ command, /** @type {string} */ name, /** @type {string} */ label) => element('button', {
      type: 'button', class: 'btn sq quiet', 'data-command': command, 'aria-label': label, title: label,
    }, icon(name));
    return element('div', { id: 'present-bar', class: 'pop row', role: 'group', 'aria-label': 'Presentation', hidden: true },
      button('present.previous', 'chevron-left', 'Previous slide'), this.#counter, button('present.next', 'chevron-right', 'Next slide'),
      button('tool.laser', 'pointer', 'Laser pointer  K'), button('present.end', 'x', 'End the presentation  Esc'));
  }

  #offerWhole() {
    if (!this.#editor.bounds()) {
      this.#toasts.say('There is nothing to present yet. Frames become slides: draw some with F.');
      return;
    }
    this.#toasts.say('This board has no frames to show as slides.', { action: { label: 'Present the whole board', run: () => this.start({ isWhole: true }) } });
  }

  /** Where the browser refuses, the window itself is the screen. */
  #enterWholeScreen() {
    void document.documentElement.requestFullscreen?.().then(() => { this.#isWholeScreen = true; }, () => {});
  }
}

/**
 * The frame after or before the one that the view's middle lies in; from none, the first or the last.
 * @param {BoardNode[]} frames in order @param {Box} view @param {1 | -1} step @returns {BoardNode | undefined}
 */
export function frameFrom(frames, view, step) {
  const x = view.x + view.width / 2;
  const y = view.y + view.height / 2;
  const at = frames.findIndex((frame) => x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height);
  if (at < 0) return frames.at(step > 0 ? 0 : -1);
  return frames[(at + step + frames.length) % frames.length];
}

/** A click goes on, a drag moves the view; nothing is selected or changed. */
class PresentTool extends Tool {
  name = 'present';
  #editor;
  /** @type {Point | null} screen */
  #from = null;
  /** @type {Point} */
  #last = { x: 0, y: 0 };
  #hasMoved = false;

  /** @param {Editor} editor */
  constructor(editor) {
    super();
    this.#editor = editor;
  }

  /** @param {ToolPointer} event */
  pointerDown({ screen }) {
    this.#from = { ...screen };
    this.#last = { ...screen };
    this.#hasMoved = false;
  }

  /** @param {ToolPointer} event */
  pointerMove({ screen }) {
    if (!this.#from) return;
    this.#hasMoved ||= Math.hypot(screen.x - this.#from.x, screen.y - this.#from.y) > CLICK_PX;
    if (this.#hasMoved) this.#editor.viewport.panBy(this.#last.x - screen.x, this.#last.y - screen.y);
    this.#last = { ...screen };
  }

  pointerUp() {
    if (this.#from && !this.#hasMoved) this.#editor.commands.run('present.next');
    this.cancel();
  }

  tap() {
    this.#editor.commands.run('present.next');
  }

  cancel() {
    this.#from = null;
    return false;
  }

  /** Space would hold the hand. @param {KeyboardEvent} event */
  keyDown(event) {
    if (event.key !== ' ') return false;
    event.preventDefault();
    return this.#editor.commands.run('present.next');
  }
}
