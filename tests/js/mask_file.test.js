import assert from 'node:assert/strict';
import test from 'node:test';
import { inflateSync } from 'node:zlib';

import { maskFrom, maskWords, meaningOf, reasonAgainstFile, transparentFrom } from '../../static/canvas/mask_file.js';
import { encodeGreyPng } from '../../static/canvas/png.js';

/** 4 x 4 with one px of another kind in the middle. */
function file(ground, inside) {
  const rgba = new Uint8ClampedArray(64);
  for (let i = 0; i < 16; i += 1) rgba.set(i === 5 ? inside : ground, i * 4);
  return rgba;
}
const BLACK = [0, 0, 0, 255];
const WHITE = [255, 255, 255, 255];
const CLEAR = [255, 255, 255, 0];

test('what a file means is read off its transparency, else off its ground', () => {
  assert.equal(meaningOf(file(BLACK, WHITE), 4, 4), 'white');
  assert.equal(meaningOf(file(WHITE, BLACK), 4, 4), 'black');
  assert.equal(meaningOf(file(WHITE, CLEAR), 4, 4), 'transparent');
});

test('both ways round give the same mask', () => {
  const expected = [...maskFrom(file(BLACK, WHITE), 'white')];
  assert.deepEqual(expected.map((value, i) => (i === 5 ? value : 255 - value)), Array(16).fill(255));
  assert.deepEqual([...maskFrom(file(WHITE, BLACK), 'black')], expected);
  assert.deepEqual([...maskFrom(file(WHITE, CLEAR), 'transparent')], expected);
  assert.deepEqual([...maskFrom(file(CLEAR, BLACK), 'opaque')], expected);
});

test('how much changes is told, and what is no mask', () => {
  assert.equal(maskWords(maskFrom(file(BLACK, WHITE), 'white')), '6 % of the picture changes.');
  assert.equal(maskWords(new Uint8Array(9)), 'Nothing would change.');
  assert.equal(maskWords(new Uint8Array(9).fill(255)), 'The whole picture would change.');
});

test('a file of another shape is refused in words, one of another scale is not', () => {
  assert.equal(reasonAgainstFile({ width: 512, height: 384 }, { width: 1024, height: 768 }), '');
  assert.match(reasonAgainstFile({ width: 512, height: 512 }, { width: 1024, height: 768 }), /same shape/);
});

test('a mask is written with transparency where it changes', async () => {
  const png = Buffer.from(await (await encodeGreyPng(transparentFrom(Uint8Array.from([0, 255, 128, 0])), 2, 2, { hasAlpha: true })).arrayBuffer());
  assert.equal(png[25], 4);
  const length = png.readUInt32BE(33);
  const rows = inflateSync(png.subarray(41, 41 + length));
  // The second row is stored as its difference from the first.
  assert.deepEqual([...rows], [2, 0, 255, 0, 0, 2, 0, (127 - 255) & 255, 0, 255]);
});
