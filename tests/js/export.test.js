import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { suggestedAlt } from '../../static/canvas/alt_text.js';
import { picturesThatLeave } from '../../static/canvas/export/pictures.js';
import { exportWords } from '../../static/canvas/export/progress.js';
import { Store } from '../../static/canvas/store.js';

/** @param {string} id @param {Record<string, any>} keys */
const node = (id, keys) => ({ id, kind: 'image', x: 0, y: 0, width: 10, height: 10, order: 'a1', parent: null, ...keys });

function boardOf(/** @type {any[]} */ ...nodes) {
  const store = new Store();
  store.load({ revision: 1, board: { title: 'B' }, nodes, edges: [] });
  return store;
}

const board = boardOf(
  node('frame', { kind: 'frame', width: 100, height: 100 }),
  node('second', { parent: 'frame', x: 50 }),
  node('first', { parent: 'frame', x: 20 }),
  node('hidden', { parent: 'frame', hidden: true }),
  node('old', { parent: 'frame', version_of: 'first' }),
  node('note', { kind: 'note', parent: 'frame' }),
  node('outside', { x: 500 }),
);
const ids = (/** @type {string[]} */ ...selected) => picturesThatLeave(board, new Set(selected)).map(({ id }) => id);

test('a frame gives what it shows, in the order in which it is read', () => {
  assert.deepEqual(ids('frame'), ['first', 'second']);
});

test('with nothing selected it is all of the board', () => {
  assert.deepEqual(ids(), ['first', 'second', 'outside']);
});

test('what is selected itself leaves, whatever it is behind', () => {
  assert.deepEqual(ids('hidden', 'outside', 'note'), ['hidden', 'outside']);
});

test('an export says how far it is', () => {
  const news = { state: 'running', done: 12, total: 500, exported: 11, stayed: [] };
  assert.equal(exportWords(news), 'Exporting 12 of 500');
  assert.equal(exportWords({ ...news, state: 'finished', exported: 2, total: 3 }), '2 of 3 exported');
  assert.equal(exportWords({ ...news, state: 'stopped', exported: 1 }), 'Export cancelled after 1 picture: its file is not whole');
});

test('alt texts are suggested as on the server', () => {
  for (const [prompt, alt] of JSON.parse(readFileSync(new URL('../data/alt_texts.json', import.meta.url), 'utf8'))) assert.equal(suggestedAlt(prompt), alt);
});
