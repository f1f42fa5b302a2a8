// Commands that put what is selected elsewhere: align, distribute, flip, rotate, nudge, order.

import { aligned, distributed, flipped, shifted } from './arrange.js';
import { boundsOf, centreOf } from './geometry.js';
import { tidy, withDescendants } from './moves.js';
import { countOf } from './nouns.js';
import { orderChanges } from './stacking.js';
import { turnAbout, turnedBounds } from './transform.js';

/** @import { Alignment, Axis, Unit } from './arrange.js' */
/** @import { BoardNode, Box } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Step } from './stacking.js' */

/** @type {[Alignment, string, string][]} */
const ALIGNMENTS = [
  ['left', 'Align left', 'Alt+A'],
  ['centre', 'Align centres across', 'Alt+H'],
  ['right', 'Align right', 'Alt+D'],
  ['top', 'Align top', 'Alt+W'],
  ['middle', 'Align middles down', 'Alt+V'],
  ['bottom', 'Align bottom', 'Alt+S'],
];

/** The second bindings need no brackets: many keyboards hide them behind AltGr.
 * @type {[Step, string, string[]][]} */
const STEPS = [
  ['front', 'Bring to front', [']', 'Mod+Shift+ArrowUp']],
  ['back', 'Send to back', ['[', 'Mod+Shift+ArrowDown']],
  ['forward', 'Bring forward', ['Mod+]', 'Mod+Alt+ArrowUp']],
  ['backward', 'Send backward', ['Mod+[', 'Mod+Alt+ArrowDown']],
];

/** @param {Editor} editor */
export function registerArrangeCommands(editor) {
  const { commands } = editor;
  const hasUnlocked = () => editor.canEdit && editor.unlockedNodes().length > 0;
  /** @param {string} id @param {string} label @param {string|string[]} keys @param {() => boolean} enabled @param {() => void} run */
  const add = (id, label, keys, enabled, run) => commands.register({ id, label, keys, mode: 'canvas', enabled, run });
  for (const [how, label, keys] of ALIGNMENTS) add(`align.${how}`, label, keys, () => canAlign(editor), () => align(editor, how, label));
  for (const [axis, label, keys] of /** @type {[Axis, string, string][]} */ ([['x', 'Distribute across', 'Alt+Shift+H'], ['y', 'Distribute down', 'Alt+Shift+V']])) {
    add(`distribute.${axis}`, label, keys, () => editor.canEdit && unitsOf(editor).length > 2, () => editor.commit(distributed(unitsOf(editor), axis), { label }));
  }
  for (const [axis, label, keys] of /** @type {[Axis, string, string][]} */ ([['x', 'Flip left to right', 'Shift+H'], ['y', 'Flip top to bottom', 'Shift+V']])) {
    add(`flip.${axis}`, label, keys, hasUnlocked, () => flip(editor, axis));
  }
  for (const [id, label, by] of /** @type {[string, string, number][]} */ ([['right', 'Rotate a quarter right', 90], ['left', 'Rotate a quarter left', -90]])) {
    add(`rotate.${id}`, label, [], () => canTurn(editor), () => rotate(editor, by));
  }
  for (const [step, label, keys] of STEPS) add(`order.${step}`, label, keys, hasUnlocked, () => order(editor, step, label));
  registerNudges(editor);
}

/** What moves as one: groups, within the entered one if there is one; frames with what they hold.
 * @param {Editor} editor @returns {Unit[]} the farthest first */
export function unitsOf(editor) {
  const { store, groups, selection } = editor;
  const chosen = editor.unlockedNodes();
  const ids = new Set(chosen.map(({ id }) => id));
  const outermost = chosen.filter(({ parent }) => !parent || !ids.has(parent));
  return groups.unitsOf(outermost, selection.scope).map((nodes) => {
    const inside = store.nodesOf(store.descendantsOf(nodes.map(({ id }) => id)));
    return { nodes: [...nodes, ...inside], box: /** @type {Box} */ (boundsOf(nodes)) };
  });
}

/** @param {Editor} editor */
function canAlign(editor) {
  if (!editor.canEdit) return false;
  const units = unitsOf(editor);
  return units.length > 1 || (units.length === 1 && frameOf(editor, units[0]) !== null);
}

/** @param {Editor} editor @param {Unit} unit @returns {BoardNode|null} */
function frameOf({ store }, { nodes: [first] }) {
  return store.parentOf(first) ?? null;
}

/** One thing lines up with the frame it is in, several with each other.
 * @param {Editor} editor @param {Alignment} how @param {string} label */
function align(editor, how, label) {
  const units = unitsOf(editor);
  const frame = units.length === 1 ? frameOf(editor, units[0]) : null;
  editor.commit(frame ? aligned(units, how, frame) : aligned(units, how), { label });
}

/** @param {Editor} editor @param {Axis} axis */
function flip(editor, axis) {
  const nodes = editor.unlockedNodes();
  const about = boundsOf(nodes);
  if (!about) return;
  const all = editor.store.nodesOf(withDescendants(editor.store, nodes.map(({ id }) => id)));
  editor.commit(flipped(all, axis, about), { label: `Flip ${countOf(nodes)}` });
}

/** @param {Editor} editor */
function canTurn(editor) {
  const nodes = editor.unlockedNodes();
  return editor.canEdit && nodes.length > 0 && nodes.every(({ kind }) => kind !== 'frame');
}

/** About the middle of them all. @param {Editor} editor @param {number} by degrees, clockwise */
function rotate(editor, by) {
  const nodes = editor.unlockedNodes();
  const bounds = turnedBounds(nodes);
  if (!bounds || !canTurn(editor)) return;
  const changes = nodes.map((node) => {
    const { x, y, rotation } = turnAbout(node, centreOf(bounds), by);
    return { node: node.id, set: { x: tidy(x), y: tidy(y), rotation } };
  });
  editor.commit(changes, { label: `Rotate ${countOf(nodes)}` });
}

/** @param {Editor} editor @param {Step} step @param {string} label */
function order(editor, step, label) {
  const all = editor.renderer.scene.ordered().map(({ node }) => node);
  const ids = withDescendants(editor.store, editor.unlockedNodes().map(({ id }) => id));
  editor.commit(orderChanges(all, ids, step), { label });
}

/** @param {Editor} editor */
function registerNudges(editor) {
  /** @type {[string, number, number][]} */
  const directions = [['Left', -1, 0], ['Right', 1, 0], ['Up', 0, -1], ['Down', 0, 1]];
  for (const [name, dx, dy] of directions) {
    for (const [by, shift] of /** @type {[number, string][]} */ ([[1, ''], [10, 'Shift+']])) {
      editor.commands.register({
        id: `nudge.${name.toLowerCase()}_${by}`,
        label: `Move ${name.toLowerCase()} by ${by}`,
        keys: `${shift}Arrow${name}`,
        mode: 'canvas',
        enabled: () => editor.canEdit && editor.unlockedNodes().length > 0,
        run: () => nudge(editor, dx * by, dy * by),
      });
    }
  }
}

/** @param {Editor} editor @param {number} dx world units @param {number} dy */
function nudge(editor, dx, dy) {
  const { store } = editor;
  const nodes = editor.unlockedNodes();
  const all = store.nodesOf(withDescendants(store, nodes.map(({ id }) => id)));
  editor.commit(shifted(all, dx, dy), { label: `Move ${countOf(nodes)}`, merge: 'nudge' });
}
