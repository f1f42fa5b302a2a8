// The lower part of the inspector: place, opacity, state, arrangement, format and tags of what is
// selected, the same for one thing and for many; with nothing selected, what is hidden and locked.

import { AltPanel } from './alt_text.js';
import { ArrangePanel } from './arrange_panel.js';
import { counted } from './generation_form.js';
import { FormatPanel } from './format_panel.js';
import { element } from './elements.js';
import { PlacePanel } from './place_panel.js';
import { nodesThatAre } from './state_commands.js';
import { TagsPanel } from './tags_panel.js';
import { throttled } from './throttle.js';
import { VersionsPanel } from './versions_panel.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { VersionPeek } from './version_peek.js' */

/**
 * A part of it: built for a selection, then only brought up to date, so that who types stays where they are.
 * @typedef {object} Part
 * @property {(nodes: BoardNode[]) => HTMLElement[]} build sections; none where it has nothing to offer
 * @property {(nodes: BoardNode[]) => void} update
 */

// A marquee takes in more with every frame: nobody reads what stands there in between.
const SEVERAL_EVERY_MS = 150;

export class Properties {
  #editor;
  #root;
  /** For who may only look, too. */
  #versions;
  /** @type {Part[]} */
  #parts;
  /** For which selection the parts were built. */
  #shown = '';
  #isQueued = false;

  /** @param {Editor} editor @param {HTMLElement} root @param {VersionPeek} peek @param {(node: BoardNode) => Promise<string>} promptOf */
  constructor(editor, root, peek, promptOf) {
    this.#editor = editor;
    this.#root = root;
    this.#versions = new VersionsPanel(editor, peek);
    this.#parts = [this.#versions, new ArrangePanel(editor), new PlacePanel(editor), new FormatPanel(editor), new TagsPanel(editor), new AltPanel(editor, promptOf)];
    const showSeveral = throttled(() => this.#later(), SEVERAL_EVERY_MS);
    editor.selection.subscribe(({ size }) => (size > 1 ? showSeveral() : this.#later()));
    editor.store.subscribe(() => this.#later());
    editor.on('mode', () => this.#later());
    peek.subscribe(() => this.#later());
    this.#later();
  }

  /** Once a frame at most: a drag changes much in one go. */
  #later() {
    if (this.#isQueued) return;
    this.#isQueued = true;
    requestAnimationFrame(() => {
      this.#isQueued = false;
      this.#show();
    });
  }

  #show() {
    const nodes = this.#editor.selectedNodes();
    const parts = this.#editor.canEdit ? this.#parts : [this.#versions];
    if (!nodes.length) {
      this.#shown = '';
      this.#root.replaceChildren(...this.#ofBoard());
      return;
    }
    const key = [parts.length, ...nodes.map(({ id, kind, parent }) => `${id} ${kind} ${parent}`)].join(' ');
    if (key !== this.#shown) {
      this.#shown = key;
      this.#root.replaceChildren(...parts.flatMap((part) => part.build(nodes)));
    }
    for (const part of parts) part.update(nodes);
  }

  #ofBoard() {
    if (!this.#editor.canEdit || this.#editor.selection.ids.size) return [];
    const row = (/** @type {'hidden'|'locked'} */ state, /** @type {string} */ command, /** @type {string} */ words) => {
      const count = nodesThatAre(this.#editor, state).length;
      if (!count) return [];
      return [element('div', { class: 'row' },
        element('span', { class: 'grow two' }, `${counted(count, 'thing')} ${state}`.replace(/ things?/, '')),
        element('button', { type: 'button', class: 'btn s', 'data-command': command }, words))];
    };
    const rows = [...row('hidden', 'state.show_all', 'Show everything hidden'), ...row('locked', 'state.unlock_all', 'Unlock everything')];
    return rows.length ? [section('Out of the way', element('div', { class: 'rows' }, ...rows))] : [];
  }
}

/** @param {string} title @param {...HTMLElement} content */
function section(title, ...content) {
  return element('section', { class: 'sec' }, element('h3', {}, title), ...content);
}
