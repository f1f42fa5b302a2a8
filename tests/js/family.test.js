import assert from 'node:assert/strict';
import test from 'node:test';

import { familyOf, familyWords, stepFrom } from '../../static/canvas/family.js';
import { Store } from '../../static/canvas/store.js';
import { imageNode, newId } from './fakes.js';

/** Pictures by letter, in a row, and edges as 'ab': b was made from a. */
function world(letters, edges, { gone = '', candidates = '', behind = {} } = {}) {
  const ids = Object.fromEntries([...letters].map((letter) => [letter, newId()]));
  const store = new Store();
  store.load({
    revision: 0, title: '',
    nodes: [...letters].map((letter, i) => imageNode(ids[letter], { x: i * 300, candidate_of: candidates.includes(letter) ? ids[letters[0]] : null, ...(behind[letter] ? { version_of: ids[behind[letter]], version: i + 1 } : {}) })),
    edges: edges.map(([source, target]) => ({ id: newId(), source: ids[source], target: ids[target], role: 'variation', strength: null })),
  });
  for (const letter of gone) store.addPending({ op_id: newId(), changes: [{ node: ids[letter], delete: true }] });
  const named = (found) => [...found].map((id) => letters[Object.values(ids).indexOf(id)]).sort().join('');
  return { store, ids, named };
}

test('a family is what a picture came from and what came of it, not its cousins', () => {
  const { store, ids, named } = world('abcdex', ['ab', 'bc', 'cd', 'ae']);
  const family = familyOf(store, ids.b);
  assert.deepEqual([named(family.ancestors), named(family.descendants), named(family.ids)], ['a', 'cd', 'abcd']);
  assert.equal(family.edges.length, 3);
});

test('circles end, and nobody is their own ancestor', () => {
  const { store, ids, named } = world('abc', ['ab', 'bc', 'ca']);
  const family = familyOf(store, ids.a);
  assert.deepEqual([named(family.ancestors), named(family.descendants), family.edges.length], ['bc', 'bc', 3]);
});

test('a line of thousands is cut where nobody would read on, and that is said', () => {
  const ids = Array.from({ length: 2_000 }, () => newId());
  const store = new Store();
  store.load({
    revision: 0, title: '', nodes: ids.map((id) => imageNode(id)),
    edges: ids.slice(1).map((target, i) => ({ id: newId(), source: ids[i], target, role: 'refine', strength: null })),
  });
  const family = familyOf(store, ids[1_000]);
  assert.deepEqual([family.isCut, family.ancestors.size, family.descendants.size], [true, 500, 500]);
  assert.match(familyWords(family), /only the nearest 500/);
});

test('a deleted source is a gap that is named, not a line into nothing', () => {
  const { store, ids } = world('abc', ['ab', 'bc'], { gone: 'a' });
  const family = familyOf(store, ids.b);
  assert.deepEqual([family.lost, family.ancestors.size, family.edges.length], [new Map([[ids.b, 1]]), 0, 1]);
  assert.equal(familyWords(family), '1 made from it · 1 source is not on the board');
});

test('results that are not decided yet are no family', () => {
  const { store, ids, named } = world('abc', ['ab', 'ac'], { candidates: 'c' });
  assert.equal(named(familyOf(store, ids.a).descendants), 'b');
});

test('versions on one spot are one member, with the family of each', () => {
  // b and c are edits of a, on one spot with it behind c; d came of b, x was an anchor of a.
  const { store, ids, named } = world('abcdx', ['ab', 'bc', 'bd', 'xa'], { behind: { a: 'c', b: 'c' } });
  const family = familyOf(store, ids.c);
  assert.deepEqual([named(family.ancestors), named(family.descendants), family.stacked], ['x', 'd', 2]);
  assert.deepEqual(family.edges.map(({ source, target }) => named([source, target])).sort(), ['cd', 'cx']);
  assert.equal(familyWords(family), 'made from 1 · 1 made from it · 3 versions on its spot');
  assert.equal(named(familyOf(store, ids.d).ancestors), 'cx');
  assert.equal(stepFrom(store, ids.d, 'parent'), ids.c);
});

test('steps lead to parents, children, and round the siblings as they lie', () => {
  const { store, ids, named } = world('abcd', ['ab', 'ac', 'ad']);
  const step = (from, how) => { const to = stepFrom(store, ids[from], how); return to ? named([to]) : null; };
  assert.deepEqual([step('c', 'parent'), step('a', 'child'), step('a', 'parent'), step('b', 'child')], ['a', 'b', null, null]);
  assert.deepEqual([step('b', 'next'), step('c', 'next'), step('d', 'next'), step('b', 'previous'), step('a', 'next')], ['c', 'd', 'b', 'd', null]);
});
