import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clipQuote, draftsWords, lengthWords, timeCode } from '../../static/canvas/clips/quote.js';

const TIER = /** @type {any} */ ({ second_usd: '0.3', seconds: { animate: 12 } });

test('a clip is priced by the second and compared with a draft', () => {
  assert.equal(clipQuote(TIER, 4), ' · about 12 s · $1.20');
  assert.equal(draftsWords(TIER, 4, /** @type {any} */ ({ price_usd: '0.01' })), '120 × a draft');
});

test('where drafts or clips are free there is nothing to compare', () => {
  assert.equal(draftsWords(TIER, 4, /** @type {any} */ ({ price_usd: '0' })), '');
  assert.equal(draftsWords(/** @type {any} */ ({ second_usd: '0', seconds: {} }), 4, /** @type {any} */ ({ price_usd: '0.01' })), '');
  assert.equal(clipQuote(/** @type {any} */ ({ second_usd: '0', seconds: { animate: 8 } }), 4), ' · about 8 s · free');
});

test('times are told to the tenth', () => {
  assert.equal(timeCode(1.6), '0:01.6');
  assert.equal(timeCode(59.97), '1:00.0');
  assert.equal(lengthWords(4000), '4 s');
  assert.equal(lengthWords(2510), '2.5 s');
});
