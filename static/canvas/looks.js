// What of notes, texts, shapes and lines people choose: the keys, their values, and choosing one.

import { valueOf } from './changes.js';
import { textBox } from './text_box.js';

/** @import { BoardNode, Change, Kind } from './types.js' */
/** @import { Editor } from './editor.js' */

/**
 * @typedef {object} Control one key of nodes, as buttons of which one is chosen
 * @property {string} key
 * @property {string} title
 * @property {Kind[]} kinds that have the key
 * @property {[any, string][]} options value and label
 * @property {string} noun what undo calls it
 * @property {string} [command] how its commands begin, if not by the title
 */

/** @type {Control[]} */
export const CONTROLS = [
  { key: 'size', title: 'Size', kinds: ['text'], options: [[16, 'S'], [24, 'M'], [48, 'L'], [96, 'XL']], noun: 'text size', command: 'Text size:' },
  { key: 'bold', title: 'Weight', kinds: ['text'], options: [[false, 'Regular'], [true, 'Bold']], noun: 'weight', command: 'Text weight:' },
  { key: 'align', title: 'Align', kinds: ['text'], options: [['left', 'Left'], ['centre', 'Centre'], ['right', 'Right']], noun: 'text alignment', command: 'Align text' },
  { key: 'wraps', title: 'Width', kinds: ['text'], options: [[false, 'As written'], [true, 'Fixed']], noun: 'width', command: 'Text width:' },
  { key: 'thickness', title: 'Thickness', kinds: ['shape', 'line'], options: [[1.5, 'Thin'], [3, 'Medium'], [6, 'Thick'], [12, 'Heavy']], noun: 'thickness' },
  { key: 'fill', title: 'Fill', kinds: ['shape'], options: [['none', 'None'], ['tint', 'Tint'], ['solid', 'Solid']], noun: 'fill' },
  { key: 'heads', title: 'Arrow heads', kinds: ['line'], options: [['none', 'None'], ['end', 'End'], ['both', 'Both']], noun: 'arrow heads' },
];
/** @type {Kind[]} */
export const COLOURED = ['note', 'text', 'shape', 'line'];
export const NOTE_COLOURS = /** @type {const} */ (['amber', 'grey', 'blue', 'green', 'rose']);
export const INK_COLOURS = /** @type {const} */ (['ink', ...NOTE_COLOURS]);

/** Of all selected things that have the key. @param {Editor} editor @param {string} key @param {any} value @param {Kind[]} kinds */
export function changeLook(editor, key, value, kinds) {
  const { renderer, styles } = editor;
  /** @type {Change[]} */
  const changes = [];
  for (const node of editor.unlockedNodes()) {
    if (!takes(node, key, value, kinds) || valueOf(node, key) === value) continue;
    styles.remember(node.kind, { [key]: value });
    const set = { [key]: value };
    if (node.kind === 'text' && key !== 'colour') Object.assign(set, textBox({ ...node, ...set }, (one) => renderer.sizeOfText(one)));
    changes.push({ node: node.id, set });
  }
  editor.commit(changes, { label: `Change ${CONTROLS.find((control) => control.key === key)?.noun ?? key}` });
}

/** The same by name, for the palette. @param {Editor} editor */
export function registerLooks(editor) {
  /** @param {string} key @param {string} label @param {any} value @param {Kind[]} kinds */
  const add = (key, label, value, kinds) => editor.commands.register({
    id: `look.${key}_${value}`, label, mode: 'canvas',
    enabled: () => editor.canEdit && editor.unlockedNodes().some((node) => takes(node, key, value, kinds)),
    run: () => changeLook(editor, key, value, kinds),
  });
  for (const colour of INK_COLOURS) add('colour', `Colour: ${colour}`, colour, COLOURED);
  for (const { key, title, kinds, options, command = `${title}:` } of CONTROLS) {
    for (const [value, label] of options) add(key, `${command} ${label.length > 2 ? label.toLowerCase() : label}`, value, kinds);
  }
  const texts = () => editor.unlockedNodes().filter(({ kind }) => kind === 'text');
  editor.commands.register({
    id: 'look.bold', label: 'Bold', keys: 'Mod+B', mode: 'canvas', enabled: () => editor.canEdit && texts().length > 0,
    run: () => changeLook(editor, 'bold', !texts().every(({ bold }) => bold), ['text']),
  });
}

/** @param {BoardNode} node @param {string} key @param {any} value @param {Kind[]} kinds */
function takes({ kind }, key, value, kinds) {
  return kinds.includes(kind) && !(kind === 'note' && key === 'colour' && value === 'ink'); // ink is no ground
}
