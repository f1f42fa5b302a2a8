import assert from 'node:assert/strict';
import test from 'node:test';

import { blockOf, rowOf } from '../../static/canvas/uploads.js';

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
