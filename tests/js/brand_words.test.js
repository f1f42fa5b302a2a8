import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inserted } from '../../static/canvas/brands/words.js';

test('words of the brand are set off by commas where the caret is', () => {
  assert.deepEqual(inserted('', 0, 'low sun'), { text: 'low sun', at: 7 });
  assert.deepEqual(inserted('A mug', 5, 'low sun'), { text: 'A mug, low sun', at: 14 });
  assert.deepEqual(inserted('A mug, ', 7, 'low sun'), { text: 'A mug, low sun', at: 14 });
  assert.deepEqual(inserted('A mug on oak', 5, 'low sun'), { text: 'A mug, low sun, on oak', at: 14 });
  assert.deepEqual(inserted('A mug.', 5, 'low sun'), { text: 'A mug, low sun.', at: 14 });
});
