import assert from 'node:assert/strict';
import test from 'node:test';

import { findNodes } from '../../static/canvas/find.js';

let made = 0;
const node = (keys) => ({ id: `n${(made += 1)}`, kind: 'image', x: 0, y: 0, name: '', ...keys });
const ids = (hits) => hits.map((hit) => hit.node.id);

test('names, texts, descriptions, tags, prompts and states are looked at', () => {
  const all = [
    node({ name: 'Cup' }), node({ kind: 'note', text: 'buy a cup' }), node({ alt: 'a cup' }), node({ tags: ['cup', 'hero'] }),
    node({ kind: 'generation', prompt: 'cup of tea', state: 'failed' }), node({ kind: 'frame', name: 'Other' }),
  ];
  assert.equal(findNodes(all, 'cup').length, 5);
  assert.deepEqual(ids(findNodes(all, 'failed cup')), [all[4].id]);
  assert.deepEqual(ids(findNodes(all, 'HERO')), [all[3].id]);
});

test('names come before texts, and each in reading order', () => {
  const all = [node({ kind: 'note', text: 'mug', y: -9 }), node({ name: 'mug', y: 5 }), node({ name: 'mug', y: 1, x: 2 }), node({ name: 'mug', y: 1, x: 1 })];
  assert.deepEqual(ids(findNodes(all, 'mug')), [all[3], all[2], all[1], all[0]].map(({ id }) => id));
});

test('guests find no prompts', () => {
  const all = [node({ kind: 'generation', prompt: 'a secret launch', name: 'Launch' })];
  assert.deepEqual(findNodes(all, 'secret', { seesPrompts: false }), []);
  assert.equal(findNodes(all, 'launch', { seesPrompts: false })[0].field, 'name');
});

test('what the server found is added, with its prompt or its engine', () => {
  const all = [node({ name: 'Picture 1' }), node({ name: 'Picture 2' })];
  const remote = new Map([[all[1].id, { prompt: 'ceramic mug', engine: 'Sketch', by: 'Ada' }]]);
  const [byPrompt] = findNodes(all, 'mug', { remote });
  assert.deepEqual([byPrompt.node.id, byPrompt.field, byPrompt.text], [all[1].id, 'prompt', 'ceramic mug']);
  assert.equal(findNodes(all, 'ada', { remote })[0].text, 'Sketch · Ada');
});

test('filters keep one kind', () => {
  const all = [node({ name: 'a' }), node({ kind: 'note', text: 'a' }), node({ kind: 'frame', name: 'a' }), node({ kind: 'generation', prompt: 'a' }), node({ kind: 'mask', prompt: 'a' })];
  const count = (filter) => findNodes(all, 'a', { filter }).length;
  assert.deepEqual(['all', 'pictures', 'writing', 'frames', 'making'].map(count), [4, 1, 1, 1, 1]);
});

test('a long text is cut around the words, which are marked', () => {
  const text = `${'before '.repeat(30)}needle ${'after '.repeat(30)}`;
  const [{ text: cut, marks }] = findNodes([node({ kind: 'note', text })], 'needle');
  assert.ok(cut.startsWith('…') && cut.endsWith('…') && cut.length < 110);
  assert.equal(marks.map((at) => cut[at]).join(''), 'needle');
});

test('no words find nothing', () => {
  assert.deepEqual(findNodes([node({ name: 'a' })], '  '), []);
});
