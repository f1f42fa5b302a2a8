// Buttons over a placeholder that is selected or under the pointer: Cancel, Retry, Remove. And the
// chip on a picture whose results wait to be decided.

import { element, icon } from './elements.js';
import { failureOf } from './failures.js';
import { counted } from './generation_form.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Generator } from './generator.js' */

/** Narrower than this on screen the buttons stand under the placeholder. */
const LEAST_WIDTH = 168;
const LEAST_HEIGHT = 96;
/** From the placeholder's edges, as draw/generation.js has it. */
const MARGIN = 12;
/** Narrower pictures show the number of results alone, or nothing. */
const WHOLE_CHIP = 140;
const LEAST_CHIP = 40;

export class Placeholders {
  #editor;
  #generator;
  #layer;
  /** @type {string | null} */
  #hovered = null;
  /** @type {Map<string, {bar: HTMLElement, state: string}>} by node */
  #bars = new Map();
  /** @type {Map<string, HTMLElement>} by picture */
  #chips = new Map();
  #stage;
  /** @type {Set<string>} pictures that have results waiting */
  #waiting = new Set();

  /** @param {Editor} editor @param {HTMLElement} stage @param {HTMLElement} layer @param {Generator} generator */
  constructor(editor, stage, layer, generator) {
    this.#editor = editor;
    this.#stage = stage;
    this.#generator = generator;
    this.#layer = layer;
    for (const node of editor.store.nodes()) if (node.candidate_of) this.#waiting.add(node.candidate_of);
    const show = () => this.#show();
    editor.selection.subscribe(show);
    editor.viewport.subscribe(show);
    editor.on('mode', show);
    editor.store.subscribe(({ nodes }) => {
      for (const id of nodes) {
        const picture = editor.store.node(id)?.candidate_of;
        if (picture) this.#waiting.add(picture);
      }
      show();
    });
    stage.addEventListener('pointermove', (event) => {
      // Over the buttons themselves the placeholder beneath stays the hovered one.
      if (event.target instanceof Element && event.target.closest('.over-node')) return;
      const node = event.buttons ? null : editor.nodeAt(this.#worldOf(event));
      const id = node?.kind === 'generation' ? node.id : null;
      if (id === this.#hovered) return;
      this.#hovered = id;
      show();
    });
    show();
  }

  /** @param {PointerEvent} event */
  #worldOf({ clientX, clientY }) {
    const { left, top } = this.#stage.getBoundingClientRect();
    return this.#editor.viewport.screenToWorld({ x: clientX - left, y: clientY - top });
  }

  #show() {
    const isBoard = this.#editor.mode === 'canvas' && this.#editor.canEdit;
    this.#showBars(isBoard);
    this.#showChips(isBoard);
  }

  /** @param {boolean} isBoard */
  #showBars(isBoard) {
    const wanted = new Map();
    const ids = isBoard ? new Set([...this.#editor.selection.ids].slice(0, 8)) : new Set();
    if (isBoard && this.#hovered) ids.add(this.#hovered);
    for (const id of ids) {
      const node = this.#editor.store.node(id);
      if (node?.kind === 'generation' && !this.#editor.store.isCandidate(node)) wanted.set(id, node);
    }
    for (const [id, { bar }] of this.#bars) if (!wanted.has(id)) { bar.remove(); this.#bars.delete(id); }
    for (const [id, node] of wanted) {
      let kept = this.#bars.get(id);
      if (!kept || kept.state !== node.state) {
        kept?.bar.remove();
        kept = { bar: this.#newBar(node), state: node.state ?? '' };
        this.#bars.set(id, kept);
        this.#layer.append(kept.bar);
      }
      this.#place(kept.bar, node);
    }
  }

  /** @param {BoardNode} node */
  #newBar(node) {
    const { id, generation, state, prompt } = node;
    const button = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ run) => element('button', { type: 'button', class: 'btn s', onclick: run }, icon(name, 's'), label);
    const bar = element('div', { class: 'over-node' });
    if (state === 'queued' || state === 'running') {
      bar.append(button('x', 'Cancel', () => { if (generation) void this.#generator.cancel(generation); }));
    } else {
      // What would end the same way again is better asked for in other words.
      const isBetterChanged = failureOf(node).isStubborn && prompt;
      bar.append(
        isBetterChanged
          ? button('pencil', 'Edit prompt', () => this.#editor.emit('edit-prompt', { id }))
          : button('refresh-cw', 'Retry', () => { if (generation) void this.#generator.retry(generation); }),
        button('trash-2', 'Remove', () => { void this.#generator.remove(id); }),
      );
    }
    return bar;
  }

  /** At the lower edge inside, over the hint that is drawn there; beneath it where there is no room. @param {HTMLElement} bar @param {BoardNode} node */
  #place(bar, node) {
    const { x, y } = this.#editor.viewport.worldToScreen(node);
    const width = node.width * this.#editor.viewport.zoom;
    const height = node.height * this.#editor.viewport.zoom;
    const isInside = width >= LEAST_WIDTH && height >= LEAST_HEIGHT;
    bar.classList.toggle('inside', isInside);
    bar.style.width = isInside ? `${Math.round(width - 2 * MARGIN)}px` : '';
    bar.style.transform = isInside
      ? `translate(${Math.round(x + MARGIN)}px, ${Math.round(y + height - MARGIN)}px) translateY(-100%)`
      : `translate(${Math.round(x + width / 2)}px, ${Math.round(y + height)}px) translateX(-50%)`;
  }

  /** @param {boolean} isBoard */
  #showChips(isBoard) {
    for (const id of [...this.#waiting]) {
      const node = this.#editor.store.node(id);
      const results = this.#editor.store.candidatesOf(id);
      const count = results.length;
      if (!node || count === 0) this.#waiting.delete(id);
      const width = (node?.width ?? 0) * this.#editor.viewport.zoom;
      const isShown = isBoard && node && count > 0 && width >= LEAST_CHIP;
      let chip = this.#chips.get(id);
      if (!isShown) {
        chip?.remove();
        this.#chips.delete(id);
        continue;
      }
      if (!chip) {
        chip = element('button', { type: 'button', class: 'waiting-chip', title: 'Look at the results', onclick: () => this.#editor.emit('open', { id }) });
        this.#chips.set(id, chip);
        this.#layer.append(chip);
      }
      const whole = resultsWords(results);
      const words = width >= WHOLE_CHIP ? whole : whole.split(' ')[0];
      if (chip.textContent !== words) {
        chip.textContent = words;
        chip.setAttribute('aria-label', whole);
      }
      const { x, y } = this.#editor.viewport.worldToScreen(node);
      chip.style.transform = `translate(${Math.round(x + 4)}px, ${Math.round(y + 4)}px)`;
    }
  }
}

/** What stands on a picture whose results nobody has decided on: the first of these that there are.
 * @param {BoardNode[]} results */
export function resultsWords(results) {
  const ready = results.filter(({ kind }) => kind === 'image').length;
  const underway = results.filter(({ kind, state }) => kind === 'generation' && (state === 'queued' || state === 'running')).length;
  if (ready) return `${counted(ready, 'result')} waiting`;
  return underway ? `${counted(underway, 'result')} on the way` : `${counted(results.length, 'result')} not made`;
}
