import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { OrderError, between, isOrder, nBetween } from '../../static/canvas/order.js';

const vectors = JSON.parse(readFileSync(new URL('../data/order.json', import.meta.url), 'utf8'));

test('keys are those of the shared vectors', () => {
  for (const { a, b, n, expect } of vectors) {
    const make = () => (n === undefined ? between(a, b) : nBetween(a, b, n));
    if (expect === null) assert.throws(make, OrderError, `${a} ${b}`);
    else assert.deepEqual(make(), expect, `${a} ${b} ${n}`);
  }
});

test('a thousand placings on top keep keys short and rising', () => {
  const keys = nBetween(null, null, 1000);
  for (let i = 1; i < keys.length; i += 1) assert.ok(keys[i - 1] < keys[i]);
  assert.ok(keys.every((key) => isOrder(key) && key.length <= 4));
});
