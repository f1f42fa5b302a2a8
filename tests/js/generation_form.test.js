import assert from 'node:assert/strict';
import test from 'node:test';

import {
  ANCHOR_ROLES, ASPECTS, anchorCount, anchorWords, editWords, honestWords, parseSeed, priceWords, quoteWords, reasonAgainst, seedWords,
  tierOptions, worldSize,
} from '../../static/canvas/generation_form.js';
import { KINDS } from '../../static/canvas/kinds.js';

const TIER = {
  key: 'draft', label: 'Draft', engine: 'x', engine_label: 'X', is_offline: false, price_usd: '0.01', seconds: { text_to_image: 2, inpaint: 5 },
  at_once: 4, has_mask: true, has_seed: true, has_strength: true, max_anchors: 3, max_pixels: 4_194_304, operations: ['text_to_image', 'image_to_image'],
};
const FORM = {
  prompt: 'a cup', seed: '', anchors: 0, tier: TIER, size: { width: 1024, height: 1024 },
  limits: { upload_bytes: 1, prompt_characters: 4000, max_pixels: 1, items: 8 }, isOnline: true,
};

test('the button says time and price of all pictures', () => {
  assert.equal(quoteWords(TIER, 'text_to_image', 4), '· about 2 s · $0.04');
  assert.equal(quoteWords(TIER, 'inpaint', 8), '· about 10 s · $0.08');
  assert.equal(quoteWords(TIER, 'text_to_image', 8), '· about 4 s · $0.08');
  assert.equal(quoteWords({ ...TIER, price_usd: '0', seconds: { text_to_image: 0.5 } }, 'text_to_image', 1), '· about 1 s · free');
});

test('less than a cent is not called nothing', () => {
  assert.equal(priceWords('0.0020', 1), '$0.0020');
  assert.equal(priceWords('0.0000', 4), 'free');
});

test('aspects are what they say, in multiples of 8', () => {
  for (const { key, width, height } of ASPECTS) {
    const [across, down] = key.split(':').map(Number);
    assert.equal(width * down, height * across, key);
    assert.equal(width % 8 + height % 8, 0, key);
  }
});

test('a seed is empty, a whole number, or no seed', () => {
  assert.equal(parseSeed(' '), null);
  assert.equal(parseSeed('48 213 907'), 48_213_907);
  assert.equal(parseSeed('4294967296'), undefined);
  assert.equal(parseSeed('-1'), undefined);
  assert.equal(parseSeed('1.5'), undefined);
});

test('the reason against generating is said, and nothing when there is none', () => {
  assert.equal(reasonAgainst(FORM), '');
  assert.match(reasonAgainst({ ...FORM, prompt: '  \n' }), /what the picture should show/);
  assert.match(reasonAgainst({ ...FORM, prompt: 'x'.repeat(4100) }), /100 characters too long/);
  assert.match(reasonAgainst({ ...FORM, anchors: 5 }), /Anchors 5 \/ 3: remove 2$/);
  assert.match(reasonAgainst({ ...FORM, isOnline: false }), /offline/);
  assert.match(reasonAgainst({ ...FORM, seed: 'x' }), /seed/);
});

test('what an engine does not take is said where it is chosen', () => {
  const banana = { ...TIER, label: 'Pro', engine_label: 'Banana', has_mask: false, has_seed: false, has_strength: false };
  assert.equal(seedWords(TIER), 'The same seed makes the same picture again.');
  assert.equal(seedWords(banana), 'Banana takes no seed: every picture is another one.');
  assert.equal(reasonAgainst({ ...FORM, seed: 'x', tier: banana }), '');
  assert.equal(anchorWords(2, TIER), '2 / 3');
  assert.equal(anchorWords(2, banana), '2 / 3 · strength not used');
  assert.equal(editWords(TIER), '');
  assert.equal(editWords({ ...banana, has_mask: true }), 'Banana takes no strength');
  assert.match(editWords(banana), /^Banana takes no mask and no strength: the place is told by colour/);
  assert.equal(reasonAgainst({ ...FORM, anchors: 1, tier: { ...banana, operations: ['text_to_image'] } }), 'Banana makes no pictures from anchors');
});

test('a tier that cannot be chosen stays in its row and says why', () => {
  const config = { tiers: [TIER, { ...TIER, key: 'pro', label: 'Pro', operations: ['inpaint'] }], closed_tiers: [{ key: 'motion', label: 'Motion', reason: 'It is off.' }] };
  assert.deepEqual(tierOptions(config, 'inpaint').map(({ key, title, disabled }) => [key, title, disabled]), [
    ['draft', 'Draft: X edits nothing under a mask', true], ['pro', 'Pro: X', false], ['motion', 'Motion: It is off.', true],
  ]);
  assert.deepEqual(tierOptions(config).map(({ disabled }) => Boolean(disabled)), [false, false, true]);
});

test('an offline engine is called what it is', () => {
  assert.equal(honestWords({ ...TIER, is_offline: true }), 'Offline sketches, not AI');
  assert.equal(honestWords(TIER), '');
});

test('a picture keeps its aspect on the board', () => {
  assert.deepEqual(worldSize({ width: 1280, height: 720 }), { width: 256, height: 144 });
});

test('anchors are counted against what the tier takes', () => {
  assert.equal(anchorCount(5, { ...TIER, max_anchors: 14 }), '5 / 14');
  assert.equal(anchorCount(3, TIER), '3 / 3');
  assert.equal(anchorCount(5, TIER), '5 / 3: remove 2');
});

test('a picture may be an anchor in each role that a board keeps', () => {
  const check = KINDS.get('image').fields.get('anchor_role').check;
  for (const { key } of ANCHOR_ROLES) assert.equal(check(key), key);
  assert.equal(ANCHOR_ROLES.length, 5);
});
