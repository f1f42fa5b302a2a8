import assert from 'node:assert/strict';
import test from 'node:test';

import { meetsDrawn } from '../../static/canvas/hit.js';
import { noteNode } from './fakes.js';

const box = (x, y, width = 20, height = 20) => ({ x, y, width, height });

test('a box around the empty corner beside a turned thing does not take it', () => {
  const turned = noteNode('a', { x: 0, y: 0, width: 100, height: 100, rotation: 45 });
  assert.equal(meetsDrawn(turned, box(-20, -20)), false); // within the upright box around it
  assert.equal(meetsDrawn(turned, box(-15, 40)), true);
  assert.equal(meetsDrawn(turned, box(40, 40)), true);
});

test('a line is taken only by a box that it runs through', () => {
  const line = { ...noteNode('l', { x: 0, y: 0, width: 100, height: 100 }), kind: 'line', start: 'nw' };
  assert.equal(meetsDrawn(line, box(70, 10)), false);
  assert.equal(meetsDrawn(line, box(40, 45)), true);
  assert.equal(meetsDrawn({ ...line, start: 'ne' }, box(70, 10)), true);
  assert.equal(meetsDrawn({ ...line, rotation: 90 }, box(70, 10)), true);
  const level = { ...line, height: 1 };
  assert.equal(meetsDrawn(level, box(40, 5)), false);
  assert.equal(meetsDrawn(level, box(40, -5)), true);
});
