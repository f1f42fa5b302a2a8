import assert from 'node:assert/strict';
import test from 'node:test';

import { copyChanges, moveChanges, withDescendants } from '../../static/canvas/moves.js';
import { orderChanges } from '../../static/canvas/stacking.js';
import { Store } from '../../static/canvas/store.js';
import { frameNode, imageNode, newId, noteNode } from './fakes.js';

function storeWith(nodes) {
  const store = new Store();
  store.load({ revision: 0, title: '', nodes, edges: [] });
  return store;
}

const boxesOf = (store, ids, dx) => new Map([...ids].map((id) => [id, { ...store.node(id), x: store.node(id).x + dx }]));

test('a frame takes along what lies in it, and that stays in it', () => {
  const [frame, inside] = [newId(), newId()];
  const store = storeWith([frameNode(frame), noteNode(inside, { parent: frame, x: 5 })]);
  const ids = withDescendants(store, [frame]);
  const changes = moveChanges(store, boxesOf(store, ids, 10), () => null, () => 'z');
  assert.deepEqual(changes, [{ node: frame, set: { x: 10 } }, { node: inside, set: { x: 15 } }]);
});

test('what is dropped in a frame belongs to it, what is taken out does not', () => {
  const [frame, a, b] = [newId(), newId(), newId()];
  const store = storeWith([frameNode(frame), noteNode(a), noteNode(b, { parent: frame })]);
  const into = moveChanges(store, boxesOf(store, [a], 10), () => frame, () => 'z');
  const out = moveChanges(store, boxesOf(store, [b], 10), () => null, () => 'z');
  assert.deepEqual([into[0].set, out[0].set], [{ x: 10, parent: frame }, { x: 10, parent: null }]);
});

test('a frame dropped in a frame comes to lie over it', () => {
  const [outer, inner] = [newId(), newId()];
  const store = storeWith([frameNode(outer, { order: 'k' }), frameNode(inner, { order: 'a' })]);
  const [change] = moveChanges(store, boxesOf(store, [inner], 10), () => outer, () => 'z');
  assert.deepEqual(change.set, { x: 10, parent: outer, order: 'z' });
});

test('what was deleted while it was dragged is passed over', () => {
  const store = storeWith([]);
  assert.deepEqual(moveChanges(store, new Map([[newId(), { x: 0, y: 0, width: 1, height: 1 }]]), () => null, () => 'z'), []);
});

test('copies keep their frame and their order, and nothing that only the server writes', () => {
  const [frame, picture, other] = [newId(), newId(), newId()];
  const nodes = [
    imageNode(picture, { parent: frame, generation: newId(), order: 'b', candidate_of: newId() }), frameNode(frame, { order: 'a' }),
    { ...noteNode(other), kind: 'generation', state: 'running' },
  ];
  let next = 0;
  const { changes, ids } = copyChanges(nodes, { offset: { x: 10, y: 20 }, orders: ['x', 'y', 'z'], newId: () => `new${(next += 1)}` });
  assert.deepEqual(changes.map(({ create }) => [create.kind, create.order, create.parent, create.x, create.y]), [
    ['frame', 'x', null, 10, 20], ['image', 'y', changes[0].node, 10, 20],
  ]);
  assert.deepEqual([ids, changes[1].create.generation, changes[1].create.candidate_of], [[changes[0].node], undefined, null]);
});

test('order steps keep the chosen ones in order among themselves', () => {
  const ids = [newId(), newId(), newId(), newId()];
  const [a, b, c, d] = ids;
  const all = ids.map((id, i) => noteNode(id, { order: 'fhkm'[i] }));
  const after = (chosen, step) => {
    const store = storeWith(all);
    const changes = orderChanges(all, new Set(chosen), step);
    if (changes.length) store.addPending({ op_id: newId(), changes });
    return [...store.nodes()].sort((x, y) => (x.order < y.order ? -1 : 1)).map(({ id }) => id);
  };
  assert.deepEqual(after([a, b], 'front'), [c, d, a, b]);
  assert.deepEqual(after([c, d], 'back'), [c, d, a, b]);
  assert.deepEqual(after([a], 'forward'), [b, a, c, d]);
  assert.deepEqual(after([d], 'backward'), [a, b, d, c]);
  assert.deepEqual(after([d], 'front'), ids);
});

test('order keys that two people made at the same moment do not stop anything', () => {
  const [a, b, c] = [newId(), newId(), newId()];
  const all = [noteNode(a, { order: 'V' }), noteNode(b, { order: 'V' }), noteNode(c, { order: 'W' })];
  const changes = orderChanges(all, new Set([c]), 'backward');
  assert.ok(changes.length <= 1);
});
