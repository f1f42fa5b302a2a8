import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { fitContext } from '../../static/canvas/edit_fit.js';
import { contextBox, editGeometry } from '../../static/canvas/edit_geometry.js';

const { edits, fits } = JSON.parse(readFileSync(new URL('../data/edit_geometry.json', import.meta.url), 'utf8'));
const box = ([x, y, width, height]) => ({ x, y, width, height });
const size = ([width, height]) => ({ width, height });

for (const vector of edits) {
  test(`shared vector: ${vector.name}`, () => {
    const canvas = size(vector.canvas);
    const found = editGeometry(canvas, box(vector.selection), vector.strength);
    assert.equal(found.transition, vector.transition);
    assert.deepEqual(found.area, box(vector.area));
    assert.deepEqual(contextBox(canvas, found.area, vector.preset), box(vector.free));
  });
}

for (const vector of fits) {
  test(`shared fit: ${vector.name}`, () => {
    const engine = { sizes: vector.sizes, max_pixels: vector.max_pixels, multiple_of: vector.multiple_of };
    const found = fitContext(box(vector.free), size(vector.canvas), engine);
    assert.deepEqual(found, { context: box(vector.context), size: size(vector.size) });
  });
}
