import assert from 'node:assert/strict';
import test from 'node:test';

import { Groups, groupChanges, ungroupChanges } from '../../static/canvas/groups.js';
import { Selection } from '../../static/canvas/selection.js';
import { Store } from '../../static/canvas/store.js';
import { orderChanges } from '../../static/canvas/stacking.js';
import { frameNode, newId, noteNode } from './fakes.js';

function setUp(count) {
  const ids = Array.from({ length: count }, () => newId());
  const store = new Store();
  store.load({ revision: 0, title: '', nodes: ids.map((id) => noteNode(id)), edges: [] });
  const groups = new Groups(store);
  const commit = (changes) => store.addPending({ op_id: newId(), changes });
  const nodes = (...wanted) => wanted.map((id) => store.node(id));
  const make = (wanted, scope = null) => {
    const id = newId('99999999');
    commit(groupChanges(groups, nodes(...wanted), scope, id));
    return id;
  };
  return { ids, store, groups, commit, nodes, make, selection: new Selection(store) };
}

test('a click takes the outermost group, in an entered one the next within', () => {
  const { ids: [a, b, c, d], store, groups, make } = setUp(4);
  const inner = make([a, b]);
  const outer = make([a, b, c]);
  assert.deepEqual(groups.unitOf(store.node(a), null).sort(), [a, b, c].sort());
  assert.deepEqual(groups.unitOf(store.node(a), outer), [a, b]);
  assert.deepEqual(groups.unitOf(store.node(a), inner), [a]);
  assert.deepEqual(groups.unitOf(store.node(c), outer), [c]);
  assert.deepEqual(groups.unitOf(store.node(d), null), [d]);
  assert.deepEqual([groups.parentOf(inner), groups.parentOf(outer)], [outer, null]);
  assert.deepEqual(store.node(a).groups, [inner, outer]);
});

test('grouping in an entered group stays within it', () => {
  const { ids: [a, b, c], store, groups, make } = setUp(3);
  const outer = make([a, b, c]);
  const inner = make([a, b], outer);
  assert.deepEqual(store.node(a).groups, [inner, outer]);
  assert.deepEqual(groups.pathOf(store.node(a)), [outer, inner]);
});

test('who is grouped with others leaves a group of which some stay behind', () => {
  const { ids: [a, b, c, d], store, groups, make } = setUp(4);
  const first = make([a, b, c]);
  const second = make([a, d]);
  assert.deepEqual(store.node(a).groups, [second]);
  assert.deepEqual(groups.membersOf(first), [b, c]);
});

test('ungrouping takes the outermost group apart, for members that are not selected too', () => {
  const { ids: [a, b, c], store, groups, commit, nodes, make } = setUp(3);
  const inner = make([a, b]);
  make([a, b, c]);
  commit(ungroupChanges(groups, nodes(a), null, store));
  assert.deepEqual([store.node(a).groups, store.node(c).groups], [[inner], undefined]);
  commit(ungroupChanges(groups, nodes(a), null, store));
  assert.equal(store.node(b).groups, undefined);
});

test('a group of which one is left is none', () => {
  const { ids: [a, b], store, groups, commit, make } = setUp(2);
  make([a, b]);
  commit([{ node: b, delete: true }]);
  assert.deepEqual([groups.pathOf(store.node(a)), groups.unitOf(store.node(a), null)], [[], [a]]);
});

test('groups deeper than a board keeps them are refused', () => {
  const { ids: [a, b], groups, nodes, make } = setUp(2);
  for (let depth = 0; depth < 8; depth += 1) make([a, b]);
  assert.equal(groupChanges(groups, nodes(a, b), null, newId()), null);
});

test('an entered group is left with the last thing of it', () => {
  const { ids: [a, b, c], make, selection } = setUp(3);
  const group = make([a, b]);
  selection.set([a], group);
  assert.equal(selection.scope, group);
  selection.set([b]);
  assert.equal(selection.scope, group);
  selection.set([b, c]);
  assert.equal(selection.scope, null);
});

test('a step forward goes past a group as a whole, and past what covers', () => {
  const at = (id, x, order, groups) => noteNode(id, { x, order, ...(groups && { groups }) });
  const all = [at('a', 0, 'b'), at('far', 900, 'c'), at('g1', 20, 'd', ['g']), at('g2', 40, 'e', ['g']), at('top', 60, 'f')];
  const [change] = orderChanges(all, new Set(['a']), 'forward');
  assert.ok(change.set.order > 'e' && change.set.order < 'f');
});

test('a frame is never sent under the frame it is in', () => {
  const frames = [frameNode('other', { order: 'a' }), frameNode('outer', { order: 'b' }), frameNode('mid', { order: 'c' }), frameNode('inner', { order: 'd', parent: 'outer' })];
  const [change] = orderChanges(frames, new Set(['inner']), 'back');
  assert.ok(change.set.order > 'b' && change.set.order < 'c');
});
