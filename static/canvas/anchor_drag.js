// Ways from a picture on the board to the prompt by hand: dropping it on the bar, and drawing a line from
// the handle at its side. Both make it an anchor; the picture itself stays where it was.

import { curveBetween, drawCurves } from './draw/edge.js';
import { element, icon } from './elements.js';
import { centreOf, rotatePoint } from './geometry.js';

/** @import { BoardNode, Box, Point } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { PromptBar } from './prompt_bar.js' */

const BESIDE_PX = 16; // from the picture's edge to the handle's middle: clear of what resizes
const LEAST_SIDE_PX = 40; // a smaller picture would be covered
const DRAG_FROM_PX = 4;

/** @param {Editor} editor @param {HTMLElement} layer DOM over the board @param {HTMLElement} form the bar @param {PromptBar} bar */
export function attachAnchorDrag(editor, layer, form, bar) {
  form.append(element('p', { class: 'take-hint small medium', 'aria-hidden': 'true' }, 'Drop to use as an anchor'));
  const show = (/** @type {boolean} */ isOver) => form.classList.toggle('takes', isOver);
  const covers = (/** @type {Point} */ screen) => contains(form, layer, screen);
  editor.dropTarget = {
    covers: (screen, nodes) => nodes.some(({ kind }) => kind === 'image') && covers(screen),
    show,
    take: (nodes) => { for (const node of nodes) if (node.kind === 'image') bar.anchors.add(node); },
  };
  new AnchorHandle(editor, layer, bar, { covers, show });
}

class AnchorHandle {
  #editor;
  #bar;
  #target;
  #button;
  /** Where a line that is being drawn ends; CSS px of the stage. @type {Point | null} */
  #end = null;
  /** @type {(() => void) | null} */
  #endDrag = null;

  /**
   * @param {Editor} editor @param {HTMLElement} layer @param {PromptBar} bar
   * @param {{covers: (screen: Point) => boolean, show: (isOver: boolean) => void}} target
   */
  constructor(editor, layer, bar, target) {
    this.#editor = editor;
    this.#bar = bar;
    this.#target = target;
    this.#button = element('button', { type: 'button', class: 'anchor-handle', 'aria-label': 'Use as anchor', title: 'Drag to the prompt to use as an anchor', hidden: true }, icon('anchor', 's'));
    layer.append(this.#button);
    const update = () => this.#update();
    editor.selection.subscribe(update);
    editor.tools.subscribe(update);
    bar.anchors.subscribe(update);
    for (const event of ['mode', 'device']) editor.on(event, update);
    editor.renderer.addOverlay(() => this.#paint(), () => this.#node() !== null);
    this.#button.addEventListener('pointerdown', (event) => this.#press(event));
    this.#button.addEventListener('click', (event) => { if (event.detail === 0) this.#take(); }); // by the keyboard
  }

  /** The picture that has a handle now. @returns {BoardNode | null} */
  #node() {
    const { mode, canEdit, tools, store } = this.#editor;
    const node = mode === 'canvas' && canEdit && tools.name === 'select' ? this.#editor.selectedNode() : null;
    return node?.kind === 'image' && !store.isAside(node) && !store.isLocked(node) && !this.#bar.anchors.has(node) ? node : null;
  }

  #update() {
    if (!this.#node()) this.#button.hidden = true;
    else this.#editor.renderer.requestOverlay();
  }

  #paint() {
    const node = this.#node();
    if (!node) return;
    const { renderer } = this.#editor;
    const box = renderer.screenBoxOf(node, { x: 0, y: 0, width: 0, height: 0 });
    this.#button.hidden = (!renderer.marks.showsHandles && !this.#end) || Math.min(box.width, box.height) < LEAST_SIDE_PX;
    if (this.#button.hidden) return;
    const at = rotatePoint({ x: box.x + box.width + BESIDE_PX, y: box.y + box.height / 2 }, centreOf(box), node.rotation);
    this.#button.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
    if (this.#end) drawCurves(renderer.overlayPen, [curveBetween(box, { ...this.#end, width: 0, height: 0 })]);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    const stage = /** @type {HTMLElement} */ (this.#button.parentElement).getBoundingClientRect();
    const start = { x: event.clientX, y: event.clientY };
    const listening = new AbortController();
    const { signal } = listening;
    this.#button.setPointerCapture(event.pointerId);
    this.#endDrag = () => { listening.abort(); this.#endDrag = null; this.#drawTo(null); };
    this.#button.addEventListener('pointermove', ({ clientX, clientY }) => {
      if (this.#end || Math.hypot(clientX - start.x, clientY - start.y) >= DRAG_FROM_PX) this.#drawTo({ x: clientX - stage.left, y: clientY - stage.top });
    }, { signal });
    this.#button.addEventListener('pointerup', () => {
      const isTaken = !this.#end || this.#target.covers(this.#end); // a click without a line takes it too
      this.#endDrag?.();
      if (isTaken) this.#take();
    }, { signal });
    for (const lost of ['pointercancel', 'lostpointercapture']) this.#button.addEventListener(lost, () => this.#endDrag?.(), { signal });
    window.addEventListener('keydown', (key) => {
      if (key.key !== 'Escape') return;
      key.stopPropagation();
      this.#endDrag?.();
    }, { signal, capture: true });
  }

  /** @param {Point | null} end */
  #drawTo(end) {
    this.#end = end;
    this.#target.show(end !== null && this.#target.covers(end));
    this.#editor.renderer.requestOverlay();
  }

  #take() {
    const node = this.#node();
    if (node) this.#bar.anchorByLine(node);
  }
}

/** @param {HTMLElement} form @param {HTMLElement} layer @param {Point} screen CSS px of the stage */
function contains(form, layer, { x, y }) {
  const stage = layer.getBoundingClientRect();
  const { left, top, right, bottom, width } = form.getBoundingClientRect();
  return width > 0 && x + stage.left >= left && x + stage.left <= right && y + stage.top >= top && y + stage.top <= bottom;
}
