// What the board's code gets from outside, for tests: time, sockets, a server, nodes.

import { InvalidChange, applyToBoard, applyToEdge, applyToNode, parseChange } from '../../static/canvas/changes.js';

/** Repeatable chance: mulberry32. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A clock that goes when it is told to, and the timers on it. */
export class FakeClock {
  now = 0;
  #timers = [];
  #next = 1;
  timers = {
    setTimeout: (work, ms) => {
      this.#timers.push({ id: this.#next, at: this.now + ms, work });
      this.#next += 1;
      return this.#next - 1;
    },
    clearTimeout: (id) => {
      this.#timers = this.#timers.filter((timer) => timer.id !== id);
    },
  };

  /** Run what is due within `ms`, letting promises settle in between. */
  async advance(ms) {
    const end = this.now + ms;
    await settle();
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.now = Math.max(this.now, due.at);
      due.work();
      await settle();
    }
    this.now = end;
  }
}

export async function settle() {
  for (let i = 0; i < 8; i += 1) await Promise.resolve();
}

/** The client's end of a socket; the test is the other end. */
export class FakeSocket {
  onopen = null;
  onmessage = null;
  onclose = null;
  sent = [];
  isClosed = false;

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.isClosed = true;
  }

  open() {
    this.onopen?.({});
  }

  receive(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drop(code = 1006) {
    this.isClosed = true;
    this.onclose?.({ code });
  }

  ofType(type) {
    return this.sent.filter((frame) => frame.type === type);
  }
}

/** A board that commits ops as the real one does: one revision each, once per op id. */
export class FakeBoard {
  revision = 0;
  nodes = new Map();
  edges = new Map();
  title = 'Spring hero';
  log = [];
  #byOpId = new Map();

  /** @returns the committed op, or {code, message} */
  commit(opId, changes, { actor = 'u1', server = false } = {}) {
    const known = this.#byOpId.get(opId);
    if (known) return known;
    const nodes = new Map();
    const edges = new Map();
    let { title } = this;
    const canonical = [];
    try {
      for (const raw of changes) {
        const change = parseChange(raw);
        if (change.target === 'board') {
          const { after, change: made } = applyToBoard(change);
          title = after.title ?? title;
          canonical.push(made);
          continue;
        }
        const [own, all, apply] = change.target === 'node' ? [nodes, this.nodes, applyToNode] : [edges, this.edges, applyToEdge];
        const { after, change: made } = apply(own.get(change.id) ?? all.get(change.id) ?? null, change, { server });
        own.set(change.id, after);
        canonical.push(made);
      }
    } catch (error) {
      if (error instanceof InvalidChange) return { code: error.code, message: error.message };
      throw error;
    }
    for (const [id, node] of nodes) this.nodes.set(id, node);
    for (const [id, edge] of edges) this.edges.set(id, edge);
    this.title = title;
    this.revision += 1;
    const op = { revision: this.revision, op_id: opId, actor, changes: canonical };
    this.log.push(op);
    this.#byOpId.set(opId, op);
    return op;
  }

  snapshot() {
    const live = (items) => [...items.values()].filter((item) => !item.deleted).map((item) => ({ ...item }));
    return { revision: this.revision, title: this.title, nodes: live(this.nodes), edges: live(this.edges) };
  }
}

let count = 0;

export function newId(prefix = '00000000') {
  count += 1;
  return `${prefix}-0000-4000-8000-${String(count).padStart(12, '0')}`;
}

/** A note as a client creates it. */
export function noteProps(props = {}) {
  return { kind: 'note', x: 0, y: 0, width: 100, height: 50, order: 'V', text: 'hello', ...props };
}

/** A node as the server has it. */
export function noteNode(id, props = {}) {
  return {
    id, kind: 'note', x: 0, y: 0, width: 100, height: 50, rotation: 0, order: 'V', parent: null, asset: null,
    generation: null, name: '', text: '', colour: 'amber', ...props,
  };
}

export function frameNode(id, props = {}) {
  const { text: _, colour: __, ...node } = noteNode(id, { kind: 'frame', ...props });
  return node;
}

export function imageNode(id, props = {}) {
  const { text: _, colour: __, ...node } = noteNode(id, {
    kind: 'image', asset: newId('aaaaaaaa'), image_width: 200, image_height: 100, anchor_role: '', anchor_strength: 0.5,
    candidate_of: null, ...props,
  });
  return node;
}

/** The browser's, as far as it is used. */
export class FakeLocalStorage {
  #values = new Map();

  get length() {
    return this.#values.size;
  }

  key(index) {
    return [...this.#values.keys()][index] ?? null;
  }

  getItem(key) {
    return this.#values.get(key) ?? null;
  }

  setItem(key, value) {
    this.#values.set(key, String(value));
  }

  removeItem(key) {
    this.#values.delete(key);
  }
}
