import assert from 'node:assert/strict';
import test from 'node:test';

import { CameraPace } from '../../static/canvas/camera_pace.js';

function setUp() {
  const viewport = { x: 0, y: 0, zoom: 1, width: 1000 };
  const clock = { now: 0, rest: null, rests: 0 };
  const browser = {
    now: () => clock.now,
    setTimeout: (work) => { clock.rest = work; return 1; },
    clearTimeout: () => { clock.rest = null; },
  };
  const pace = new CameraPace(viewport, browser, () => { clock.rests += 1; });
  pace.measure();
  return { viewport, clock, pace };
}

test('a camera that crosses the screen in a blink is fast, one that drifts is not', () => {
  const { viewport, clock, pace } = setUp();
  clock.now += 16;
  viewport.x += 200;
  pace.measure();
  assert.equal(pace.isFast, true);
  clock.now += 16;
  viewport.x += 2;
  pace.measure();
  assert.equal(pace.isFast, false);
});

test('zooming is movement too', () => {
  const { viewport, clock, pace } = setUp();
  clock.now += 16;
  viewport.zoom *= 1.5;
  pace.measure();
  assert.equal(pace.isFast, true);
});

test('a camera that stands still is slow again, and says that it rests', () => {
  const { viewport, clock, pace } = setUp();
  clock.now += 16;
  viewport.x += 200;
  pace.measure();
  clock.now += 68;
  clock.rest();
  pace.measure();
  assert.equal(pace.isFast, false);
  assert.equal(clock.rests, 1);
});
