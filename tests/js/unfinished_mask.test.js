import assert from 'node:assert/strict';
import test from 'node:test';

import { attachUnfinishedMask, timeWords } from '../../static/canvas/unfinished_mask.js';

const PICTURE = { id: 'p', kind: 'image' };
const MASK = { id: 'm', kind: 'mask', picture: 'p' };

function page(kept, nodes, { canEdit = true } = {}) {
  const told = { memory: kept, said: [], entered: [] };
  const listeners = { store: [], mask: [], mode: [] };
  const hear = (name) => (listener) => { listeners[name].push(listener); return () => { listeners[name] = []; }; };
  const store = { revision: -1, nodes: () => nodes, node: (id) => nodes.find((node) => node.id === id), subscribe: hear('store') };
  const mode = { picture: null, subscribe: hear('mode'), enter: (kind, id) => told.entered.push([kind, id]) };
  const mask = { layers: null, subscribe: hear('mask') };
  attachUnfinishedMask({
    editor: { store, canEdit }, mode, mask, now: () => new Date(2026, 4, 12, 18, 0).getTime(),
    toasts: { say: (words, { action }) => { told.said.push([words, action]); return () => told.said.pop(); } },
    memory: { read: () => told.memory, write: (_, value) => { told.memory = value; } },
  });
  const tell = (name) => listeners[name].forEach((listener) => listener());
  return { told, store, mode, mask, tell, load: () => { store.revision = 4; tell('store'); } };
}

const begun = { picture: 'p', at: new Date(2026, 4, 12, 14, 2).getTime() };

test('a mask that was not finished is offered once the board is there, and once', () => {
  const { told, tell, load } = page(begun, [PICTURE, MASK]);
  tell('store');
  assert.equal(told.said.length, 0);
  load();
  const [[words, action]] = told.said;
  assert.match(words, /^Restore unfinished mask from .*02.*\?$/);
  action.run();
  assert.deepEqual(told.entered, [['mask', 'p']]);
  assert.equal(told.memory, null);
});

test('nothing is offered of what is gone, or to who may not edit', () => {
  for (const [nodes, how] of [[[MASK], {}], [[PICTURE], {}], [[PICTURE, MASK], { canEdit: false }]]) {
    const { told, load } = page(begun, nodes, how);
    load();
    assert.equal(told.said.length, 0);
    assert.equal(told.memory, null);
  }
});

test('the question goes when the picture is opened another way', () => {
  const { told, mode, tell, load } = page(begun, [PICTURE, MASK]);
  load();
  mode.picture = PICTURE;
  tell('mode');
  assert.equal(told.said.length, 0);
});

test('it is unfinished from the first change until the editor is left', () => {
  const { told, mode, mask, tell, load } = page(null, [PICTURE, MASK]);
  load();
  mode.picture = PICTURE;
  mask.layers = { isUnkept: false };
  tell('mask');
  assert.equal(told.memory, null);
  mask.layers.isUnkept = true;
  tell('mask');
  assert.equal(told.memory.picture, 'p');
  mode.picture = null;
  tell('mode');
  assert.equal(told.memory, null);
});

test('the day is said when it is another one', () => {
  const at = new Date(2026, 4, 12, 14, 2).getTime();
  assert.equal(timeWords(at, new Date(2026, 4, 12, 23, 0).getTime(), 'en-GB'), '14:02');
  assert.match(timeWords(at, new Date(2026, 4, 13, 0, 1).getTime(), 'en-GB'), /12 May/);
});
