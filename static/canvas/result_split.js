// The line between a result and what was before, on the picture in mask editing: left of it lies the
// result. It stands at the right edge, so that the result is seen whole, until somebody drags it.

import { element, icon } from './elements.js';

/** @import { Candidates } from './candidates.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { Editor } from './editor.js' */

const STEP = 0.02;

export class ResultSplit {
  #editor;
  #mode;
  #strip;
  #line;

  /** @param {Editor} editor @param {EditMode} mode @param {Candidates} strip @param {HTMLElement} layer #stage-html */
  constructor(editor, mode, strip, layer) {
    this.#editor = editor;
    this.#mode = mode;
    this.#strip = strip;
    this.#line = element('div', {
      id: 'result-split', class: 'split', role: 'slider', tabindex: '0', hidden: true, 'aria-label': 'Line between result and before', 'aria-valuemin': 0, 'aria-valuemax': 100,
      title: 'Drag to compare with before', onpointerdown: (/** @type {PointerEvent} */ event) => this.#press(event), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    }, element('span', {}, icon('square-split-horizontal')));
    layer.append(this.#line);
    strip.subscribe(() => this.#place());
    mode.subscribe(() => this.#place());
    editor.viewport.subscribe(() => this.#place());
  }

  #place() {
    const picture = this.#mode.picture;
    const isShown = Boolean(picture && this.#editor.mode === 'mask' && this.#strip.isShowing && this.#strip.canSplit);
    if (this.#line.hidden === isShown) this.#line.hidden = !isShown; // set at every pan it would cost a new style
    if (!picture || !isShown) return;
    const box = this.#editor.renderer.screenBoxOf(picture, { x: 0, y: 0, width: 0, height: 0 });
    const { style } = this.#line;
    style.setProperty('--left', `${box.x + box.width * this.#strip.share}px`);
    style.setProperty('--top', `${box.y}px`);
    style.setProperty('--height', `${box.height}px`);
    this.#line.setAttribute('aria-valuenow', String(Math.round(this.#strip.share * 100)));
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const picture = this.#mode.picture;
    if (!picture || event.button > 0) return;
    event.stopPropagation();
    this.#line.setPointerCapture(event.pointerId);
    const box = this.#editor.renderer.screenBoxOf(picture, { x: 0, y: 0, width: 0, height: 0 });
    const { left } = /** @type {HTMLElement} */ (this.#line.offsetParent ?? document.body).getBoundingClientRect();
    const move = (/** @type {PointerEvent} */ { clientX }) => { this.#strip.share = (clientX - left - box.x) / box.width; };
    this.#line.addEventListener('pointermove', move);
    const end = () => this.#line.removeEventListener('pointermove', move);
    this.#line.addEventListener('pointerup', end, { once: true });
    this.#line.addEventListener('pointercancel', end, { once: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.#strip.share += step;
  }
}
