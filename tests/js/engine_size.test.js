import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { engineSize, sizeWords } from '../../static/canvas/engine_size.js';

const VECTORS = JSON.parse(readFileSync(new URL('../data/engine_sizes.json', import.meta.url), 'utf8'));

test('sizes are those of the vectors', () => {
  for (const { engine, wanted: [width, height], asked } of VECTORS) {
    const size = engineSize({ width, height }, engine);
    assert.deepEqual([size.width, size.height], asked, `${width} x ${height}`);
  }
});

test('what becomes of a picture is said where it is cropped or enlarged', () => {
  const free = { sizes: [], min_pixels: 1, max_pixels: 4_194_304, max_side: 0, max_ratio: 0, multiple_of: 1 };
  const fixed = { ...free, sizes: [[1024, 1024], [1536, 1024]] };
  assert.equal(sizeWords({ width: 1280, height: 720 }, free), '');
  assert.equal(sizeWords({ width: 1000, height: 1000 }, fixed), '');
  assert.equal(sizeWords({ width: 1280, height: 720 }, fixed), 'Made as 1536 × 1024 px, then cropped');
  assert.equal(sizeWords({ width: 2048, height: 2048 }, fixed), 'Made as 1024 × 1024 px, then enlarged');
  assert.equal(sizeWords({ width: 3840, height: 2160 }, fixed), 'Made as 1536 × 1024 px, then enlarged and cropped');
});
