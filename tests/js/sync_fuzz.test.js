import assert from 'node:assert/strict';
import test from 'node:test';

import { InvalidChange } from '../../static/canvas/changes.js';
import { History, invertChanges } from '../../static/canvas/history.js';
import { MemoryStorage, Outbox } from '../../static/canvas/outbox.js';
import { Store } from '../../static/canvas/store.js';
import { Sync } from '../../static/canvas/sync.js';
import { FakeBoard, FakeClock, FakeSocket, noteProps, randomFrom } from './fakes.js';

const SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);
const STEPS = 150;
const RING = 12; // how many ops the server remembers: older ones cost a snapshot

/** Three peers and a server; frames are late by chance, lines break and come back. */
class World {
  constructor(seed) {
    this.random = randomFrom(seed);
    this.clock = new FakeClock();
    this.board = new FakeBoard();
    this.count = 0;
    this.lines = new Set();
    this.peers = ['u1', 'u2', 'u3'].map((actor) => this.makePeer(actor));
  }

  newId() {
    this.count += 1;
    return `00000000-0000-4000-8000-${String(this.count).padStart(12, '0')}`;
  }

  pick(items) {
    return items[Math.floor(this.random() * items.length)];
  }

  makePeer(actor) {
    const store = new Store();
    const storage = new MemoryStorage();
    const sync = new Sync({
      store,
      outbox: new Outbox({ storage, box: actor, now: () => 0 }),
      connect: () => this.connect(actor),
      fetchSnapshot: () => this.later(() => this.board.snapshot()),
      timers: this.clock.timers,
      random: this.random,
    });
    const history = new History({ draft: () => store.draft(), now: () => this.clock.now });
    sync.onNack((opId) => history.forget(opId));
    return { actor, store, sync, history, storage };
  }

  /** A connection: each frame travels for 1 to 80 ms, in order, in both directions. */
  connect(actor) {
    const socket = new FakeSocket();
    const line = { actor, socket, isOpen: false, hasSaidHello: false, up: 0, down: 0 };
    const travel = (way, work) => {
      line[way] = Math.max(line[way] + 0.01, this.clock.now + 1 + this.random() * 80);
      this.clock.timers.setTimeout(() => { if (!socket.isClosed) work(); }, line[way] - this.clock.now);
    };
    line.give = (frame) => travel('down', () => socket.receive(frame));
    socket.send = (text) => travel('up', () => this.hear(line, JSON.parse(text)));
    const close = socket.close.bind(socket);
    socket.close = () => { close(); this.lines.delete(line); };
    travel('down', () => {
      if (this.random() < 0.15) {
        this.cut(line); // refused: the server is busy
        return;
      }
      this.lines.add(line);
      socket.open();
    });
    return socket;
  }

  cut(line) {
    this.lines.delete(line);
    line.socket.drop(1006);
  }

  later(work) {
    return new Promise((resolve) => this.clock.timers.setTimeout(() => resolve(work()), 1 + this.random() * 150));
  }

  hear(line, frame) {
    if (frame.type === 'ping') line.give({ type: 'pong' });
    if (frame.type === 'hello') this.welcome(line, frame.revision);
    if (frame.type !== 'op') return;
    if (this.random() < 0.03) {
      line.give({ type: 'nack', op_id: frame.op_id, code: 'unavailable', message: 'Later.' });
      return;
    }
    const before = this.board.revision;
    const op = this.board.commit(frame.op_id, frame.changes, { actor: line.actor });
    if (op.code) line.give({ type: 'nack', op_id: frame.op_id, ...op });
    else if (this.board.revision === before) line.give({ type: 'ops', ops: [op] });
    else this.tell([op]);
  }

  tell(ops) {
    for (const line of this.lines) {
      if (!line.hasSaidHello) continue;
      if (this.random() < 0.02) line.give({ type: 'resync' }); // too slow: this frame is lost to it
      else line.give({ type: 'ops', ops });
    }
  }

  welcome(line, revision) {
    line.hasSaidHello = true;
    const missed = revision === undefined ? null : this.board.log.filter((op) => op.revision > revision);
    const rest = missed && missed.length <= RING ? { ops: missed } : { snapshot_url: '/snapshot' };
    line.give({ type: 'welcome', revision: this.board.revision, role: 'designer', you: line.actor, people: [], progress: {}, ...rest });
  }

  commit(peer, changes) {
    try {
      const inverse = invertChanges(peer.store.draft(), changes);
      peer.history.push({ label: 'x', changes: inverse, opIds: this.send(peer, changes) });
    } catch (error) {
      if (!(error instanceof InvalidChange)) throw error;
    }
  }

  send(peer, changes) {
    const op = { op_id: this.newId(), changes };
    peer.store.addPending(op);
    peer.sync.send(op);
    return [op.op_id];
  }

  act(peer) {
    const ids = [...peer.store.nodes()].map(({ id }) => id);
    const chance = this.random();
    const some = () => this.pick(ids);
    if (!ids.length || chance < 0.25) this.commit(peer, [{ node: this.newId(), create: noteProps({ x: Math.floor(this.random() * 100) }) }]);
    else if (chance < 0.6) this.commit(peer, [{ node: some(), set: { x: Math.floor(this.random() * 1000), text: peer.actor } }]);
    else if (chance < 0.7) this.commit(peer, [{ node: some(), delete: true }]);
    else if (chance < 0.75) this.commit(peer, [{ board: { title: `Title ${this.count}` } }]);
    else if (chance < 0.8) this.commit(peer, [{ edge: this.newId(), create: { source: some(), target: some(), role: 'source' } }]);
    else if (chance < 0.9) peer.history.undo((changes) => this.send(peer, changes));
    else if (chance < 0.95) peer.history.redo((changes) => this.send(peer, changes));
    else if (this.random() < 0.5) this.cutLineOf(peer);
    else this.tell([this.board.commit(this.newId(), [{ board: { title: `Server ${this.count}` } }], { server: true, actor: null })]);
  }

  cutLineOf(peer) {
    for (const line of [...this.lines]) if (line.actor === peer.actor) this.cut(line);
  }
}

function shown(store) {
  const byId = (items) => new Map([...items].map((item) => [item.id, item]).sort());
  return { title: store.title, nodes: byId(store.nodes()) };
}

async function play(seed) {
  const world = new World(seed);
  for (const { sync } of world.peers) await sync.start();
  for (let step = 0; step < STEPS; step += 1) {
    world.act(world.pick(world.peers));
    if (world.random() < 0.7) await world.clock.advance(world.random() * 60);
  }
  // Everybody comes to rest: lines that were cut come back within five seconds.
  for (let i = 0; i < 60; i += 1) await world.clock.advance(1_000);
  const truth = { title: world.board.title, nodes: new Map(world.board.snapshot().nodes.map((node) => [node.id, node]).sort()) };
  for (const { actor, store, sync, storage } of world.peers) {
    assert.equal(sync.savedState.text, 'Saved', `seed ${seed}, ${actor}`);
    assert.equal(store.revision, world.board.revision, `seed ${seed}, ${actor}`);
    assert.deepEqual(shown(store), truth, `seed ${seed}, ${actor}`);
    assert.deepEqual(await storage.list(actor), [], `seed ${seed}, ${actor}`);
  }
  return world;
}

for (const seed of SEEDS) {
  test(`three peers end with equal boards, seed ${seed}`, async () => {
    await play(seed);
  });
}
