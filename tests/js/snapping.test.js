import assert from 'node:assert/strict';
import test from 'node:test';

import { snapBox, snapResize } from '../../static/canvas/snapping.js';

const box = (x, y, width = 50, height = 50) => ({ x, y, width, height });

test('a dragged box lines up with its neighbours’ edges and middles', () => {
  const others = [box(100, 100)];
  const snap = snapBox({ x: 103, y: 300, width: 50, height: 20 }, others, 6);
  assert.deepEqual([snap.dx, snap.dy], [-3, 0]);
  assert.deepEqual(snap.guides[0], { x1: 100, y1: 100, x2: 100, y2: 320 });
  assert.equal(snap.guides.length, 3); // both edges and the middle
  assert.deepEqual(snapBox({ x: 200, y: 300, width: 50, height: 20 }, others, 6).guides, []);
});

test('a box goes as far from a neighbour as two of them are from each other', () => {
  const snap = snapBox(box(163, 3), [box(0, 0), box(80, 7)], 8);
  assert.equal(snap.dx, -3); // to 80 + 50 + 30
  assert.deepEqual(snap.gaps.filter(({ y1, y2 }) => y1 === y2).map(({ x1, x2, length }) => [x1, x2, length]), [[50, 80, 30], [130, 160, 30]]);
});

test('a box finds the middle between two', () => {
  const snap = snapBox(box(98, 30), [box(0, 0), box(200, 5)], 6);
  assert.equal(98 + snap.dx, 100);
  assert.deepEqual(snap.gaps.map(({ length }) => length), [50, 50]);
});

test('what is out of reach stays free', () => {
  const snap = snapBox(box(230, 600), [box(0, 0), box(80, 0)], 6);
  assert.deepEqual([snap.dx, snap.dy, snap.guides, snap.gaps], [0, 0, [], []]);
});

test('a dragged side lines up, the other one does not move', () => {
  const from = { ...box(0, 0, 100, 60), rotation: 0 };
  const snap = snapResize(from, 'e', 46, 0, { keepAspect: false }, [box(150, 200)], 6);
  assert.deepEqual([snap.dx, snap.dy], [50, 0]);
  assert.deepEqual(snap.guides, [{ x1: 150, y1: 0, x2: 150, y2: 250 }]);
});

test('where the shape is kept one side lines up and the other follows', () => {
  const from = box(0, 0, 100, 50);
  const snap = snapResize(from, 'se', 47, 23, { keepAspect: true }, [box(150, 200)], 6);
  assert.deepEqual([snap.dx, snap.dy], [50, 25]);
});
