import { strict as assert } from 'node:assert';
import { test } from 'node:test';

import { throttled } from '../../static/canvas/throttle.js';

function clock() {
  /** @type {{at: number, run: () => void}[]} */
  const waiting = [];
  const self = {
    time: 0,
    now: () => self.time,
    setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => waiting.push({ at: self.time + ms, run }),
    go(/** @type {number} */ ms) {
      self.time += ms;
      for (const due of waiting.filter(({ at }) => at <= self.time)) {
        waiting.splice(waiting.indexOf(due), 1);
        due.run();
      }
    },
  };
  return self;
}

test('it runs at once, and then once for all that was asked meanwhile', () => {
  const time = clock();
  let runs = 0;
  const ask = throttled(() => { runs += 1; }, 150, time);
  ask();
  assert.equal(runs, 1);
  for (let i = 0; i < 10; i += 1) ask();
  time.go(149);
  assert.equal(runs, 1);
  time.go(1);
  assert.equal(runs, 2);
});

test('it runs at once again after a rest', () => {
  const time = clock();
  let runs = 0;
  const ask = throttled(() => { runs += 1; }, 150, time);
  ask();
  time.go(150);
  ask();
  assert.equal(runs, 2);
});
