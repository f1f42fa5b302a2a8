// The board's own commands and their keys, as keys.md has them.

import { copyChanges, orderChanges, tidy, withDescendants } from './moves.js';

/** @import { Change } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Step } from './moves.js' */

const ZOOM_STEP = 1.25;
const COPY_OFFSET = 16; // world units

/** @param {Editor} editor */
export function registerBoardCommands(editor) {
  registerTools(editor);
  registerZoom(editor);
  registerEditing(editor);
  registerOrder(editor);
  registerNudges(editor);
}

/** @param {Editor} editor */
function registerTools(editor) {
  const { commands, tools, shortcuts } = editor;
  /** @type {[string, string, string | string[], boolean][]} */
  const all = [
    ['select', 'Select', 'V', false],
    ['hand', 'Hand', 'H', false],
    ['frame', 'Frame', 'F', true],
    ['note', 'Note', 'N', true],
    ['text', 'Text', 'T', true],
    ['rectangle', 'Rectangle', 'R', true],
    ['ellipse', 'Ellipse', 'O', true],
    ['line', 'Line', 'L', true],
    ['arrow', 'Arrow', 'A', true],
  ];
  for (const [name, label, keys, edits] of all) {
    commands.register({
      id: `tool.${name}`, label, keys, mode: 'canvas',
      enabled: () => !edits || editor.canEdit,
      run: () => void tools.activate(name),
    });
  }
  commands.register({
    id: 'tool.keep', label: 'Keep the tool after drawing', keys: 'Q', mode: 'canvas', enabled: () => editor.canEdit,
    run: () => tools.toggleKept(),
  });
  shortcuts.registerHold({ key: 'Space', press: () => tools.hold('hand'), release: () => tools.release() });
}

/** @param {Editor} editor */
function registerZoom(editor) {
  const { commands, viewport } = editor;
  commands.register({ id: 'zoom.in', label: 'Zoom in', keys: '+', run: () => viewport.zoomTo(viewport.zoom * ZOOM_STEP) });
  commands.register({ id: 'zoom.out', label: 'Zoom out', keys: '-', run: () => viewport.zoomTo(viewport.zoom / ZOOM_STEP) });
  commands.register({ id: 'zoom.actual', label: 'Zoom to 100 %', keys: ['Shift+0', 'Mod+0'], run: () => viewport.zoomTo(1) });
  commands.register({
    id: 'zoom.fit', label: 'Show everything', keys: 'Shift+1', mode: 'canvas',
    run: () => {
      const box = editor.bounds();
      if (box) viewport.flyTo(box);
      else viewport.zoomTo(1);
    },
  });
  commands.register({
    id: 'zoom.selection', label: 'Zoom to selection', keys: 'Shift+2', mode: 'canvas',
    enabled: () => editor.selection.ids.size > 0,
    run: () => {
      const box = editor.bounds(editor.selection.ids);
      if (box) viewport.flyTo(box, { mostZoom: 2 });
    },
  });
}

/** @param {Editor} editor */
function registerEditing(editor) {
  const { commands, store, selection, history } = editor;
  const canEdit = () => editor.canEdit;
  const hasSelection = () => editor.canEdit && selection.ids.size > 0;
  commands.register({ id: 'edit.undo', label: 'Undo', keys: 'Mod+Z', mode: 'canvas', enabled: () => canEdit() && history.canUndo, run: () => editor.undo() });
  commands.register({ id: 'edit.redo', label: 'Redo', keys: ['Mod+Shift+Z', 'Mod+Y'], mode: 'canvas', enabled: () => canEdit() && history.canRedo, run: () => editor.redo() });
  commands.register({
    id: 'edit.delete', label: 'Delete', keys: ['Delete', 'Backspace'], mode: 'canvas', enabled: hasSelection,
    run: () => {
      const ids = [...withDescendants(store, selection.ids)];
      const changes = ids.map((id) => /** @type {Change} */ ({ node: id, delete: true }));
      editor.commit(changes, { label: 'Delete' });
    },
  });
  commands.register({ id: 'edit.duplicate', label: 'Duplicate', keys: 'Mod+D', mode: 'canvas', enabled: hasSelection, run: () => duplicate(editor) });
  commands.register({
    id: 'edit.select_all', label: 'Select all', keys: 'Mod+A', mode: 'canvas',
    run: () => selection.set(editor.renderer.scene.ordered().map(({ id }) => id)),
  });
  commands.register({
    id: 'edit.rename', label: 'Rename', keys: 'F2', mode: 'canvas',
    enabled: () => editor.canEdit && editor.selectedNode() !== null,
    run: () => editor.emit('rename', { id: editor.selectedNode()?.id }),
  });
  commands.register({
    id: 'edit.open', label: 'Edit', keys: 'Enter', mode: 'canvas',
    enabled: () => editor.canEdit && ['image', 'note', 'text', 'frame'].includes(editor.selectedNode()?.kind ?? ''),
    run: () => openSelected(editor),
  });
  commands.register({ id: 'edit.escape', label: 'Back', keys: 'Escape', mode: 'canvas', run: () => escape(editor) });
}

/** @param {Editor} editor */
function openSelected(editor) {
  const node = editor.selectedNode();
  if (!node) return;
  const event = { image: 'open', note: 'text-edit', text: 'text-edit', frame: 'rename' }[/** @type {'image'} */ (node.kind)];
  editor.emit(event, { id: node.id, isNew: false });
}

/** One level at a time: what is going on, the selection, the tool. @param {Editor} editor */
function escape({ tools, selection, escapes }) {
  if (tools.current?.cancel()) return;
  if (escapes.some((end) => end())) return;
  if (tools.name !== 'select') tools.activate('select');
  else selection.clear();
}

/** @param {Editor} editor */
function duplicate(editor) {
  const { store, selection } = editor;
  const nodes = [...withDescendants(store, selection.ids)].flatMap((id) => store.node(id) ?? []);
  const { changes, ids } = copyChanges(nodes, {
    offset: { x: COPY_OFFSET, y: COPY_OFFSET },
    orders: editor.topOrders(nodes.length),
    newId: editor.newId,
    parentFor: (box) => editor.frameFor(box),
    edges: nodes.flatMap(({ id }) => store.edgesOf(id)),
  });
  if (!changes.length) return;
  editor.commit(changes, { label: 'Duplicate' });
  selection.set(ids);
}

/** @param {Editor} editor */
function registerOrder(editor) {
  /** @type {[Step, string, string][]} */
  const steps = [
    ['front', 'Bring to front', ']'],
    ['back', 'Send to back', '['],
    ['forward', 'Bring forward', 'Mod+]'],
    ['backward', 'Send backward', 'Mod+['],
  ];
  for (const [step, label, keys] of steps) {
    editor.commands.register({
      id: `order.${step}`, label, keys, mode: 'canvas',
      enabled: () => editor.canEdit && editor.selection.ids.size > 0,
      run: () => {
        const all = editor.renderer.scene.ordered().map(({ node }) => node);
        editor.commit(orderChanges(all, editor.selection.ids, step), { label });
      },
    });
  }
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
        enabled: () => editor.canEdit && editor.selection.ids.size > 0,
        run: () => nudge(editor, dx * by, dy * by),
      });
    }
  }
}

/** @param {Editor} editor @param {number} dx world units @param {number} dy */
function nudge(editor, dx, dy) {
  const { store, selection } = editor;
  const changes = [];
  for (const id of withDescendants(store, selection.ids)) {
    const node = store.node(id);
    if (node) changes.push({ node: id, set: { x: tidy(node.x + dx), y: tidy(node.y + dy) } });
  }
  editor.commit(changes, { label: 'Move', merge: 'nudge' });
}
