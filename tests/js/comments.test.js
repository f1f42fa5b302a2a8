import assert from 'node:assert/strict';
import test from 'node:test';

import { cardPlace } from '../../static/canvas/comments/card.js';
import { namedIn, peopleFor, withoutNames } from '../../static/canvas/comments/mention_field.js';
import { clustersOf, isInTrash, pinsOf, placeOf, pointOn } from '../../static/canvas/comments/places.js';
import { passes, Threads } from '../../static/canvas/comments/threads.js';
import { Store } from '../../static/canvas/store.js';

const id = (n) => `00000000-0000-4000-8000-00000000000${n}`;
const box = { x: 10, y: 20, width: 100, height: 50, rotation: 0 };
const thread = (keys) => ({ id: 't', number: 1, node: id(1), x: 0.5, y: 0.5, outline: [], is_resolved: false, is_unread: false, names_you: false, ...keys });
const picture = (n, keys) => ({ id: id(n), kind: 'image', x: 0, y: 0, width: 10, height: 10, rotation: 0, order: `a${n}`, parent: null, asset: id(9), image_width: 10, image_height: 10, ...keys });

function storeOf(nodes, edges = []) {
  const store = new Store();
  store.load({ revision: 1, title: '', nodes, edges });
  return store;
}

test('a pin stands on its point of a picture that is moved, scaled, turned or mirrored', () => {
  assert.deepEqual(pointOn({ x: 0.25, y: 0.5 }, box, {}), { x: 35, y: 45 });
  assert.deepEqual(pointOn({ x: 0.25, y: 0.5 }, box, { flip_x: true }), { x: 85, y: 45 });
  const turned = pointOn({ x: 1, y: 0.5 }, { ...box, rotation: 90 }, {});
  assert.deepEqual([Math.round(turned.x), Math.round(turned.y)], [60, 95]);
});

test('what is drawn past the edge ends at the edge, and long drawings stay short', () => {
  const drawn = Array.from({ length: 1_000 }, (_, i) => ({ x: i / 500 - 0.5, y: 0.2 }));
  const { x, outline } = placeOf(id(1), drawn);
  assert.equal(x, 0);
  assert.ok(outline.length <= 240 && outline.every((value) => value >= 0 && value <= 1));
  assert.deepEqual(placeOf(null, [{ x: 5000.128, y: -3 }]), { node: null, x: 5000.13, y: -3, outline: [] });
});

test('pins that would lie on each other are one', () => {
  const at = (x, y) => ({ x, y, pin: thread() });
  assert.deepEqual(clustersOf([at(0, 0), at(15, 5), at(100, 0)]).map(({ pins }) => pins.length), [2, 1]);
});

test('on a later version a pin says which one it is from, and on none for a picture in the trash', () => {
  const beside = storeOf([picture(1), picture(2)], [{ id: id(5), source: id(1), target: id(2), role: 'source', strength: null }]);
  assert.deepEqual(pinsOf(beside, [thread()]).map(({ node, from }) => [node.id, from]), [[id(1), 0], [id(2), 1]]);
  const stacked = storeOf([picture(1, { version: 2, version_of: id(2) }), picture(2, { version: 3 })]);
  assert.deepEqual(pinsOf(stacked, [thread()]).map(({ node, from }) => [node.id, from]), [[id(2), 2]]);
  assert.deepEqual(pinsOf(stacked, [thread({ node: id(7) })]), []);
  assert.equal(isInTrash(stacked, thread({ node: id(7) })), true);
  assert.equal(isInTrash(stacked, thread({ node: null })), false);
});

test('members are found by what is typed and named by their whole name', () => {
  const people = [{ id: 1, name: 'Ann' }, { id: 2, name: 'Anna' }, { id: 3, name: 'Joanna' }, { id: 4, name: 'Anna' }];
  assert.deepEqual(peopleFor(people, 'ann').map((one) => one.id), [1, 2, 4, 3]);
  assert.deepEqual(namedIn('@Anna, look', people), [2, 4]);
  assert.deepEqual(namedIn('@Anna, look', people, new Set([4])), [4]);
  assert.deepEqual(namedIn('mail@Annabel', people), []);
  assert.equal(withoutNames('make it  thinner @Anna', people), 'make it thinner');
});

test('filters keep what they say', () => {
  assert.deepEqual(['all', 'open', 'unread', 'you'].map((filter) => passes(thread({ is_resolved: true, is_unread: true }), filter)), [true, false, true, false]);
});

test('news that comes while the list is loading is asked for once more', async () => {
  const answers = [];
  const threads = new Threads(() => new Promise((resolve) => { answers.push(resolve); }));
  const done = threads.load();
  void threads.load();
  void threads.load();
  answers[0]({ threads: [], people: [] });
  while (answers.length < 2) await Promise.resolve();
  answers[1]({ threads: [thread({ is_unread: true })], people: [] });
  await done;
  assert.deepEqual([answers.length, threads.unread], [2, 1]);
});

test('the card stands beside its pin and stays in the view', () => {
  assert.deepEqual(cardPlace({ x: 100, y: 100 }, { width: 1000, height: 600 }), { x: 132, y: 68 });
  assert.deepEqual(cardPlace({ x: 900, y: -50 }, { width: 1000, height: 600 }), { x: 564, y: 16 });
});
