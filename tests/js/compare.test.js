import assert from 'node:assert/strict';
import test from 'node:test';

import { changedWords, differenceOf, insideWords, zoomedView } from '../../static/canvas/compare_pixels.js';
import { comparedOf, pairOf } from '../../static/canvas/compare_pair.js';
import { Store } from '../../static/canvas/store.js';
import { imageNode, newId, noteNode } from './fakes.js';

test('a pixel that differs in one byte is changed, and shines on the map', () => {
  const before = Uint8ClampedArray.from([100, 100, 100, 255, 10, 20, 30, 255]);
  const after = Uint8ClampedArray.from([100, 100, 100, 255, 10, 20, 31, 255]);
  const { changed, total, map } = differenceOf(before, after);
  assert.deepEqual([changed, total], [1, 2]);
  assert.deepEqual([...map.slice(0, 4)], [30, 30, 30, 255]);
  assert.ok(map[4] > 150 && map[4] > map[6]);
});

test('the more a pixel changed the brighter it is', () => {
  const light = (by) => {
    const { map } = differenceOf(Uint8ClampedArray.from([0, 0, 0, 255]), Uint8ClampedArray.from([by, 0, 0, 255]));
    return map[0] + map[1] + map[2];
  };
  assert.ok(light(1) < light(80) && light(80) < light(255));
});

test('the share is told in words', () => {
  assert.equal(changedWords(0, 100), 'No pixel changed');
  assert.equal(changedWords(32, 1_000), '3.2 % of pixels changed');
  assert.equal(changedWords(1, 1_000_000), '1 pixel changed, less than 0.1 %');
  assert.equal(changedWords(999_999, 1_000_000), '99.9 % of pixels changed');
  assert.equal(changedWords(5, 5), '100 % of pixels changed');
});

test('zoom keeps the point under the pointer, and ends whole', () => {
  const view = zoomedView({ x: 0, y: 0, zoom: 1 }, 2, { x: 100, y: 40 });
  assert.deepEqual(view, { x: -100, y: -40, zoom: 2 });
  assert.deepEqual(zoomedView(view, 0.1, { x: 7, y: 7 }), { x: 0, y: 0, zoom: 1 });
});

test('two pictures are compared as they came of each other, else as they lie', () => {
  const [a, b, c] = [imageNode(newId(), { x: 300 }), imageNode(newId(), { x: 0 }), imageNode(newId(), { x: 600 })];
  const note = noteNode(newId());
  const store = new Store();
  store.load({ revision: 0, title: '', nodes: [a, b, c, note], edges: [{ id: newId(), source: a.id, target: b.id, role: 'source', strength: null }] });
  assert.deepEqual(pairOf(store, [b, a]), [a, b]);
  assert.deepEqual(pairOf(store, [a, b]), [a, b]);
  assert.deepEqual(pairOf(store, [c, a]), [a, c]);
  assert.deepEqual(pairOf(store, [b]), [a, b]);
  assert.equal(pairOf(store, [a]), null);
  assert.equal(pairOf(store, [a, note]), null);
  assert.equal(pairOf(store, []), null);
});

test('a version of a stack is compared with the one before it', () => {
  const first = imageNode(newId(), { version: 1 });
  const second = imageNode(newId(), { version: 2 });
  first.version_of = second.id;
  const store = new Store();
  store.load({ revision: 0, title: '', nodes: [first, second], edges: [] });
  assert.deepEqual(pairOf(store, [second]), [first, second]);
});

test('three to nine are compared as they are read, ten are too many', () => {
  const nodes = Array.from({ length: 10 }, (_, i) => imageNode(newId(), { x: 1_000 - 100 * i, y: 0 }));
  const store = new Store();
  assert.deepEqual(comparedOf(store, nodes.slice(0, 4)).map(({ x }) => x), [700, 800, 900, 1_000]);
  assert.equal(comparedOf(store, nodes), null);
  assert.equal(comparedOf(store, [...nodes.slice(0, 2), noteNode(newId())]), null);
});

test('an edit and its source are told apart from other pairs', () => {
  const edit = { source: 'a', result: 'b', changed_outside: 0 };
  assert.equal(insideWords(edit, 'a', 'b'), ', all inside the mask');
  assert.equal(insideWords({ ...edit, changed_outside: 1_200 }, 'a', 'b'), ', 1,200 outside the mask');
  assert.equal(insideWords(edit, 'b', 'a'), '');
  assert.equal(insideWords(null, 'a', 'b'), '');
});
