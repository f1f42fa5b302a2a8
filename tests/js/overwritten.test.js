import assert from 'node:assert/strict';
import test from 'node:test';

import { attachOverwritten } from '../../static/canvas/overwritten.js';
import { Store } from '../../static/canvas/store.js';
import { frameNode, newId, noteNode } from './fakes.js';

const FRAME = newId();
const NOTE = newId();

function setUp() {
  const store = new Store();
  store.load({ revision: 0, title: 'Spring hero', nodes: [frameNode(FRAME, { name: 'Hero' }), noteNode(NOTE)], edges: [] });
  const clock = { now: 0 };
  const said = [];
  const committed = [];
  let hear;
  const editor = {
    store,
    config: { you: { key: 'u1' } },
    presence: { person: (key) => (key === 'u2' ? { name: 'Ada' } : undefined) },
    sync: { onCommitted: (listener) => { hear = listener; } },
    commit: (changes) => committed.push(...changes),
  };
  attachOverwritten(editor, { say: (message, { action }) => said.push({ message, action }) }, () => clock.now);
  const arrive = (op) => {
    hear(op);
    store.applyCommitted(op);
  };
  return {
    clock, said, committed,
    write(changes) {
      const opId = newId('99999999');
      store.addPending({ op_id: opId, changes });
      return () => arrive({ revision: store.revision + 1, op_id: opId, actor: 'u1', changes });
    },
    others(changes, actor = 'u2') {
      arrive({ revision: store.revision + 1, op_id: newId('88888888'), actor, changes });
    },
  };
}

const rename = (name) => [{ node: FRAME, set: { name } }];

test('who is overwritten is told, and gets the own name back by one press', () => {
  const { said, committed, write, others } = setUp();
  write(rename('Hero A'))();
  others(rename('Hero B'));
  assert.equal(said[0].message, 'Ada changed the frame name “Hero A” just after you.');
  assert.equal(said[0].action.label, 'Use mine');
  said[0].action.run();
  assert.deepEqual(committed, rename('Hero A'));
});

test('whose change comes last is not told: it won', () => {
  const { said, write, others } = setUp();
  const acknowledge = write(rename('Hero A'));
  others(rename('Hero B'));
  acknowledge();
  assert.deepEqual(said, []);
});

test('texts and the title are watched too, several at once are counted', () => {
  const { said, write, others } = setUp();
  write([{ node: NOTE, set: { text: 'Warm light' } }, { board: { title: 'Mine' } }])();
  others([{ node: NOTE, set: { text: 'Cold light' } }]);
  others([{ board: { title: 'Theirs' } }], null);
  assert.deepEqual(said.map(({ message }) => message), [
    'Ada changed “Warm light” just after you.', 'Somebody changed the board’s title “Mine” just after you.',
  ]);
  write([{ node: NOTE, set: { text: 'a' } }, ...rename('b')])();
  others([{ node: NOTE, set: { text: 'c' } }, ...rename('d')]);
  assert.match(said[2].message, /2 names and texts/);
});

test('places, equal words, old words and your other window are no clash', () => {
  const { clock, said, write, others } = setUp();
  write([{ node: FRAME, set: { x: 5 } }])();
  others([{ node: FRAME, set: { x: 9 } }]);
  write(rename('Same'))();
  others(rename('Same'));
  write(rename('From here'))();
  others(rename('From the other window'), 'u1');
  write(rename('Old'))();
  clock.now += 60_000;
  others(rename('New'));
  assert.deepEqual(said, []);
});

test('each is told once, and a deleted frame does not come back by it', () => {
  const { said, committed, write, others } = setUp();
  write(rename('Hero A'))();
  others(rename('Hero B'));
  others(rename('Hero C'));
  assert.equal(said.length, 1);
  others([{ node: FRAME, delete: true }]);
  said[0].action.run();
  assert.deepEqual(committed, []);
});
