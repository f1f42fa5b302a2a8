import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { NOTHING_NEW, dragSides, extendedBox, extendedSize, formatSize, growthSteps, newShare, overlapWidth, positionIn, sidesFor } from '../../static/canvas/extend_geometry.js';

const PICTURE = { width: 1440, height: 1080 };
const free = { limit: () => true };

test('a format is the smallest size of its ratio that holds the picture', () => {
  assert.deepEqual(formatSize(PICTURE, { ratio: 16 / 9 }), { width: 1920, height: 1080 });
  assert.deepEqual(formatSize(PICTURE, { ratio: 1 }), { width: 1440, height: 1440 });
  assert.deepEqual(formatSize(PICTURE, { scale: 2 }), { width: 2880, height: 2160 });
});

test('the sides add up to the size wanted, and the original sits where it was put', () => {
  assert.deepEqual(sidesFor(PICTURE, { width: 1921, height: 1080 }, { x: 0.5, y: 0.5 }), { left: 241, top: 0, right: 240, bottom: 0 });
  assert.deepEqual(sidesFor(PICTURE, { width: 1920, height: 1180 }, { x: 1, y: 0 }), { left: 480, top: 0, right: 0, bottom: 100 });
  assert.deepEqual(sidesFor(PICTURE, { width: 100, height: 100 }, { x: 0, y: 0 }), NOTHING_NEW);
});

test('the position is read back from the sides', () => {
  assert.deepEqual(positionIn({ left: 340, top: 0, right: 0, bottom: 0 }), { x: 1, y: 0.5 });
});

test('an odd px is still the middle', () => {
  assert.deepEqual(positionIn({ left: 534, top: 0, right: 533, bottom: 9 }), { x: 0.5, y: 0 });
});

test('a handle moves its sides outward, never into the picture', () => {
  assert.deepEqual(dragSides(NOTHING_NEW, 'left', -340, 50, free), { left: 340, top: 0, right: 0, bottom: 0 });
  assert.deepEqual(dragSides(NOTHING_NEW, 'left', 80, 0, free), NOTHING_NEW);
  assert.deepEqual(dragSides(NOTHING_NEW, 'bottom-right', 30, 40, free), { left: 0, top: 0, right: 30, bottom: 40 });
});

test('both sides move with Alt', () => {
  assert.deepEqual(dragSides(NOTHING_NEW, 'top', 0, -20, { ...free, both: true }), { left: 0, top: 20, right: 0, bottom: 20 });
});

test('a drag stops at the limit instead of being refused', () => {
  const limit = (sides) => extendedSize(PICTURE, sides).width <= 2000;
  const sides = dragSides(NOTHING_NEW, 'right', 5000, 0, { limit });
  assert.ok(sides.right <= 560 && sides.right > 555);
});

test('the share that is new', () => {
  assert.equal(newShare(PICTURE, NOTHING_NEW), 0);
  assert.equal(newShare(PICTURE, { ...NOTHING_NEW, left: 480 }), 0.25);
});

test('the result keeps the scale and the place of the old part', () => {
  const box = { x: 100, y: 200, width: 144, height: 108 };
  assert.deepEqual(extendedBox(box, PICTURE, { left: 340, top: 0, right: 140, bottom: 0 }), { x: 66, y: 200, width: 192, height: 108 });
});

test('the overlap is a share of the side that is extended, within bounds', () => {
  assert.equal(overlapWidth(PICTURE, NOTHING_NEW, false), 0);
  assert.equal(overlapWidth(PICTURE, { ...NOTHING_NEW, left: 340 }, false), 115);
  assert.equal(overlapWidth({ width: 200, height: 100 }, { ...NOTHING_NEW, top: 50 }, false), 25);
  assert.equal(overlapWidth(PICTURE, { ...NOTHING_NEW, left: 40 }, true), 20);
});

test('a mirrored picture grows on the board at the other side', () => {
  const box = { x: 100, y: 0, width: 50, height: 50 };
  const sides = { left: 20, right: 0, top: 0, bottom: 10 };
  assert.equal(extendedBox(box, { width: 100, height: 100 }, sides).x, 90);
  const mirrored = extendedBox({ ...box, flip_x: true, flip_y: true }, { width: 100, height: 100 }, sides);
  assert.deepEqual([mirrored.x, mirrored.y], [100, -5]);
});

test('steps of an extension are those that the server takes and charges', () => {
  const vectors = JSON.parse(readFileSync(new URL('../data/growth_steps.json', import.meta.url), 'utf8'));
  for (const { size: [width, height], growth: [left, top, right, bottom], steps } of vectors) {
    const found = growthSteps({ width, height }, { left, top, right, bottom });
    assert.deepEqual(found.map((one) => [one.left, one.top, one.right, one.bottom]), steps);
  }
});
