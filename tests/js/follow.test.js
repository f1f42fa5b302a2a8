// Following: chains, circles, fitting their view into mine, when it ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Follow, leaderOf } from '../../static/canvas/follow.js';
import { Presence } from '../../static/canvas/presence.js';
import { Viewport } from '../../static/canvas/viewport.js';
import { FakeClock } from './fakes.js';

function board({ reduced = false } = {}) {
  const clock = new FakeClock();
  const frames = [];
  const sent = [];
  const presence = new Presence({ send: (state) => sent.push(state), timers: clock.timers, now: () => clock.now });
  const viewport = new Viewport({ requestFrame: (work) => frames.push(work), now: () => clock.now });
  viewport.resize(800, 600, 1);
  presence.welcome('me', ['me', 'b', 'c'].map((key) => ({ key, name: key.toUpperCase(), colour: 1 })));
  const follow = new Follow({ presence, viewport, browser: { requestFrame: (work) => frames.push(work), prefersReducedMotion: () => reduced } });
  const run = (most = 500) => {
    for (let i = 0; i < most && frames.length; i += 1) {
      clock.now += 16;
      frames.shift()(clock.now);
    }
  };
  return { presence, viewport, follow, frames, sent, run, clock };
}

/** Does the view show the whole box, in its middle? */
function assertShows(viewport, [x, y, width, height]) {
  const view = viewport.visibleBox();
  assert.ok(view.x <= x + 1e-6 && view.y <= y + 1e-6);
  assert.ok(view.x + view.width >= x + width - 1e-6 && view.y + view.height >= y + height - 1e-6);
  assert.ok(Math.abs(view.x + view.width / 2 - x - width / 2) < 1e-6);
  assert.ok(Math.abs(view.y + view.height / 2 - y - height / 2) < 1e-6);
}

test('their whole view comes into the middle of mine, whatever its shape, and goes along', () => {
  const { presence, viewport, follow, run } = board();
  presence.receive({ b: { viewport: [1000, 500, 400, 1200] } });
  assert.ok(follow.start('b'));
  run();
  assertShows(viewport, [1000, 500, 400, 1200]);
  presence.receive({ b: { viewport: [-50, 0, 3000, 200] } });
  run();
  assertShows(viewport, [-50, 0, 3000, 200]);
});

test('the camera glides there, and jumps only for who asks for no motion', () => {
  const gliding = board();
  gliding.presence.receive({ b: { viewport: [5000, 0, 800, 600] } });
  gliding.follow.start('b');
  gliding.run(1);
  assert.ok(gliding.viewport.x > 0 && gliding.viewport.x < 4000);
  const still = board({ reduced: true });
  still.presence.receive({ b: { viewport: [5000, 0, 800, 600] } });
  still.follow.start('b');
  still.run(1);
  assertShows(still.viewport, [5000, 0, 800, 600]);
});

test('within two pixels it snaps and asks for no more frames', () => {
  const { presence, viewport, follow, run, frames } = board();
  presence.receive({ b: { viewport: [1.5, 0, 800, 600] } });
  follow.start('b');
  run(1);
  assert.equal(viewport.x, 1.5);
  assert.equal(frames.length, 0);
});

test('a move of my own ends it, and another size of the window does not', () => {
  const { presence, viewport, follow, run, sent } = board();
  presence.receive({ b: { viewport: [0, 0, 100, 100] } });
  follow.start('b');
  run();
  viewport.resize(400, 600, 1);
  run();
  assert.equal(follow.leader?.key, 'b');
  assertShows(viewport, [0, 0, 100, 100]);
  viewport.panBy(30, 0);
  assert.equal(follow.leader, null);
  assert.deepEqual(sent[0], { following: 'b' });
});

test('who follows somebody leads to that one; circles lead nowhere', () => {
  const people = new Map(Object.entries({ b: { key: 'b', following: 'c' }, c: { key: 'c' }, d: { key: 'd', following: 'me' }, e: { key: 'e', following: 'f' }, f: { key: 'f', following: 'e' }, g: { key: 'g', following: 'gone' }, me: { key: 'me' } }));
  const of = (key) => leaderOf(key, 'me', (one) => people.get(one));
  assert.equal(of('b'), 'c');
  assert.equal(of('c'), 'c');
  assert.equal(of('d'), null);
  assert.equal(of('e'), null);
  assert.equal(of('g'), 'g');
  assert.equal(of('nobody'), null);
});

test('it ends with a word when the person leaves, and when they turn to follow me', () => {
  const { presence, follow } = board();
  const ends = [];
  follow.subscribe((reason, name) => { if (reason) ends.push([reason, name]); });
  follow.start('b');
  presence.receive({ b: null });
  follow.start('c');
  presence.receive({ c: { following: 'me' } });
  assert.deepEqual(ends, [['left', 'B'], ['yours', 'C']]);
});

test('what stands is said again after a new connection, what is said is one short line', async () => {
  const { presence, follow, sent, clock } = board();
  follow.start('b');
  presence.show({ chat: `a\n${'b'.repeat(200)}`, cursor: [1, 2] });
  await clock.advance(100);
  assert.equal(sent.at(-1).chat, `a ${'b'.repeat(118)}`);
  presence.clear();
  presence.welcome('me.2', ['me.2', 'b'].map((key) => ({ key, name: key, colour: 1 })));
  await clock.advance(100);
  assert.deepEqual(sent.at(-1), { following: 'b' });
  assert.equal(follow.leader?.key, 'b');
});
