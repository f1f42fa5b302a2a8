import assert from 'node:assert/strict';
import test from 'node:test';

import { colourRange } from '../../static/canvas/colour_range.js';

/** 6 x 3 px: two red stretches, one slightly off, between grey. */
function picture() {
  const red = [200, 30, 30];
  const near = [190, 44, 36];
  const grey = [120, 120, 120];
  const row = [red, near, grey, grey, red, red];
  return { width: 6, height: 3, colours: Uint8Array.from([row, row, row].flat(2)) };
}

const row = (mask) => [...mask.slice(6, 12)];

test('connected: only what hangs together with the place', () => {
  assert.deepEqual(row(colourRange(picture(), { x: 0.5, y: 1.5 }, 10, true)), [255, 255, 0, 0, 0, 0]);
});

test('not connected: the colour everywhere', () => {
  assert.deepEqual(row(colourRange(picture(), { x: 0.5, y: 1.5 }, 10, false)), [255, 255, 0, 0, 255, 255]);
});

test('with no tolerance the very colour, and a soft rim at most', () => {
  assert.deepEqual(row(colourRange(picture(), { x: 0.5, y: 1.5 }, 0, false)), [255, 0, 0, 0, 255, 255]);
});

test('with all tolerance everything', () => {
  assert.deepEqual(row(colourRange(picture(), { x: 2.5, y: 1.5 }, 100, false)), [255, 255, 255, 255, 255, 255]);
});
