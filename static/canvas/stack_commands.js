// Versions on one spot, as people tell the board: stack, make current, lay out, all of which can be
// undone; and flipping through them, which tells the board nothing.

import { counted } from './generation_form.js';
import { layOutChanges, showChanges, stackChanges, stackOf, versionsOf } from './stacks.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { VersionPeek } from './version_peek.js' */

const GAP = 16;

/** @param {Editor} editor @param {VersionPeek} peek */
export function registerStackCommands(editor, peek) {
  const { commands, store } = editor;
  const picture = () => {
    const node = editor.selectedNode();
    return node?.kind === 'image' && store.versionsBehind(node.id).length ? node : null;
  };
  commands.register({
    id: 'stack.next', label: 'Next version', keys: 'Alt+ArrowRight', mode: 'canvas', why: () => 'select a stack first',
    enabled: () => Boolean(picture()), run: () => flip(editor, peek, picture(), 1),
  });
  commands.register({
    id: 'stack.previous', label: 'Previous version', keys: 'Alt+ArrowLeft', mode: 'canvas', why: () => 'select a stack first',
    enabled: () => Boolean(picture()), run: () => flip(editor, peek, picture(), -1),
  });
  if (!editor.config.may_edit) return;
  const stacked = () => {
    const node = picture();
    return node && editor.canEdit && !store.isLocked(node) ? node : null;
  };
  const newest = () => {
    const node = stacked();
    return node ? stackOf(store, node).at(-1) : undefined;
  };
  commands.register({
    id: 'stack.make', label: 'Stack versions', icon: 'layers', mode: 'canvas', why: () => 'has no other versions here',
    enabled: () => toStack(editor).length > 1, run: () => stack(editor),
  });
  commands.register({
    id: 'stack.make_current', label: 'Make this version current', icon: 'check', keys: 'Alt+Enter', mode: 'canvas', why: () => 'flip to another version first',
    enabled: () => { const node = stacked(); return Boolean(node && peek.seen(node).id !== node.id); },
    run: () => { const node = stacked(); if (node) makeCurrent(editor, node, peek.seen(node)); },
  });
  commands.register({
    id: 'stack.newest', label: 'Make the newest version current', mode: 'canvas', why: () => 'the newest is shown',
    enabled: () => Boolean(stacked()) && newest()?.id !== stacked()?.id,
    run: () => { const node = stacked(); const last = newest(); if (node && last) makeCurrent(editor, node, last); },
  });
  commands.register({
    id: 'stack.lay_out', label: 'Lay out versions', icon: 'columns-2', mode: 'canvas', why: () => 'select a stack first',
    enabled: () => Boolean(stacked()), run: () => { const node = stacked(); if (node) layOut(editor, node); },
  });
}

/** Another version is seen on the spot, for everybody. @param {Editor} editor @param {BoardNode} shown @param {BoardNode} next */
function makeCurrent(editor, shown, next) {
  if (next.id === shown.id) return;
  editor.commit(showChanges(editor.store, shown, next), { label: 'Show another version', merge: 'flip versions' });
  editor.selection.set([next.id]);
}

/** What "Stack versions" would put on one spot: several selected pictures, or the versions of the one.
 * @param {Editor} editor @returns {BoardNode[]} nothing where they are on one already */
function toStack(editor) {
  const { store } = editor;
  const selected = editor.canEdit ? editor.unlockedNodes() : [];
  if (!selected.length || selected.some(({ kind }) => kind !== 'image')) return [];
  const all = selected.length === 1 ? versionsOf(store, selected[0]) : selected.flatMap((node) => stackOf(store, node));
  const free = all.filter((node) => !store.isLocked(node));
  return free.filter((node) => !store.standInOf(node)).length > 1 ? free : [];
}

/** @param {Editor} editor */
function stack(editor) {
  const versions = toStack(editor);
  const shown = editor.selectedNode() ?? editor.selectedNodes().at(-1);
  if (!shown || versions.length < 2) return;
  editor.commit(stackChanges(versions, shown), { label: `Stack ${counted(versions.length, 'version')}` });
  editor.selection.set([shown.id]);
}

/** For this person alone. @param {Editor} editor @param {VersionPeek} peek @param {BoardNode | null} shown
 * @param {1 | -1} step round and round */
function flip(editor, peek, shown, step) {
  if (!shown) return;
  const versions = stackOf(editor.store, shown);
  const at = versions.findIndex(({ id }) => id === peek.seen(shown).id);
  peek.show(shown, versions[(at + step + versions.length) % versions.length]);
}

/** @param {Editor} editor @param {BoardNode} shown */
function layOut(editor, shown) {
  const { store, renderer } = editor;
  const versions = stackOf(store, shown);
  const changes = layOutChanges(
    store, shown, (box) => editor.frameFor(box), renderer.scene.obstacles(shown),
    (count, size) => editor.freeSpots({ count, ...size, near: shown, gap: GAP }),
  );
  editor.commit(changes, { label: `Lay out ${counted(versions.length, 'version')}` });
  editor.selection.set(versions.map(({ id }) => id));
  const box = editor.bounds(versions.map(({ id }) => id));
  if (box) editor.viewport.flyTo(box, { mostZoom: editor.viewport.zoom });
}
