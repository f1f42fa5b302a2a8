import assert from 'node:assert/strict';
import test from 'node:test';

import { markChanges, onlyMarks, reviewOf } from '../../static/canvas/marks.js';
import { sayNode } from '../../static/canvas/node_words.js';
import { Ahead } from '../../static/canvas/review/ahead.js';
import { Blind } from '../../static/canvas/review/blind.js';
import { byEngine, filtered, grown, picturesOf, talliesOf } from '../../static/canvas/review/pictures.js';
import { Store } from '../../static/canvas/store.js';
import { frameNode, imageNode, newId, noteNode, settle } from './fakes.js';

function storeOf(...nodes) {
  const store = new Store();
  store.load({ revision: 1, title: 'Mugs', nodes, edges: [] });
  return store;
}

test('a frame is reviewed as its pictures are read; versions that lie behind are not', () => {
  const frame = frameNode(newId(), { x: 0, y: 0, width: 500, height: 500 });
  const [one, two, out] = [newId(), newId(), newId()];
  const store = storeOf(
    frame, imageNode(two, { x: 200, y: 0, parent: frame.id }), imageNode(one, { x: 0, y: 0, parent: frame.id }), noteNode(newId(), { parent: frame.id }),
    imageNode(newId(), { version_of: one }), imageNode(newId(), { candidate_of: one }), imageNode(out, { x: 900, y: 0 }),
  );
  assert.deepEqual(picturesOf(store, [frame.id]), [one, two]);
  assert.deepEqual(picturesOf(store, [two]), [one, two]); // alone it stands for its frame
  assert.deepEqual(picturesOf(store, [two, out]), [two, out]);
  assert.deepEqual(picturesOf(store, null), [one, two, out]);
});

test('what is made meanwhile comes last, and what is gone leaves', () => {
  assert.deepEqual(grown(['a', 'b', 'c'], ['new', 'c', 'a']), ['a', 'c', 'new']);
});

test('marks are set only where they are other, and count', () => {
  const nodes = [imageNode(newId(), { mark: 'pick' }), imageNode(newId(), {}), imageNode(newId(), { mark: 'reject', mark_reason: 'off-palette' })];
  const changes = markChanges(nodes, 'pick');
  assert.deepEqual(changes.map(({ node }) => node), [nodes[1].id, nodes[2].id]);
  assert.deepEqual(changes[1].set, { mark: 'pick', mark_reason: '' });
  assert.ok(onlyMarks(changes));
  assert.ok(!onlyMarks([{ node: nodes[0].id, set: { mark: 'pick', x: 1 } }]));
  assert.deepEqual(talliesOf(nodes), { pick: 1, maybe: 0, reject: 1, open: 1 });
  const store = storeOf(...nodes);
  assert.deepEqual(filtered(store, nodes.map(({ id }) => id), 'unmarked'), [nodes[1].id]);
});

test('other pixels than those that were decided on are not reviewed', () => {
  const [old, top] = [newId(), newId()];
  const approved = imageNode(old, { asset: newId(), review: 'approved' });
  assert.equal(reviewOf({ ...approved, review_of: approved.asset }), 'approved');
  assert.equal(reviewOf({ ...approved, review_of: newId() }), 'reopened');
  const store = storeOf({ ...approved, review_of: approved.asset, version_of: top }, imageNode(top, {}));
  assert.equal(reviewOf(store.node(top), store), 'reopened');
  assert.equal(reviewOf(imageNode(newId(), {})), 'draft');
});

test('a judged picture is told by what was thought of it', () => {
  const node = imageNode(newId(), { name: 'Mug on oak', mark: 'pick' });
  const editor = { store: storeOf(node), progressOf: () => null };
  assert.equal(sayNode(editor, node, 3, 50), 'Mug on oak, draft, picked, 3 of 50');
});

test('engines are compared by their share of picks', () => {
  const nodes = [['a', 'pick'], ['a', 'reject'], ['b', 'pick'], ['', '']].map(([name, mark]) => imageNode(newId(), { name, mark }));
  assert.deepEqual(byEngine(nodes, ({ name }) => name), [
    { engine: 'b', made: 1, pick: 1, maybe: 0, reject: 0 },
    { engine: 'a', made: 2, pick: 1, maybe: 0, reject: 1 },
    { engine: 'Uploaded', made: 1, pick: 0, maybe: 0, reject: 0 },
  ]);
});

test('the neighbours are decoded before they are asked for, and closed when one is far from them', async () => {
  const closed = [];
  const asked = [];
  const load = async (url) => { asked.push(url); return { close: () => closed.push(url) }; };
  const ahead = new Ahead({ config: { urls: { asset: '{id}' } }, load, arrived: () => {} });
  const assets = ['a', 'b', 'c', 'd', 'e', 'f'];
  ahead.look(assets, 0);
  await settle();
  assert.deepEqual(asked, ['a', 'b', 'c', 'd']);
  ahead.look(assets, 1);
  await settle();
  assert.ok(ahead.get('b') && ahead.get('a') && ahead.get('e') && !ahead.get('f'));
  ahead.look(assets, 5);
  await settle();
  assert.deepEqual(closed.sort(), ['a', 'b', 'c', 'd']);
});

test('a review begins blind until somebody likes it otherwise', () => {
  const kept = {};
  const memory = { read: (name, fallback) => kept[name] ?? fallback, write: (name, value) => { kept[name] = value; } };
  const blind = new Blind(memory);
  let told = 0;
  blind.subscribe(() => { told += 1; });
  blind.begin();
  assert.ok(blind.isOn);
  blind.choose(false);
  blind.begin();
  assert.deepEqual([blind.isOn, told], [false, 2]);
});
