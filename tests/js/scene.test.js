import assert from 'node:assert/strict';
import test from 'node:test';

import { Scene } from '../../static/canvas/scene.js';
import { Store } from '../../static/canvas/store.js';
import { frameNode, imageNode, newId } from './fakes.js';

function setUp(nodes) {
  const store = new Store();
  store.load({ revision: 0, title: '', nodes, edges: [] });
  const set = (id, values) => store.addPending({ op_id: newId(), changes: [{ node: id, set: values }] });
  return { store, scene: new Scene(store), set };
}

const drawnIds = (scene) => scene.ordered().map(({ id }) => id);

test('what is hidden is not drawn and not hit, nor is what lies in a hidden frame', () => {
  const [outer, inner, picture] = [newId(), newId(), newId()];
  const { scene, set } = setUp([
    frameNode(outer, { width: 400, height: 400 }), frameNode(inner, { parent: outer, width: 300, height: 300 }),
    imageNode(picture, { parent: inner }),
  ]);
  set(outer, { hidden: true });
  assert.deepEqual(drawnIds(scene), []);
  assert.equal(scene.nodeAt({ x: 50, y: 25 }, 1), null);
  set(outer, { hidden: false });
  assert.equal(drawnIds(scene).length, 3);
  set(picture, { hidden: true });
  assert.deepEqual(drawnIds(scene).includes(picture), false);
});

test('what is put into a hidden frame goes with it, and comes out when the frame is deleted', () => {
  const [frame, picture] = [newId(), newId()];
  const { store, scene, set } = setUp([frameNode(frame, { hidden: true }), imageNode(picture)]);
  set(picture, { parent: frame });
  assert.deepEqual(drawnIds(scene), []);
  store.addPending({ op_id: newId(), changes: [{ node: frame, delete: true }] });
  assert.deepEqual(drawnIds(scene), [picture]);
});

test('a locked thing is hit only where nothing else is', () => {
  const [ground, picture] = [newId(), newId()];
  const { scene, set } = setUp([imageNode(picture, { order: 'a' }), imageNode(ground, { order: 'b', x: 50 })]);
  set(ground, { locked: true });
  assert.equal(scene.nodeAt({ x: 75, y: 25 }, 1)?.id, picture);
  assert.equal(scene.nodeAt({ x: 125, y: 25 }, 1)?.id, ground);
});

test('a locked frame takes nothing in, and locks what it holds', () => {
  const [frame, picture] = [newId(), newId()];
  const { store, scene, set } = setUp([frameNode(frame), imageNode(picture, { parent: frame })]);
  assert.equal(scene.frameFor({ x: 10, y: 10, width: 10, height: 10 }), frame);
  set(frame, { locked: true });
  assert.equal(scene.frameFor({ x: 10, y: 10, width: 10, height: 10 }), null);
  assert.equal(store.isLocked(store.node(picture)), true);
});

test('what lies in a faded frame is faded with it', () => {
  const [frame, picture] = [newId(), newId()];
  const { scene, set } = setUp([frameNode(frame), imageNode(picture, { parent: frame, opacity: 0.5 })]);
  const dirty = [];
  scene.onDirty((box) => dirty.push(box));
  set(frame, { opacity: 0.5 });
  assert.equal(scene.drawn(picture).opacity, 0.25);
  assert.ok(dirty.length >= 2);
});
