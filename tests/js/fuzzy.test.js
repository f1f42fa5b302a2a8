import assert from 'node:assert/strict';
import test from 'node:test';

import { fold, matchText } from '../../static/canvas/fuzzy.js';

/** Texts that are met, best first. */
const best = (query, texts) => texts
  .flatMap((text) => (matchText(query, text) ? [{ text, score: matchText(query, text).score }] : []))
  .sort((a, b) => b.score - a.score).map(({ text }) => text);

test('the start of the text beats the start of a word, which beats the middle of one', () => {
  assert.deepEqual(best('fr', ['Draw afresh', 'Bring to front', 'Frame']), ['Frame', 'Bring to front', 'Draw afresh']);
});

test('initials and scattered letters are met, behind what is written out', () => {
  assert.deepEqual(best('bf', ['Bring forward', 'Subfolder', 'Send backward']), ['Bring forward', 'Subfolder']);
  assert.deepEqual(best('gnrt', ['Generate', 'Group']), ['Generate']);
});

test('every word has to be met, in any order', () => {
  assert.ok(matchText('front bring', 'Bring to front'));
  assert.equal(matchText('bring back', 'Bring to front'), null);
});

test('accents and capitals do not matter, and marks keep their places', () => {
  assert.equal(fold('Crème BRÛLÉE Чашка'), 'creme brulee чашка');
  assert.deepEqual(matchText('brul', 'Crème brûlée').marks, [6, 7, 8, 9]);
});

test('an empty query meets everything alike', () => {
  assert.deepEqual(matchText('  ', 'Undo'), { score: 0, marks: [] });
});

test('of two met alike the shorter is first', () => {
  assert.deepEqual(best('zoom', ['Zoom to selection', 'Zoom in']), ['Zoom in', 'Zoom to selection']);
});
