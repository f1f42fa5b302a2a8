// How notes, texts, shapes and lines look, as the inspector lets people choose it: of one or of many.

import { valueOf } from './changes.js';
import { element, radioButtons } from './elements.js';
import { COLOURED, CONTROLS, INK_COLOURS, NOTE_COLOURS, changeLook } from './looks.js';

/** @import { BoardNode, Kind } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Control } from './looks.js' */

/** Of letters, world units: as the server takes them. */
const SIZES = { least: 4, most: 2_000 };

export class LookPanel {
  #editor;
  /** Of which things, and which controls stand there. */
  #shown = '';
  /** @type {HTMLElement[]} */
  #sections = [];
  /** @type {((nodes: BoardNode[]) => void)[]} bring the controls up to date */
  #updates = [];

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** What can be chosen for these nodes: the same elements as long as they are the same ones, so that
   * who chooses by keyboard stays where they are. @param {BoardNode[]} nodes @returns {HTMLElement[]} */
  sections(nodes) {
    const styled = nodes.filter(({ kind }) => COLOURED.includes(kind));
    const shown = styled.map(({ id }) => id).join(' ');
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#updates = [];
      this.#sections = styled.length ? this.#build(styled) : [];
    }
    for (const update of this.#updates) update(styled);
    return this.#sections;
  }

  /** @param {BoardNode[]} nodes */
  #build(nodes) {
    const kinds = new Set(nodes.map(({ kind }) => kind));
    const controls = CONTROLS.filter((control) => control.kinds.some((kind) => kinds.has(kind)));
    return [this.#colours(kinds), ...controls.map((control) => this.#control(control))];
  }

  /** @param {Set<Kind>} kinds */
  #colours(kinds) {
    const colours = kinds.has('note') ? NOTE_COLOURS : INK_COLOURS;
    const look = kinds.size === 1 && kinds.has('note') ? 'note' : 'ink';
    const buttons = colours.map((colour) => element('button', {
      type: 'button', class: `swatch ${look}-${colour}`, 'aria-label': colour, title: colour, 'aria-pressed': 'false',
      onclick: () => changeLook(this.#editor, 'colour', colour, COLOURED),
    }));
    this.#updates.push((nodes) => {
      const chosen = common(nodes, 'colour');
      buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(colours[i] === chosen)));
    });
    return section('Colour', element('div', { class: 'row swatches', role: 'group', 'aria-label': 'Colour' }, ...buttons));
  }

  /** @param {Control} control */
  #control({ key, title, kinds, options }) {
    const group = element('div', { class: 'seg fill grow', role: 'radiogroup', 'aria-label': title });
    const show = radioButtons(group, options.map(([value, label]) => ({ key: String(value), label })), (chosen) => {
      const option = options.find(([value]) => String(value) === chosen);
      if (option) changeLook(this.#editor, key, option[0], kinds);
    });
    const ofKinds = (/** @type {BoardNode[]} */ nodes) => nodes.filter(({ kind }) => kinds.includes(kind));
    this.#updates.push((nodes) => show(String(common(ofKinds(nodes), key))));
    if (key !== 'size') return section(title, group);
    const field = this.#sizeField();
    this.#updates.push((nodes) => { if (field !== document.activeElement) field.value = String(common(ofKinds(nodes), key) ?? ''); });
    return section(title, element('div', { class: 'row' }, group, field));
  }

  #sizeField() {
    const field = /** @type {HTMLInputElement} */ (element('input', {
      class: 'field size', type: 'number', min: SIZES.least, max: SIZES.most, step: 'any', 'aria-label': 'Size of the letters',
      onchange: () => {
        const size = Number(field.value);
        if (size >= SIZES.least && size <= SIZES.most) changeLook(this.#editor, 'size', size, ['text']);
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') field.blur(); },
    }));
    return field;
  }
}

/** What all of them have; undefined where they differ. @param {BoardNode[]} nodes @param {string} key */
function common(nodes, key) {
  const [first, ...rest] = nodes.map((node) => valueOf(node, key));
  return rest.every((value) => value === first) ? first : undefined;
}

/** @param {string} title @param {HTMLElement} content */
function section(title, content) {
  return element('section', { class: 'sec' }, element('h3', {}, title), content);
}
