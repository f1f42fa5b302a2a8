import assert from 'node:assert/strict';
import test from 'node:test';

import { nextOption } from '../../static/home/search.js';

test('arrow keys go round at both ends', () => {
  assert.equal(nextOption(0, 1, 3), 1);
  assert.equal(nextOption(2, 1, 3), 0);
  assert.equal(nextOption(0, -1, 3), 2);
});

test('with nothing chosen, down takes the first and up the last', () => {
  assert.equal(nextOption(-1, 1, 3), 0);
  assert.equal(nextOption(-1, -1, 3), 2);
});
