// Commands that hold things together: groups and frames.

import { boundsOf, grow } from './geometry.js';
import { groupChanges, ungroupChanges } from './groups.js';
import { tidy } from './moves.js';
import { countOf } from './nouns.js';

/** @import { BoardNode, Change } from './types.js' */
/** @import { Editor } from './editor.js' */

const FRAME_MARGIN = 24; // world units around what a frame is drawn around

/** @param {Editor} editor */
export function registerGroupCommands(editor) {
  const { commands } = editor;
  commands.register({
    id: 'group.enter', label: 'Enter the group', keys: 'Enter', mode: 'canvas',
    enabled: () => oneGroup(editor) !== null, run: () => enterGroup(editor),
  });
  if (!editor.config.may_edit) return;
  commands.register({
    id: 'group.make', label: 'Group', keys: 'Mod+G', mode: 'canvas',
    enabled: () => editor.canEdit && editor.unlockedNodes().length > 1, run: () => group(editor),
  });
  commands.register({
    id: 'group.apart', label: 'Ungroup', keys: 'Mod+Shift+G', mode: 'canvas',
    enabled: () => editor.canEdit && hasGroup(editor), run: () => ungroup(editor),
  });
  commands.register({
    id: 'frame.around', label: 'Frame selection', keys: 'Mod+Alt+G', mode: 'canvas',
    enabled: () => editor.canEdit && editor.unlockedNodes().length > 0, run: () => frameSelection(editor),
  });
  commands.register({
    // Where a group is chosen too, its own command of these keys is first.
    id: 'frame.remove', label: 'Remove frame, keep contents', keys: 'Mod+Shift+G', mode: 'canvas',
    enabled: () => editor.canEdit && chosenFrames(editor).length > 0, run: () => removeFrames(editor),
  });
}

/** @param {Editor} editor */
function group(editor) {
  const { selection, groups } = editor;
  const nodes = editor.unlockedNodes();
  const changes = groupChanges(groups, nodes, selection.scope, editor.newId());
  if (changes) editor.commit(changes, { label: `Group ${countOf(nodes)}` });
  else editor.emit('notice', { message: 'Groups lie at most eight deep. Take one apart first.', kind: 'info' });
}

/** @param {Editor} editor */
function hasGroup(editor) {
  return editor.unlockedNodes().some((node) => editor.groups.groupWithin(node, editor.selection.scope) !== null);
}

/** @param {Editor} editor */
function ungroup(editor) {
  const { selection, groups, store } = editor;
  const nodes = editor.unlockedNodes();
  editor.commit(ungroupChanges(groups, nodes, selection.scope, store), { label: 'Ungroup' });
}

/** The one group that is chosen whole, and nothing else. @param {Editor} editor @returns {string|null} */
function oneGroup({ selection, groups, store }) {
  const [first] = selection.ids;
  const node = store.node(first);
  const found = node ? groups.groupWithin(node, selection.scope) : null;
  if (!found || selection.ids.size < 2) return null;
  const members = groups.membersOf(found);
  return members.length === selection.ids.size && members.every((id) => selection.has(id)) ? found : null;
}

/** Its nearest member is chosen. @param {Editor} editor */
function enterGroup(editor) {
  const found = oneGroup(editor);
  const nearest = editor.selectedNodes().at(-1);
  if (found && nearest) editor.selection.set(editor.groups.unitOf(nearest, found), found);
}

/** One level up: out of the entered group, with all of it chosen. @param {Editor} editor @returns {boolean} */
export function leaveGroup({ selection, groups }) {
  const { scope } = selection;
  if (!scope) return false;
  selection.set(groups.membersOf(scope), groups.parentOf(scope));
  return true;
}

/** @param {Editor} editor */
function frameSelection(editor) {
  const { store, selection } = editor;
  const nodes = editor.unlockedNodes();
  const bounds = boundsOf(nodes);
  if (!bounds) return;
  const ids = new Set(nodes.map((node) => node.id));
  const outermost = nodes.filter(({ parent }) => !parent || !ids.has(parent));
  const [first] = outermost;
  const isTogether = outermost.every(({ parent }) => parent === first.parent);
  const box = grow(bounds, FRAME_MARGIN);
  const id = editor.newId();
  const frames = outermost.filter(({ kind }) => kind === 'frame');
  const [order, ...orders] = editor.topOrders(1 + frames.length);
  /** @type {Change[]} */
  const changes = [{
    node: id,
    create: {
      kind: 'frame', x: tidy(box.x), y: tidy(box.y), width: tidy(box.width), height: tidy(box.height), order,
      name: editor.frameName(), parent: isTogether ? store.parentOf(first)?.id ?? null : null,
    },
  }];
  for (const node of outermost) {
    // A frame that is taken in must lie over the one that takes it.
    const over = node.kind === 'frame' ? { order: orders[frames.indexOf(node)] } : {};
    changes.push({ node: node.id, set: { parent: id, ...over } });
  }
  editor.commit(changes, { label: `Frame ${countOf(nodes)}` });
  selection.set([id]);
}

/** @param {Editor} editor @returns {BoardNode[]} */
function chosenFrames(editor) {
  return editor.unlockedNodes().filter(({ kind }) => kind === 'frame');
}

/** What they held belongs to the frames around them, and is chosen. @param {Editor} editor */
function removeFrames(editor) {
  const { store, selection } = editor;
  const frames = chosenFrames(editor);
  const gone = new Set(frames.map(({ id }) => id));
  const inside = frames.flatMap((frame) => store.childrenOf(frame.id)).filter(({ id }) => !gone.has(id));
  /** @type {Change[]} */
  const changes = inside.map((node) => ({ node: node.id, set: { parent: outside(editor, node, gone) } }));
  changes.push(...frames.map(({ id }) => /** @type {Change} */ ({ node: id, delete: true })));
  editor.commit(changes, { label: frames.length === 1 ? 'Remove a frame' : `Remove ${frames.length} frames` });
  selection.set(inside.map(({ id }) => id));
}

/** The nearest frame around a node that stays. @param {Editor} editor @param {BoardNode} node @param {ReadonlySet<string>} gone */
function outside({ store }, node, gone) {
  let frame = store.parentOf(node);
  const seen = new Set();
  while (frame && gone.has(frame.id) && !seen.has(frame.id)) {
    seen.add(frame.id);
    frame = store.parentOf(frame);
  }
  return frame?.id ?? null;
}
