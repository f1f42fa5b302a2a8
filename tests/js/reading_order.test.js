// Rows, slides and neighbours.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Trails } from '../../static/canvas/laser.js';
import { frameFrom, slidesOf } from '../../static/canvas/present.js';
import { boardOrder, nearestIn, readingOrder } from '../../static/canvas/reading_order.js';

const box = (name, x, y, width = 100, height = 100) => ({ name, x, y, width, height });
const names = (boxes) => boxes.map(({ name }) => name).join(' ');

test('rows go from left to right though their things stand unevenly', () => {
  const boxes = [box('d', 0, 150), box('b', 120, -8), box('a', 0, 10), box('c', 240, 20), box('e', 110, 160)];
  assert.equal(names(readingOrder(boxes)), 'a b c d e');
  assert.equal(readingOrder([]).length, 0);
});

test('a frame is followed by what it holds, and then by the frame beside it', () => {
  const node = (id, x, y, parent = null, size = 100) => ({ id, parent, ...box(id, x, y, size, size) });
  const nodes = [node('hero', 0, 0, null, 700), node('a', 20, 20, 'hero'), node('b', 150, 20, 'hero'), node('inner', 20, 300, 'hero', 300), node('c', 30, 310, 'inner'), node('other', 800, 0, null, 700), node('d', 820, 20, 'other'), node('stray', 0, 800, 'gone')];
  assert.equal(names(boardOrder(nodes.toReversed())), 'hero a b inner c other d stray');
  assert.equal(boardOrder([node('x', 0, 0, 'y'), node('y', 0, 0, 'x')]).length, 2);
});

test('slides are frames that lie in no other and are not hidden', () => {
  const frame = (name, x, more = {}) => ({ id: name, kind: 'frame', parent: null, ...box(name, x, 0), ...more });
  const nodes = [frame('two', 500), frame('one', 0), frame('inner', 10, { parent: 'one' }), frame('hidden', 20, { hidden: true }), { ...frame('note', 30), kind: 'note' }];
  assert.equal(names(slidesOf(nodes)), 'one two');
});

test('page down goes to the frame after the one in view, and round', () => {
  const frames = [box('a', 0, 0), box('b', 200, 0), box('c', 400, 0)];
  const lookAt = (x) => box('view', x - 50, 0);
  assert.equal(frameFrom(frames, lookAt(250), 1)?.name, 'c');
  assert.equal(frameFrom(frames, lookAt(250), -1)?.name, 'a');
  assert.equal(frameFrom(frames, lookAt(450), 1)?.name, 'a');
  assert.equal(frameFrom(frames, lookAt(9000), 1)?.name, 'a');
  assert.equal(frameFrom(frames, lookAt(9000), -1)?.name, 'c');
  assert.equal(frameFrom([], lookAt(0), 1), undefined);
});

test('the nearest in a direction lies rather ahead than aside', () => {
  const from = box('from', 0, 0);
  const boxes = [from, box('far right', 400, 10), box('low', 120, 300), box('under', 20, 200)];
  assert.equal(nearestIn(from, 'right', boxes)?.name, 'far right');
  assert.equal(nearestIn(from, 'down', boxes)?.name, 'under');
  assert.equal(nearestIn(from, 'left', boxes), null);
});

test('points of a trail are forgotten after less than a second', () => {
  const trails = new Trails();
  trails.add('u1', 1, 2, 0);
  trails.add('u1', 3, 4, 600);
  assert.equal(trails.at(800).get('u1')?.length, 2);
  assert.deepEqual(trails.at(1_000).get('u1'), [{ x: 3, y: 4, ms: 600 }]);
  assert.equal(trails.isEmpty, false);
  trails.at(2_000);
  assert.equal(trails.isEmpty, true);
});
