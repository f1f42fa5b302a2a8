import assert from 'node:assert/strict';
import test from 'node:test';

import { operated } from '../../static/canvas/mask_operations.js';
import { MaskRaster } from '../../static/canvas/mask_raster.js';

/** A mask of 80 x 60 px with a box selected. */
function box(x, y, width, height) {
  const raster = new MaskRaster(80, 60);
  raster.rectangle(x, y, x + width, y + height, false);
  return raster;
}

function apply(raster, operation, radius = 0) {
  const done = operated(raster, operation, radius);
  if (done) raster.put(done.box, done.bytes);
  return raster;
}

const at = (raster, x, y) => raster.data[y * raster.width + x];

test('growing moves every edge outward by so many px, and rounds the corners', () => {
  const raster = apply(box(30, 20, 10, 10), 'grow', 5);
  assert.deepEqual(raster.bounds(), { x: 25, y: 15, width: 20, height: 20 });
  assert.equal(at(raster, 25, 15), 0);
  assert.equal(at(raster, 35, 25), 255);
});

test('shrinking takes so many px from every edge', () => {
  assert.deepEqual(apply(box(30, 20, 20, 20), 'shrink', 5).bounds(), { x: 35, y: 25, width: 10, height: 10 });
});

test('shrinking takes nothing at the edge of the picture', () => {
  assert.deepEqual(apply(box(0, 20, 20, 20), 'shrink', 5).bounds(), { x: 0, y: 25, width: 15, height: 10 });
});

test('shrinking by more than there is leaves nothing', () => {
  assert.equal(apply(box(30, 20, 6, 6), 'shrink', 5).bounds(), null);
});

test('growing and shrinking by the same is where it began, but for corners', () => {
  const raster = apply(apply(box(30, 20, 16, 16), 'grow', 4), 'shrink', 4);
  assert.deepEqual(raster.bounds(), { x: 30, y: 20, width: 16, height: 16 });
});

test('feathering makes a slope over the edge, and keeps the middle level at it', () => {
  const raster = apply(box(20, 10, 40, 40), 'feather', 6);
  assert.equal(at(raster, 40, 30), 255);
  assert.equal(at(raster, 5, 30), 0);
  const slope = [];
  for (let x = 14; x < 26; x += 1) slope.push(at(raster, x, 30));
  assert.deepEqual([...slope].sort((a, b) => a - b), slope);
  assert.ok(at(raster, 19, 30) < 128 && at(raster, 20, 30) >= 128);
});

test('smoothing takes a hair and closes a slit', () => {
  const raster = box(20, 10, 40, 40);
  raster.rectangle(60, 30, 75, 31, false);
  raster.rectangle(40, 10, 41, 30, true);
  apply(raster, 'smooth', 6);
  assert.equal(at(raster, 72, 30), 0);
  assert.equal(at(raster, 40, 25), 255);
  assert.equal(at(raster, 40, 35), 255);
});

test('holes are filled, bays are not', () => {
  const raster = box(20, 10, 40, 40);
  raster.rectangle(30, 20, 36, 26, true);
  raster.rectangle(50, 30, 60, 34, true);
  apply(raster, 'fill_holes');
  assert.equal(at(raster, 33, 23), 255);
  assert.equal(at(raster, 57, 32), 0);
});

test('an empty mask has nothing to operate on', () => {
  assert.equal(operated(new MaskRaster(80, 60), 'grow', 5), null);
});

test('an operation is one step of undo', () => {
  const raster = box(30, 20, 10, 10);
  raster.begin();
  apply(raster, 'grow', 5);
  raster.commit();
  raster.undo();
  assert.deepEqual(raster.bounds(), { x: 30, y: 20, width: 10, height: 10 });
});

test('an ellipse fills its box and not its corners', () => {
  const raster = new MaskRaster(80, 60);
  raster.ellipse(10, 10, 50, 40, false);
  assert.deepEqual(raster.bounds(), { x: 10, y: 10, width: 40, height: 30 });
  assert.equal(at(raster, 11, 11), 0);
  assert.equal(at(raster, 30, 25), 255);
});

test('masks are added, subtracted, intersected and replaced', () => {
  const other = box(35, 25, 20, 20).data;
  const bounds = (how) => { const raster = box(30, 20, 20, 20); raster.combine(other, how); return raster.bounds(); };
  assert.deepEqual(bounds('add'), { x: 30, y: 20, width: 25, height: 25 });
  assert.deepEqual(bounds('intersect'), { x: 35, y: 25, width: 15, height: 15 });
  assert.deepEqual(bounds('replace'), { x: 35, y: 25, width: 20, height: 20 });
  const raster = box(30, 20, 20, 20);
  raster.combine(other, 'subtract');
  assert.equal(at(raster, 45, 35), 0);
  assert.equal(at(raster, 31, 21), 255);
});
