import assert from 'node:assert/strict';
import test from 'node:test';

import { ShrunkMask } from '../../static/canvas/mask_outline.js';
import { MaskRaster } from '../../static/canvas/mask_raster.js';
import { MAX_OUTLINE_NUMBERS, MAX_OUTLINE_PATHS, OUTLINE_UNITS } from '../../static/canvas/protocol.js';
import { drawnOutline, sharedOutline } from '../../static/canvas/shared_outline.js';
import { randomFrom } from './fakes.js';

const SIZE = { width: 2000, height: 1000 };

function outline(paint) {
  const raster = new MaskRaster(SIZE.width, SIZE.height);
  paint(raster);
  const shrunk = new ShrunkMask(SIZE.width, SIZE.height, 900);
  shrunk.update(raster.data, { x: 0, y: 0, ...SIZE });
  return sharedOutline(shrunk, SIZE);
}

const numbers = (paths) => paths.reduce((sum, path) => sum + path.length, 0);

test('a rectangle is told by its four corners, whatever the size of the picture', () => {
  const [path, ...others] = outline((raster) => raster.rectangle(500, 250, 1000, 750, false));
  assert.equal(others.length, 0);
  assert.equal(path.length, 8);
  const near = (value, wanted) => assert.ok(Math.abs(value - wanted) < 100, `${value} is not ${wanted}`);
  near(Math.min(...path.filter((_, i) => i % 2 === 0)), 2500);
  near(Math.max(...path.filter((_, i) => i % 2 === 0)), 5000);
  near(Math.min(...path.filter((_, i) => i % 2)), 2500);
  near(Math.max(...path.filter((_, i) => i % 2)), 7500);
});

test('nothing masked has no outline', () => {
  assert.deepEqual(outline(() => {}), []);
});

test('a hole is told too', () => {
  const paths = outline((raster) => { raster.rectangle(200, 100, 1800, 900, false); raster.rectangle(800, 400, 1200, 600, true); });
  assert.equal(paths.length, 2);
});

test('whatever is painted, it stays within the bounds of a frame', () => {
  const random = randomFrom(3);
  for (const count of [1, 40, 400]) {
    const paths = outline((raster) => {
      for (let i = 0; i < count; i += 1) {
        const [x, y] = [random() * SIZE.width, random() * SIZE.height];
        raster.ellipse(x, y, x + 10 + random() * 60, y + 10 + random() * 60, random() < 0.3);
      }
    });
    assert.ok(paths.length <= MAX_OUTLINE_PATHS);
    assert.ok(numbers(paths) <= MAX_OUTLINE_NUMBERS);
    assert.ok(paths.flat().every((value) => Number.isInteger(value) && value >= 0 && value <= OUTLINE_UNITS));
    assert.ok(paths.every((path) => path.length >= 6 && path.length % 2 === 0));
  }
});

test('a lasso under way is told with few points, cut to the picture and to the room that is left', () => {
  const points = Array.from({ length: 500 }, (_, i) => ({ x: 1000 + 1500 * Math.cos(i / 80), y: 500 + 300 * Math.sin(i / 80) }));
  const [path] = drawnOutline({ shape: 'lasso', points }, SIZE, 60);
  assert.ok(path.length >= 6 && path.length <= 60);
  assert.ok(path.every((value) => value >= 0 && value <= OUTLINE_UNITS));
  assert.deepEqual(drawnOutline({ shape: 'lasso', points }, SIZE, 4), []);
  assert.deepEqual(drawnOutline({ shape: 'lasso', points: points.slice(0, 1) }, SIZE, 60), []);
});

test('a rectangle under way is told from its two corners', () => {
  const drawing = { shape: 'rectangle', points: [{ x: 0, y: 0 }, { x: 1000, y: 500 }] };
  assert.deepEqual(drawnOutline(drawing, SIZE, 60), [[0, 0, 5000, 0, 5000, 5000, 0, 5000]]);
});
