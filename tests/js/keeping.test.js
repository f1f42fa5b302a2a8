import assert from 'node:assert/strict';
import test from 'node:test';

import { History, invertChanges } from '../../static/canvas/history.js';
import { offerUndo } from '../../static/canvas/keeping.js';
import { Store } from '../../static/canvas/store.js';
import { newId, noteNode } from './fakes.js';

test('the offer to take a deletion back goes with the next thing that is done or undone', () => {
  const [a, b] = [newId(), newId()];
  const store = new Store();
  store.load({ revision: 0, title: '', nodes: [noteNode(a), noteNode(b)], edges: [] });
  const history = new History({ draft: () => store.draft() });
  const send = (changes) => { store.addPending({ op_id: newId(), changes }); return [newId()]; };
  const commit = (changes) => history.push({ label: '', changes: invertChanges(store.draft(), changes), opIds: send(changes) });
  let tell;
  let shown = 0;
  const toasts = { say: () => { shown += 1; return () => { shown -= 1; }; } };
  offerUndo({ on: (_, listener) => { tell = listener; }, undo: () => history.undo(send), history }, toasts);

  commit([{ node: a, delete: true }]);
  tell({ count: 1 });
  assert.equal(shown, 1);
  commit([{ node: b, set: { x: 9 } }]);
  assert.equal(shown, 0);
  commit([{ node: b, delete: true }]);
  tell({ count: 1 });
  history.undo(send);
  assert.equal(shown, 0);
});
