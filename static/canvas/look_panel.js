// How notes, texts, shapes and lines look, as the inspector lets people choose it: of one or of many.

import { valueOf } from './changes.js';
import { element, radioButtons } from './elements.js';
import { textBox } from './text_box.js';

/** @import { BoardNode, Change, Kind } from './types.js' */
/** @import { Editor } from './editor.js' */

/**
 * @typedef {object} Control one key of nodes, as buttons of which one is chosen
 * @property {string} key
 * @property {string} title
 * @property {Kind[]} kinds that have the key
 * @property {[any, string][]} options value and label
 */

/** @type {Control[]} */
const CONTROLS = [
  { key: 'size', title: 'Size', kinds: ['text'], options: [[16, 'S'], [24, 'M'], [48, 'L'], [96, 'XL']] },
  { key: 'bold', title: 'Weight', kinds: ['text'], options: [[false, 'Regular'], [true, 'Bold']] },
  { key: 'align', title: 'Align', kinds: ['text'], options: [['left', 'Left'], ['centre', 'Centre'], ['right', 'Right']] },
  { key: 'wraps', title: 'Width', kinds: ['text'], options: [[false, 'As written'], [true, 'Fixed']] },
  { key: 'thickness', title: 'Thickness', kinds: ['shape', 'line'], options: [[1.5, 'Thin'], [3, 'Medium'], [6, 'Thick'], [12, 'Heavy']] },
  { key: 'fill', title: 'Fill', kinds: ['shape'], options: [['none', 'None'], ['tint', 'Tint'], ['solid', 'Solid']] },
  { key: 'heads', title: 'Arrow heads', kinds: ['line'], options: [['none', 'None'], ['end', 'End'], ['both', 'Both']] },
];
const COLOURED = new Set(['note', 'text', 'shape', 'line']);
const NOTE_COLOURS = /** @type {const} */ (['amber', 'grey', 'blue', 'green', 'rose']);
const INK_COLOURS = /** @type {const} */ (['ink', ...NOTE_COLOURS]);
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
    const styled = nodes.filter(({ kind }) => COLOURED.has(kind));
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
      onclick: () => this.#choose('colour', colour, [...COLOURED]),
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
      if (option) this.#choose(key, option[0], kinds);
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
        if (size >= SIZES.least && size <= SIZES.most) this.#choose('size', size, ['text']);
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') field.blur(); },
    }));
    return field;
  }

  /** @param {string} key @param {any} value @param {string[]} kinds that have the key */
  #choose(key, value, kinds) {
    const { renderer, styles } = this.#editor;
    /** @type {Change[]} */
    const changes = [];
    for (const node of this.#editor.selectedNodes()) {
      if (!kinds.includes(node.kind) || node.locked || valueOf(node, key) === value) continue;
      styles.remember(node.kind, { [key]: value });
      const set = { [key]: value };
      if (node.kind === 'text' && key !== 'colour') Object.assign(set, textBox({ ...node, ...set }, (one) => renderer.sizeOfText(one)));
      changes.push({ node: node.id, set });
    }
    this.#editor.commit(changes, { label: `Change ${key === 'heads' ? 'arrow heads' : key === 'wraps' ? 'the width' : key}` });
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
