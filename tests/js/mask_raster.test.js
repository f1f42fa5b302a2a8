import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import test from 'node:test';

import { Stroke } from '../../static/canvas/brush.js';
import { MaskRaster } from '../../static/canvas/mask_raster.js';
import { encodeGreyPng } from '../../static/canvas/png.js';

/** Paint along screen points as a pointer reports them: whole screen px at a zoom. */
function paintAt(zoom, points, { size = 60, hardness = 1 } = {}) {
  const mask = new MaskRaster(600, 400);
  const stroke = new Stroke();
  mask.begin();
  for (const [x, y] of points) {
    const segment = stroke.add(Math.round(x * zoom) / zoom, Math.round(y * zoom) / zoom, size / 2);
    if (segment) mask.stroke(segment, hardness, false);
  }
  mask.commit();
  return mask;
}

test('the same area drawn at 10 % and at 800 % differs by at most 1 px at its edge', () => {
  // Places that are whole px at both zooms, so that only the drawing can differ.
  const path = [[100, 100], [300, 120], [420, 260], [200, 300]];
  const dense = path.flatMap(([x, y], i) => {
    const [nx, ny] = path[i + 1] ?? [x, y];
    return Array.from({ length: 64 }, (_, step) => [x + ((nx - x) * step) / 64, y + ((ny - y) * step) / 64]);
  });
  const far = paintAt(0.1, path);
  const near = paintAt(8, [...dense, path.at(-1)]);
  for (let y = 1; y < 399; y += 1) {
    for (let x = 1; x < 599; x += 1) {
      const at = y * 600 + x;
      if ((far.data[at] >= 128) === (near.data[at] >= 128)) continue;
      const around = [at - 1, at + 1, at - 600, at + 600].map((i) => far.data[i] >= 128);
      assert.ok(around.includes(near.data[at] >= 128), `more than 1 px off at ${x}, ${y}`);
    }
  }
});

test('erasing takes what was painted', () => {
  const mask = paintAt(1, [[100, 100]]);
  mask.begin();
  mask.stroke({ x0: 100, y0: 100, r0: 40, x1: 100, y1: 100, r1: 40 }, 1, true);
  mask.commit();
  assert.equal(mask.written(), null);
});

test('going over a place twice with a soft brush is the same as once', () => {
  const once = paintAt(1, [[100, 100]], { hardness: 0.2 });
  const before = once.data.slice();
  once.stroke({ x0: 100, y0: 100, r0: 30, x1: 100, y1: 100, r1: 30 }, 0.2, false);
  assert.deepEqual(once.data, before);
});

test('the box is around what counts as selected', () => {
  const mask = new MaskRaster(100, 80);
  assert.equal(mask.bounds(), null);
  mask.rectangle(10, 20, 40, 50, false);
  assert.deepEqual(mask.bounds(), { x: 10, y: 20, width: 30, height: 30 });
  mask.data[0] = 100;
  assert.deepEqual(mask.bounds(), { x: 10, y: 20, width: 30, height: 30 });
  assert.deepEqual(mask.written(), { x: 0, y: 0, width: 40, height: 50 });
});

test('a rectangle may be drawn in any direction and over the edge', () => {
  const mask = new MaskRaster(100, 80);
  mask.rectangle(120, 90, 90, 70, false);
  assert.deepEqual(mask.bounds(), { x: 90, y: 70, width: 10, height: 10 });
});

test('a lasso that crosses itself is filled whole', () => {
  const mask = new MaskRaster(100, 100);
  const turn = (n) => ({ x: 50 + 40 * Math.cos((n * 4 * Math.PI) / 5), y: 50 + 40 * Math.sin((n * 4 * Math.PI) / 5) });
  mask.polygon([0, 1, 2, 3, 4].map(turn), false);
  assert.equal(mask.data[50 * 100 + 50], 255);
});

test('each step can be undone and redone, and a new one ends redo', () => {
  const mask = new MaskRaster(300, 300);
  mask.begin();
  mask.rectangle(0, 0, 200, 200, false);
  mask.commit();
  const first = mask.data.slice();
  mask.begin();
  mask.invert();
  mask.commit();
  assert.ok(mask.undo());
  assert.deepEqual(mask.data, first);
  assert.ok(mask.undo());
  assert.equal(mask.written(), null);
  assert.equal(mask.undo(), false);
  assert.ok(mask.redo());
  assert.deepEqual(mask.data, first);
  mask.begin();
  mask.clear();
  mask.commit();
  assert.equal(mask.canRedo, false);
});

test('of a stroke over what is painted already only the new part is told, and undone', () => {
  const mask = new MaskRaster(300, 300);
  const disc = (x) => ({ x0: x, y0: 150, r0: 60, x1: x, y1: 150, r1: 60 });
  mask.stroke(disc(100), 1, false);
  mask.takeDirty();
  const before = mask.data.slice();
  const { version } = mask;
  mask.stroke(disc(100), 1, false);
  assert.equal(mask.takeDirty(), null);
  assert.equal(mask.version, version);
  mask.begin();
  mask.stroke(disc(104), 1, false);
  mask.commit();
  const dirty = mask.takeDirty();
  assert.ok(dirty.x >= 100 && dirty.width < 70, JSON.stringify(dirty));
  assert.notEqual(mask.version, version);
  mask.undo();
  assert.deepEqual(mask.data, before);
});

test('a step that is given up leaves nothing', () => {
  const mask = new MaskRaster(300, 300);
  mask.begin();
  mask.rectangle(0, 0, 200, 200, false);
  mask.abandon();
  assert.equal(mask.written(), null);
  assert.equal(mask.canUndo, false);
});

test('what changed is told once, as one rectangle', () => {
  const mask = new MaskRaster(300, 300);
  mask.rectangle(10, 10, 20, 20, false);
  mask.rectangle(40, 10, 50, 30, false);
  assert.deepEqual(mask.takeDirty(), { x: 10, y: 10, width: 40, height: 20 });
  assert.equal(mask.takeDirty(), null);
});

test('everything painted leaves nothing to keep', () => {
  const mask = new MaskRaster(20, 20);
  assert.equal(mask.isFull(), false);
  mask.invert();
  assert.equal(mask.isFull(), true);
});

test('the mask is sent byte for byte', async () => {
  const mask = paintAt(1, [[100, 100], [300, 200]], { hardness: 0.3 });
  const bytes = Buffer.from(await (await encodeGreyPng(mask.data, 600, 400)).arrayBuffer());
  assert.equal(bytes.readUInt32BE(16), 600);
  assert.equal(bytes.readUInt32BE(20), 400);
  const length = bytes.readUInt32BE(33);
  const rows = inflateSync(bytes.subarray(41, 41 + length));
  const pixels = new Uint8Array(600 * 400);
  for (let y = 0; y < 400; y += 1) {
    assert.equal(rows[y * 601], 2);
    for (let x = 0; x < 600; x += 1) {
      pixels[y * 600 + x] = rows[y * 601 + 1 + x] + (y ? pixels[(y - 1) * 600 + x] : 0);
    }
  }
  assert.deepEqual(pixels, mask.data);
});

test('a new view of a mask can ask for all of it again', () => {
  const mask = new MaskRaster(600, 400);
  mask.begin();
  mask.rectangle(10, 10, 40, 40, false);
  mask.commit();
  mask.takeDirty();
  assert.equal(mask.takeDirty(), null);
  mask.touchAll();
  assert.deepEqual(mask.takeDirty(), { x: 0, y: 0, width: 600, height: 400 });
});

test('the box follows strokes, erasing and undo over many tiles', () => {
  const mask = new MaskRaster(700, 500);
  const boxed = () => {
    const found = { left: 700, top: 500, right: -1, bottom: -1 };
    mask.data.forEach((value, at) => {
      if (value < 128) return;
      const [x, y] = [at % 700, Math.floor(at / 700)];
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x);
      found.top = Math.min(found.top, y);
      found.bottom = Math.max(found.bottom, y);
    });
    const { left, top, right, bottom } = found;
    return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  };
  const step = (work) => { mask.begin(); work(); mask.commit(); assert.deepEqual(mask.bounds(), boxed()); };
  step(() => mask.stroke({ x0: 40, y0: 300, r0: 30, x1: 600, y1: 90, r1: 60 }, 0.5, false));
  step(() => mask.rectangle(0, 0, 200, 500, true));
  step(() => mask.invert());
  mask.undo();
  assert.deepEqual(mask.bounds(), boxed());
  step(() => mask.clear());
  assert.equal(mask.bounds(), null);
  assert.equal(mask.written(), null);
});
