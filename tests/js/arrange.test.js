import assert from 'node:assert/strict';
import test from 'node:test';

import { aligned, distributed, flipped, inOrderOfMaking, tidied } from '../../static/canvas/arrange.js';
import { imageNode, newId, noteNode } from './fakes.js';

const node = (id, x, y, width = 100, height = 50) => noteNode(id, { x, y, width, height });
const unit = (...nodes) => ({ nodes, box: { x: nodes[0].x, y: nodes[0].y, width: nodes[0].width, height: nodes[0].height } });
const places = (changes) => changes.map(({ node: id, set }) => [id, set]);

test('aligning moves only what is out of line', () => {
  const units = [unit(node('a', 10, 0)), unit(node('b', 30, 5, 50, 20))];
  assert.deepEqual(places(aligned(units, 'left')), [['b', { x: 10 }]]);
  assert.deepEqual(places(aligned(units, 'top')), [['b', { y: 0 }]]);
  assert.deepEqual(places(aligned(units, 'right')), [['b', { x: 60 }]]);
  assert.deepEqual(places(aligned(units, 'bottom')), [['b', { y: 30 }]]);
  assert.deepEqual(places(aligned(units, 'centre')), [['b', { x: 35 }]]);
  assert.deepEqual(places(aligned(units, 'middle')), [['b', { y: 15 }]]);
});

test('a single thing lines up with the frame it is in', () => {
  assert.deepEqual(places(aligned([unit(node('a', 10, 0))], 'right', { x: 0, y: 0, width: 500, height: 300 })), [['a', { x: 400 }]]);
});

test('what moves as one keeps its inner places', () => {
  const units = [unit(node('a', 0, 0)), unit(node('f', 300, 10), node('i', 320, 20))];
  assert.deepEqual(places(aligned(units, 'top')), [['f', { y: 0 }], ['i', { y: 10 }]]);
});

test('distributing leaves the first and the last, and equal gaps between', () => {
  const units = [unit(node('c', 400, 0)), unit(node('a', 0, 0)), unit(node('b', 110, 0))];
  assert.deepEqual(places(distributed(units, 'x')), [['b', { x: 200 }]]);
});

test('tidying packs rows in the order of making, things of other heights apart', () => {
  const units = [];
  for (let i = 0; i < 4; i += 1) units.push(unit(node(`p${i}`, 500 - i * 90, i * 31, 100, 100)));
  units.splice(2, 0, unit(node('note', 230, 20, 100, 20)));
  const at = Object.fromEntries(units.map(({ nodes: [{ id, x, y }] }) => [id, { x, y }]));
  for (const { node: id, set } of tidied(units)) Object.assign(at[id], set);
  assert.deepEqual([at.p0, at.p1, at.p2, at.p3], [{ x: 230, y: 0 }, { x: 346, y: 0 }, { x: 230, y: 116 }, { x: 346, y: 116 }]);
  assert.deepEqual(at.note, { x: 230, y: 232 });
});

test('flipping mirrors places about the middle of all, and pictures, lines and turns in themselves', () => {
  const picture = imageNode(newId(), { x: 0, y: 0, width: 100, height: 50, rotation: 30 });
  const line = { ...noteNode(newId()), kind: 'line', x: 300, y: 0, width: 100, height: 50, start: 'nw' };
  const about = { x: 0, y: 0, width: 400, height: 50 };
  assert.deepEqual(flipped([picture, line], 'x', about).map(({ set }) => set), [
    { x: 300, rotation: 330, flip_x: true }, { x: 0, start: 'ne' },
  ]);
  assert.deepEqual(flipped([{ ...picture, flip_y: true }, line], 'y', about).map(({ set }) => set), [
    { y: 0, rotation: 330, flip_y: false }, { y: 0, start: 'sw' },
  ]);
});

test('what was generated comes in the order of asking, the rest stays where it lies among it', () => {
  const ranks = { late: 5, early: 1, grouped: 3 };
  const unit = (...ids) => ({ nodes: ids.map((id) => ({ id })), box: { x: 0, y: 0, width: 1, height: 1 } });
  const units = [unit('late'), unit('upload'), unit('note', 'grouped'), unit('early')];
  const names = inOrderOfMaking(units, ({ id }) => ranks[id]).map(({ nodes }) => nodes[0].id);
  assert.deepEqual(names, ['early', 'upload', 'note', 'late']);
  assert.deepEqual(inOrderOfMaking(units, () => undefined), units);
});
