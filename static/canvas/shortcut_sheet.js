// The shortcut sheet: every key and what it does, the current mode first; here keys are changed too.

import { element, icon } from './elements.js';
import { caps, IS_MAC } from './key_caps.js';
import { KeyRecorder } from './key_recorder.js';
import { partsOf } from './shortcut_rows.js';

/** @import { Command } from './commands.js' */
/** @import { Editor } from './editor.js' */
/** @import { Answer } from './key_recorder.js' */
/** @import { ModePart, Row } from './shortcut_rows.js' */

export class ShortcutSheet {
  #editor;
  #recorder;
  #dialog;
  #field;
  #body;
  #resetAll;
  #single;
  /** The command whose keys are being chosen. @type {Command | null} */
  #recording = null;
  /** @type {Answer | null} */
  #answer = null;

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
    this.#recorder = new KeyRecorder(editor);
    const { bindings } = editor.shortcuts;
    this.#field = /** @type {HTMLInputElement} */ (element('input', {
      type: 'search', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Search shortcuts by name or keys', placeholder: 'Search by name or keys', oninput: () => this.#show(),
    }));
    this.#single = /** @type {HTMLInputElement} */ (element('input', {
      type: 'checkbox', role: 'switch', class: 'switch', onchange: () => { bindings.hasSingleKeys = this.#single.checked; },
    }));
    this.#resetAll = element('button', { type: 'button', class: 'btn quiet s', onclick: () => bindings.resetAll() }, 'Reset all keys');
    this.#body = element('div', { class: 'body', tabindex: '-1' });
    this.#dialog = /** @type {HTMLDialogElement} */ (element(
      'dialog', { class: 'dlg shortcut-sheet', 'aria-label': 'Keyboard shortcuts' },
      element(
        'header', {}, element('h2', { class: 't15 strong' }, 'Keyboard shortcuts'), element('label', { class: 'field' }, icon('search'), this.#field),
        element('button', { type: 'button', class: 'btn sq quiet', 'aria-label': 'Close', title: 'Close  Esc', onclick: () => this.#dialog.close() }, icon('x')),
      ),
      this.#body,
      element(
        'footer', {},
        element('label', { class: 'row', title: 'Off: only keys with Ctrl, Cmd or Alt act, so that speech input and slips change nothing' }, this.#single, 'Single-character keys'),
        element('span', { class: 'grow' }), this.#resetAll,
      ),
    ));
    this.#dialog.addEventListener('click', (event) => { if (event.target === this.#dialog) this.#dialog.close(); });
    this.#dialog.addEventListener('keydown', (event) => this.#keyDown(event), { capture: true });
    this.#dialog.addEventListener('close', () => this.#stop());
    bindings.subscribe(() => { if (this.#dialog.open) this.#show(); });
    document.body.append(this.#dialog);
    // F1 too: some layouts make "?" only with more than one key.
    editor.commands.register({ id: 'shortcuts.open', label: 'Keyboard shortcuts', keys: ['?', 'F1'], icon: 'keyboard', run: () => this.open() });
  }

  open() {
    if (this.#dialog.open) return;
    this.#field.value = '';
    this.#show();
    this.#dialog.showModal();
    this.#field.focus();
    this.#body.scrollTop = 0;
  }

  #show() {
    const { commands, shortcuts, mode } = this.#editor;
    this.#single.checked = shortcuts.bindings.hasSingleKeys;
    this.#resetAll.hidden = !shortcuts.bindings.hasChosen;
    const parts = partsOf({ commands, shortcuts, mode, query: this.#field.value, isMac: IS_MAC });
    const scrolled = this.#body.scrollTop;
    this.#body.replaceChildren(...(parts.length ? parts.map((part) => this.#part(part)) : [
      element('p', { class: 'three none', role: 'status' }, 'No shortcut is called so or has these keys.'),
    ]));
    this.#body.scrollTop = scrolled;
    if (this.#dialog.open && !this.#dialog.contains(document.activeElement)) this.#body.focus({ preventScroll: true });
    /** @type {HTMLElement | null} */ (this.#body.querySelector('[data-recording]'))?.focus({ preventScroll: true });
  }

  /** @param {ModePart} part */
  #part({ title, isNow, groups }) {
    return element(
      'section', {}, element('h3', { class: 't13 strong row' }, title, isNow ? element('span', { class: 'chip on' }, 'now') : null),
      element('div', { class: 'groups' }, ...groups.map((group) => element(
        'div', { class: 'group' }, element('h4', { class: 'small three' }, group.title), element('ul', {}, ...group.rows.map((row) => this.#row(row))),
      ))),
    );
  }

  /** @param {Row} row */
  #row(row) {
    const { command } = row;
    const shown = row.caps.length ? row.caps.map((one) => caps(one)) : [element('span', { class: 'three small' }, 'no keys')];
    if (!command) return element('li', {}, element('span', { class: 'grow' }, row.label), element('span', { class: 'fixed' }, ...shown));
    if (command === this.#recording) return this.#recordingRow(command, row);
    const name = `Change the keys of ${row.label}`;
    return element(
      'li', {}, element('span', { class: 'grow' }, row.label, row.isChosen ? element('span', { class: 'amber small' }, ' changed') : null),
      element('button', { type: 'button', class: 'keys', title: 'Press to choose other keys', 'aria-label': `${name}, now ${row.keys.join(' or ') || 'none'}`, onclick: () => this.#record(command) }, ...shown),
    );
  }

  /** @param {Command} command @param {Row} row */
  #recordingRow(command, { label, isChosen, caps: had }) {
    const { bindings } = this.#editor.shortcuts;
    const words = this.#answer?.words || 'Press the new keys. Esc keeps the old ones.';
    const button = (/** @type {string} */ text, /** @type {() => void} */ run) => element('button', { type: 'button', class: 'btn s', onclick: run }, text);
    return element(
      'li', { class: 'recording' },
      element('div', { class: 'row' }, element('span', { class: 'grow strong' }, label), element('span', { class: 'small', tabindex: '-1', 'data-recording': true, role: 'status' }, this.#answer?.keys ? caps([this.#answer.keys.replaceAll('+', ' ')]) : 'listening')),
      element('p', { class: this.#answer ? 'small amber' : 'small two' }, words),
      element(
        'div', { class: 'row' },
        this.#answer?.state === 'taken' ? button('Take them', () => this.#take(command)) : null,
        had.length ? button('No keys', () => { this.#stop(); bindings.choose(command.id, []); }) : null,
        isChosen ? button('Reset', () => { this.#stop(); bindings.reset(command.id); }) : null,
        button('Cancel', () => { this.#stop(); this.#show(); }),
      ),
    );
  }

  /** @param {Command} command */
  #record(command) {
    this.#recording = command;
    this.#answer = null;
    this.#show();
  }

  #stop() {
    this.#recording = null;
    this.#answer = null;
  }

  /** @param {Command} command */
  #take(command) {
    const answer = this.#answer;
    this.#stop();
    if (answer) this.#recorder.take(command, answer);
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    const command = this.#recording;
    if (!command || event.isComposing) return;
    const isOnButton = /** @type {HTMLElement} */ (event.target).matches('.recording .btn');
    if (event.key === 'Tab' || (isOnButton && (event.key === 'Enter' || event.key === ' '))) return; // its buttons are reached by Tab
    event.preventDefault();
    event.stopPropagation();
    const answer = this.#recorder.press(command, event);
    if (answer.state === 'waiting') return;
    this.#answer = answer;
    if (answer.state === 'free') this.#take(command);
    else if (answer.state === 'cancelled') this.#stop();
    this.#show();
  }
}
