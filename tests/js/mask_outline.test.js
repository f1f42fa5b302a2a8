import assert from 'node:assert/strict';
import test from 'node:test';

import { ShrunkMask, aroundSelected, borders, distances, unionCells } from '../../static/canvas/mask_outline.js';

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
  const shrunk = new ShrunkMask(100, 40, 10);
  shrunk.update(mask, { x: 0, y: 0, width: 100, height: 40 });
  assert.deepEqual([shrunk.columns, shrunk.rows, shrunk.scale], [10, 4, 10]);
  assert.equal(shrunk.cells[39], 255);
});

test('taking over the part that changed gives what taking over all of it does', () => {
  const mask = Uint8Array.from({ length: 103 * 57 }, (_, i) => (i * 7919) % 256);
  const whole = new ShrunkMask(103, 57, 20);
  const all = { x: 0, y: 0, width: 103, height: 57 };
  whole.update(mask, all);
  const parts = new ShrunkMask(103, 57, 20);
  parts.update(mask, all);
  mask.fill(0, 20 * 103, 40 * 103);
  parts.update(mask, { x: 0, y: 20, width: 103, height: 20 });
  whole.update(mask, all);
  assert.deepEqual(parts.cells, whole.cells);
});

test('several masks are one where any of them is', () => {
  const one = new ShrunkMask(3, 1, 3);
  const other = new ShrunkMask(3, 1, 3);
  one.cells.set([255, 0, 10]);
  other.cells.set([0, 200, 20]);
  assert.deepEqual([...unionCells([one, other])], [255, 200, 20]);
  assert.deepEqual([...one.cells], [255, 0, 10]);
});

test('the part around what is selected holds it with its margin, cut at the picture', () => {
  const cells = grid('......', '......', '...#..', '......');
  const part = aroundSelected(cells, 6, 4, 128, 1);
  assert.deepEqual([part.x, part.y, part.columns, part.rows], [2, 1, 3, 3]);
  assert.equal(part.cells[4], 255);
  const wide = aroundSelected(cells, 6, 4, 128, 9);
  assert.deepEqual([wide.x, wide.y, wide.columns, wide.rows], [0, 0, 6, 4]);
  assert.equal(aroundSelected(grid('...'), 3, 1, 128, 1), null);
});
