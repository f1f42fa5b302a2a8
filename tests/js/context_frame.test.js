import assert from 'node:assert/strict';
import test from 'node:test';

import { ContextFrame } from '../../static/canvas/context_frame.js';

const PICTURE = { width: 2048, height: 2048 };
const AREA = { x: 618, y: 518, width: 676, height: 804 };

function frame() {
  let changes = 0;
  const made = new ContextFrame(() => { changes += 1; });
  made.fit(PICTURE, AREA);
  return { frame: made, changes: () => changes };
}

test('a preset gives the box, and its name is what is asked', () => {
  const { frame: context } = frame();
  assert.deepEqual(context.box, { x: 248, y: 148, width: 1416, height: 1544 });
  assert.equal(context.asked, 'balanced');
  context.choose('whole');
  assert.deepEqual(context.box, { x: 0, y: 0, width: 2048, height: 2048 });
});

test('an edge is dragged, and the box is asked for', () => {
  const { frame: context, changes } = frame();
  assert.ok(context.grab({ x: 250, y: 900 }, 1));
  context.drag({ x: 150, y: 900 });
  context.drop();
  assert.deepEqual(context.box, { x: 148, y: 148, width: 1516, height: 1544 });
  assert.deepEqual(context.asked, [148, 148, 1516, 1544]);
  assert.equal(changes(), 1);
});

test('it never goes off the picture, nor through the mask', () => {
  const { frame: context } = frame();
  context.grab({ x: 248, y: 148 }, 1);
  context.drag({ x: -5000, y: 5000 });
  assert.deepEqual([context.box.x, context.box.y], [0, AREA.y]);
});

test('a drag that is abandoned leaves the preset', () => {
  const { frame: context } = frame();
  context.grab({ x: 248, y: 148 }, 1);
  context.drag({ x: 100, y: 100 });
  context.abandon();
  assert.equal(context.chosen, null);
});

test('away from its edges it is not grabbed, nor without a mask', () => {
  const { frame: context } = frame();
  assert.equal(context.grab({ x: 900, y: 900 }, 1), false);
  context.fit(PICTURE, null);
  assert.equal(context.box, null);
  assert.equal(context.grab({ x: 248, y: 148 }, 1), false);
});

test('a mask that grows past the dragged frame takes it along', () => {
  const { frame: context } = frame();
  context.grab({ x: 248, y: 148 }, 1);
  context.drag({ x: 500, y: 400 });
  context.drop();
  context.fit(PICTURE, { ...AREA, x: 100, width: 1194 });
  assert.equal(context.box.x, 100);
});

test('the reach of an edge is on the screen: zoomed out it is more of the picture', () => {
  const { frame: context } = frame();
  assert.equal(context.gripAt({ x: 268, y: 900 }, 1), null);
  assert.equal(context.gripAt({ x: 268, y: 900 }, 0.2), 'w');
  assert.equal(context.gripAt({ x: 248, y: 148 }, 1), 'nw');
});
