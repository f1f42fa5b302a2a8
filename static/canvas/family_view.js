// Show family: the selected picture's ancestors and descendants lit, all else dimmed, lines between
// them with their roles. Alt with arrows walks from picture to picture, Esc ends it.

import { curveBetween, drawCurves, drawEdgeLabel, edgeLabel } from './draw/edge.js';
import { element, icon } from './elements.js';
import { familyOf, familyWords, stepFrom } from './family.js';
import { contains, overlaps } from './geometry.js';

/** @import { BoardEdge, BoardNode, Box } from './types.js' */
/** @import { Curve } from './draw/edge.js' */
/** @import { Pen } from './draw/pen.js' */
/** @import { Editor } from './editor.js' */
/** @import { Family, Step } from './family.js' */
/** @import { Drawn } from './scene.js' */

const KINDS = new Set(['image', 'generation']);
const OUTLINE_PX = 2;
const GAP_PX = 108;
/** Labels of more groups lie on each other. */
const MOST_LABELS = 60;

export class FamilyView {
  #editor;
  #root;
  /** @type {{id: string, family: Family, takeAway: () => void, bar: HTMLElement} | null} */
  #open = null;
  /** What of the family is drawn, furthest first, until the board changes. @type {Drawn[] | null} */
  #lit = null;

  /** @param {Editor} editor @param {HTMLElement} root the page's #board */
  constructor(editor, root) {
    this.#editor = editor;
    this.#root = root;
    this.#register();
    editor.store.subscribe(() => this.#refresh());
    editor.selection.subscribe((ids) => { if (this.#open && ![...ids].some((id) => this.#open?.family.ids.has(id))) this.close(); });
    editor.on('mode', () => this.close());
    document.addEventListener('keydown', (event) => {
      const target = /** @type {Element} */ (event.target);
      const isOnBoard = target === document.body || (target.closest('#stage, #family-bar') && !target.matches('input, textarea'));
      if (!this.#open || event.key !== 'Escape' || !isOnBoard || event.isComposing) return;
      event.stopPropagation();
      event.preventDefault();
      this.close();
    }, { capture: true });
  }

  close() {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    open.takeAway();
    open.bar.remove();
    this.#editor.renderer.marks.showsSelection = true;
    this.#editor.renderer.requestOverlay();
  }

  #register() {
    const { commands } = this.#editor;
    const enabled = () => this.#picture() !== null;
    commands.register({
      id: 'family.show', label: 'Show family', keys: 'Shift+F', mode: 'canvas', enabled,
      run: () => { if (this.#open) this.close(); else this.#show(); },
    });
    /** @type {[Step, string, string][]} */
    const steps = [
      ['parent', 'Go to what it was made from', 'Alt+ArrowUp'], ['child', 'Go to what was made from it', 'Alt+ArrowDown'],
      ['next', 'Go to the next sibling', 'Alt+ArrowRight'], ['previous', 'Go to the previous sibling', 'Alt+ArrowLeft'],
    ];
    // Where versions lie on one spot, left and right go through them (stack_commands.js).
    const isFree = (/** @type {Step} */ step) => step === 'parent' || step === 'child' || !this.#editor.store.versionsBehind(this.#picture()?.id ?? '').length;
    for (const [step, label, keys] of steps) commands.register({ id: `family.${step}`, label, keys, mode: 'canvas', enabled: () => enabled() && isFree(step), run: () => this.#step(step) });
  }

  /** @returns {BoardNode | null} */
  #picture() {
    const node = this.#editor.selectedNode();
    return node && KINDS.has(node.kind) ? node : null;
  }

  #show() {
    const { store, renderer, viewport } = this.#editor;
    const node = this.#picture();
    if (!node) return;
    const family = familyOf(store, node.id);
    this.#lit = null;
    if (isAlone(family)) {
      this.#editor.emit('notice', { message: 'This picture has no family: it was not made from another one, and nothing was made from it.', kind: 'info' });
      return;
    }
    renderer.marks.showsSelection = false;
    this.#open = { id: node.id, family, takeAway: renderer.addOverlay((context) => this.#paint(context)), bar: this.#bar(node) };
    this.#root.append(this.#open.bar);
    this.#say();
    const box = this.#editor.bounds(family.ids);
    if (box && !contains(viewport.visibleBox(), box)) viewport.flyTo(box);
  }

  /** @param {BoardNode} node */
  #bar(node) {
    const button = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ name) => element('button', {
      type: 'button', class: 'btn s', 'data-command': id, title: label, 'aria-label': label,
    }, icon(name, 's'), element('span', {}, label));
    return element('div', { id: 'family-bar', class: 'pop row', role: 'region', 'aria-label': 'Family' },
      element('b', { class: 'cut' }, `Family of ${node.name || 'this picture'}`), element('span', { class: 'two', role: 'status', 'data-words': '' }),
      button('family.parent', 'Made from', 'arrow-up'), button('family.child', 'Made of it', 'arrow-down'),
      element('button', { type: 'button', class: 'btn s sq quiet', 'aria-label': 'Close the family', title: 'Close  Esc', onclick: () => { this.close(); document.getElementById('stage')?.focus(); } }, icon('x')));
  }

  #say() {
    const words = this.#open?.bar.querySelector('[data-words]');
    if (words && this.#open) words.textContent = familyWords(this.#open.family);
  }

  /** Somebody changed the board. */
  #refresh() {
    this.#lit = null;
    if (!this.#open) return;
    const { id } = this.#open;
    if (!this.#editor.store.node(id)) {
      this.close();
      return;
    }
    this.#open.family = familyOf(this.#editor.store, id);
    if (isAlone(this.#open.family)) this.close();
    else this.#say();
  }

  /** @param {Step} step */
  #step(step) {
    const node = this.#picture();
    const to = node && stepFrom(this.#editor.store, node.id, step);
    const next = this.#editor.store.node(to);
    if (!next) {
      const none = { parent: 'It was not made from a picture on this board.', child: 'Nothing was made from it yet.', next: 'It has no siblings here.', previous: 'It has no siblings here.' };
      this.#editor.emit('notice', { message: none[step], kind: 'info' });
      return;
    }
    const { viewport, selection } = this.#editor;
    selection.set([next.id]);
    if (!contains(viewport.visibleBox(), next)) viewport.flyTo(next, { mostZoom: viewport.zoom });
  }

  /** @param {CanvasRenderingContext2D} context */
  #paint(context) {
    if (!this.#open) return;
    const { family } = this.#open;
    const { renderer, viewport, store } = this.#editor;
    const pen = renderer.overlayPen;
    context.fillStyle = pen.palette.scrim;
    context.fillRect(0, 0, viewport.width, viewport.height);
    const view = viewport.box();
    this.#lit ??= renderer.scene.ordered().filter(({ id }) => family.ids.has(id));
    for (const { node, box } of this.#lit) if (overlaps(box, view)) renderer.paintDraft(context, node);
    this.#paintLines(family.edges);
    for (const [id, count] of family.lost) drawGap(pen, this.#boxOf(id), count);
    for (const id of this.#editor.selection.ids) {
      const node = store.node(id);
      if (node && family.ids.has(id)) outline(context, this.#boxOf(id), pen.palette.accentLine);
    }
  }

  /** @param {BoardEdge[]} edges */
  #paintLines(edges) {
    const { renderer } = this.#editor;
    const pen = renderer.overlayPen;
    /** @type {Map<string, {edge: BoardEdge, curves: Curve[]}>} */
    const groups = new Map();
    for (const edge of edges) {
      const group = groups.get(`${edge.source} ${edge.role}`) ?? { edge, curves: [] };
      group.curves.push(curveBetween(this.#boxOf(edge.source), this.#boxOf(edge.target)));
      groups.set(`${edge.source} ${edge.role}`, group);
    }
    drawCurves(pen, [...groups.values()].flatMap(({ curves }) => curves));
    for (const { edge, curves } of [...groups.values()].slice(0, MOST_LABELS)) {
      const [{ x1, y1, x2, y2 }] = curves;
      drawEdgeLabel(pen, edgeLabel(edge.role, curves.length, edge.strength), (x1 + x2) / 2, (y1 + y2) / 2);
    }
  }

  /** @param {string} id @returns {Box} CSS px */
  #boxOf(id) {
    const node = /** @type {BoardNode} */ (this.#editor.store.node(id));
    return this.#editor.renderer.screenBoxOf(node, { x: 0, y: 0, width: 0, height: 0 });
  }
}

/** @param {Family} family */
function isAlone({ ids, stacked, lost }) {
  return ids.size === 1 && !stacked && !lost.size;
}

/** A line that comes from nowhere: its source was deleted, or stayed on another board.
 * @param {Pen} pen @param {Box} box CSS px @param {number} count */
function drawGap(pen, { x, y, height }, count) {
  const { context, palette } = pen;
  const middle = y + height / 2;
  context.strokeStyle = palette.accentLine;
  context.lineWidth = 1.5;
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(x - GAP_PX, middle);
  context.lineTo(x, middle);
  context.stroke();
  context.setLineDash([]);
  drawEdgeLabel(pen, count === 1 ? 'Not on the board' : `${count} not on the board`, x - GAP_PX, middle);
}

/** @param {CanvasRenderingContext2D} context @param {Box} box @param {string} colour */
function outline(context, { x, y, width, height }, colour) {
  const out = OUTLINE_PX / 2 + 1;
  context.strokeStyle = colour;
  context.lineWidth = OUTLINE_PX;
  context.strokeRect(x - out, y - out, width + 2 * out, height + 2 * out);
}
