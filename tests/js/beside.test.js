import assert from 'node:assert/strict';
import test from 'node:test';

import { rightOf, rowBelow } from '../../static/canvas/beside.js';
import { frameSizes } from '../../static/canvas/formats_dialog.js';

const NEAR = { x: 0, y: 0, width: 100, height: 80 };
const size = { width: 100, height: 80 };

test('a new version stands right of its source', () => {
  assert.deepEqual(rightOf([size], NEAR, [NEAR], 16), [{ x: 116, y: 0 }]);
});

test('what stands there already is passed by, what lies in another row is not', () => {
  const obstacles = [NEAR, { x: 116, y: 0, width: 100, height: 80 }, { x: 232, y: 200, width: 100, height: 80 }];
  assert.deepEqual(rightOf([size], NEAR, obstacles, 16), [{ x: 232, y: 0 }]);
});

test('several stand in a row that has room for all', () => {
  const obstacles = [NEAR, { x: 240, y: 10, width: 50, height: 50 }];
  assert.deepEqual(rightOf([size, { width: 150, height: 80 }], NEAR, obstacles, 16), [{ x: 306, y: 0 }, { x: 422, y: 0 }]);
});

test('a row that is full for too long is no place', () => {
  const obstacles = Array.from({ length: 60 }, (_, i) => ({ x: 116 * i, y: 0, width: 100, height: 80 }));
  assert.equal(rightOf([size], NEAR, obstacles, 16), null);
});

test('a row below has one top, and goes below what is in its way', () => {
  const near = { x: 0, y: 0, width: 100, height: 100 };
  const sizes = [{ width: 50, height: 80 }, { width: 90, height: 20 }];
  assert.deepEqual(rowBelow(sizes, near, [near], 10), [{ x: 0, y: 110 }, { x: 60, y: 110 }]);
  const inWay = { x: 140, y: 150, width: 400, height: 30 };
  assert.deepEqual(rowBelow(sizes, near, [near, inWay], 10), [{ x: 0, y: 190 }, { x: 60, y: 190 }]);
});

test('frames of formats have one scale, the longest side as long as the picture', () => {
  const wanted = [{ width: 1080, height: 1920 }, { width: 300, height: 250 }];
  assert.deepEqual(frameSizes(wanted, { x: 0, y: 0, width: 192, height: 100 }), [{ width: 108, height: 192 }, { width: 30, height: 25 }]);
});
