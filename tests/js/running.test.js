import assert from 'node:assert/strict';
import test from 'node:test';

import { barOf, elapsedOf, stageWords, timeWords } from '../../static/canvas/running.js';
import { RunningClock } from '../../static/canvas/running_clock.js';

const told = (more = {}) => ({ sequence: 1, fraction: 0, stage: 'waiting', elapsed_s: 4, heard_at: 1000, ...more });

test('an engine that says how far it is, is believed', () => {
  assert.equal(timeWords(told({ fraction: 0.5, stage: 'making' }), 12, 9000), '50 % · 6 s left');
  assert.deepEqual(barOf(told({ fraction: 0.5 }), 12, 9000), { share: 0.5, isGuessed: false });
});

test('one that says nothing has its stage and the time, which goes on', () => {
  assert.equal(stageWords(told()), 'Sent to the engine');
  assert.equal(elapsedOf(told(), 3000), 6);
  assert.equal(timeWords(told(), 12, 3000), '6 s of about 12 s');
  assert.equal(timeWords(told(), 12, 17_000), '20 s, usually about 12 s');
  assert.deepEqual(barOf(told(), 12, 3000), { share: 0.5, isGuessed: true });
  assert.equal(barOf(told(), 12, 99_000).share, 0.95);
});

test('before anything was heard nothing is made up', () => {
  assert.equal(stageWords(null), 'Starting');
  assert.equal(timeWords(null, 12, 0), '');
  assert.equal(barOf(null, 12, 0).share, 0);
});

test('the clock ticks for what runs and has no figure, and for nothing else', () => {
  const nodes = new Map([['a', { id: 'a', state: 'running', generation: 'ga' }], ['b', { id: 'b', state: 'running', generation: 'gb' }], ['c', { id: 'c', state: 'queued', generation: 'gc' }]]);
  const progress = { ga: told(), gb: told({ fraction: 0.3 }) };
  let listener;
  let beat;
  const ticks = [];
  new RunningClock({
    store: { nodes: () => nodes.values(), node: (id) => nodes.get(id), subscribe: (one) => { listener = one; } },
    progressOf: (generation) => progress[generation] ?? null, tick: (ids) => ticks.push(ids), every: (work) => { beat = work; },
  });
  beat();
  assert.deepEqual(ticks, [['ga']]);
  nodes.set('a', { id: 'a', kind: 'image' });
  listener({ nodes: ['a'] });
  beat();
  assert.equal(ticks.length, 1);
});
