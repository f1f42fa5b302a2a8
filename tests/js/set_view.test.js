import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tierThatPulls } from '../../static/canvas/drift/set_view.js';

const tier = (/** @type {string} */ key, operations = ['image_to_image'], anchors = 2) => /** @type {any} */ ({ key, operations, max_anchors: anchors });

test('an outlier is made anew by its own tier, where that follows pictures', () => {
  assert.equal(tierThatPulls([tier('draft'), tier('pro')], 'pro')?.key, 'pro');
  assert.equal(tierThatPulls([tier('draft'), tier('pro', ['text_to_image'])], 'pro')?.key, 'draft');
  assert.equal(tierThatPulls([tier('draft', ['image_to_image'], 0)], 'draft'), undefined);
});
