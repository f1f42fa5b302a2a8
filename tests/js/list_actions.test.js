import assert from 'node:assert/strict';
import test from 'node:test';

import { Editor } from '../../static/canvas/editor.js';
import { History } from '../../static/canvas/history.js';
import { moveToFrame } from '../../static/canvas/list/actions.js';
import { Selection } from '../../static/canvas/selection.js';
import { Store } from '../../static/canvas/store.js';
import { frameNode, newId, noteNode } from './fakes.js';

test('what a chosen frame holds goes along inside it, and what is locked stays', () => {
  const [target, frame, inside, locked] = [newId(), newId(), newId(), newId()];
  const store = new Store();
  store.load({ revision: 0, title: '', edges: [], nodes: [
    frameNode(target, { x: 900, y: 0, width: 500, height: 500 }), frameNode(frame, { x: 0, y: 0, width: 200, height: 200 }),
    noteNode(inside, { x: 20, y: 30, parent: frame }), noteNode(locked, { x: 300, y: 0, locked: true }),
  ] });
  const editor = new Editor({
    config: { may_edit: true }, store, selection: new Selection(store), history: new History({ draft: () => store.draft() }),
    sync: { connection: 'live', send() {}, onNack() {} }, newId: () => newId('99999999'),
  });
  editor.selection.set([frame, inside, locked]);
  moveToFrame(editor, target);
  assert.equal(store.node(frame).parent, target);
  assert.equal(store.node(inside).parent, frame);
  assert.deepEqual([store.node(inside).x - store.node(frame).x, store.node(inside).y - store.node(frame).y], [20, 30]);
  assert.equal(store.node(locked).parent ?? null, null);
});
