import assert from 'node:assert/strict';
import test from 'node:test';

import { Editor } from '../../static/canvas/editor.js';
import { History } from '../../static/canvas/history.js';
import { Scene } from '../../static/canvas/scene.js';
import { Selection } from '../../static/canvas/selection.js';
import { Store } from '../../static/canvas/store.js';
import { Viewport } from '../../static/canvas/viewport.js';
import { frameNode, imageNode, newId, noteNode, noteProps } from './fakes.js';

function setUp(nodes = [], { mayEdit = true } = {}) {
  const store = new Store();
  store.load({ revision: 0, title: '', nodes, edges: [] });
  const viewport = new Viewport({ requestFrame: () => {}, now: () => 0 });
  viewport.resize(1000, 800, 1);
  const sent = [];
  const nacks = [];
  const sync = { connection: 'live', send: (op) => sent.push(op), onNack: (listener) => nacks.push(listener) };
  const renderer = { scene: new Scene(store), requestFrame() {} };
  const editor = new Editor({
    config: { may_edit: mayEdit, board: { id: newId() } }, store, viewport, selection: new Selection(store), renderer, sync,
    history: new History({ draft: () => store.draft(), now: () => 0 }), newId: () => newId('99999999'),
  });
  const refuse = (opId) => {
    store.dropPending(opId);
    for (const listener of nacks) listener(opId, 'bad_value', 'No.');
  };
  return { editor, store, sent, refuse };
}

test('a large list goes out in ops the server takes, and is undone in one step', () => {
  const { editor, store, sent } = setUp();
  const changes = Array.from({ length: 4_100 }, () => ({ node: newId(), create: noteProps() }));
  editor.commit(changes, { label: 'Paste' });
  assert.ok(sent.length >= 3);
  for (const { changes: part } of sent) {
    assert.ok(part.length <= 2_000 && JSON.stringify(part).length <= 200 * 1024);
  }
  assert.equal(sent.flatMap(({ changes: part }) => part).length, 4_100);
  assert.equal(editor.undo(), 'Paste');
  assert.equal(store.size, 0);
  assert.equal(editor.redo(), 'Paste');
  assert.equal(store.size, 4_100);
});

test('5,000 things are moved at once by a few ops, and go back by one undo', () => {
  const nodes = Array.from({ length: 5_000 }, (_, x) => noteNode(newId(), { x }));
  const { editor, store, sent } = setUp(nodes);
  editor.commit(nodes.map(({ id, x }) => ({ node: id, set: { x: x + 0.5, y: 3 } })), { label: 'Move' });
  assert.ok(sent.length >= 3 && sent.length < 10, String(sent.length));
  assert.ok(sent.every((op) => JSON.stringify(op).length <= 256 * 1024));
  assert.equal(editor.undo(), 'Move');
  assert.deepEqual(nodes.map(({ id }) => store.node(id).x), nodes.map(({ x }) => x));
  assert.equal(editor.history.canUndo, false);
});

test('what a newer page made stays as it is, the rest is changed, and words say so', () => {
  const [clip, note] = [noteNode(newId(), { kind: 'clip', x: 1 }), noteNode(newId(), { x: 1 })];
  const { editor, store } = setUp([clip, note]);
  const heard = [];
  editor.on('notice', ({ message }) => heard.push(message));
  editor.commit([clip, note].map(({ id }) => ({ node: id, set: { x: 50 } })), { label: 'Move 2 things' });
  assert.deepEqual([store.node(clip.id).x, store.node(note.id).x], [1, 50]);
  assert.match(heard[0], /newer version/);
  editor.undo();
  assert.equal(store.node(note.id).x, 1);
  editor.commit([{ node: clip.id, delete: true }]);
  assert.deepEqual([store.node(clip.id), heard.length], [undefined, 1]);
});

test('text of many bytes a character is split by bytes', () => {
  const { editor, sent } = setUp();
  const text = '漢'.repeat(9_000); // 27 KB
  editor.commit(Array.from({ length: 20 }, () => ({ node: newId(), create: noteProps({ text }) })));
  for (const op of sent) assert.ok(Buffer.byteLength(JSON.stringify(op)) < 256 * 1024);
});

test('a list with one bad change does nothing at all', () => {
  const { editor, store, sent } = setUp();
  const good = Array.from({ length: 2_500 }, () => ({ node: newId(), create: noteProps() }));
  assert.throws(() => editor.commit([...good, { node: newId(), set: { x: 1 } }]));
  assert.deepEqual([store.size, sent.length, editor.history.canUndo], [0, 0, false]);
});

test('who may not edit changes nothing', () => {
  const { editor, store } = setUp([], { mayEdit: false });
  assert.deepEqual(editor.commit([{ node: newId(), create: noteProps() }]), []);
  assert.equal(store.size, 0);
});

test('a refused op is said with what it was, and cannot be undone', () => {
  const { editor, sent, refuse } = setUp();
  const heard = [];
  editor.on('rejected', (detail) => heard.push(detail));
  editor.commit([{ node: newId(), create: noteProps() }], { label: 'Add a note' });
  refuse(sent[0].op_id);
  assert.deepEqual(heard, [{ code: 'bad_value', message: 'No.', label: 'Add a note' }]);
  assert.equal(editor.history.canUndo, false);
});

test('a picture is hit before the frame it lies in; a frame by its edge and its name', () => {
  const [frame, picture] = [newId(), newId()];
  const { editor } = setUp([
    frameNode(frame, { width: 400, height: 400, order: 'z' }), imageNode(picture, { x: 50, y: 50, parent: frame }),
  ]);
  assert.equal(editor.nodeAt({ x: 60, y: 60 }).id, picture);
  assert.equal(editor.nodeAt({ x: 300, y: 300 }), null);
  assert.equal(editor.nodeAt({ x: 399, y: 300 }).id, frame);
  assert.equal(editor.nodeAt({ x: 20, y: -15 }).id, frame);
});

test('the nearer of two is hit, also when one is turned', () => {
  const [below, turned] = [newId(), newId()];
  const { editor } = setUp([
    noteNode(below, { width: 100, height: 100, order: 'a' }), noteNode(turned, { width: 100, height: 20, y: 40, rotation: 90, order: 'b' }),
  ]);
  assert.equal(editor.nodeAt({ x: 50, y: 5 }).id, turned);
  assert.equal(editor.nodeAt({ x: 5, y: 50 }).id, below);
});

test('candidates are not on the board until they are accepted', () => {
  const [picture, candidate] = [newId(), newId()];
  const { editor, store } = setUp([imageNode(picture), imageNode(candidate, { x: 500, candidate_of: picture })]);
  assert.equal(editor.nodeAt({ x: 510, y: 10 }), null);
  assert.equal(editor.bounds().width, 100);
  store.addPending({ op_id: newId(), changes: [{ node: candidate, set: { candidate_of: null } }] });
  assert.equal(editor.nodeAt({ x: 510, y: 10 }).id, candidate);
});

test('new things land in the frame of what they came from, beside it', () => {
  const [frame, picture] = [newId(), newId()];
  const { editor } = setUp([frameNode(frame, { width: 900, height: 900 }), imageNode(picture, { x: 50, y: 50 })]);
  const near = { x: 50, y: 50, width: 100, height: 50 };
  assert.deepEqual(editor.freeSpots({ count: 1, width: 100, height: 50, near }), [{ x: 166, y: 50 }]);
  assert.equal(editor.frameFor({ x: 166, y: 50, width: 100, height: 50 }), frame);
});

test('what somebody else deletes leaves the selection', () => {
  const [a, b] = [newId(), newId()];
  const { editor, store } = setUp([noteNode(a), noteNode(b)]);
  editor.selection.set([a, b]);
  store.applyCommitted({ revision: 1, op_id: newId(), actor: 'u2', changes: [{ node: a, delete: true }] });
  assert.deepEqual([...editor.selection.ids], [b]);
});

test('what undo does may be another thing than the inverse, and redo takes that back', () => {
  const picture = imageNode(newId());
  const result = imageNode(newId(), { candidate_of: picture.id });
  const { editor, store } = setUp([picture, result]);
  editor.commit([{ node: result.id, set: { candidate_of: null, x: 40 } }], {
    label: 'Accept', takeBack: (inverse) => inverse.map(({ node }) => ({ node, delete: true })),
  });
  assert.equal(editor.undo(), 'Accept');
  assert.equal(store.node(result.id), undefined);
  assert.deepEqual(store.candidatesOf(picture.id), []);
  editor.redo();
  assert.deepEqual([store.node(result.id)?.candidate_of, store.node(result.id)?.x], [null, 40]);
});
