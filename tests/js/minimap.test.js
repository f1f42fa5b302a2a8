import assert from 'node:assert/strict';
import test from 'node:test';

import { bothOf, mapView, paintMap } from '../../static/canvas/minimap_paint.js';
import { zoomIn } from '../../static/canvas/zoom_control.js';

const COLOURS = { thing: 1, note: 2, frame: 3, running: 4, failed: 5, selected: 6 };

function painted(nodes, isSelected = () => false) {
  const pixels = new Uint32Array(10 * 10);
  const drawn = nodes.map((node) => ({ node, box: node }));
  paintMap(pixels, 10, 10, drawn, { x: 0, y: 0, scale: 0.1 }, isSelected, COLOURS);
  return (x, y) => pixels[y * 10 + x];
}

test('a board lies on the map whole and in the middle', () => {
  const view = mapView({ x: -100, y: 0, width: 200, height: 50 }, 144, 96);
  const at = (x, y) => [(x - view.x) * view.scale, (y - view.y) * view.scale];
  assert.deepEqual(at(0, 25).map(Math.round), [72, 48]);
  const [left] = at(-100, 0);
  const [right] = at(100, 50);
  assert.ok(left > 0 && right < 144 && right - left > 120);
});

test('what runs, failed or is selected is seen over what lies there', () => {
  const box = { x: 0, y: 0, width: 100, height: 100 };
  const thing = { id: 'a', kind: 'image', ...box };
  const frame = { id: 'f', kind: 'frame', ...box };
  const at = (...nodes) => painted(nodes)(5, 5);
  assert.equal(at(thing, frame), 1);
  assert.equal(at({ id: 'g', kind: 'generation', state: 'running', ...box }, thing), 4);
  assert.equal(at({ id: 'g', kind: 'generation', state: 'blocked', ...box }, thing), 5);
  assert.equal(painted([thing, { ...thing, id: 'b' }], (id) => id === 'a')(5, 5), 6);
});

test('small things are dots, and what lies outside is left out', () => {
  const pixel = painted([{ id: 'a', kind: 'image', x: 50, y: 50, width: 1, height: 1 }, { id: 'b', kind: 'image', x: -500, y: 20, width: 100, height: 100 }]);
  assert.deepEqual([pixel(5, 5), pixel(6, 6), pixel(7, 7), pixel(0, 5)], [1, 1, 0, 0]);
});

test('the map holds the board and where one looks', () => {
  assert.deepEqual(bothOf({ x: 0, y: 0, width: 10, height: 10 }, { x: 20, y: -5, width: 10, height: 10 }), { x: 0, y: -5, width: 30, height: 15 });
  assert.deepEqual(bothOf(null, { x: 1, y: 2, width: 3, height: 4 }), { x: 1, y: 2, width: 3, height: 4 });
});

test('a typed zoom is a percentage', () => {
  assert.deepEqual(['62', ' 62 % ', '62,5%', '.5', '0', '-5', 'wide', '', '5e3'].map(zoomIn), [0.62, 0.62, 0.625, 0.005, null, null, null, null, null]);
});
