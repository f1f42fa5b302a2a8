import assert from 'node:assert/strict';
import test from 'node:test';

import { LastWords, MemoryStorage, Outbox } from '../../static/canvas/outbox.js';
import { Store } from '../../static/canvas/store.js';
import { SnapshotRefused, Sync } from '../../static/canvas/sync.js';
import { FakeBoard, FakeClock, FakeLocalStorage, FakeSocket, newId, noteProps, settle } from './fakes.js';

function setUp({ storage = new MemoryStorage(), lastWords, fetchSnapshot, isGuest = false } = {}) {
  const clock = new FakeClock();
  const board = new FakeBoard();
  const store = new Store();
  const sockets = [];
  const heard = { saved: [], nacks: [], closed: [], warnings: [] };
  const sync = new Sync({
    store,
    outbox: new Outbox({ storage, lastWords, box: 'board u1', now: () => 0 }),
    connect: () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1);
    },
    fetchSnapshot: fetchSnapshot ?? (async () => board.snapshot()),
    timers: clock.timers,
    random: () => 1,
    isGuest,
  });
  sync.onSaved(({ text }) => heard.saved.push(text));
  sync.onNack((...nack) => heard.nacks.push(nack));
  sync.onClosed((code, message) => heard.closed.push([code, message]));
  sync.onWarning((message) => heard.warnings.push(message));
  const socket = () => sockets.at(-1);
  return {
    clock, board, store, sync, sockets, heard, socket, storage,
    async live() {
      await sync.start();
      await this.welcome();
    },
    async welcome(extra) {
      socket().open();
      const said = extra ?? { snapshot_url: '/snapshot' };
      socket().receive({ type: 'welcome', revision: board.revision, role: 'designer', you: 'u1', people: [], progress: {}, ...said });
      await settle();
    },
    async make(changes) {
      const op = { op_id: newId('99999999'), changes };
      store.addPending(op);
      sync.send(op);
      await settle();
      return op.op_id;
    },
    acknowledge(opId, changes) {
      const op = board.commit(opId, changes);
      socket().receive({ type: 'ops', ops: [op] });
      return op;
    },
  };
}

test('the first hello asks for everything, and the snapshot shows', async () => {
  const peer = setUp();
  const a = newId();
  peer.board.commit(newId(), [{ node: a, create: noteProps() }]);
  await peer.live();
  assert.deepEqual(peer.socket().sent[0], { type: 'hello' });
  assert.deepEqual([peer.store.node(a).text, peer.store.revision, peer.sync.savedState.text], ['hello', 1, 'Saved']);
});

test('it says Saved only once the server has acknowledged', async () => {
  const peer = setUp();
  await peer.live();
  const changes = [{ node: newId(), create: noteProps() }];
  const opId = await peer.make(changes);
  assert.equal(peer.sync.savedState.text, 'Saving…');
  assert.deepEqual(peer.socket().ofType('op').map((frame) => frame.op_id), [opId]);
  peer.acknowledge(opId, changes);
  await settle();
  assert.equal(peer.sync.savedState.text, 'Saved');
  assert.deepEqual(await peer.storage.list('board u1'), []);
});

test('a server that does not answer is said after three seconds, with what is kept', async () => {
  const peer = setUp();
  await peer.live();
  const first = [{ node: newId(), create: noteProps() }];
  const opId = await peer.make(first);
  await peer.clock.advance(2_000);
  await peer.make([{ node: newId(), create: noteProps() }]);
  assert.equal(peer.sync.savedState.text, 'Saving…');
  await peer.clock.advance(1_100);
  assert.equal(peer.heard.saved.at(-1), 'Not saved yet: 2 changes kept');
  peer.acknowledge(opId, first);
  assert.equal(peer.heard.saved.at(-1), 'Saving…');
  await peer.clock.advance(3_100);
  assert.equal(peer.heard.saved.at(-1), 'Not saved yet: 1 change kept');
});

test('an op is stored before it is sent', async () => {
  const storage = new MemoryStorage();
  let finish;
  const slow = { list: (box) => storage.list(box), remove: (...args) => storage.remove(...args), put: () => new Promise((resolve) => { finish = resolve; }) };
  const peer = setUp({ storage: slow });
  await peer.live();
  await peer.make([{ node: newId(), create: noteProps() }]);
  assert.equal(peer.socket().ofType('op').length, 0);
  finish();
  await settle();
  assert.equal(peer.socket().ofType('op').length, 1);
});

test('a browser that refuses to store says so once, and ops are sent all the same', async () => {
  const refuse = () => Promise.reject(new Error('quota'));
  const peer = setUp({ storage: { put: refuse, remove: refuse, list: refuse } });
  await peer.live();
  await peer.make([{ node: newId(), create: noteProps() }]);
  await peer.make([{ node: newId(), create: noteProps() }]);
  assert.equal(peer.socket().ofType('op').length, 2);
  assert.equal(peer.heard.warnings.length, 1);
});

test('unacknowledged ops are counted while offline and sent again with the same id', async () => {
  const peer = setUp();
  await peer.live();
  const opId = await peer.make([{ node: newId(), create: noteProps() }]);
  peer.socket().drop();
  await peer.make([{ board: { title: 'Offline' } }]);
  assert.equal(peer.sync.savedState.text, 'Offline: 2 changes kept');
  await peer.clock.advance(400);
  assert.equal(peer.sockets.length, 2);
  await peer.welcome({ ops: [] });
  assert.deepEqual(peer.socket().sent[0], { type: 'hello', revision: 0 });
  assert.equal(peer.socket().ofType('op')[0].op_id, opId);
});

test('ops of an earlier visit survive a reload', async () => {
  const first = setUp();
  await first.live();
  const a = newId();
  const opId = await first.make([{ node: a, create: noteProps() }]);
  const second = setUp({ storage: first.storage });
  await second.live();
  assert.equal(second.store.node(a).text, 'hello');
  assert.deepEqual(second.socket().ofType('op').map((frame) => frame.op_id), [opId]);
});

test('an op that was committed before the line broke is acknowledged by its repetition', async () => {
  const peer = setUp();
  await peer.live();
  const changes = [{ node: newId(), create: noteProps() }];
  const opId = await peer.make(changes);
  const committed = peer.board.commit(opId, changes);
  peer.socket().drop();
  await peer.clock.advance(400);
  await peer.welcome(); // a snapshot: what it holds is not told apart from others' ops
  assert.equal(peer.store.pending, 1);
  peer.socket().receive({ type: 'ops', ops: [committed] });
  assert.deepEqual([peer.store.pending, peer.store.size, peer.store.revision], [0, 1, 1]);
});

test('a refused op is undone and said', async () => {
  const peer = setUp();
  await peer.live();
  const a = newId();
  const opId = await peer.make([{ node: a, create: noteProps() }]);
  peer.socket().receive({ type: 'nack', op_id: opId, code: 'bad_value', message: 'No.' });
  assert.equal(peer.store.node(a), undefined);
  assert.deepEqual(peer.heard.nacks, [[opId, 'bad_value', 'No.']]);
  await settle();
  assert.deepEqual(await peer.storage.list('board u1'), []);
});

test('an op that the database could not take is kept and sent again', async () => {
  const peer = setUp();
  await peer.live();
  const opId = await peer.make([{ node: newId(), create: noteProps() }]);
  peer.socket().receive({ type: 'nack', op_id: opId, code: 'unavailable', message: 'Later.' });
  assert.deepEqual([peer.store.pending, peer.heard.nacks.length], [1, 0]);
  await peer.clock.advance(1_100);
  assert.deepEqual(peer.socket().ofType('op').map((frame) => frame.op_id), [opId, opId]);
});

test('a gap in revisions is asked for', async () => {
  const peer = setUp();
  await peer.live();
  const [first, second] = [newId(), newId()].map((id) => peer.board.commit(newId(), [{ node: id, create: noteProps() }]));
  peer.socket().receive({ type: 'ops', ops: [second] });
  assert.deepEqual(peer.socket().ofType('hello').at(-1), { type: 'hello', revision: 0 });
  await peer.welcome({ ops: [first, second] });
  assert.deepEqual([peer.store.size, peer.store.revision], [2, 2]);
});

test('ops that come while the snapshot loads are applied after it', async () => {
  let give;
  const peer = setUp({ fetchSnapshot: () => new Promise((resolve) => { give = resolve; }) });
  await peer.live();
  const old = peer.board.snapshot();
  const op = peer.board.commit(newId(), [{ node: newId(), create: noteProps() }]);
  peer.socket().receive({ type: 'ops', ops: [op] });
  assert.equal(peer.store.size, 0);
  give(old);
  await settle();
  assert.deepEqual([peer.store.size, peer.store.revision], [1, 1]);
});

test('resync says hello again with what is known', async () => {
  const peer = setUp();
  await peer.live();
  peer.socket().receive({ type: 'resync' });
  assert.deepEqual(peer.socket().ofType('hello').at(-1), { type: 'hello', revision: 0 });
});

test('waits grow to two seconds, and end at once when the network is back', async () => {
  const peer = setUp();
  await peer.live();
  const waits = [];
  for (let i = 0; i < 6; i += 1) {
    const count = peer.sockets.length;
    const from = peer.clock.now;
    peer.socket().drop();
    while (peer.sockets.length === count) await peer.clock.advance(10);
    waits.push(peer.clock.now - from);
  }
  assert.deepEqual(waits, [300, 600, 1200, 2000, 2000, 2000]);
  peer.socket().drop();
  const count = peer.sockets.length;
  peer.sync.retryNow();
  assert.equal(peer.sockets.length, count + 1);
});

test('a silent connection is given up', async () => {
  const peer = setUp();
  await peer.live();
  await peer.clock.advance(20_500);
  assert.equal(peer.socket().ofType('ping').length, 1);
  await peer.clock.advance(8_000);
  assert.equal(peer.sync.connection, 'offline');
});

for (const [code, isGuest, words] of [
  [4403, true, /link was closed/], [4403, false, /no longer have access/], [4404, false, /deleted/], [4401, false, /signed out/],
]) {
  test(`close code ${code} (${isGuest ? 'guest' : 'member'}) ends it with words`, async () => {
    const peer = setUp({ isGuest });
    await peer.live();
    peer.socket().drop(code);
    await peer.clock.advance(60_000);
    assert.deepEqual([peer.sockets.length, peer.sync.connection], [1, 'closed']);
    assert.match(peer.heard.closed[0][1], words);
    assert.match(peer.sync.savedState.text, words);
    peer.sync.retryNow();
    assert.equal(peer.sockets.length, 1);
  });
}

test('a refused snapshot ends it too, a failed one is tried again', async () => {
  const errors = [new Error('500'), new SnapshotRefused(403)];
  const peer = setUp({ fetchSnapshot: async () => { throw errors.shift(); } });
  await peer.live();
  assert.equal(peer.sync.connection, 'offline');
  await peer.clock.advance(400);
  await peer.welcome();
  assert.equal(peer.sync.connection, 'closed');
});

test('a page that the server does not understand three times stops and asks for a reload', async () => {
  const peer = setUp();
  await peer.sync.start();
  for (let i = 0; i < 3; i += 1) {
    peer.socket().drop(4400);
    await peer.clock.advance(5_000);
  }
  assert.equal(peer.sync.connection, 'closed');
  assert.match(peer.sync.savedState.text, /Reload/);
});

test('a flood is sent in portions', async () => {
  const peer = setUp();
  await peer.live();
  const made = [];
  for (let i = 0; i < 50; i += 1) {
    const changes = [{ node: newId(), create: noteProps() }];
    made.push([await peer.make(changes), changes]);
  }
  assert.equal(peer.socket().ofType('op').length, 32);
  for (const [opId, changes] of made) peer.acknowledge(opId, changes);
  assert.deepEqual(peer.socket().ofType('op').map((frame) => frame.op_id), made.map(([opId]) => opId));
});

test('frames that are not understood are passed over', async () => {
  const peer = setUp();
  await peer.live();
  peer.socket().onmessage({ data: 'no json' });
  peer.socket().receive({ type: 'from_tomorrow' });
  peer.socket().receive({ type: 'ops' });
  assert.equal(peer.sync.connection, 'live');
});

test('progress keeps the last preview', async () => {
  const peer = setUp();
  await peer.live();
  const hear = (sequence, fraction, more = {}) => peer.socket().receive({ type: 'progress', generations: { g: { sequence, fraction, stage: 'making', elapsed_s: 2, ...more } } });
  const shown = () => { const { fraction, preview } = peer.sync.progressOf('g'); return [fraction, preview]; };
  hear(1_000_001, 0.2, { preview: 'data:1' });
  hear(1_000_002, 0.4);
  assert.deepEqual(shown(), [0.4, 'data:1']);
  // Late, or twice: nothing is taken back.
  hear(1_000_001, 0.2);
  hear(1_000_002, 0.4);
  assert.deepEqual(shown(), [0.4, 'data:1']);
  // A new attempt begins anew.
  hear(2_000_001, 0);
  assert.deepEqual(shown(), [0, undefined]);
});

test('what a page that goes away has not stored yet is kept and sent before it is gone', async () => {
  const neverStores = new MemoryStorage();
  neverStores.put = () => new Promise(() => {});
  const lastWords = new LastWords(new FakeLocalStorage());
  const peer = setUp({ storage: neverStores, lastWords });
  await peer.live();
  const [before, after] = [newId(), newId()];
  const first = await peer.make([{ node: before, create: noteProps() }]);
  assert.deepEqual(peer.socket().ofType('op'), []);

  peer.sync.leave();
  const op = { op_id: newId('99999999'), changes: [{ node: after, create: noteProps() }] };
  peer.store.addPending(op);
  peer.sync.send(op); // nothing is waited for

  assert.deepEqual(peer.socket().ofType('op').map((frame) => frame.op_id), [first, op.op_id]);
  const next = setUp({ lastWords });
  await next.live();
  assert.deepEqual([next.store.node(before).text, next.store.node(after).text], ['hello', 'hello']);
  for (const sent of [first, op.op_id]) next.acknowledge(sent, []);
  await settle();
  assert.deepEqual(lastWords.list('board u1'), []);
});
