import assert from 'node:assert/strict';
import test from 'node:test';

import { borders, distances, shrinkMask } from '../../static/canvas/mask_outline.js';

const grid = (...rows) => Uint8Array.from(rows.join(''), (c) => (c === '#' ? 255 : 0));

test('a square has one border of four corners', () => {
  const cells = grid('....', '.##.', '.##.', '....');
  assert.deepEqual(borders((i) => cells[i] > 0, 4, 4), [[1, 1, 3, 1, 3, 3, 1, 3]]);
});

test('a hole has a border of its own', () => {
  const cells = grid('###', '#.#', '###');
  assert.equal(borders((i) => cells[i] > 0, 3, 3).length, 2);
});

test('cells that touch at a corner stay apart', () => {
  const cells = grid('#.', '.#');
  assert.equal(borders((i) => cells[i] > 0, 2, 2).length, 2);
});

test('distances are exact', () => {
  const cells = grid('#....', '.....', '.....');
  const found = distances(cells, 5, 3, 128);
  assert.equal(found[0], 0);
  assert.equal(found[4], 4);
  assert.ok(Math.abs(found[2 * 5 + 1] - Math.sqrt(5)) < 1e-5);
});

test('shrinking loses no thin stroke', () => {
  const mask = new Uint8Array(100 * 40);
  mask[39 * 100 + 99] = 255;
  const { cells, columns, rows, scale } = shrinkMask(mask, 100, 40, 10);
  assert.deepEqual([columns, rows, scale], [10, 4, 10]);
  assert.equal(cells[39], 255);
});
