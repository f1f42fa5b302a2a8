import assert from 'node:assert/strict';
import test from 'node:test';

import { centreOf, rotatePoint } from '../../static/canvas/geometry.js';
import { cursorOf, gripAt } from '../../static/canvas/grips.js';
import {
  normalTurn, resizeBox, resizeTurned, resizedAtCorner, scaleWith, turnAbout, turnedBounds,
} from '../../static/canvas/transform.js';

const BOX = { x: 100, y: 100, width: 200, height: 100, rotation: 0 };
const corner = (box, across, down) => rotatePoint(
  { x: box.x + across * box.width, y: box.y + down * box.height }, centreOf(box), box.rotation,
);
const near = (a, b) => assert.ok(Math.hypot(a.x - b.x, a.y - b.y) < 1e-6, `${JSON.stringify(a)} is not ${JSON.stringify(b)}`);

test('each handle leaves the opposite side where it is', () => {
  const free = { keepAspect: false };
  assert.deepEqual(resizeBox(BOX, 'e', 50, 9, free), { x: 100, y: 100, width: 250, height: 100 });
  assert.deepEqual(resizeBox(BOX, 'w', 50, 9, free), { x: 150, y: 100, width: 150, height: 100 });
  assert.deepEqual(resizeBox(BOX, 'n', 9, -20, free), { x: 100, y: 80, width: 200, height: 120 });
  assert.deepEqual(resizeBox(BOX, 'sw', -50, 20, free), { x: 50, y: 100, width: 250, height: 120 });
});

test('from the centre both sides go, and the middle stays', () => {
  const to = resizeBox(BOX, 'e', 50, 0, { keepAspect: false, fromCentre: true });
  assert.deepEqual(to, { x: 50, y: 100, width: 300, height: 100 });
});

test('where the shape is kept a corner follows the longer pull, and a side takes the other along evenly', () => {
  assert.deepEqual(resizeBox(BOX, 'se', 100, 10, { keepAspect: true }), { x: 100, y: 100, width: 300, height: 150 });
  assert.deepEqual(resizeBox(BOX, 'e', 100, 0, { keepAspect: true }), { x: 100, y: 75, width: 300, height: 150 });
});

test('nothing becomes smaller than the least', () => {
  const to = resizeBox(BOX, 'se', -500, -500, { keepAspect: true, least: 8 });
  assert.deepEqual([to.width, to.height], [16, 8]);
});

test('a turned box is resized along its own sides, and its opposite corner stays on the board', () => {
  const turned = { ...BOX, rotation: 37 };
  const pull = rotatePoint({ x: 60, y: 20 }, { x: 0, y: 0 }, 37);
  const to = resizeTurned(turned, 'se', pull.x, pull.y, { keepAspect: false });
  assert.ok(Math.abs(to.width - 260) < 1e-6 && Math.abs(to.height - 120) < 1e-6);
  near(corner(to, 0, 0), corner(turned, 0, 0));
  const back = resizeTurned(turned, 'nw', pull.x, pull.y, { keepAspect: false });
  near(corner(back, 1, 1), corner(turned, 1, 1));
});

test('several that are turned alike have a box turned like them, others an upright one', () => {
  const a = { ...BOX, rotation: 90 };
  const b = turnAbout({ ...BOX, x: 400, rotation: 0 }, centreOf(a), 90);
  const bounds = turnedBounds([a, b]);
  assert.equal(bounds.rotation, 90);
  assert.ok(Math.abs(bounds.width - 500) < 1e-6 && Math.abs(bounds.height - 100) < 1e-6);
  assert.equal(turnedBounds([a, BOX]).rotation, 0);
  assert.equal(turnedBounds([]), null);
});

test('what lies in a box that is resized keeps its share of it, also when all is turned', () => {
  const from = { ...BOX, rotation: 20 };
  const to = resizeTurned(from, 'se', ...Object.values(rotatePoint({ x: 200, y: 100 }, { x: 0, y: 0 }, 20)), { keepAspect: false });
  const whole = scaleWith(from, from, to);
  near(corner(whole, 0, 0), corner(to, 0, 0));
  near(corner(whole, 1, 1), corner(to, 1, 1));
});

test('turning about a common middle moves and turns', () => {
  const turned = turnAbout({ x: 0, y: 0, width: 10, height: 10, rotation: 350 }, { x: 105, y: 5 }, 180);
  near(turned, { x: 200, y: 0 });
  assert.equal(turned.rotation, 170);
  assert.deepEqual([normalTurn(-90), normalTurn(360), normalTurn(719.999)], [270, 0, 0]);
});

test('a size that changes by itself leaves the turned top left corner', () => {
  const box = { ...BOX, rotation: 45 };
  const to = resizedAtCorner(box, { width: 50, height: 300 });
  near(corner(to, 0, 0), corner(box, 0, 0));
});

const ALL = { sides: 'all', canTurn: true };
const at = (x, y, options = ALL, box = BOX) => gripAt({ x, y }, box, options);

test('corners and sides resize, just outside a corner turns, the inside is free', () => {
  assert.deepEqual(at(300, 200), { name: 'resize', handle: 'se' });
  assert.deepEqual(at(100, 150), { name: 'resize', handle: 'w' });
  assert.deepEqual(at(200, 98), { name: 'resize', handle: 'n' });
  assert.deepEqual(at(312, 212), { name: 'turn', corner: 'se' });
  assert.deepEqual([at(200, 150), at(340, 240), at(312, 150)], [null, null, null]);
  assert.deepEqual(at(200, 98, { sides: 'across', canTurn: true }), null);
  assert.equal(at(312, 212, { sides: 'all', canTurn: false }), null);
});

test('a tiny box can still be taken by its inside', () => {
  const tiny = { x: 0, y: 0, width: 12, height: 12, rotation: 0 };
  assert.equal(at(6, 6, ALL, tiny), null);
  assert.deepEqual(at(15, 15, ALL, tiny), { name: 'resize', handle: 'se' });
});

test('handles and their cursors turn with the box', () => {
  const turned = { ...BOX, rotation: 90 };
  const { x, y } = corner(turned, 1, 1);
  const grip = at(x, y, ALL, turned);
  assert.deepEqual(grip, { name: 'resize', handle: 'se' });
  assert.equal(cursorOf(grip, 90), 'nesw-resize');
  assert.equal(cursorOf(grip, 0), 'nwse-resize');
});
