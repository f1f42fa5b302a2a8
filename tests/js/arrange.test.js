import assert from 'node:assert/strict';
import test from 'node:test';

import { arranged } from '../../static/canvas/arrange.js';
import { blockOf, rowOf } from '../../static/canvas/uploads.js';

const node = (id, x, y, width = 100, height = 50) => ({ id, x, y, width, height, parent: null });
const nothing = () => [];

test('aligning moves only what is out of line', () => {
  assert.deepEqual(arranged([node('a', 10, 0), node('b', 30, 5)], 'left', nothing), [{ node: 'b', set: { x: 10, y: 5 } }]);
  assert.deepEqual(arranged([node('a', 10, 0), node('b', 30, 5)], 'top', nothing), [{ node: 'b', set: { x: 30, y: 0 } }]);
});

test('a row keeps the order from left to right', () => {
  assert.deepEqual(arranged([node('b', 300, 9), node('a', 10, 0)], 'row', nothing), [{ node: 'b', set: { x: 126, y: 0 } }]);
});

test('dropped pictures lie in rows of five around the pointer', () => {
  const sizes = Array.from({ length: 6 }, () => ({ width: 100, height: 50 }));
  const places = rowOf(sizes, { x: 50, y: 25 }, true);
  assert.deepEqual(places[0], { x: 0, y: 0 });
  assert.deepEqual(places[4], { x: 464, y: 0 });
  assert.deepEqual(places[5], { x: 0, y: 66 });
  assert.deepEqual(blockOf(sizes), { width: 564, height: 116 });
});

test('pictures without a place begin a new row where the view ends', () => {
  const sizes = Array.from({ length: 4 }, () => ({ width: 100, height: 50 }));
  const places = rowOf(sizes, { x: 0, y: 0 }, false, 340);
  assert.deepEqual(places[2], { x: 232, y: 0 });
  assert.deepEqual(places[3], { x: 0, y: 66 });
  assert.deepEqual(blockOf(sizes, 340), { width: 332, height: 116 });
  assert.deepEqual(blockOf(sizes, 40), { width: 100, height: 248 });
});

test('a frame takes along what it holds, once', () => {
  const inner = { ...node('i', 320, 20), parent: 'f' };
  const changes = arranged([node('a', 0, 0), node('f', 300, 10), inner], 'top', (id) => (id === 'f' ? [inner] : []));
  assert.deepEqual(changes, [{ node: 'f', set: { x: 300, y: 0 } }, { node: 'i', set: { x: 320, y: 10 } }]);
});
