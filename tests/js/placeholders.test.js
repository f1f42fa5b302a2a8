import assert from 'node:assert/strict';
import test from 'node:test';

import { resultsWords } from '../../static/canvas/placeholders.js';

const image = { kind: 'image' };
const made = (state) => ({ kind: 'generation', state });

test('a picture says how many results can be looked at, then how many are coming', () => {
  assert.equal(resultsWords([image, image, made('failed'), made('running')]), '2 results waiting');
  assert.equal(resultsWords([made('blocked'), made('running'), made('queued')]), '2 results on the way');
  assert.equal(resultsWords([made('blocked')]), '1 result not made');
});
