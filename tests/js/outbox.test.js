import assert from 'node:assert/strict';
import test from 'node:test';

import { MemoryStorage, Outbox } from '../../static/canvas/outbox.js';

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
