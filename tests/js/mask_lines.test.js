import assert from 'node:assert/strict';
import test from 'node:test';

import { BesidePage } from '../../static/canvas/beside_page.js';
import { linesAround } from '../../static/canvas/mask_lines.js';
import { done } from '../../static/canvas/mask_work.js';

/** A grid of 20 x 10 cells of 4 px, selected in a box of cells. */
const grid = (x, y, width, height) => ({
  cells: Uint8Array.from({ length: 200 }, (_, i) => (i % 20 >= x && i % 20 < x + width && i >= 20 * y && i < 20 * (y + height) ? 255 : 0)),
});
const grids = (...masks) => ({ masks, columns: 20, rows: 10, scale: 4 });
const flat = (lines) => lines.map((paths) => paths.map((path) => [...path]));

test('a line stands where the mask ends, in px of the picture', () => {
  assert.deepEqual(flat(linesAround(grids(grid(3, 2, 2, 2)), [{ of: [0], away: 0 }])), [[[12, 8, 20, 8, 20, 16, 12, 16]]]);
});

test('a transition reaches so far beyond, and is one around masks that fade together', () => {
  const both = grids(grid(3, 2, 2, 2), grid(6, 2, 2, 2));
  const [[apart], together] = linesAround(both, [{ of: [0], away: 4 }, { of: [0, 1], away: 4 }]);
  assert.equal(Math.min(...apart), 4);
  assert.equal(together.length, 1);
});

test('nothing is around nothing', () => {
  assert.deepEqual(linesAround(grids(grid(0, 0, 0, 0)), [{ of: [0], away: 0 }]), [[]]);
});

class FakeWorker extends EventTarget {
  posted = [];
  postMessage(message) { this.posted.push(message); }

  async answer({ number, work }) {
    this.dispatchEvent(new MessageEvent('message', { data: { number, result: await done(work) } }));
  }
}

test('what is asked of the worker comes back to whoever asked, in any order', async () => {
  const worker = new FakeWorker();
  const beside = new BesidePage(() => worker);
  const first = beside.lines(grids(grid(0, 0, 1, 1)), [{ of: [0], away: 0 }]);
  const second = beside.png(new Uint8Array(4), 2, 2);
  for (const message of worker.posted.toReversed()) await worker.answer(message);
  assert.deepEqual(flat(await first), [[[0, 0, 4, 0, 4, 4, 0, 4]]]);
  assert.equal((await second).type, 'image/png');
});

test('without a worker it is done in the page, also what was asked before that was known', async () => {
  const worker = new FakeWorker();
  const beside = new BesidePage(() => worker);
  const before = beside.png(new Uint8Array(4), 2, 2);
  worker.dispatchEvent(new Event('error'));
  assert.equal((await before).type, 'image/png');
  assert.equal((await beside.lines(grids(grid(0, 0, 1, 1)), [{ of: [0], away: 0 }])).length, 1);
});
