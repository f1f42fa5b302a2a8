// Fingers: who gets them, when they are a tap, a drag, a pinch or a long press, and palms beside a pen.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Touch } from '../../static/canvas/touch.js';
import { FakeClock } from './fakes.js';

function stage({ canEdit = true, mode = 'canvas' } = {}) {
  const clock = new FakeClock();
  const log = [];
  const tool = Object.fromEntries(['pointerDown', 'pointerMove', 'pointerUp', 'tap', 'cancel', 'pointerLeave'].map((name) => [name, (event) => { log.push(event?.detail > 1 ? `${name} twice` : name); }]));
  const editor = {
    canEdit, mode, tools: { current: tool }, presence: { show() {} }, nodeAt: () => ({ id: 'n' }),
    emit: (name, detail) => log.push([name, detail.screen, detail.node.id]),
    viewport: { panBy: (dx, dy) => log.push(['pan', dx, dy]), zoomAt: (at, factor) => log.push(['zoom', at, factor]) },
  };
  const read = ({ clientX, clientY }, detail) => ({ screen: { x: clientX, y: clientY }, world: { x: clientX, y: clientY }, detail });
  const touch = new Touch({ editor, read, timers: clock.timers });
  const event = (pointerId, clientX, clientY) => ({ pointerId, clientX, clientY, timeStamp: clock.now });
  return { clock, log, touch, event };
}

test('on a tablet one finger works the tool: from where it came down', () => {
  const { log, touch, event } = stage();
  touch.down(event(1, 100, 100));
  touch.move(event(1, 104, 100));
  assert.deepEqual(log, []);
  touch.move(event(1, 130, 100));
  touch.up(event(1, 130, 100));
  assert.deepEqual(log, ['pointerDown', 'pointerMove', 'pointerUp', 'pointerLeave']);
});

test('where the board is only looked at, one finger pans and a tap is a tap', () => {
  const { log, touch, event } = stage({ canEdit: false });
  touch.down(event(1, 100, 100));
  touch.move(event(1, 70, 120));
  touch.up(event(1, 70, 120));
  touch.down(event(2, 100, 100));
  touch.up(event(2, 100, 100));
  assert.deepEqual(log, [['pan', 30, -20], 'tap']);
});

test('a second finger breaks off what the first drew and pinches about the middle', () => {
  const { log, touch, event } = stage();
  touch.down(event(1, 100, 100));
  touch.move(event(1, 120, 100));
  touch.down(event(2, 220, 100));
  log.length = 0;
  touch.move(event(2, 320, 100));
  assert.deepEqual(log, [['pan', -50, 0], ['zoom', { x: 220, y: 100 }, 2]]);
  touch.up(event(2, 320, 100));
  touch.move(event(1, 110, 100));
  assert.deepEqual(log.at(-1), ['pan', 10, 0]);
});

test('two quick taps are a double click', async () => {
  const { log, touch, event, clock } = stage();
  touch.down(event(1, 100, 100));
  touch.up(event(1, 100, 100));
  await clock.advance(150);
  touch.down(event(2, 108, 100));
  touch.up(event(2, 108, 100));
  assert.deepEqual(log.filter((name) => name.startsWith('pointerDown')), ['pointerDown', 'pointerDown twice']);
});

test('held still it asks for the menu, and then means nothing more', async () => {
  const { log, touch, event, clock } = stage();
  touch.down(event(1, 100, 90));
  await clock.advance(600);
  touch.move(event(1, 300, 90));
  touch.up(event(1, 300, 90));
  assert.deepEqual(log, [['context-menu', { x: 100, y: 90 }, 'n']]);
  const masking = stage({ mode: 'mask' });
  masking.touch.down(masking.event(1, 0, 0));
  await masking.clock.advance(600);
  assert.deepEqual(masking.log, []);
});

test('beside a pen a palm does nothing, and fingers pan from then on', async () => {
  const { log, touch, event, clock } = stage();
  touch.down(event(1, 0, 0));
  touch.penNear({ timeStamp: clock.now });
  touch.move(event(1, 50, 0));
  touch.up(event(1, 50, 0));
  touch.down(event(2, 0, 0));
  touch.move(event(2, 50, 0));
  touch.up(event(2, 50, 0));
  assert.deepEqual(log, []);
  await clock.advance(2_000);
  touch.down(event(3, 0, 0));
  touch.move(event(3, 50, 0));
  assert.deepEqual(log, [['pan', -50, 0]]);
});
