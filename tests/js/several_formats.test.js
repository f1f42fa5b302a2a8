import assert from 'node:assert/strict';
import test from 'node:test';

import { sidesToFill } from '../../static/canvas/frame_offer.js';
import { plansFor } from '../../static/canvas/several_formats.js';
import { imageNode, newId } from './fakes.js';

test('each ticked format is a request of its own, the one it has already is none', () => {
  const plans = plansFor({ width: 1000, height: 1000 }, new Set(['1:1', '16:9', '9:16']), { x: 0.5, y: 0.5 });
  assert.deepEqual(plans.map(({ key, size }) => [key, size.width, size.height]), [['9:16', 1000, 1778], ['16:9', 1778, 1000]]);
  assert.deepEqual(plans[1].sides, { left: 389, top: 0, right: 389, bottom: 0 });
});

test('the original sits where it does in the one that is on show', () => {
  const [plan] = plansFor({ width: 1000, height: 1000 }, new Set(['2×']), { x: 0, y: 1 });
  assert.deepEqual(plan.sides, { left: 0, top: 1000, right: 1000, bottom: 0 });
});

const FRAME = { x: 0, y: 0, width: 200, height: 100 };
const at = (props) => imageNode(newId(), { x: 20, y: 10, width: 100, height: 80, image_width: 1000, image_height: 800, ...props });

test('a picture in a larger frame grows by what is left on each side, in its own px', () => {
  assert.deepEqual(sidesToFill(at(), FRAME), { left: 200, top: 100, right: 800, bottom: 100 });
});

test('one that is small in it, fills it, sticks out or is turned is not asked about', () => {
  assert.equal(sidesToFill(at({ width: 50, height: 40 }), FRAME), null);
  assert.equal(sidesToFill(at({ x: 0, y: 0, width: 200, height: 100 }), FRAME), null);
  assert.equal(sidesToFill(at({ x: 120 }), FRAME), null);
  assert.equal(sidesToFill(at({ rotation: 5 }), FRAME), null);
});
