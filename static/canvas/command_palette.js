// The command palette: one field for every command, frame, person and board.

import { element, icon } from './elements.js';
import { keyCaps, marked } from './key_caps.js';
import { entriesOf, rank } from './palette_entries.js';

/** @import { Editor } from './editor.js' */
/** @import { Memory } from './memory.js' */
/** @import { Found, OtherBoard } from './palette_entries.js' */

const MOST_KEPT = 12;
const PAGE = 8;

export class CommandPalette {
  #editor;
  #memory;
  #fetchBoards;
  /** @type {OtherBoard[]} */
  #boards = [];
  /** @type {ReturnType<typeof entriesOf>} */
  #entries = [];
  /** @type {Found[]} */
  #found = [];
  /** @type {HTMLElement[]} */
  #options = [];
  #at = 0;
  #dialog;
  #field;
  #list;

  /**
   * @param {Editor} editor @param {Memory} memory of what was used of late
   * @param {() => Promise<OtherBoard[]>} fetchBoards the others of this workspace
   */
  constructor(editor, memory, fetchBoards) {
    this.#editor = editor;
    this.#memory = memory;
    this.#fetchBoards = fetchBoards;
    this.#field = /** @type {HTMLInputElement} */ (element('input', {
      type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palette-list', 'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false',
      'aria-label': 'Search commands, frames, people and boards', placeholder: 'Search commands, frames, people and boards', oninput: () => this.#show(),
    }));
    this.#list = element('div', { id: 'palette-list', role: 'listbox', 'aria-label': 'What was found' });
    this.#dialog = /** @type {HTMLDialogElement} */ (element(
      'dialog', { class: 'dlg command-palette', 'aria-label': 'Command palette', onkeydown: (/** @type {KeyboardEvent} */ event) => this.#keyDown(event) },
      element('div', { class: 'search' }, icon('search'), this.#field, element('span', { class: 'kbd' }, 'Esc')), this.#list,
    ));
    this.#dialog.addEventListener('click', (event) => { if (event.target === this.#dialog) this.#dialog.close(); });
    this.#list.addEventListener('click', (event) => {
      const at = this.#options.indexOf(/** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.target).closest('[role=option]')));
      if (at >= 0) this.#run(at);
    });
    document.body.append(this.#dialog);
    editor.commands.register({
      id: 'palette.open', label: 'Command palette', keys: ['Mod+K', 'Mod+/'], icon: 'search', whileTyping: true, run: () => this.open(),
    });
  }

  open() {
    if (this.#dialog.open) return;
    this.#field.value = '';
    this.#collect();
    this.#show();
    this.#dialog.showModal();
    this.#field.focus();
    void this.#fetchBoards().then((boards) => {
      this.#boards = boards;
      if (!this.#dialog.open) return;
      this.#collect();
      if (this.#field.value) this.#show();
      else this.#show({ keepsPlace: true });
    });
  }

  #collect() {
    this.#entries = entriesOf(this.#editor, this.#boards, (url) => window.location.assign(url));
  }

  #show({ keepsPlace = false } = {}) {
    this.#found = rank(this.#entries, this.#field.value, this.#memory.read('recent', /** @type {string[]} */ ([])));
    this.#options = this.#found.map((found, at) => this.#option(found, at));
    const children = [];
    let heading = '';
    for (const [at, found] of this.#found.entries()) {
      if (found.heading !== heading) children.push(element('p', { class: 'heading', role: 'presentation' }, found.heading));
      heading = found.heading;
      children.push(this.#options[at]);
    }
    if (!children.length) children.push(element('p', { class: 'none three', role: 'status' }, `Nothing is called “${this.#field.value.trim()}”. Ctrl F looks on the board itself.`));
    this.#list.replaceChildren(...children);
    this.#choose(keepsPlace ? Math.min(this.#at, this.#found.length - 1) : 0);
  }

  /** @param {Found} found @param {number} at */
  #option({ entry, marks, heading }, at) {
    return element(
      'div', { id: `palette-option-${at}`, role: 'option', class: entry.why ? 'dim' : null, 'aria-disabled': entry.why ? 'true' : null, 'aria-selected': 'false' },
      entry.icon ? icon(entry.icon) : element('span', { class: 'no-icon' }),
      element('span', { class: 'cut name' }, ...marked(entry.label, marks)),
      element('span', { class: 'three cut about' }, entry.why || (heading === entry.group ? '' : entry.group)),
      keyCaps(entry.keys[0]),
    );
  }

  /** @param {number} at */
  #choose(at) {
    this.#options[this.#at]?.setAttribute('aria-selected', 'false');
    this.#at = Math.max(0, at);
    const option = this.#options[this.#at];
    option?.setAttribute('aria-selected', 'true');
    this.#field.setAttribute('aria-activedescendant', option?.id ?? '');
    if (this.#at === 0) this.#list.scrollTop = 0; // its heading too
    else option?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    if (event.isComposing) return;
    const last = this.#options.length - 1;
    const isAgain = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    const next = {
      ArrowDown: this.#at >= last ? 0 : this.#at + 1, ArrowUp: this.#at <= 0 ? last : this.#at - 1,
      PageDown: Math.min(last, this.#at + PAGE), PageUp: Math.max(0, this.#at - PAGE),
    }[event.key];
    if (next !== undefined) this.#choose(next);
    else if (event.key === 'Enter') this.#run(this.#at);
    else if (isAgain) this.#dialog.close();
    else return;
    event.preventDefault();
    event.stopPropagation(); // once it is closed, the board would take the same keys for itself
  }

  /** @param {number} at */
  #run(at) {
    const entry = this.#found[at]?.entry;
    if (!entry || entry.why) return; // it says why beside its name
    const recent = this.#memory.read('recent', /** @type {string[]} */ ([])).filter((key) => key !== entry.key);
    this.#memory.write('recent', [entry.key, ...recent].slice(0, MOST_KEPT));
    this.#dialog.close(); // gives the focus back first: the command may want it elsewhere
    entry.run();
  }
}
