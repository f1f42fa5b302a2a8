import assert from 'node:assert/strict';
import test from 'node:test';

import { BatchCount } from '../../static/canvas/page_title.js';

const job = (state) => ({ kind: 'generation', state });
const PICTURE = { kind: 'image' };

test('a batch is counted from its first picture to its last, whatever becomes of each', () => {
  const count = new BatchCount();
  assert.equal(count.words, '');
  for (const id of ['a', 'b', 'c']) count.take(id, job('queued'));
  count.take('note', { kind: 'note' });
  assert.equal(count.words, '(0/3) ');
  count.take('a', job('running'));
  count.take('b', job('failed'));
  assert.equal(count.words, '(1/3) ');
  count.take('a', PICTURE);
  count.take('d', job('queued'));
  assert.equal(count.words, '(2/4) ');
  count.take('c', undefined);
  count.take('d', PICTURE);
  assert.equal(count.words, '');
  count.take('b', job('queued'));
  assert.equal(count.words, '(0/1) ');
});
