import assert from 'node:assert/strict';
import test from 'node:test';

import { hitsDrawn } from '../../static/canvas/hit.js';
import { lineBetween, lineEnds } from '../../static/canvas/line_ends.js';
import { cleanText, lengthOf, splitText } from '../../static/canvas/long_text.js';
import { Scene } from '../../static/canvas/scene.js';
import { Store } from '../../static/canvas/store.js';
import { Styles } from '../../static/canvas/styles.js';
import { resizedText, textBox } from '../../static/canvas/text_box.js';
import { drawnProps } from '../../static/canvas/tools/draw.js';
import { newId, noteNode } from './fakes.js';

const plain = { isEven: false, isCentred: false };
const styles = new Styles();
const thing = (props) => noteNode(newId(), { thickness: 4, ...props });

test('a line is kept from corner to corner, whichever way it was drawn', () => {
  for (const [from, to] of [[[0, 0], [30, 20]], [[30, 0], [0, 20]], [[30, 20], [0, 0]], [[0, 20], [30, 0]]]) {
    const [a, b] = [from, to].map(([x, y]) => ({ x, y }));
    assert.deepEqual(lineEnds(lineBetween(a, b)), { from: a, to: b });
  }
});

test('a level line stays level although no side is less than 1', () => {
  const { from, to } = lineEnds(lineBetween({ x: 5, y: 7 }, { x: 105, y: 7 }));
  assert.deepEqual([from, to], [{ x: 5, y: 7 }, { x: 105, y: 7 }]);
});

test('Shift squares a shape and steps a line, Alt draws from the middle', () => {
  const from = { x: 100, y: 100 };
  const square = drawnProps('rectangle', from, { x: 160, y: 120 }, { isEven: true, isCentred: false }, styles);
  assert.deepEqual([square.width, square.height], [60, 60]);
  const level = drawnProps('arrow', from, { x: 200, y: 110 }, { isEven: true, isCentred: false }, styles);
  assert.deepEqual([level.height, level.heads], [1, 'end']);
  const middle = drawnProps('ellipse', from, { x: 120, y: 110 }, { isEven: false, isCentred: true }, styles);
  assert.deepEqual([middle.x, middle.y, middle.width, middle.height], [80, 90, 40, 20]);
});

test('the next thing looks as the last one was made to look', () => {
  const mine = new Styles();
  mine.remember('line', { colour: 'rose' });
  mine.remember('text', { size: 48 });
  const { colour, thickness } = drawnProps('line', { x: 0, y: 0 }, { x: 9, y: 9 }, plain, mine);
  assert.deepEqual([colour, thickness, mine.size, mine.textColour], ['rose', 3, 48, 'ink']);
});

test('a line is hit along its stroke, not in its box, also when it is turned', () => {
  const line = thing({ kind: 'line', x: 0, y: 0, width: 100, height: 100, start: 'nw' });
  assert.ok(hitsDrawn(line, { x: 50, y: 52 }, 3));
  assert.ok(!hitsDrawn(line, { x: 80, y: 20 }, 3));
  assert.ok(hitsDrawn({ ...line, rotation: 90 }, { x: 80, y: 20 }, 3));
});

test('an empty shape is hit on its outline, a filled one anywhere in it', () => {
  const box = { kind: 'shape', x: 0, y: 0, width: 100, height: 60 };
  for (const shape of ['rectangle', 'ellipse']) {
    assert.ok(hitsDrawn(thing({ ...box, shape }), { x: 1, y: 30 }, 2));
    assert.ok(!hitsDrawn(thing({ ...box, shape }), { x: 50, y: 30 }, 2));
    assert.ok(hitsDrawn(thing({ ...box, shape, fill: 'tint' }), { x: 50, y: 30 }, 2));
  }
  assert.ok(!hitsDrawn(thing({ ...box, shape: 'ellipse', fill: 'solid' }), { x: 2, y: 2 }, 2));
});

test('what lies under an empty shape is taken through it', () => {
  const store = new Store();
  const [under, over] = [newId(), newId()];
  store.load({
    revision: 0, title: '', edges: [],
    nodes: [noteNode(under, { x: 20, y: 20 }), { ...thing({ kind: 'shape', width: 300, height: 200, order: 'W', shape: 'rectangle' }), id: over }],
  });
  const scene = new Scene(store);
  assert.equal(scene.nodeAt({ x: 50, y: 40 }, 1)?.id, under);
  assert.equal(scene.nodeAt({ x: 1, y: 100 }, 1)?.id, over);
});

// A font whose letters are as wide as they are high, in lines of the same height.
const measure = ({ text, size, width, wraps }) => {
  const letters = [...text].length;
  if (!wraps) return { width: letters * size, height: size };
  return { width, height: size * Math.ceil((letters * size) / width) };
};

test('a text grows away from the side that it is aligned to', () => {
  const text = { ...thing({ kind: 'text', x: 100, y: 0, width: 20, height: 10 }), text: 'abcd', size: 10 };
  assert.deepEqual(textBox(text, measure), { x: 100, y: 0, width: 40, height: 10 });
  assert.equal(textBox({ ...text, align: 'right' }, measure).x, 80);
  assert.equal(textBox({ ...text, align: 'centre' }, measure).x, 90);
});

test('a corner scales the letters of a text, a side wraps its lines', () => {
  const text = { ...thing({ kind: 'text', x: 0, y: 0, width: 40, height: 10 }), text: 'abcd', size: 10 };
  const larger = resizedText(text, { x: 0, y: 0, width: 80, height: 20 }, measure);
  assert.deepEqual([larger.size, larger.wraps, larger.width], [20, false, 80]);
  const wrapped = resizedText(text, { x: 0, y: 0, width: 20, height: 10 }, measure);
  assert.deepEqual([wrapped.size, wrapped.wraps, wrapped.width, wrapped.height], [10, true, 20, 20]);
});

test('long text is split where a reader would, and nothing of it is lost', () => {
  const text = Array.from({ length: 400 }, (_, i) => `Sentence ${i} of a text that goes on.`).join(' ');
  const parts = splitText(text, 1_000);
  assert.ok(parts.length > 10 && parts.every((part) => part.length <= 1_000));
  assert.ok(parts.every((part) => part.startsWith('Sentence') && part.endsWith('.')));
  assert.equal(parts.join(' '), text);
});

test('text without breaks is split between characters, not inside one', () => {
  const parts = splitText('😀'.repeat(60), 25);
  assert.equal(parts.join(''), '😀'.repeat(60));
  assert.ok(parts.every((part) => !/^[\udc00-\udfff]/.test(part)));
  assert.equal(lengthOf('a😀b'), 3);
});

test('what the server would refuse in a text is taken out before', () => {
  assert.equal(cleanText('a\r\nb\u0000c\ud800d\u200be'), 'a\nbcd\u200be');
});
