import assert from 'node:assert/strict';
import test from 'node:test';

import { Presence } from '../../static/canvas/presence.js';
import { FakeClock } from './fakes.js';

const YOU = { key: 'u1', name: 'You', colour: 1 };
const BEA = { key: 'u2', name: 'Bea', colour: 2 };

function setUp() {
  const clock = new FakeClock();
  const sent = [];
  const presence = new Presence({ send: (state) => sent.push(state), timers: clock.timers, now: () => clock.now });
  return { clock, sent, presence };
}

test('who is alone sends nothing; whoever comes is shown the newest of all', async () => {
  const { clock, sent, presence } = setUp();
  presence.welcome('u1', [YOU]);
  presence.show({ cursor: [1, 1], viewport: [0, 0, 10, 10] });
  presence.show({ cursor: [2, 2] });
  await clock.advance(1_000);
  assert.deepEqual(sent, []);

  presence.receive({ u2: BEA });
  await clock.advance(1_000);
  assert.deepEqual(sent, [{ cursor: [2, 2], viewport: [0, 0, 10, 10] }]);

  presence.receive({ u2: null });
  presence.show({ cursor: [3, 3] });
  await clock.advance(1_000);
  assert.equal(sent.length, 1);
});

test('what was shown without a connection is sent with the next one, if anybody is there', async () => {
  const { clock, sent, presence } = setUp();
  presence.show({ selection: ['a'] });
  presence.welcome('u1', [YOU, BEA]);
  await clock.advance(1_000);
  assert.deepEqual(sent, [{ selection: ['a'] }]);
});
