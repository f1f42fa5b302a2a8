// What the interface around the board can be told by keys, buttons and menus.

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Candidates } from './candidates.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { ExtendEditor } from './extend_editor.js' */
/** @import { Inspector } from './inspector.js' */
/** @import { MaskEditor } from './mask_editor.js' */
/** @import { PromptBar, Settings } from './prompt_bar.js' */

/** One press of an arrow key moves an edge so far, with Shift ten times (px of the picture). */
const EDGE_STEP = 8;

/** @param {Editor} editor @param {{bar: PromptBar, inspector: Inspector}} parts */
export function registerPictureCommands(editor, { bar, inspector }) {
  const picture = () => {
    const node = editor.selectedNode();
    return node?.kind === 'image' ? node : null;
  };
  const onPicture = (/** @type {(node: BoardNode) => void} */ run) => () => {
    const node = picture();
    if (node) run(node);
  };
  const enabled = () => editor.canEdit && picture() !== null;
  const { commands } = editor;
  commands.register({ id: 'prompt.focus', label: 'Write a prompt', keys: ['P', 'Alt+P'], mode: 'canvas', enabled: () => editor.canEdit, run: () => bar.focus() });
  commands.register({ id: 'prompt.generate', label: 'Generate', keys: 'Mod+Enter', mode: 'canvas', enabled: () => editor.canEdit, run: () => { void bar.generate(); } });
  commands.register({ id: 'picture.vary', label: 'Vary', enabled, run: onPicture((node) => { void inspector.settingsOf(node).then((settings) => bar.vary(node, settings)); }) });
  commands.register({ id: 'picture.anchor', label: 'Use as anchor', enabled, run: onPicture((node) => (bar.anchors.has(node) ? bar.anchors.remove(node.id) : bar.anchors.add(node))) });
  const reuse = (/** @type {(settings: Settings) => void} */ use) => onPicture((node) => { void recall(editor, inspector, node, use); });
  commands.register({ id: 'picture.use_prompt', label: 'Reuse prompt', keys: 'Shift+P', mode: 'canvas', enabled, run: reuse(({ prompt }) => {
    if (prompt) bar.use({ prompt });
    else editor.emit('notice', { message: 'This picture was made without a prompt.', kind: 'info' });
  }) });
  commands.register({ id: 'picture.use_seed', label: 'Reuse seed', keys: 'Shift+S', mode: 'canvas', enabled, run: reuse(({ seed }) => bar.useSeed(seed ?? null)) });
  commands.register({ id: 'picture.use_all', label: 'Reuse everything', keys: 'Shift+A', mode: 'canvas', enabled, run: reuse((settings) => bar.use(settings)) });
}

/** @param {Editor} editor @param {Inspector} inspector @param {BoardNode} node @param {(settings: Settings) => void} use */
async function recall(editor, inspector, node, use) {
  const settings = await inspector.settingsOf(node);
  if (settings) use(settings);
  else editor.emit('notice', { message: 'Nothing to reuse: this picture was uploaded, not made here.', kind: 'info' });
}

/** @param {Editor} editor @param {{mode: EditMode, mask: MaskEditor, extend: ExtendEditor, strip: Candidates}} parts */
export function registerEditCommands(editor, { mode, mask, extend, strip }) {
  const { commands, shortcuts } = editor;
  commands.register({ id: 'mask.open', label: 'Mask', keys: 'M', mode: 'canvas', enabled: () => editor.canEdit, run: () => choose(editor, 'mask') });
  commands.register({ id: 'extend.open', label: 'Extend', keys: 'E', mode: 'canvas', enabled: () => editor.canEdit, run: () => choose(editor, 'extend') });

  for (const kind of /** @type {const} */ (['mask', 'extend'])) {
    const add = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string | string[]} */ keys, /** @type {() => void} */ run) => commands.register({ id: `${kind}.${id}`, label, keys, mode: kind, run });
    add('leave', 'Back to the board', 'Escape', () => { if (!(kind === 'mask' ? mask : extend).cancelGesture()) mode.leave(); });
    add('undo', 'Undo', 'Mod+Z', () => mode.active?.undo());
    add('redo', 'Redo', ['Mod+Shift+Z', 'Mod+Y'], () => mode.active?.redo());
    add('run', kind === 'mask' ? 'Regenerate' : 'Extend', 'Mod+Enter', () => mode.active?.run());
    add('next', 'Next result', 'ArrowRight', () => strip.step(1));
    add('previous', 'Previous result', 'ArrowLeft', () => strip.step(-1));
    add('accept', 'Accept the result', 'Enter', () => { if (kind !== 'mask' || !mask.closePolygon()) strip.accept(); });
    add('accept_all', 'Accept all results', 'Shift+Enter', () => strip.acceptAll());
    add('discard', 'Discard the result', 'Backspace', () => { if (kind !== 'mask' || !mask.removeCorner()) strip.discard(); });
    add('fit', 'Show the picture whole', 'Shift+1', () => { if (mode.picture) mode.fit(mode.picture); });
    shortcuts.registerHold({ key: 'O', mode: kind, label: 'See the picture as it was before', press: () => strip.holdBefore(true), release: () => strip.holdBefore(false) });
  }
  shortcuts.registerHold({ key: 'H', mode: 'mask', label: 'Hide the outlines of the mask', press: () => mask.holdHidden(true), release: () => mask.holdHidden(false) });
  registerMaskKeys(editor, mask);
  registerExtendKeys(editor, extend);
}

/** @param {Editor} editor @param {MaskEditor} mask */
function registerMaskKeys({ commands }, mask) {
  const add = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string | string[]} */ keys, /** @type {() => void} */ run) => commands.register({ id: `mask.${id}`, label, keys, mode: 'mask', run });
  add('brush', 'Brush', 'B', () => mask.choose('brush'));
  add('eraser', 'Eraser', 'E', () => mask.choose('eraser'));
  add('lasso', 'Lasso', 'L', () => mask.choose('lasso'));
  add('polygon', 'Polygon lasso', 'Shift+L', () => mask.choose('polygon'));
  add('rectangle', 'Rectangle', 'R', () => mask.choose('rectangle'));
  add('ellipse', 'Ellipse', 'Shift+R', () => mask.choose('ellipse'));
  add('select', 'Smart select', 'W', () => mask.choose('select'));
  add('colour', 'Colour range', 'Shift+W', () => mask.choose('colour'));
  add('subject', 'Select the subject', [], () => mask.selectPart('subject'));
  add('background', 'Select the background', [], () => mask.selectPart('background'));
  add('fit_context', 'Fit the context to the mask', 'Shift+B', () => mask.fitContext());
  for (const [operation, label] of /** @type {const} */ ([['grow', 'Grow the mask'], ['shrink', 'Shrink the mask'], ['feather', 'Feather the mask'], ['smooth', 'Smooth the mask'], ['fill_holes', 'Fill holes of the mask']])) {
    add(operation, label, [], () => mask.operate(operation));
  }
  for (const [intent, label] of /** @type {const} */ ([['change', 'Change'], ['add', 'Add'], ['remove', 'Remove'], ['background', 'Backdrop'], ['fix', 'Fix']])) {
    add(`intent_${intent}`, `Intent: ${label}`, [], () => mask.chooseIntent(intent));
  }
  // The second bindings need no brackets: many keyboards hide them behind AltGr.
  add('smaller', 'Smaller brush', ['[', ','], () => mask.stepSize(-1));
  add('larger', 'Larger brush', [']', '.'], () => mask.stepSize(1));
  add('softer', 'Softer brush', ['Shift+[', 'Shift+{', 'Shift+,', 'Shift+<'], () => mask.stepHardness(-1));
  add('harder', 'Harder brush', ['Shift+]', 'Shift+}', 'Shift+.', 'Shift+>'], () => mask.stepHardness(1));
  add('invert', 'Invert the mask', 'I', () => mask.invert());
  add('toggle_hidden', 'Hide or show the mask', ['Alt+H', '\\'], () => mask.toggleHidden());
  add('add', 'Add a mask', [], () => mask.addMask());
  add('remove', 'Delete this mask', [], () => mask.removeMask());
  add('rename', 'Rename this mask', 'F2', () => mask.renameMask());
  add('switch', 'Use this mask or leave it out', [], () => mask.switchMask());
  add('above', 'Paint the next mask above', 'PageUp', () => mask.stepMask(1));
  add('below', 'Paint the next mask below', 'PageDown', () => mask.stepMask(-1));
  add('up', 'Move this mask up', [], () => mask.moveMask(1));
  add('down', 'Move this mask down', [], () => mask.moveMask(-1));
  add('clear', 'Clear the mask', 'Delete', () => mask.clear());
}

/** Edges without a pointer: Alt with an arrow moves that edge outward, with Shift far. @param {Editor} editor @param {ExtendEditor} extend */
function registerExtendKeys({ commands }, extend) {
  for (const [key, side] of /** @type {const} */ ([['ArrowLeft', 'left'], ['ArrowRight', 'right'], ['ArrowUp', 'top'], ['ArrowDown', 'bottom']])) {
    const word = { left: 'left', right: 'right', top: 'upper', bottom: 'lower' }[side];
    commands.register({ id: `extend.${side}`, label: `Move the ${word} edge outward`, keys: `Alt+${key}`, mode: 'extend', run: () => extend.push(side, EDGE_STEP, false) });
    commands.register({ id: `extend.${side}_far`, label: `Move the ${word} edge far outward`, keys: `Alt+Shift+${key}`, mode: 'extend', run: () => extend.push(side, EDGE_STEP * 10, false) });
  }
}

/** A tool that is chosen already is entered again: another picture may be selected now. @param {Editor} editor @param {'mask' | 'extend'} tool */
function choose(editor, tool) {
  if (editor.tools.name === tool) editor.tools.current?.enter();
  else editor.tools.activate(tool);
}
