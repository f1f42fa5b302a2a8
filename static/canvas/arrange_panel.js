// Buttons that align, spread, pack, mirror, group, lock and hide: the commands of the same names.

import { keyWords } from './key_caps.js';
import { element, icon } from './elements.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

/** Of so many it costs more to ask each command than it tells. */
const MOST_ASKED = 500;

/** @type {[string, string][]} command and icon */
const ALIGN = [
  ['align.left', 'align-start-vertical'], ['align.centre', 'align-center-vertical'], ['align.right', 'align-end-vertical'],
  ['align.top', 'align-start-horizontal'], ['align.middle', 'align-center-horizontal'], ['align.bottom', 'align-end-horizontal'],
];
/** @type {[string, string][]} */
const SPREAD = [
  ['distribute.x', 'align-horizontal-distribute-center'], ['distribute.y', 'align-vertical-distribute-center'], ['arrange.tidy', 'layout-grid'],
];
/** @type {[string, string][]} */
const TURN = [['flip.x', 'flip-horizontal-2'], ['flip.y', 'flip-vertical-2'], ['rotate.right', 'rotate-cw']];
/** @type {[string, string][]} */
const TOGETHER = [['group.make', 'group'], ['group.apart', 'ungroup'], ['frame.around', 'frame']];

export class ArrangePanel {
  #editor;
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** @type {(() => void)[]} */
  #states = [];

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** @param {BoardNode[]} nodes */
  build(nodes) {
    this.#buttons = [];
    this.#states = [];
    const canAlign = nodes.length > 1 || this.#editor.store.parentOf(nodes[0]) !== undefined;
    const rows = [
      ...(canAlign ? [this.#row('Align', ALIGN)] : []),
      element('div', { class: 'icon-row' },
        ...(nodes.length > 1 ? [this.#group('Spread', SPREAD)] : []), this.#group('Turn', TURN), ...(nodes.length > 1 ? [] : [this.#group('Hold together', TOGETHER.slice(2))])),
      ...(nodes.length > 1 ? [element('div', { class: 'icon-row' }, this.#group('Hold together', TOGETHER))] : []),
      element('div', { class: 'row' }, this.#state('state.lock', 'lock', 'lock-open'), this.#state('state.hide', 'eye-off', 'eye')),
    ];
    return [element('section', { class: 'sec' }, element('h3', {}, 'Arrange'), element('div', { class: 'rows' }, ...rows))];
  }

  /** @param {BoardNode[]} nodes */
  update(nodes) {
    const isMany = nodes.length > MOST_ASKED;
    for (const button of this.#buttons) button.disabled = !isMany && !this.#editor.commands.isEnabled(button.dataset.command ?? '');
    for (const show of this.#states) show();
  }

  /** @param {string} name @param {[string, string][]} commands */
  #row(name, commands) {
    return element('div', { class: 'icon-row' }, this.#group(name, commands));
  }

  /** @param {string} name @param {[string, string][]} commands */
  #group(name, commands) {
    const buttons = commands.map(([id, symbol]) => this.#button(id, icon(symbol), 'btn sq quiet'));
    return element('div', { class: 'icons', role: 'group', 'aria-label': name }, ...buttons);
  }

  /** @param {string} id @param {Element} content @param {string} look */
  #button(id, content, look) {
    const command = this.#editor.commands.get(id);
    const label = command?.label ?? '';
    const keys = command ? keyWords(this.#editor.shortcuts.bindings.keysOf(command)[0]) : '';
    const button = /** @type {HTMLButtonElement} */ (element('button', {
      type: 'button', class: look, 'data-command': id, 'aria-label': label, title: keys ? `${label}  ${keys}` : label,
    }, content));
    this.#buttons.push(button);
    return button;
  }

  /** A button that says what it would do now. @param {string} id @param {string} on @param {string} off icons */
  #state(id, on, off) {
    const words = element('span');
    const button = this.#button(id, words, 'btn s');
    this.#states.push(() => {
      const label = this.#editor.commands.get(id)?.label ?? '';
      if (words.textContent === label) return;
      words.textContent = label;
      button.setAttribute('aria-label', label);
      button.replaceChildren(icon(label === 'Lock' || label === 'Hide' ? on : off, 's'), words);
    });
    return button;
  }
}
