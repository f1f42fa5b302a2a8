import assert from 'node:assert/strict';
import test from 'node:test';

import { LARGEST_BRUSH, SMALLEST_BRUSH, Stroke, coverage, defaultSize, radiusFor, sizeToSlider, sliderToSize, stepHardness, stepSize } from '../../static/canvas/brush.js';

test('a step changes the size by at least one px and stays within the bounds', () => {
  assert.equal(stepSize(1, 1), 2);
  assert.equal(stepSize(2, -1), 1);
  assert.equal(stepSize(100, 1), 120);
  assert.equal(stepSize(SMALLEST_BRUSH, -1), SMALLEST_BRUSH);
  assert.equal(stepSize(LARGEST_BRUSH, 1), LARGEST_BRUSH);
});

test('hardness moves by tenths between 0 and 1', () => {
  assert.equal(stepHardness(0.8, 1), 0.9);
  assert.equal(stepHardness(1, 1), 1);
  assert.equal(stepHardness(0, -1), 0);
});

test('the slider and the size say the same', () => {
  for (const size of [1, 8, 48, 250, 2000]) assert.equal(sliderToSize(sizeToSlider(size)), size);
});

test('a new brush follows the picture', () => {
  assert.equal(defaultSize(1000, 400), 60);
});

test('only a pen changes the size by pressure', () => {
  assert.equal(radiusFor(40, 0.2, 'mouse'), 20);
  assert.equal(radiusFor(40, 1, 'pen'), 20);
  assert.ok(radiusFor(40, 0.2, 'pen') < 10);
  assert.equal(radiusFor(40, 0, 'pen'), 20, 'a pen that tells no pressure');
});

test('a stroke begins with a dot and goes on from the last sample', () => {
  const stroke = new Stroke();
  assert.deepEqual(stroke.add(5, 5, 3), { x0: 5, y0: 5, r0: 3, x1: 5, y1: 5, r1: 3 });
  assert.equal(stroke.add(5.1, 5, 3), null);
  assert.deepEqual(stroke.add(9, 5, 4), { x0: 5, y0: 5, r0: 3, x1: 9, y1: 5, r1: 4 });
});

test('a hard brush is full to its rim, a soft one fades', () => {
  assert.equal(coverage(9, 10, 1), 1);
  assert.equal(coverage(10, 10, 1), 0.5);
  assert.equal(coverage(11, 10, 1), 0);
  assert.equal(coverage(2, 10, 0.5), 1);
  assert.ok(coverage(8, 10, 0.5) > 0 && coverage(8, 10, 0.5) < 1);
});
