import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dollars, filtered, lasting, leftWords, planWords, summaryWords } from '../../static/canvas/runs/words.js';

/** @param {object} [more] */
const plan = (more) => ({ calls: 499, most_usd: '4.9900', seconds: 100, at_once: 10, left_usd: '6.0000', limit: 'the budget for November', ...more });

test('a dry run says calls, the most it can cost and the time', () => {
  assert.equal(planWords(plan()), '499 calls · at most $4.99 · about 1 min 40 s at 10 in parallel');
  assert.equal(planWords(plan({ calls: 1, most_usd: '0.0000', seconds: 2 })), '1 call · free · about 2 s at 10 in parallel');
  assert.equal(planWords(plan({ problem: 'It is switched off.' })), 'It is switched off.');
  assert.equal(planWords(plan({ calls: 0 })), 'No row is left to start.');
});

test('money that does not suffice is said', () => {
  assert.deepEqual(leftWords(plan()), { words: '$6.00 left by the budget for November', isShort: false });
  assert.equal(leftWords(plan({ left_usd: '4.9800' })).isShort, true);
  assert.equal(leftWords(plan({ left_usd: null })).words, 'No budget is set');
});

test('amounts below a cent keep their places', () => {
  assert.deepEqual(['4.8900', '0.0390', 0, null].map(dollars), ['$4.89', '$0.0390', '$0.00', '$0.00']);
  assert.deepEqual([30, 100, 120, 7200].map(lasting), ['30 s', '1 min 40 s', '2 min', '120 min']);
});

test('rows are found by state and by words in any order', () => {
  const rows = [
    { n: 1, state: 'done', cells: ['Mug', 'oak'] }, { n: 2, state: 'failed', cells: ['Mug', 'linen'], note: 'Gave up. Not charged.' },
    { n: 3, state: 'queued', cells: ['Cup', 'oak'] },
  ];
  const numbers = (/** @type {string} */ filter, /** @type {string} */ text) => filtered(rows, filter, text).map(({ n }) => n);
  assert.deepEqual(numbers('all', 'oak mug'), [1]);
  assert.deepEqual(numbers('failed', ''), [2]);
  assert.deepEqual(numbers('open', ''), [3]);
  assert.deepEqual(numbers('all', 'charged'), [2]);
});

test('what it came to leaves out what was not asked for', () => {
  const counts = { done: 480, failed: 10, refused: 9, skipped: 1 };
  const run = /** @type {any} */ ({ counts, spent_usd: '4.8900' });
  assert.equal(summaryWords(run), '499 asked, 480 made · $4.89 · $0.0102 for each that was made');
});
