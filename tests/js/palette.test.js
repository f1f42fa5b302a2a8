import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const css = readFileSync(new URL('../../static/css/tokens.css', import.meta.url), 'utf8');

test('the place of a picture that is on its way shows on the board and in a frame, in both themes', () => {
  const grey = (token) => [...css.matchAll(new RegExp(`--${token}: #([0-9a-f]{2})`, 'g'))].map((found) => parseInt(found[1], 16));
  const grounds = grey('ground');
  assert.equal(grounds.length, 2);
  for (const around of ['canvas', 'frame']) {
    grey(around).forEach((shade, theme) => assert.ok(Math.abs(shade - grounds[theme]) >= 12, `--ground on --${around}`));
  }
});
