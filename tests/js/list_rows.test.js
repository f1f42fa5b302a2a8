// The rows of the list view: sorting, filtering, tags.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { retagged, sharedTags, tagsIn } from '../../static/canvas/list/actions.js';
import { RowDetails } from '../../static/canvas/list/details.js';
import { arrange, rowOf } from '../../static/canvas/list/rows.js';

const node = (name, x, more = {}) => ({ id: name, kind: 'note', name, x, y: 0, width: 10, height: 10, ...more });
const list = (rows, sort, filter = '') => arrange(rows, sort, filter).map((row) => row.title).join(' ');

test('rows stand as on the board, or by a column, what is empty last', () => {
  const rows = [
    rowOf(node('mug 10', 30), undefined, { prompt: '', by: 'Zoe', madeAt: '', risk: '' }),
    rowOf(node('Mug 2', 10), undefined, { prompt: '', by: '', madeAt: '', risk: '' }),
    rowOf(node('Äpfel', 20), { name: 'Hero' }, { prompt: '', by: 'Adam', madeAt: '', risk: '' }),
  ];
  assert.equal(list(rows, { key: 'place', isDown: false }), 'Mug 2 Äpfel mug 10');
  assert.equal(list(rows, { key: 'title', isDown: false }), 'Äpfel Mug 2 mug 10');
  assert.equal(list(rows, { key: 'by', isDown: false }), 'Äpfel mug 10 Mug 2');
});

test('the filter wants every word, in any column, without case and accents', () => {
  const rows = [rowOf(node('Äpfel', 0), { name: 'Hero' }, { prompt: 'red fruit', by: 'Ann', madeAt: '', risk: '' }), rowOf(node('Mug', 1, { tags: ['oak'] }), undefined)];
  const find = (filter) => list(rows, { key: 'place', isDown: false }, filter);
  assert.equal(find('apfel FRUIT ann hero'), 'Äpfel');
  assert.equal(find('oak'), 'Mug');
  assert.equal(find('oak fruit'), '');
});

test('tags are cut to what a node takes, each once', () => {
  assert.deepEqual(tagsIn(' hero ,, mug,hero, two   words '), ['hero', 'mug', 'two words']);
  assert.equal(tagsIn(Array.from({ length: 30 }, (_, i) => `t${i}`).join(',')).length, 16);
  assert.equal(tagsIn('x'.repeat(60))[0].length, 40);
});

test('tags of several: what all have is shown, what only one has stays', () => {
  const nodes = [node('a', 0, { tags: ['hero', 'mug'] }), node('b', 1, { tags: ['mug', 'oak'] }), node('c', 2, { tags: ['mug'] })];
  assert.deepEqual(sharedTags(nodes), ['mug']);
  assert.deepEqual(sharedTags([nodes[0]]), ['hero', 'mug']);
  assert.deepEqual(nodes.map(({ tags }) => retagged(tags, ['mug'], ['final'])), [['final', 'hero'], ['final', 'oak'], ['final']]);
  assert.deepEqual(sharedTags([node('d', 0), nodes[0]]), []);
});

test('details are asked for once, then from the newest revision', async () => {
  const asked = [];
  let changed = 0;
  const details = new RowDetails({
    fetch: async (since) => { asked.push(since); return { revision: 7, rows: since < 0 ? [['a', 'a mug', 'Ann', null, 'high', 'Sketch']] : [] }; },
    changed: () => { changed += 1; },
  });
  await details.refresh();
  await details.refresh();
  assert.deepEqual(details.of('a'), { prompt: 'a mug', by: 'Ann', madeAt: '', risk: 'high', engine: 'Sketch' });
  details.outdate();
  await details.refresh();
  details.forget();
  await details.refresh();
  assert.deepEqual(asked, [-1, 7, -1]);
  assert.equal(changed, 2);
});
