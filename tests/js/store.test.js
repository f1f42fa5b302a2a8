import assert from 'node:assert/strict';
import test from 'node:test';

import { InvalidChange } from '../../static/canvas/changes.js';
import { Store } from '../../static/canvas/store.js';
import { FakeBoard, frameNode, imageNode, newId, noteNode, noteProps } from './fakes.js';

function storeWith(nodes = [], edges = []) {
  const store = new Store();
  store.load({ revision: 7, title: 'Spring hero', nodes, edges });
  return store;
}

test('an own op shows at once and is replaced by the committed one', () => {
  const a = newId();
  const store = storeWith([noteNode(a)]);
  store.addPending({ op_id: 'one', changes: [{ node: a, set: { rotation: -90 } }] });
  assert.equal(store.node(a).rotation, 270);
  assert.equal(store.pending, 1);
  store.applyCommitted({ revision: 8, op_id: 'one', actor: 'u1', changes: [{ node: a, set: { rotation: 270 } }] });
  assert.equal(store.node(a).rotation, 270);
  assert.equal(store.pending, 0);
  assert.equal(store.revision, 8);
});

test('an own unconfirmed value stays on top of what somebody else committed before it', () => {
  const a = newId();
  const store = storeWith([noteNode(a)]);
  store.addPending({ op_id: 'mine', changes: [{ node: a, set: { x: 10 } }] });
  store.applyCommitted({ revision: 8, op_id: 'theirs', actor: 'u2', changes: [{ node: a, set: { x: 99, y: 5 } }] });
  assert.deepEqual([store.node(a).x, store.node(a).y], [10, 5]);
  store.applyCommitted({ revision: 9, op_id: 'mine', actor: 'u1', changes: [{ node: a, set: { x: 10 } }] });
  store.applyCommitted({ revision: 10, op_id: 'late', actor: 'u2', changes: [{ node: a, set: { x: 3 } }] });
  assert.equal(store.node(a).x, 3);
});

test('a refused op leaves nothing behind', () => {
  const a = newId();
  const b = newId();
  const store = storeWith([noteNode(a)]);
  store.addPending({ op_id: 'one', changes: [{ node: a, set: { x: 10 } }, { node: b, create: noteProps() }] });
  store.dropPending('one');
  assert.equal(store.node(a).x, 0);
  assert.equal(store.node(b), undefined);
});

test('an op that the server would refuse throws and changes nothing', () => {
  const a = newId();
  const store = storeWith([noteNode(a)]);
  const changes = [{ node: a, set: { x: 10 } }, { node: newId(), set: { x: 1 } }];
  assert.throws(() => store.addPending({ op_id: 'one', changes }), InvalidChange);
  assert.equal(store.node(a).x, 0);
  assert.equal(store.pending, 0);
});

test('setting what somebody else deleted does not bring it back', () => {
  const a = newId();
  const store = storeWith([noteNode(a)]);
  store.addPending({ op_id: 'mine', changes: [{ node: a, set: { x: 10 } }] });
  store.applyCommitted({ revision: 8, op_id: 'theirs', actor: 'u2', changes: [{ node: a, delete: true }] });
  assert.equal(store.node(a), undefined);
  store.dropPending('mine');
  assert.equal(store.node(a), undefined);
});

test('a placeholder becomes a picture without losing where it was dragged to meanwhile', () => {
  const a = newId();
  const placeholder = { ...noteNode(a), kind: 'generation', generation: newId(), state: 'running', image_width: 10, image_height: 10, candidate_of: null };
  const store = storeWith([placeholder]);
  store.addPending({ op_id: 'drag', changes: [{ node: a, set: { x: 50 } }] });
  const asset = newId('aaaaaaaa');
  store.applyCommitted({ revision: 8, op_id: 'made', actor: null, changes: [{ node: a, set: { kind: 'image', asset } }] });
  assert.deepEqual([store.node(a).kind, store.node(a).asset, store.node(a).x, store.node(a).state], ['image', asset, 50, undefined]);
});

test('subscribers hear once a batch, and only of what changed', () => {
  const a = newId();
  const b = newId();
  const store = storeWith([noteNode(a), noteNode(b)]);
  const heard = [];
  store.subscribe((changed) => heard.push(changed));
  store.batch(() => {
    store.addPending({ op_id: 'one', changes: [{ node: a, set: { x: 1 } }] });
    store.addPending({ op_id: 'two', changes: [{ node: a, set: { x: 2 } }, { board: { title: 'New' } }] });
  });
  store.applyCommitted({ revision: 8, op_id: 'one', actor: 'u1', changes: [{ node: a, set: { x: 1 } }] });
  assert.equal(heard.length, 1);
  assert.deepEqual([[...heard[0].nodes], heard[0].board], [[a], true]);
  assert.equal(store.title, 'New');
});

test('an edge shows only while both of its ends live', () => {
  const [a, b, e] = [newId(), newId(), newId('eeeeeeee')];
  const store = storeWith([noteNode(a), noteNode(b)], [{ id: e, source: a, target: b, role: 'source', strength: null }]);
  assert.equal(store.edgesOf(a).length, 1);
  store.addPending({ op_id: 'one', changes: [{ node: b, delete: true }] });
  assert.deepEqual([store.edgesOf(a), store.edge(e)], [[], undefined]);
  store.addPending({ op_id: 'two', changes: [{ node: b, create: noteProps() }] });
  assert.equal(store.edgesOf(b).length, 1);
});

test('a reference to a deleted node reads as null, and whoever has it is told', () => {
  const [frame, inside, picture, candidate] = [newId(), newId(), newId(), newId()];
  const store = storeWith([
    frameNode(frame), noteNode(inside, { parent: frame }), imageNode(picture), imageNode(candidate, { candidate_of: picture }),
  ]);
  assert.deepEqual(store.childrenOf(frame).map(({ id }) => id), [inside]);
  assert.equal(store.isCandidate(store.node(candidate)), true);
  let heard = new Set();
  store.subscribe(({ nodes }) => { heard = nodes; });
  store.addPending({ op_id: 'one', changes: [{ node: frame, delete: true }, { node: picture, delete: true }] });
  assert.equal(store.parentOf(store.node(inside)), undefined);
  assert.equal(store.isCandidate(store.node(candidate)), false);
  assert.deepEqual(heard, new Set([frame, picture, inside, candidate]));
});

test('descendants are found through nested frames, and a circle does not hang', () => {
  const [a, b, c] = [newId(), newId(), newId()];
  const store = storeWith([frameNode(a, { parent: b }), frameNode(b, { parent: a }), noteNode(c, { parent: b })]);
  assert.deepEqual(store.descendantsOf([a]), new Set([b, c]));
});

test('a new snapshot takes away what vanished and keeps own unconfirmed ops', () => {
  const [a, b] = [newId(), newId()];
  const store = storeWith([noteNode(a), noteNode(b)]);
  store.addPending({ op_id: 'one', changes: [{ node: a, set: { x: 10 } }] });
  store.load({ revision: 40, title: 'Other', nodes: [noteNode(a, { y: 3 })], edges: [] });
  assert.deepEqual([store.node(a).x, store.node(a).y, store.node(b), store.title, store.size], [10, 3, undefined, 'Other', 1]);
  // Deleted, not forgotten: it may be brought back.
  store.addPending({ op_id: 'two', changes: [{ node: b, create: noteProps({ x: 5 }) }] });
  assert.equal(store.node(b).x, 5);
});

test('ops of an earlier visit are laid over as far as they fit', () => {
  const a = newId();
  const store = new Store();
  store.restorePending({ op_id: 'old', changes: [{ node: a, set: { x: 10 } }, { node: newId(), set: { x: 1 } }] });
  assert.equal(store.pending, 1);
  store.load({ revision: 3, title: 'T', nodes: [noteNode(a)], edges: [] });
  assert.equal(store.node(a).x, 10);
});

test('the store follows a board through many ops', () => {
  const board = new FakeBoard();
  const store = storeWith();
  store.load(board.snapshot());
  const ids = Array.from({ length: 5 }, () => newId());
  for (const id of ids) store.applyCommitted(board.commit(newId('99999999'), [{ node: id, create: noteProps() }]));
  store.applyCommitted(board.commit(newId('99999999'), [{ node: ids[0], delete: true }, { node: ids[1], set: { x: 4 } }]));
  assert.deepEqual(new Map([...store.nodes()].map((node) => [node.id, node])), new Map(board.snapshot().nodes.map((node) => [node.id, node])));
});

test('a kind and keys that only a newer server knows are kept, and can be deleted but not changed', () => {
  const [clip, note] = [newId(), newId()];
  const store = storeWith([noteNode(note)]);
  store.applyCommitted({
    revision: 8, op_id: 'new', actor: 'u2',
    changes: [{ node: clip, create: { kind: 'clip', ...place(), seconds: 4 } }, { node: note, set: { mood: 'warm' } }],
  });
  assert.deepEqual([store.node(clip).seconds, store.node(note).mood], [4, 'warm']);
  assert.throws(() => store.addPending({ op_id: 'move', changes: [{ node: clip, set: { x: 5 } }] }), InvalidChange);
  store.addPending({ op_id: 'write', changes: [{ node: note, set: { text: 'still editable' } }] });
  store.addPending({ op_id: 'delete', changes: [{ node: clip, delete: true }] });
  assert.deepEqual([store.node(clip), store.node(note).mood, store.node(note).text], [undefined, 'warm', 'still editable']);
});

function place() {
  const { text: _, kind: __, ...rest } = noteProps();
  return rest;
}
