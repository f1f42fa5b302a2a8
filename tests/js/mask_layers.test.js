import assert from 'node:assert/strict';
import test from 'node:test';

import { MOST_MASKS, MaskLayers } from '../../static/canvas/mask_layers.js';

const SIZE = { width: 200, height: 100 };

function layersOf() {
  let number = 0;
  return new MaskLayers({ ...SIZE, newId: () => `m${(number += 1)}` });
}

/** A rectangle painted into the active mask, as one step. */
function paint(layers, x, y, width = 20, height = 20) {
  const { raster } = layers.active;
  raster.begin();
  raster.rectangle(x, y, x + width, y + height, false);
  raster.commit();
  layers.measure(layers.active);
}

const names = (layers) => layers.all.map(({ name }) => name);

test('a picture begins with one empty mask, and a new one takes words, a name and a tint that are free', () => {
  const layers = layersOf();
  layers.say('deep green');
  layers.setStrength(0.6);
  layers.add();
  assert.deepEqual(names(layers), ['Mask', 'Mask 2']);
  assert.equal(layers.active.prompt, 'deep green');
  assert.equal(layers.active.strength, 0.6);
  assert.notEqual(layers.active.tint, layers.all[0].tint);
  for (let i = 0; i < MOST_MASKS; i += 1) layers.add();
  assert.equal(layers.all.length, MOST_MASKS);
  assert.equal(layers.canAdd, false);
});

test('strokes, names, order, switches and removals come back one by one, in whatever mask they were', () => {
  const layers = layersOf();
  paint(layers, 0, 0);
  layers.add();
  paint(layers, 50, 0);
  layers.rename('  the   button ');
  layers.move(-1);
  layers.switchOff(layers.active, true);
  layers.colour('rose');
  layers.remove();
  assert.deepEqual(names(layers), ['Mask']);

  layers.undo();
  assert.equal(layers.active.tint, 'rose');
  layers.undo();
  assert.equal(layers.active.tint, 'amber');
  layers.undo();
  assert.equal(layers.active.off, false);
  assert.deepEqual(names(layers), ['the button', 'Mask']);
  layers.undo();
  assert.deepEqual(names(layers), ['Mask', 'the button']);
  layers.undo();
  assert.deepEqual(names(layers), ['Mask', 'Mask 2']);
  layers.undo();
  assert.equal(layers.active.box, null);
  layers.undo();
  assert.deepEqual(names(layers), ['Mask']);
  layers.undo();
  assert.equal(layers.active.box, null);
  assert.equal(layers.canUndo, false);
  assert.equal(layers.undo(), false);

  while (layers.redo());
  assert.deepEqual(names(layers), ['Mask']);
  assert.deepEqual(layers.active.box, { x: 0, y: 0, width: 20, height: 20 });
});

test('undoing a stroke shows the mask that it was in', () => {
  const layers = layersOf();
  paint(layers, 0, 0);
  layers.add();
  layers.choose(layers.all[0].id);
  paint(layers, 60, 0);
  layers.step(1);
  layers.undo();
  assert.equal(layers.active, layers.all[0]);
  assert.equal(layers.active.box.width, 20);
});

test('masks share their words until one has its own', () => {
  const layers = layersOf();
  layers.add();
  layers.say('green');
  assert.deepEqual(layers.all.map(({ prompt }) => prompt), ['green', 'green']);
  layers.setOwnWords(true);
  layers.say('gold');
  layers.setStrength(0.5);
  assert.deepEqual(layers.all.map(({ prompt, strength }) => [prompt, strength]), [['green', 1], ['gold', 0.5]]);
  layers.setOwnWords(false);
  assert.deepEqual(layers.all.map(({ prompt, strength }) => [prompt, strength]), [['green', 1], ['green', 1]]);
  layers.undo();
  assert.deepEqual([layers.active.prompt, layers.active.strength], ['gold', 0.5]);
});

test('masks with the same words are one engine call around all of them; those that are off or empty are in none', () => {
  const layers = layersOf();
  assert.deepEqual(layers.calls(), []);
  paint(layers, 0, 0);
  layers.add();
  paint(layers, 100, 50);
  assert.deepEqual(layers.calls().map(({ box }) => box), [{ x: 0, y: 0, width: 120, height: 70 }]);
  layers.setOwnWords(true);
  layers.say(' ');
  assert.equal(layers.calls().length, 1);
  layers.say('gold');
  assert.deepEqual(layers.calls().map(({ prompt }) => prompt), ['', 'gold']);
  layers.switchOff(layers.active, true);
  layers.add();
  assert.deepEqual(layers.calls().map(({ prompt }) => prompt), ['']);
});

test('masks that cover everything together leave nothing', () => {
  const layers = layersOf();
  paint(layers, 0, 0, 120, 100);
  assert.equal(layers.isFull(), false);
  layers.add();
  paint(layers, 119, 0, 81, 100);
  assert.equal(layers.isFull(), true);
  layers.switchOff(layers.active, true);
  assert.equal(layers.isFull(), false);
});

test('stored masks are where undo starts', () => {
  const layers = layersOf();
  paint(layers, 0, 0);
  const pixels = new Uint8Array(SIZE.width * SIZE.height);
  pixels[5 * SIZE.width + 7] = 255;
  layers.load([
    { id: 'a', name: 'Shirt', prompt: 'green', strength: 1, ownWords: false, off: true, tint: 'blue', asset: 'x', pixels: new Uint8Array(pixels.length) },
    { id: 'b', name: 'Button', prompt: 'gold', strength: 0.5, ownWords: true, off: false, tint: 'rose', asset: 'y', pixels },
  ]);
  assert.equal(layers.active.id, 'b');
  assert.deepEqual(layers.active.box, { x: 7, y: 5, width: 1, height: 1 });
  assert.equal(layers.canUndo, false);
  assert.equal(layers.isUnkept, false);
  assert.deepEqual(layers.calls().map(({ prompt, strength }) => [prompt, strength]), [['gold', 0.5]]);
});
