import assert from 'node:assert/strict';
import test from 'node:test';

import { jobsOf, summaryOf } from '../../static/canvas/jobs.js';

const node = (id, state, more = {}) => ({ id, kind: 'generation', state, order: id, generation: `g${id}`, name: id, expected_s: 4, ...more });
const progressOf = (generation) => (generation === 'ga' ? { sequence: 1, fraction: 0.5, stage: 'making', elapsed_s: 2, heard_at: 0 } : null);

test('running ones come first, then those in line in their order, then what was not made', () => {
  const jobs = jobsOf([node('d', 'failed', { message: 'The engine was overloaded.' }), node('c', 'queued'), node('b', 'queued'), node('a', 'running'), { id: 'p', kind: 'image' }], progressOf);
  assert.deepEqual(jobs.map((job) => job.node.id), ['a', 'b', 'c', 'd']);
  assert.deepEqual(jobs.map((job) => job.words), ['50 % · 2 s left', 'next, about 4 s', '2 in line', 'The engine was overloaded.']);
});

test('a running one that has said nothing yet is starting', () => {
  assert.equal(jobsOf([node('x', 'running')], () => null)[0].words, 'Starting');
});

test('a refusal or failure without a reason still says what it is', () => {
  assert.equal(jobsOf([node('x', 'failed')], () => null)[0].words, 'It was not made.');
  assert.match(jobsOf([node('x', 'blocked')], () => null)[0].words, /safety/);
});

test('the summary counts what people wait for and what failed', () => {
  const jobs = jobsOf([node('a', 'running'), node('b', 'queued'), node('c', 'failed'), node('d', 'cancelled'), node('e', 'blocked')], progressOf);
  assert.equal(summaryOf(jobs), '2 failed · 1 running · 1 next');
});
