import assert from 'node:assert/strict';
import test from 'node:test';

import { pictureToWorld, pixelSize, worldToPicture } from '../../static/canvas/picture_space.js';

const PICTURE = { x: 100, y: 50, width: 200, height: 100, rotation: 0, image_width: 800, image_height: 400 };
const near = (a, b) => assert.ok(Math.hypot(a.x - b.x, a.y - b.y) < 1e-9, `${JSON.stringify(a)} is not ${JSON.stringify(b)}`);

test('a world point is a px of the picture', () => {
  near(worldToPicture(PICTURE, { x: 150, y: 75 }), { x: 200, y: 100 });
  assert.equal(pixelSize(PICTURE), 0.25);
});

test('a turned picture turns its px', () => {
  const turned = { ...PICTURE, rotation: 90 };
  // A quarter turn clockwise about the middle (200, 100): the top left corner is at the top right.
  near(worldToPicture(turned, { x: 250, y: 0 }), { x: 0, y: 0 });
});

test('a mirrored picture mirrors its px', () => {
  near(worldToPicture({ ...PICTURE, flip_x: true }, { x: 150, y: 75 }), { x: 600, y: 100 });
  near(worldToPicture({ ...PICTURE, flip_y: true }, { x: 150, y: 75 }), { x: 200, y: 300 });
});

test('a px of the picture is found in the world again, turned and mirrored as it may be', () => {
  for (const node of [PICTURE, { ...PICTURE, rotation: 33 }, { ...PICTURE, rotation: 200, flip_x: true }, { ...PICTURE, flip_y: true }]) {
    near(worldToPicture(node, pictureToWorld(node, { x: 120, y: 310 })), { x: 120, y: 310 });
  }
});
