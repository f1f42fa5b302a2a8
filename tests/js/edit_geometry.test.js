import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { editGeometry } from '../../static/canvas/edit_geometry.js';

const { edits } = JSON.parse(readFileSync(new URL('../data/edit_geometry.json', import.meta.url), 'utf8'));
const box = ([x, y, width, height]) => ({ x, y, width, height });

for (const vector of edits.filter(({ preset }) => preset === 'balanced')) {
  test(`shared vector: ${vector.name}`, () => {
    const [width, height] = vector.canvas;
    const found = editGeometry({ width, height }, box(vector.selection), vector.strength);
    assert.equal(found.transition, vector.transition);
    assert.deepEqual(found.area, box(vector.area));
    assert.deepEqual(found.context, box(vector.free));
  });
}
