import assert from 'node:assert/strict';
import test from 'node:test';

import { LastWords, MemoryStorage, Outbox } from '../../static/canvas/outbox.js';
import { FakeLocalStorage } from './fakes.js';

test('ops come back in the order of making, also those of a later visit', async () => {
  const storage = new MemoryStorage();
  const first = new Outbox({ storage, box: 'board u1', now: () => 1_000 });
  await first.add({ op_id: 'b', changes: [] });
  await first.add({ op_id: 'a', changes: [] });
  const second = new Outbox({ storage, box: 'board u1', now: () => 2_000 });
  await second.add({ op_id: '0', changes: [{ board: { title: 'T' } }] });
  assert.deepEqual(await second.all(), [
    { op_id: 'b', changes: [] },
    { op_id: 'a', changes: [] },
    { op_id: '0', changes: [{ board: { title: 'T' } }] },
  ]);
});

test('an acknowledged op is gone, others stay', async () => {
  const outbox = new Outbox({ storage: new MemoryStorage(), box: 'board u1' });
  await outbox.add({ op_id: 'a', changes: [] });
  await outbox.add({ op_id: 'b', changes: [] });
  await outbox.remove('a');
  assert.deepEqual((await outbox.all()).map(({ op_id }) => op_id), ['b']);
});

test('people and boards do not see each other’s ops', async () => {
  const storage = new MemoryStorage();
  await new Outbox({ storage, box: 'board u1' }).add({ op_id: 'a', changes: [] });
  assert.deepEqual(await new Outbox({ storage, box: 'board u2' }).all(), []);
});

test('what is stored does not change with the object it came from', async () => {
  const outbox = new Outbox({ storage: new MemoryStorage(), box: 'board u1' });
  const op = { op_id: 'a', changes: [{ board: { title: 'One' } }] };
  await outbox.add(op);
  op.changes[0].board.title = 'Two';
  assert.equal((await outbox.all())[0].changes[0].board.title, 'One');
});

test('the last words of a page are kept at once, come last, once, and go with their answer', async () => {
  const storage = new MemoryStorage();
  const lastWords = new LastWords(new FakeLocalStorage());
  const outbox = new Outbox({ storage, lastWords, box: 'board u1' });
  await outbox.add({ op_id: 'b', changes: [] });
  assert.equal(outbox.keepNow({ op_id: 'a', changes: [] }), true);
  outbox.keepNow({ op_id: 'b', changes: [] });
  const next = new Outbox({ storage, lastWords, box: 'board u1' });
  assert.deepEqual((await next.all()).map(({ op_id }) => op_id), ['b', 'a']);
  assert.deepEqual(await new Outbox({ storage, lastWords, box: 'board u2' }).all(), []);
  await next.remove('a');
  assert.deepEqual((await next.all()).map(({ op_id }) => op_id), ['b']);
});

test('a browser that refuses to keep last words is told apart', () => {
  const full = new FakeLocalStorage();
  full.setItem = () => { throw new Error('QuotaExceededError'); };
  for (const storage of [full, null]) {
    const outbox = new Outbox({ storage: new MemoryStorage(), lastWords: new LastWords(storage), box: 'board u1' });
    assert.equal(outbox.keepNow({ op_id: 'a', changes: [] }), false);
  }
});
