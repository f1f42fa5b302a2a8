// Commands that lock and hide, and that bring everything back.

import { countOf } from './nouns.js';

/** @import { BoardNode, Change } from './types.js' */
/** @import { Editor } from './editor.js' */

/** @param {Editor} editor */
export function registerStateCommands(editor) {
  const { commands, selection } = editor;
  const hasSelection = () => editor.canEdit && selection.ids.size > 0;
  commands.register({
    id: 'state.lock', keys: 'Mod+Shift+L', mode: 'canvas', enabled: hasSelection,
    get label() { return allAre(editor, 'locked') ? 'Unlock' : 'Lock'; },
    run: () => toggle(editor, 'locked', 'Lock', 'Unlock'),
  });
  commands.register({
    id: 'state.hide', keys: 'Mod+Shift+H', mode: 'canvas', enabled: hasSelection,
    get label() { return allAre(editor, 'hidden') ? 'Show' : 'Hide'; },
    run: () => toggle(editor, 'hidden', 'Hide', 'Show'),
  });
  commands.register({
    id: 'state.unlock_all', label: 'Unlock everything', mode: 'canvas',
    enabled: () => editor.canEdit && nodesThatAre(editor, 'locked').length > 0, why: () => 'nothing is locked',
    run: () => clear(editor, 'locked', 'Unlock'),
  });
  commands.register({
    id: 'state.show_all', label: 'Show everything hidden', mode: 'canvas',
    enabled: () => editor.canEdit && nodesThatAre(editor, 'hidden').length > 0, why: () => 'nothing is hidden',
    run: () => clear(editor, 'hidden', 'Show'),
  });
}

/** @typedef {'locked'|'hidden'} State */

/** Nodes with the state of their own. @param {Editor} editor @param {State} state @returns {BoardNode[]} */
export function nodesThatAre({ store }, state) {
  const found = [];
  for (const node of store.nodes()) if (node[state] && !store.isAside(node)) found.push(node);
  return found;
}

/** Are all that are selected, or the frames they lie in? @param {Editor} editor @param {State} state */
function allAre(editor, state) {
  const { store } = editor;
  const nodes = editor.selectedNodes();
  return nodes.length > 0 && nodes.every((node) => (state === 'locked' ? store.isLocked(node) : store.isHidden(node)));
}

/** @param {Editor} editor @param {State} state @param {string} on @param {string} off */
function toggle(editor, state, on, off) {
  const nodes = editor.selectedNodes();
  const isOn = !allAre(editor, state);
  // What a frame locks is only free when the frame is.
  const touched = isOn ? nodes : withFrames(editor, nodes);
  const changes = touched.filter((node) => Boolean(node[state]) !== isOn).map((node) => /** @type {Change} */ ({ node: node.id, set: { [state]: isOn } }));
  editor.commit(changes, { label: `${isOn ? on : off} ${countOf(nodes)}` });
}

/** @param {Editor} editor @param {BoardNode[]} nodes */
function withFrames({ store }, nodes) {
  const all = new Set(nodes);
  for (const node of all) {
    const frame = store.parentOf(node);
    if (frame) all.add(frame);
  }
  return [...all];
}

/** @param {Editor} editor @param {State} state @param {string} verb */
function clear(editor, state, verb) {
  const nodes = nodesThatAre(editor, state);
  editor.commit(nodes.map(({ id }) => ({ node: id, set: { [state]: false } })), { label: `${verb} ${countOf(nodes)}` });
  editor.selection.set(nodes.map(({ id }) => id));
}
