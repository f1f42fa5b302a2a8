import assert from 'node:assert/strict';
import test from 'node:test';

import { overlaps } from '../../static/canvas/geometry.js';
import { freeSpots } from '../../static/canvas/placement.js';
import { randomFrom } from './fakes.js';

const VIEW = { x: 0, y: 0, width: 1400, height: 900 };

function assertFree(spots, { width, height, obstacles, gap }) {
  const boxes = spots.map((spot) => ({ ...spot, width, height }));
  const room = gap - 0.001;
  for (const [i, box] of boxes.entries()) {
    const wide = { x: box.x - room, y: box.y - room, width: width + 2 * room, height: height + 2 * room };
    for (const other of [...obstacles, ...boxes.slice(0, i)]) assert.ok(!overlaps(wide, other));
  }
}

test('an empty board gets them in the middle of the view', () => {
  const spots = freeSpots({ count: 4, width: 100, height: 100, near: null, view: VIEW, obstacles: [], gap: 16 });
  assert.deepEqual(spots[0], { x: 592, y: 342 });
  assert.equal(spots.length, 4);
});

test('they land to the right of what they came from, on its top edge', () => {
  const near = { x: 100, y: 100, width: 200, height: 200 };
  const spots = freeSpots({ count: 2, width: 200, height: 200, near, view: VIEW, obstacles: [near], gap: 16 });
  assert.deepEqual(spots, [{ x: 316, y: 100 }, { x: 532, y: 100 }]);
});

test('below it where the right is taken', () => {
  const near = { x: 100, y: 100, width: 200, height: 200 };
  const right = { x: 320, y: 0, width: 900, height: 500 };
  const spots = freeSpots({ count: 1, width: 200, height: 200, near, view: VIEW, obstacles: [near, right], gap: 16 });
  assert.deepEqual(spots, [{ x: 100, y: 332 }]);
});

test('whatever lies around, they never touch anything, and stay near where there is room', () => {
  const random = randomFrom(3);
  for (let round = 0; round < 120; round += 1) {
    const obstacles = Array.from({ length: Math.floor(random() * 60) }, () => ({
      x: random() * 1500, y: random() * 1500, width: 20 + random() * 300, height: 20 + random() * 300,
    }));
    const near = obstacles.length && random() < 0.7 ? obstacles[0] : null;
    const wanted = { count: 1 + Math.floor(random() * 8), width: 50 + random() * 200, height: 50 + random() * 200, near, view: VIEW, obstacles, gap: 16 };
    const spots = freeSpots(wanted);
    assert.equal(spots.length, wanted.count);
    assertFree(spots, wanted);
  }
});

test('the middle of a dense board of 10,000 has an answer beside it, soon', () => {
  const obstacles = Array.from({ length: 10_000 }, (_, i) => ({
    x: (i % 100) * 216, y: Math.floor(i / 100) * 216, width: 200, height: 200,
  }));
  const wanted = { count: 4, width: 200, height: 200, near: obstacles[5_050], view: VIEW, obstacles, gap: 16 };
  const began = performance.now();
  const spots = freeSpots(wanted);
  assert.ok(performance.now() - began < 1_000);
  assertFree(spots, wanted);
});
