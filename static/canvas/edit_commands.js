// Commands of every editor: undo, delete, duplicate, rename, open, back.

import { leaveGroup } from './group_commands.js';
import { withDescendants } from './moves.js';
import { countOf } from './nouns.js';
import { withVersions } from './stacks.js';

/** @import { Change } from './types.js' */
/** @import { Editor } from './editor.js' */

/** @param {Editor} editor */
export function registerBasicCommands(editor) {
  const { commands, history } = editor;
  commands.register({ id: 'edit.escape', label: 'Back', keys: 'Escape', mode: 'canvas', run: () => escape(editor) });
  if (!editor.config.may_edit) return;
  const canEdit = () => editor.canEdit;
  const hasUnlocked = () => editor.canEdit && editor.unlockedNodes().length > 0;
  commands.register({ id: 'edit.undo', label: 'Undo', keys: 'Mod+Z', mode: 'canvas', enabled: () => canEdit() && history.canUndo, why: () => 'nothing to undo', run: () => editor.undo() });
  commands.register({ id: 'edit.redo', label: 'Redo', keys: ['Mod+Shift+Z', 'Mod+Y'], mode: 'canvas', enabled: () => canEdit() && history.canRedo, why: () => 'nothing to redo', run: () => editor.redo() });
  commands.register({
    id: 'edit.delete', label: 'Delete', keys: ['Delete', 'Backspace'], mode: 'canvas', enabled: hasUnlocked, run: () => remove(editor),
  });
  commands.register({ id: 'edit.duplicate', label: 'Duplicate', keys: 'Mod+D', mode: 'canvas', enabled: hasUnlocked, run: () => editor.duplicates.repeat() });
  commands.register({
    id: 'edit.rename', label: 'Rename', keys: 'F2', mode: 'canvas',
    enabled: () => editor.canEdit && openNode(editor) !== null,
    run: () => editor.emit('rename', { id: editor.selectedNode()?.id }),
  });
  commands.register({
    id: 'edit.open', label: 'Edit', keys: 'Enter', mode: 'canvas',
    enabled: () => editor.canEdit && ['image', 'note', 'text', 'frame'].includes(openNode(editor)?.kind ?? ''),
    run: () => openSelected(editor),
  });
}

/** @param {Editor} editor */
function remove(editor) {
  const nodes = editor.unlockedNodes();
  const ids = withVersions(editor.store, withDescendants(editor.store, nodes.map(({ id }) => id)));
  editor.commit(ids.map((id) => /** @type {Change} */ ({ node: id, delete: true })), { label: `Delete ${countOf(nodes)}` });
  editor.emit('deleted', { count: ids.length });
}

/** The one that is selected, unless it is locked. @param {Editor} editor */
function openNode(editor) {
  const node = editor.selectedNode();
  return node && !editor.store.isLocked(node) ? node : null;
}

/** @param {Editor} editor */
function openSelected(editor) {
  const node = editor.selectedNode();
  if (!node) return;
  const event = { image: 'open', note: 'text-edit', text: 'text-edit', frame: 'rename' }[/** @type {'image'} */ (node.kind)];
  editor.emit(event, { id: node.id, isNew: false });
}

/** One level at a time: what is going on, the tool, the group, the selection. @param {Editor} editor */
function escape(editor) {
  const { tools, selection, escapes } = editor;
  if (tools.current?.cancel()) return;
  if (escapes.some((end) => end())) return;
  if (tools.name !== 'select') tools.activate('select');
  else if (!leaveGroup(editor)) selection.clear();
}
