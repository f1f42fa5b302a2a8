import assert from 'node:assert/strict';
import test from 'node:test';

import { fillOf } from '../../static/canvas/frame_offer.js';
import { imageNode, newId } from './fakes.js';

const FRAME = { x: 0, y: 0, width: 200, height: 100 };
const at = (props) => imageNode(newId(), { x: 20, y: 10, width: 100, height: 80, image_width: 1000, image_height: 800, ...props });

test('a picture in a larger frame grows by what is left on each side, in its own px', () => {
  assert.deepEqual(fillOf(at(), FRAME), { x: 20, y: 10, sides: { left: 200, top: 100, right: 800, bottom: 100 } });
});

test('one that sticks out goes inside first', () => {
  assert.deepEqual(fillOf(at({ x: 120, y: -5 }), FRAME), { x: 100, y: 0, sides: { left: 1000, top: 0, right: 0, bottom: 200 } });
});

test('one that is small in it, fills it, is larger or turned is not asked about', () => {
  assert.equal(fillOf(at({ width: 40, height: 40 }), FRAME), null);
  assert.equal(fillOf(at({ x: 0, y: 0, width: 200, height: 100 }), FRAME), null);
  assert.equal(fillOf(at({ width: 220, height: 50 }), FRAME), null);
  assert.equal(fillOf(at({ rotation: 5 }), FRAME), null);
});
