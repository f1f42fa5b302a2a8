import assert from 'node:assert/strict';
import test from 'node:test';

import { Commands } from '../../static/canvas/commands.js';
import { Editor } from '../../static/canvas/editor.js';
import { Groups } from '../../static/canvas/groups.js';
import { History } from '../../static/canvas/history.js';
import { Scene } from '../../static/canvas/scene.js';
import { registerSelectCommands } from '../../static/canvas/select_commands.js';
import { Selection } from '../../static/canvas/selection.js';
import { Store } from '../../static/canvas/store.js';
import { frameNode, imageNode, newId, noteNode, settle } from './fakes.js';

const TIERS = [{ key: 'draft', label: 'Draft' }, { key: 'pro', label: 'Pro' }];

function setUp(nodes, { edges = [], origins = {}, isGuest = false } = {}) {
  const store = new Store();
  store.load({ revision: 0, title: '', nodes, edges });
  const editor = new Editor({
    config: { may_edit: true, is_guest: isGuest, tiers: isGuest ? [] : TIERS }, store, selection: new Selection(store),
    groups: new Groups(store), commands: new Commands(), renderer: { scene: new Scene(store) },
    sync: { connection: 'live', onNack() {}, send() {} }, history: new History({ draft: () => store.draft(), now: () => 0 }),
  });
  registerSelectCommands(editor, async () => new Map(Object.entries(origins)));
  const after = (command) => {
    editor.commands.run(command);
    return [...editor.selection.ids];
  };
  return { editor, after };
}

test('each kind and state is selected, but nothing hidden or locked', () => {
  const [a, b, c, note, failed, running] = Array.from({ length: 6 }, () => newId());
  const placeholder = (id, state) => ({ ...noteNode(id), kind: 'generation', state });
  const { editor, after } = setUp([
    imageNode(a), imageNode(b, { hidden: true }), imageNode(c, { locked: true }), noteNode(note),
    placeholder(failed, 'blocked'), placeholder(running, 'queued'),
  ]);
  assert.deepEqual(after('select.image'), [a]);
  assert.deepEqual(after('select.note'), [note]);
  assert.deepEqual(after('select.failed'), [failed]);
  assert.deepEqual(after('select.running'), [running]);
  editor.selection.set([a]);
  assert.deepEqual(after('select.same_kind'), [a]);
  assert.deepEqual(after('select.inverse').sort(), [note, failed, running].sort());
  assert.equal(editor.commands.isEnabled('select.line'), false);
});

test('anchors are what was used for other pictures, and what is marked to be', () => {
  const [used, made, marked] = [newId(), newId(), newId()];
  const edges = [{ id: newId(), source: used, target: made, role: 'anchor', strength: 0.5 }];
  const { after } = setUp([imageNode(used), imageNode(made), imageNode(marked, { anchor_role: 'style' })], { edges });
  assert.deepEqual(after('select.anchors').sort(), [used, marked].sort());
});

test('tier and batch are asked of the server', async () => {
  const [a, b, c] = [newId(), newId(), newId()];
  const [one, two, three] = [newId(), newId(), newId()];
  const origins = {
    [one]: { tier: 'draft', batch: one }, [two]: { tier: 'draft', batch: one }, [three]: { tier: 'pro', batch: three },
  };
  const nodes = [imageNode(a, { generation: one }), imageNode(b, { generation: two }), imageNode(c, { generation: three })];
  const { editor, after } = setUp(nodes, { origins });
  after('select.tier.pro');
  await settle();
  assert.deepEqual([...editor.selection.ids], [c]);
  editor.selection.set([a]);
  after('select.same_batch');
  await settle();
  assert.deepEqual([...editor.selection.ids].sort(), [a, b].sort());
});

test('guests, who are not told how pictures were made, are not offered it', () => {
  const { editor } = setUp([imageNode(newId())], { isGuest: true });
  assert.equal(editor.commands.get('select.same_batch'), undefined);
});

test('each tag in use has its command', () => {
  const [a, b] = [newId(), newId()];
  const { after } = setUp([imageNode(a, { tags: ['hero', 'spring'] }), noteNode(b, { tags: ['hero'] })]);
  assert.deepEqual(after('select.tag.hero').sort(), [a, b].sort());
  assert.deepEqual(after('select.tag.spring'), [a]);
});

test('select all stays in the frame, and pressed again takes everything', () => {
  const [frame, a, b, outside] = [newId(), newId(), newId(), newId()];
  const { editor, after } = setUp([frameNode(frame), imageNode(a, { parent: frame }), imageNode(b, { parent: frame }), noteNode(outside)]);
  editor.selection.set([a]);
  assert.deepEqual(after('edit.select_all').sort(), [a, b].sort());
  assert.equal(after('edit.select_all').length, 4);
});
