import assert from 'node:assert/strict';
import test from 'node:test';

import { overlaps } from '../../static/canvas/geometry.js';
import { SpatialIndex } from '../../static/canvas/spatial_index.js';
import { randomFrom } from './fakes.js';

test('it finds what a full scan finds, while things move, grow and go', () => {
  const random = randomFrom(7);
  const index = new SpatialIndex();
  const all = new Map();
  const box = (far, large) => ({
    x: (random() - 0.5) * far, y: (random() - 0.5) * far, width: 1 + random() ** 4 * large, height: 1 + random() ** 4 * large,
  });
  for (let step = 0; step < 4_000; step += 1) {
    const item = Math.floor(random() * 600);
    if (random() < 0.15) {
      index.delete(item);
      all.delete(item);
    } else {
      const where = random() < 0.02 ? box(2e7, 1e6) : box(8_000, 3_000);
      index.set(item, where);
      all.set(item, where);
    }
    if (step % 20) continue;
    const view = random() < 0.1 ? box(2e7, 1e7) : box(8_000, 6_000);
    const found = index.search(view).sort((a, b) => a - b);
    const expected = [...all].filter(([, where]) => overlaps(view, where)).map(([id]) => id).sort((a, b) => a - b);
    assert.deepEqual(found, expected);
    assert.equal(index.size, all.size);
  }
});

test('things at the ends of the world are found', () => {
  const index = new SpatialIndex();
  const corner = { x: -1e7, y: 1e7, width: 1e6, height: 1e6 };
  index.set('a', corner);
  assert.deepEqual(index.search({ x: -9.5e6, y: 1.05e7, width: 1, height: 1 }), ['a']);
});

test('boxes that touch do not meet', () => {
  const index = new SpatialIndex();
  index.set('a', { x: 0, y: 0, width: 10, height: 10 });
  assert.deepEqual(index.search({ x: 10, y: 0, width: 5, height: 5 }), []);
});
