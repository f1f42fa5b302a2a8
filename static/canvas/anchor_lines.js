// Lines of the chosen anchors: from each to its chip in the prompt, with role and strength, and to
// what was made after it. Off until asked for: lines are noise over pictures.

import { curveBetween, drawCurves, drawEdgeLabel } from './draw/edge.js';
import { ANCHOR_ROLES } from './generation_form.js';

/** @import { BoardNode, Box } from './types.js' */
/** @import { Anchors } from './anchors.js' */
/** @import { Editor } from './editor.js' */

/** More lines of one picture are a blot. */
const MOST_LINES = 60;

export class AnchorLines {
  #editor;
  #anchors;
  #bar;
  #button;
  #keep;
  /** @type {(() => void) | null} */
  #takeAway = null;

  /**
   * @param {Editor} editor @param {Anchors} anchors @param {HTMLElement} bar the prompt bar
   * @param {{isOn: boolean, keep: (isOn: boolean) => void}} memory
   */
  constructor(editor, anchors, bar, { isOn, keep }) {
    this.#editor = editor;
    this.#anchors = anchors;
    this.#bar = bar;
    this.#keep = keep;
    this.#button = /** @type {HTMLElement} */ (bar.querySelector('[data-command="view.anchor_lines"]'));
    editor.commands.register({
      id: 'view.anchor_lines', label: 'Lines of the anchors', icon: 'waypoints', mode: 'canvas',
      enabled: () => anchors.nodes().length > 0, why: () => 'choose an anchor first', run: () => this.show(!this.#takeAway),
    });
    anchors.subscribe(() => editor.renderer.requestOverlay());
    this.show(isOn);
  }

  /** @param {boolean} isOn */
  show(isOn) {
    this.#takeAway?.();
    this.#takeAway = isOn ? this.#editor.renderer.addOverlay(() => this.#paint()) : null;
    this.#button.setAttribute('aria-pressed', String(isOn));
    this.#keep(isOn);
  }

  #paint() {
    if (this.#editor.mode !== 'canvas') return;
    const pen = this.#editor.renderer.overlayPen;
    const stage = /** @type {HTMLElement} */ (document.getElementById('stage')).getBoundingClientRect();
    for (const node of this.#anchors.nodes()) {
      if (!this.#editor.renderer.scene.drawn(node.id)) continue;
      const from = this.#boxOf(node);
      const toChip = curveBetween(from, this.#chipBox(node.id, stage));
      drawCurves(pen, [...this.#made(node).map((made) => curveBetween(from, this.#boxOf(made))), toChip]);
      const { x1, y1, x2, y2 } = toChip;
      drawEdgeLabel(pen, labelOf(node), (x1 + x2) / 2, (y1 + y2) / 2);
    }
  }

  /** @param {BoardNode} node @returns {BoardNode[]} on the board, made after it */
  #made(node) {
    const { store, renderer } = this.#editor;
    const ids = store.edgesOf(node.id).filter(({ source, role }) => source === node.id && role === 'anchor').map(({ target }) => target);
    return ids.filter((id) => renderer.scene.drawn(id)).slice(0, MOST_LINES).flatMap((id) => store.node(id) ?? []);
  }

  /** @param {BoardNode} node @returns {Box} CSS px of the stage */
  #boxOf(node) {
    return this.#editor.renderer.screenBoxOf(node, { x: 0, y: 0, width: 0, height: 0 });
  }

  /** @param {string} id @param {DOMRect} stage @returns {Box} CSS px of the stage */
  #chipBox(id, stage) {
    const chip = this.#bar.querySelector(`[data-node="${id}"]`) ?? this.#bar;
    const { left, top, width, height } = chip.getBoundingClientRect();
    return { x: left - stage.left, y: top - stage.top, width, height };
  }
}

/** "Style 60 %". @param {BoardNode} node */
function labelOf({ anchor_role: role, anchor_strength: strength }) {
  return `${ANCHOR_ROLES.find(({ key }) => key === role)?.label ?? 'Anchor'} ${Math.round((strength ?? 0) * 100)} %`;
}
