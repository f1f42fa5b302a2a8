import assert from 'node:assert/strict';
import test from 'node:test';

import { mentionAt, picturesFor, withoutMention } from '../../static/canvas/mentions.js';
import { imageNode, newId } from './fakes.js';

test('an @ is a mention at the start of a word, up to the caret', () => {
  assert.deepEqual(mentionAt('@', 1), { start: 0, query: '' });
  assert.deepEqual(mentionAt('a mug @red m on oak', 12), { start: 6, query: 'red m' });
  assert.equal(mentionAt('write to me@example.com', 23), null);
  assert.equal(mentionAt('lunch @ noon', 12), null);
  assert.equal(mentionAt('@mug\nmore', 9), null);
  assert.equal(mentionAt('no mention', 10), null);
});

test('pictures are met by their names, the newest first where nothing was typed', () => {
  const mug = imageNode(newId(), { name: 'Red mug', order: 'A' });
  const lamp = imageNode(newId(), { name: 'Lamp', order: 'B' });
  const smuggler = imageNode(newId(), { name: 'Smuggler', order: 'C' });
  const names = (query) => picturesFor([mug, lamp, smuggler], query).map(({ name }) => name);
  assert.deepEqual(names(''), ['Smuggler', 'Lamp', 'Red mug']);
  assert.deepEqual(names('mug'), ['Red mug', 'Smuggler']);
  assert.deepEqual(names('boat'), []);
});

test('a mention that became a chip leaves no gap in the text', () => {
  const text = 'a mug @red on oak';
  assert.deepEqual(withoutMention(text, mentionAt(text, 10)), { text: 'a mug on oak', caret: 6 });
  assert.deepEqual(withoutMention('@red', { start: 0, query: 'red' }), { text: '', caret: 0 });
});
