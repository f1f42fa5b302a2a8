import assert from 'node:assert/strict';
import test from 'node:test';

import { Drafts } from '../../static/canvas/guest/drafts.js';
import { Lens } from '../../static/canvas/guest/lens.js';
import { Live } from '../../static/canvas/guest/live.js';
import { Model } from '../../static/canvas/guest/model.js';
import { when } from '../../static/canvas/guest/threads.js';
import { Touch } from '../../static/canvas/guest/touch.js';

const picture = (node, decision = null) => ({ node, asset: `a${node}`, sha256: '', width: 4, height: 3, name: '', alt: '', prompt: '', decision, is_stale: false });
const facts = (...pictures) => ({ may_comment: true, may_decide: true, may_download: false, is_complete: false, pictures, threads: [] });

function timers() {
  const due = [];
  return { due, setTimeout: (work) => due.push(work) - 1, clearTimeout: (id) => { if (id !== null && id !== undefined) due[id] = null; }, run: () => due.splice(0).forEach((work) => work?.()) };
}

test('the next picture to decide is the first undecided one after this, round the end', () => {
  const model = new Model(facts(picture('1'), picture('2', 'approve'), picture('3')));
  assert.equal(model.undecidedAfter(0), 2);
  assert.equal(model.undecidedAfter(2), 0);
  assert.equal(model.nextWords, 'Decide the next one');
  model.facts = facts(picture('1', 'approve'));
  assert.equal(model.undecidedAfter(0), -1);
  assert.equal(model.nextWords, '');
  assert.equal(model.nameOf(model.pictures[0]), 'Picture 1');
});

test('another picture, order or name is another list; a decision is not', () => {
  const model = new Model(facts(picture('1'), picture('2')));
  assert.ok(model.hasSamePictures(facts(picture('1', 'approve'), picture('2'))));
  assert.ok(!model.hasSamePictures(facts(picture('2'), picture('1'))));
});

test('a picture is fitted, comes nearer about a point, and leaves no gap at the edges', () => {
  const lens = new Lens();
  lens.fit({ width: 400, height: 200 }, { width: 200, height: 300 });
  assert.deepEqual([lens.size.width, lens.size.height, lens.x, lens.y], [200, 100, 0, 100]);
  assert.equal(lens.pointAt({ x: 10, y: 50 }), null);
  const before = lens.pointAt({ x: 150, y: 150 });
  lens.zoomBy(4, { x: 150, y: 150 });
  assert.deepEqual(lens.pointAt({ x: 150, y: 150 }), before);
  lens.pan(10_000, 10_000);
  assert.deepEqual([lens.x, lens.y], [0, 0]);
  lens.toggle({ x: 0, y: 0 });
  assert.ok(lens.isFitted);
  lens.zoomBy(0.1, { x: 0, y: 0 });
  assert.equal(lens.zoom, 1);
});

function touched() {
  const lens = new Lens();
  lens.fit({ width: 100, height: 100 }, { width: 100, height: 100 });
  const clock = timers();
  const heard = [];
  const touch = new Touch({ lens, timers: clock, on: { swipe: (step) => heard.push(['swipe', step]), hold: (at) => heard.push(['hold', at]), moved: () => heard.push(['moved']) } });
  return { lens, clock, heard, touch };
}

test('a swipe turns to the next picture, and pans where one is near', () => {
  const { lens, heard, touch } = touched();
  const swipe = () => {
    touch.down(1, { x: 90, y: 50 });
    touch.move(1, { x: 20, y: 52 });
    touch.up(1, { x: 20, y: 52 }, 100);
  };
  swipe();
  assert.deepEqual(heard, [['swipe', 1]]);
  lens.zoomBy(3, { x: 50, y: 50 });
  swipe();
  assert.deepEqual(heard.at(-1), ['moved']);
});

test('two taps look nearer and back, a pinch nearer, and neither is a swipe', () => {
  const { lens, heard, touch } = touched();
  const tap = (now) => { touch.down(1, { x: 50, y: 50 }); touch.up(1, { x: 50, y: 50 }, now); };
  tap(0);
  tap(200);
  assert.equal(lens.zoom, 2.5);
  tap(1000);
  tap(1200);
  assert.equal(lens.zoom, 1);
  touch.down(1, { x: 40, y: 50 });
  touch.down(2, { x: 60, y: 50 });
  touch.move(2, { x: 100, y: 50 });
  touch.up(1, { x: 40, y: 50 }, 2000);
  touch.up(2, { x: 100, y: 50 }, 2001);
  assert.equal(lens.zoom, 3);
  assert.ok(heard.every(([what]) => what === 'moved'));
});

test('a finger held still asks for a pin; one that moves does not', () => {
  const { clock, heard, touch } = touched();
  touch.down(1, { x: 30, y: 40 });
  clock.run();
  touch.up(1, { x: 30, y: 40 }, 900);
  assert.deepEqual(heard, [['hold', { x: 30, y: 40 }]]);
  touch.down(1, { x: 30, y: 40 });
  touch.move(1, { x: 30, y: 90 });
  clock.run();
  assert.equal(heard.length, 1);
});

test('a draft is kept by picture until it is sent, and a broken one is none', () => {
  const kept = new Map([['anchorboard-draft-l-2', '{oops']]);
  const drafts = new Drafts({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) }, 'l');
  drafts.keep('1', { text: 'a bit', pin: { x: 0.2, y: 0.3 }, thread: null });
  assert.deepEqual(drafts.of('1'), { text: 'a bit', pin: { x: 0.2, y: 0.3 }, thread: null });
  assert.equal(drafts.of('2').text, '');
  drafts.keep('1', { text: ' ', pin: null, thread: null });
  assert.equal(kept.has('anchorboard-draft-l-1'), false);
});

test('a lost line is taken up again, a closed link is not', () => {
  const opened = [];
  const open = () => {
    const on = {};
    opened.push(on);
    return { addEventListener: (name, listener) => { on[name] = listener; }, close() {} };
  };
  const clock = timers();
  const heard = [];
  const live = new Live({ open, timers: clock, on: { news: () => heard.push('news'), rights: () => heard.push('rights'), closed: () => heard.push('closed') } });
  live.start();
  opened[0].open();
  opened[0].message({ data: '{"type": "rights"}' });
  opened[0].message({ data: '{"type": "pong"}' });
  opened[0].close({ code: 1006 });
  clock.run();
  opened[1].close({ code: 4403 });
  clock.run();
  live.start();
  assert.deepEqual(heard, ['news', 'rights', 'closed']);
  assert.equal(opened.length, 2);
});

test('times are said as people say them', () => {
  const now = new Date(2026, 4, 12, 14, 2);
  assert.equal(when(new Date(2026, 4, 12, 14, 1, 30), now), 'just now');
  assert.equal(when(new Date(2026, 4, 12, 9, 5), now), 'today 09:05');
  assert.equal(when(new Date(2026, 4, 2, 9, 5), now), '2 May 09:05');
});
