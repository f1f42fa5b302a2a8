import assert from 'node:assert/strict';
import test from 'node:test';

import { LEAST_ZOOM, MOST_ZOOM, Viewport } from '../../static/canvas/viewport.js';

function setUp(options = {}) {
  const clock = { now: 0, frames: [] };
  const viewport = new Viewport({ requestFrame: (work) => clock.frames.push(work), now: () => clock.now, ...options });
  viewport.resize(1000, 800, 2);
  return { viewport, clock };
}

test('screen and world are each other’s inverse', () => {
  const { viewport } = setUp();
  viewport.setView(-120.5, 33, 0.37);
  const world = viewport.screenToWorld({ x: 311, y: 42 });
  const screen = viewport.worldToScreen(world);
  assert.ok(Math.abs(screen.x - 311) < 1e-9 && Math.abs(screen.y - 42) < 1e-9);
});

test('zoom keeps the point under the pointer, and stays between 2 % and 800 %', () => {
  const { viewport } = setUp();
  const pointer = { x: 700, y: 100 };
  const before = viewport.screenToWorld(pointer);
  for (const factor of [1.3, 0.2, 5, 1e6, 1e-9]) {
    viewport.zoomAt(pointer, factor);
    const after = viewport.screenToWorld(pointer);
    assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1e-6);
    assert.ok(viewport.zoom >= LEAST_ZOOM && viewport.zoom <= MOST_ZOOM);
  }
  assert.deepEqual([LEAST_ZOOM, MOST_ZOOM], [0.02, 8]);
});

test('steps that come while the camera still flies add up, about one point', () => {
  const { viewport, clock } = setUp();
  viewport.setView(40, -30, 1);
  const middle = viewport.screenToWorld({ x: 500, y: 400 });
  for (const now of [0, 30, 60, 90]) {
    clock.now = now;
    clock.frames.splice(0).forEach((work) => work());
    viewport.zoomBy(1.25);
  }
  for (clock.now = 90; clock.frames.length; clock.now += 50) clock.frames.splice(0).forEach((work) => work());
  assert.ok(Math.abs(viewport.zoom - 1.25 ** 4) < 1e-9, String(viewport.zoom));
  const after = viewport.screenToWorld({ x: 500, y: 400 });
  assert.ok(Math.hypot(after.x - middle.x, after.y - middle.y) < 1e-6);
});

test('the floor of the zoom follows the content: a board of any size can be seen whole', () => {
  const { viewport } = setUp();
  viewport.insets = { top: 50, right: 320, bottom: 150, left: 60 };
  const content = { x: -1e5, y: 0, width: 4e5, height: 1e5 };
  viewport.setContent(() => content);

  viewport.fit(content);
  const a = viewport.worldToScreen({ x: content.x, y: content.y });
  const b = viewport.worldToScreen({ x: content.x + content.width, y: content.y + content.height });
  assert.ok(a.x >= 60 && a.y >= 50 && b.x <= 680 && b.y <= 650);
  const fitting = viewport.zoom;
  viewport.zoomAt({ x: 500, y: 400 }, 0.9);
  assert.ok(viewport.zoom < fitting);
  viewport.zoomAt({ x: 500, y: 400 }, 1e-6);
  assert.ok(viewport.zoom > fitting / 4);

  content.width = 1000;
  content.height = 1000;
  viewport.setView(0, 0, 1);
  viewport.zoomAt({ x: 0, y: 0 }, 1e-6);
  assert.equal(viewport.zoom, LEAST_ZOOM);
});

test('the wheel stops softly at 100 % and then goes on', () => {
  const { viewport } = setUp();
  viewport.setView(0, 0, 0.97);
  const turn = (factor) => viewport.zoomAt({ x: 0, y: 0 }, factor, { detent: true });
  turn(1.06);
  assert.equal(viewport.zoom, 1);
  turn(1.02);
  assert.equal(viewport.zoom, 1);
  turn(1.05);
  assert.ok(viewport.zoom > 1.05);
});

test('fit shows a box whole beside the panels, and never enlarges past 100 %', () => {
  const { viewport } = setUp();
  viewport.insets = { top: 50, right: 320, bottom: 150, left: 60 };
  viewport.fit({ x: 0, y: 0, width: 4000, height: 1000 }, 20);
  const a = viewport.worldToScreen({ x: 0, y: 0 });
  const b = viewport.worldToScreen({ x: 4000, y: 1000 });
  assert.ok(a.x >= 60 + 19.9 && b.x <= 1000 - 320 - 19.9 && a.y >= 50 && b.y <= 650);
  viewport.fit({ x: 0, y: 0, width: 10, height: 10 });
  assert.equal(viewport.zoom, 1);
});

test('a flight ends exactly at its goal after 280 ms', () => {
  const { viewport, clock } = setUp();
  const goal = viewport.viewOf({ x: 5000, y: 5000, width: 2000, height: 300 });
  viewport.flyTo({ x: 5000, y: 5000, width: 2000, height: 300 });
  while (clock.frames.length) {
    clock.now += 16;
    clock.frames.shift()();
  }
  assert.deepEqual({ x: viewport.x, y: viewport.y, zoom: viewport.zoom }, goal);
  assert.ok(clock.now >= 280 && clock.now < 320);
});

test('a hand on the camera breaks a flight off', () => {
  const { viewport, clock } = setUp();
  viewport.flyTo({ x: 5000, y: 5000, width: 2000, height: 300 });
  clock.now += 16;
  clock.frames.shift()();
  viewport.panBy(10, 0);
  const { x } = viewport;
  clock.now += 16;
  clock.frames.shift()?.();
  assert.equal(viewport.x, x);
  assert.equal(clock.frames.length, 0);
});

test('who asked for less motion gets cuts', () => {
  const { viewport, clock } = setUp({ prefersReducedMotion: () => true });
  viewport.flyTo({ x: 5000, y: 5000, width: 200, height: 300 });
  assert.equal(clock.frames.length, 0);
  assert.equal(viewport.zoom, 1);
});
