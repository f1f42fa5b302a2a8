import assert from 'node:assert/strict';
import test from 'node:test';

import { History, invertChanges } from '../../static/canvas/history.js';
import { Store } from '../../static/canvas/store.js';
import { frameNode, imageNode, newId, noteNode, noteProps } from './fakes.js';

function setUp(nodes) {
  const store = new Store();
  store.load({ revision: 0, title: 'Spring hero', nodes, edges: [] });
  const clock = { now: 0 };
  const history = new History({ draft: () => store.draft(), now: () => clock.now });
  let revision = 0;
  const send = (changes) => {
    const op = { op_id: newId('99999999'), changes };
    store.addPending(op);
    return [op.op_id];
  };
  return {
    store, history, clock, send,
    commit(changes, label = 'Change', merge = '', isHeld = false) {
      const inverse = invertChanges(store.draft(), changes);
      const opIds = send(changes);
      history.push({ label, changes: inverse, opIds, merge, isHeld });
      return opIds[0];
    },
    others(changes) {
      revision += 1;
      store.applyCommitted({ revision, op_id: newId('99999999'), actor: 'u2', changes });
    },
    undo: () => history.undo(send),
    redo: () => history.redo(send),
  };
}

test('undo of a set gives the earlier values back, redo the later', () => {
  const a = newId();
  const { store, commit, undo, redo } = setUp([noteNode(a, { x: 1, y: 2 })]);
  commit([{ node: a, set: { x: 10, y: 20 } }], 'Move');
  assert.equal(undo(), 'Move');
  assert.deepEqual([store.node(a).x, store.node(a).y], [1, 2]);
  assert.equal(redo(), 'Move');
  assert.deepEqual([store.node(a).x, store.node(a).y], [10, 20]);
  assert.equal(redo(), null);
});

test('undo of a create is a delete, of a delete a create of the whole node', () => {
  const [a, b] = [newId(), newId()];
  const picture = imageNode(b, { generation: newId(), name: 'Mug' });
  const { store, commit, undo, redo } = setUp([picture]);
  commit([{ node: a, create: noteProps() }]);
  commit([{ node: b, delete: true }]);
  undo();
  assert.deepEqual(store.node(b), picture);
  undo();
  assert.equal(store.node(a), undefined);
  redo();
  redo();
  assert.deepEqual([store.node(a).text, store.node(b)], ['hello', undefined]);
});

test('changes of one op to one node are taken back in reverse', () => {
  const a = newId();
  const { store, commit, undo } = setUp([noteNode(a, { x: 1 })]);
  commit([{ node: a, set: { x: 2 } }, { node: a, set: { x: 3 } }, { node: a, delete: true }]);
  undo();
  assert.equal(store.node(a).x, 1);
});

test('undo takes back your own last change, not somebody else’s', () => {
  const [a, b] = [newId(), newId()];
  const { store, commit, others, undo } = setUp([noteNode(a), noteNode(b)]);
  commit([{ node: a, set: { x: 10 } }]);
  others([{ node: b, set: { x: 77 } }]);
  undo();
  assert.deepEqual([store.node(a).x, store.node(b).x], [0, 77]);
});

test('what no longer fits drops out of an undo, the rest is taken back', () => {
  const [a, b] = [newId(), newId()];
  const { store, commit, others, undo } = setUp([noteNode(a), noteNode(b)]);
  commit([{ node: a, set: { x: 10 } }, { node: b, set: { x: 10 } }]);
  others([{ node: a, delete: true }]);
  undo();
  assert.deepEqual([store.node(a), store.node(b).x], [undefined, 0]);
});

test('an entry of which nothing fits is passed over', () => {
  const [a, b] = [newId(), newId()];
  const { store, history, commit, others, undo } = setUp([noteNode(a), noteNode(b)]);
  commit([{ node: b, set: { x: 5 } }], 'first');
  commit([{ node: a, set: { x: 10 } }], 'second');
  others([{ node: a, delete: true }]);
  assert.equal(undo(), 'first');
  assert.equal(store.node(b).x, 0);
  assert.equal(history.canUndo, false);
});

test('a refused op leaves the stack', () => {
  const a = newId();
  const { store, history, commit, undo } = setUp([noteNode(a)]);
  commit([{ node: a, set: { x: 5 } }], 'kept');
  const refused = commit([{ node: a, set: { y: 5 } }], 'refused');
  store.dropPending(refused);
  assert.equal(history.forget(refused), 'refused');
  assert.equal(undo(), 'kept');
  assert.equal(undo(), null);
});

test('a new change ends what could be redone', () => {
  const a = newId();
  const { history, commit, undo } = setUp([noteNode(a)]);
  commit([{ node: a, set: { x: 5 } }]);
  undo();
  commit([{ node: a, set: { y: 5 } }]);
  assert.equal(history.canRedo, false);
});

test('nudges in quick succession are undone together, later ones apart', () => {
  const a = newId();
  const { store, clock, commit, undo } = setUp([noteNode(a)]);
  for (const x of [1, 2, 3]) {
    commit([{ node: a, set: { x } }], 'Move', 'nudge');
    clock.now += 100;
  }
  clock.now += 5_000;
  commit([{ node: a, set: { x: 4 } }], 'Move', 'nudge');
  undo();
  assert.equal(store.node(a).x, 3);
  undo();
  assert.equal(store.node(a).x, 0);
});

test('undo of a new title gives the old one back', () => {
  const { store, commit, undo } = setUp([]);
  commit([{ board: { title: 'Autumn' } }]);
  undo();
  assert.equal(store.title, 'Spring hero');
});

test('undo sets your own earlier value also where somebody else has set another since', () => {
  const a = newId();
  const { store, commit, others, undo } = setUp([noteNode(a, { x: 1, y: 1 })]);
  commit([{ node: a, set: { x: 10 } }]);
  others([{ node: a, set: { x: 77, y: 77 } }]);
  undo();
  assert.deepEqual([store.node(a).x, store.node(a).y], [1, 77]);
});

test('what was deleted out of a frame comes back though the frame is gone', () => {
  const [frame, a] = [newId(), newId()];
  const { store, commit, others, undo } = setUp([frameNode(frame), noteNode(a, { parent: frame })]);
  commit([{ node: a, delete: true }]);
  others([{ node: frame, delete: true }]);
  undo();
  assert.equal(store.node(a).text, '');
  assert.equal(store.parentOf(store.node(a)), undefined);
});

test('what one press does is undone in one step, however long it pauses', () => {
  const a = newId();
  const { store, history, clock, commit, undo } = setUp([noteNode(a, { x: 1 })]);
  for (const [x, press] of [[2, 1], [3, 1], [4, 2]]) {
    commit([{ node: a, set: { x } }], 'Slide', `slide ${press}`, true);
    clock.now += 5_000;
  }
  undo();
  assert.equal(store.node(a).x, 3);
  undo();
  assert.equal(store.node(a).x, 1);
  assert.equal(history.canUndo, false);
});
