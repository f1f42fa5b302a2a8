import assert from 'node:assert/strict';
import test from 'node:test';

import { ContextFrame } from '../../static/canvas/context_frame.js';
import { MaskGestures } from '../../static/canvas/mask_gestures.js';
import { MaskRaster } from '../../static/canvas/mask_raster.js';

const PICTURE = { id: 'p', x: 0, y: 0, width: 200, height: 100, rotation: 0, image_width: 200, image_height: 100 };

/** The editor as far as gestures see it, one px of the picture a px of the screen. */
function editor(tool) {
  const raster = new MaskRaster(200, 100);
  const view = { drawing: null, brush: null, refresh() {} };
  const told = { changed: 0, smart: [], colour: [] };
  const brush = {
    tool, size: 10, hardness: 1, takesAway: false, get isBrush() { return tool === 'brush' || tool === 'eraser'; },
    setSize(size) { this.size = size; },
  };
  const gestures = new MaskGestures({
    brush, context: new ContextFrame(() => {}),
    host: {
      picture: () => PICTURE, zoom: () => 1, began() {}, moved() {}, changed() { told.changed += 1; },
      selectSmart: (how) => told.smart.push(how), selectColour: (at) => told.colour.push(at),
    },
  });
  gestures.attach(raster, view);
  const event = (x, y, more = {}) => ({
    screen: { x, y }, world: { x, y }, shift: false, alt: false, detail: 1, pressure: 0.5, pointerType: 'mouse', ...more,
  });
  const drag = (from, to, more) => {
    gestures.pointerDown(event(...from, more));
    gestures.pointerMove(event(...to, more));
    gestures.pointerUp();
  };
  return { raster, view, told, brush, gestures, event, drag };
}

test('a rectangle is added, with Alt taken away, with Shift and Alt kept alone', () => {
  const { raster, drag, told } = editor('rectangle');
  drag([10, 10], [60, 50]);
  assert.deepEqual(raster.bounds(), { x: 10, y: 10, width: 50, height: 40 });
  drag([10, 10], [30, 50], { alt: true });
  assert.deepEqual(raster.bounds(), { x: 30, y: 10, width: 30, height: 40 });
  drag([40, 0], [90, 30], { alt: true, shift: true });
  assert.deepEqual(raster.bounds(), { x: 40, y: 10, width: 20, height: 20 });
  assert.equal(told.changed, 3);
});

test('each shape is one step of undo', () => {
  const { raster, drag } = editor('ellipse');
  drag([10, 10], [60, 50]);
  drag([100, 10], [160, 50]);
  raster.undo();
  assert.deepEqual(raster.bounds(), { x: 10, y: 10, width: 50, height: 40 });
});

test('a polygon is clicked corner by corner and closed at its first', () => {
  const { raster, gestures, event, told } = editor('polygon');
  for (const [x, y] of [[10, 10], [60, 10], [60, 50], [10, 50]]) {
    gestures.pointerDown(event(x, y));
    gestures.pointerUp();
  }
  assert.equal(told.changed, 0);
  gestures.pointerDown(event(12, 11));
  assert.deepEqual(raster.bounds(), { x: 10, y: 10, width: 50, height: 40 });
  assert.equal(gestures.isUnderWay, false);
});

test('a corner of a polygon is taken back, and the last one ends it', () => {
  const { raster, gestures, event } = editor('polygon');
  gestures.pointerDown(event(10, 10));
  gestures.pointerDown(event(60, 10));
  assert.ok(gestures.removeCorner());
  assert.ok(gestures.isUnderWay);
  assert.ok(gestures.removeCorner());
  assert.equal(gestures.isUnderWay, false);
  assert.equal(gestures.removeCorner(), false);
  assert.equal(raster.bounds(), null);
});

test('Enter closes a polygon with what it has', () => {
  const { raster, gestures, event } = editor('polygon');
  for (const [x, y] of [[10, 10], [60, 10], [60, 50]]) gestures.pointerDown(event(x, y));
  gestures.pointerMove(event(150, 90));
  assert.ok(gestures.closePolygon());
  const { x, width } = raster.bounds();
  assert.equal(x + width, 60);
});

test('a click of smart select is a point, a drag is a box', () => {
  const { told, drag } = editor('select');
  drag([20, 30], [21, 31]);
  drag([20, 30], [21, 31], { alt: true });
  drag([20, 30], [80, 90]);
  assert.deepEqual(told.smart, [
    { point: { x: 20, y: 30, adds: true } }, { point: { x: 20, y: 30, adds: false } }, { box: { x: 20, y: 30, width: 60, height: 60 } },
  ]);
});

test('take away is what the bar says too', () => {
  const { told, brush, drag } = editor('select');
  brush.takesAway = true;
  drag([20, 30], [20, 30]);
  assert.equal(told.smart[0].point.adds, false);
});

test('a stroke that is cancelled leaves no trace', () => {
  const { raster, gestures, event, told } = editor('brush');
  gestures.pointerDown(event(50, 50));
  gestures.pointerMove(event(90, 50));
  assert.ok(raster.bounds());
  assert.ok(gestures.cancel());
  assert.equal(raster.bounds(), null);
  assert.equal(told.changed, 0);
});

test('Alt with a brush makes it larger and paints nothing', () => {
  const { raster, brush, drag } = editor('brush');
  drag([50, 50], [70, 50], { alt: true });
  assert.equal(brush.size, 50);
  assert.equal(raster.bounds(), null);
});
