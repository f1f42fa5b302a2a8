import assert from 'node:assert/strict';
import test from 'node:test';

import { copyChanges } from '../../static/canvas/moves.js';
import { layOutChanges, showChanges, stackChanges, stackOf, versionsOf, withVersions } from '../../static/canvas/stacks.js';
import { Store } from '../../static/canvas/store.js';
import { imageNode, newId } from './fakes.js';

/** Pictures by letter, in a row; edges 'ab': b is an edit of a. */
function world(letters, edges, props = () => ({})) {
  const ids = Object.fromEntries([...letters].map((letter) => [letter, newId()]));
  const store = new Store();
  store.load({
    revision: 0, title: '',
    nodes: [...letters].map((letter, i) => imageNode(ids[letter], { x: i * 120, order: `V${letter}`, ...props(letter, ids) })),
    edges: edges.map(([source, target, role = 'source']) => ({ id: newId(), source: ids[source], target: ids[target], role, strength: null })),
  });
  const letterOf = (id) => letters[Object.values(ids).indexOf(id)];
  const commit = (changes) => store.addPending({ op_id: newId(), changes });
  return { store, ids, commit, node: (letter) => store.node(ids[letter]), names: (nodes) => nodes.map(({ id }) => letterOf(id)).join('') };
}

const stacked = (letter, ids) => ({ version: 'abc'.indexOf(letter) + 1, version_of: letter === 'c' ? null : ids.c });

test('versions are what was edited from another, both ways, the first one first', () => {
  const { store, node, names } = world('cbadx', ['ab', 'bc', ['a', 'd', 'refine'], ['a', 'x', 'anchor']]);
  assert.equal(names(versionsOf(store, node('b'))), 'abdc');
  assert.equal(names(versionsOf(store, node('x'))), 'x');
});

test('versions that name each other in a circle come once', () => {
  const { store, node, names } = world('ab', ['ab', 'ba']);
  assert.equal(names(versionsOf(store, node('a'))).length, 2);
});

test('a stack shows one where it lies and keeps the others aside', () => {
  const { store, commit, node, names } = world('abc', ['ab', 'bc']);
  commit(stackChanges(versionsOf(store, node('b')), node('b')));
  assert.equal(names(stackOf(store, node('b'))), 'abc');
  assert.deepEqual(['a', 'b', 'c'].map((letter) => store.isAside(node(letter))), [true, false, true]);
  assert.equal(node('b').x, 120);
  assert.equal(store.shownFor(node('a')), node('b'));
});

test('another version is shown in the same place, as large as its own px', () => {
  const { store, commit, node, names } = world('abc', [], (letter, ids) => ({ ...stacked(letter, ids), image_width: letter === 'a' ? 400 : 200 }));
  commit(showChanges(store, node('c'), node('a')));
  const { x, y, width, height, version_of: versionOf } = node('a');
  assert.deepEqual({ x, y, width, height, versionOf: versionOf ?? null }, { x: 190, y: 0, width: 200, height: 50, versionOf: null });
  assert.equal(names(stackOf(store, node('a'))), 'abc');
  assert.ok(store.isAside(node('c')));
});

test('an accepted result joins the stack as its newest', () => {
  const { store, commit, node, names } = world('abcn', ['cn'], (letter, ids) => (letter === 'n' ? { candidate_of: ids.c } : stacked(letter, ids)));
  commit(showChanges(store, node('c'), node('n')));
  assert.equal(names(stackOf(store, node('n'))), 'abcn');
  assert.equal(node('n').version, 4);
  assert.equal(store.isAside(node('n')), false);
});

test('laid out, versions stand right of the shown one and are no stack any more', () => {
  const { store, commit, node, names } = world('abc', [], stacked);
  commit(layOutChanges(store, node('c'), () => null, [], () => []));
  assert.equal(store.versionsBehind(node('c').id).length, 0);
  assert.deepEqual(['a', 'b', 'c'].map((letter) => node(letter).x), [356, 472, 240]);
  assert.equal(names([...store.nodes()].filter((one) => !store.isAside(one))), 'abc');
});

test('a stack is deleted whole, and what stood behind a picture that is gone is drawn again', () => {
  const { store, commit, node } = world('abc', [], stacked);
  assert.equal(withVersions(store, [node('c').id]).length, 3);
  const changed = [];
  store.subscribe(({ nodes }) => changed.push(...nodes));
  commit([{ node: node('c').id, delete: true }]);
  assert.ok(changed.includes(node('a').id));
  assert.equal(store.isAside(node('a')), false);
});

test('two who stack against each other hide nothing', () => {
  const { store, node } = world('ab', [], (letter, ids) => ({ version_of: letter === 'a' ? ids.b : ids.a }));
  assert.deepEqual([store.isAside(node('a')), store.isAside(node('b'))], [false, false]);
});

test('a copy of the shown one is a picture of its own', () => {
  const { node } = world('abc', [], stacked);
  const { changes } = copyChanges([node('a')], { offset: { x: 0, y: 0 }, orders: ['W'], newId });
  assert.equal(changes[0].create.version_of, null);
});
