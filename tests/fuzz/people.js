// The people of one play: windows with the board's own modules, who edit at random over a bad line.
// Started by board.py, which says `rest` when the mischief is over and reads the report at the end.

import { connect as connectLine } from 'node:net';
import { createInterface } from 'node:readline';

import { InvalidChange } from '../../static/canvas/changes.js';
import { Editor } from '../../static/canvas/editor.js';
import { History } from '../../static/canvas/history.js';
import { MemoryStorage, Outbox } from '../../static/canvas/outbox.js';
import { Store } from '../../static/canvas/store.js';
import { Sync } from '../../static/canvas/sync.js';
import { frameNode, noteProps, randomFrom } from '../js/fakes.js';

const { seed, steps, port, snapshot, cookies } = JSON.parse(process.argv[2]);
const VIEWER = cookies.length - 1;
// A page waits up to five seconds before it connects again; nobody here has so much time.
const HASTE = 8;
const REST_WITHIN_MS = 45_000;
const random = randomFrom(seed);

const pick = (items) => items[Math.floor(random() * items.length)];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const hex = (digits) => Array.from({ length: digits }, () => pick([...'0123456789abcdef'])).join('');
const newId = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
const timers = { setTimeout: (work, ms) => setTimeout(work, ms / HASTE), clearTimeout };

/** What stays when a window is closed. */
class Device extends MemoryStorage {
  /** Ops of which the server has said what became of them. */
  answered = new Set();
  lies = [];
  #ids = new Set();

  hear({ ops = [], op_id: refused }) {
    for (const { op_id: opId } of ops) this.answered.add(opId);
    if (refused) this.answered.add(refused);
  }

  opIds() {
    return [...this.#ids];
  }

  async put(record) {
    this.#ids.add(record.op_id);
    await super.put(record);
  }

  async remove(box, opId) {
    if (!this.answered.has(opId)) this.lies.push(`${opId} is not kept any more, and nobody has answered it`);
    this.#ids.delete(opId);
    await super.remove(box, opId);
  }
}

/** IndexedDB as a window has it: it takes a while, and what a closed window had not written is lost. */
class SlowStorage extends MemoryStorage {
  isClosed = false;

  constructor(device) {
    super();
    this.device = device;
  }

  async put(record) {
    await pause(random() * 12);
    if (this.isClosed) return new Promise(() => {});
    return this.device.put(record);
  }

  async remove(box, opId) {
    await pause(random() * 12);
    if (!this.isClosed) await this.device.remove(box, opId);
  }

  list(box) {
    return this.device.list(box);
  }
}

/** A WebSocket, as far as Sync uses one, over the proxy's lines. */
class LineSocket {
  onopen = null;
  onmessage = null;
  onclose = null;
  #line;

  constructor(person, device) {
    let code = 1006;
    this.#line = connectLine(port, '127.0.0.1');
    this.#line.write(`${person}\n`);
    this.#line.on('error', () => {}); // a close follows
    this.#line.on('close', () => this.onclose?.({ code }));
    createInterface({ input: this.#line }).on('line', (text) => {
      if (text === 'open') this.onopen?.({});
      else if (text.startsWith('close ')) code = Number(text.slice(6));
      else {
        device.hear(JSON.parse(text));
        this.onmessage?.({ data: text });
      }
    }).on('error', () => {});
  }

  send(text) {
    if (this.#line.writable) this.#line.write(`${text}\n`);
  }

  close() {
    this.#line.destroy();
  }
}

/** One person's window. What it was told and what it claimed is kept over reloads. */
class Window {
  made = new Set();
  answered = {};
  refused = {};
  claimed = new Set();
  lies = [];
  #device;

  constructor(person, device) {
    this.person = person;
    this.#device = device;
    this.open();
  }

  open() {
    this.storage = new SlowStorage(this.#device);
    const store = new Store();
    this.sync = new Sync({
      store,
      outbox: new Outbox({ storage: this.storage, box: 'play' }),
      connect: () => new LineSocket(this.person, this.#device),
      fetchSnapshot: (url) => fetchSnapshot(url, this.person),
      timers,
      random,
    });
    this.history = new History({ draft: () => store.draft() });
    this.editor = new Editor({
      config: { may_edit: this.person !== VIEWER }, store, sync: this.sync, history: this.history,
      renderer: { requestFrame() {} }, newId,
    });
    this.store = store;
    this.mine = new Set();
    this.sync.onCommitted((op) => this.#committed(op));
    this.sync.onNack((opId, code) => { this.refused[opId] = code; });
    this.sync.onSaved(() => this.listen());
    return this.sync.start();
  }

  reload() {
    // What had not reached the device yet is lost with the window, and nobody was told otherwise.
    const stored = new Set(this.#device.opIds());
    for (const { op_id: opId } of this.store.pendingOps()) if (!stored.has(opId)) this.made.delete(opId);
    this.storage.isClosed = true;
    this.sync.stop();
    return this.open();
  }

  #committed({ op_id: opId, revision }) {
    if (this.answered[opId] && this.answered[opId] !== revision) this.lies.push(`${opId} at two revisions`);
    this.answered[opId] = revision;
  }

  /** What the interface says must be true when it says it. */
  listen() {
    const { state, text } = this.sync.savedState;
    if (state === 'saved') for (const opId of this.made) this.claimed.add(opId);
    if (text.endsWith('kept')) {
      const kept = new Set([...this.#device.opIds(), ...this.#device.answered]);
      const missing = this.store.pendingOps().filter(({ op_id: opId }) => !kept.has(opId));
      if (missing.length) this.lies.push(`"${text}", but ${missing.length} would be lost`);
    }
  }

  commit(changes) {
    const before = new Set(this.store.pendingOps().map(({ op_id: opId }) => opId));
    try {
      this.editor.commit(changes);
    } catch (error) {
      if (!(error instanceof InvalidChange)) throw error;
    }
    this.note(before);
  }

  step(which) {
    const before = new Set(this.store.pendingOps().map(({ op_id: opId }) => opId));
    this.editor[which]();
    this.note(before);
  }

  note(before) {
    for (const { op_id: opId } of this.store.pendingOps()) if (!before.has(opId)) this.made.add(opId);
  }

  report() {
    return {
      person: this.person,
      saved: this.sync.savedState.text,
      revision: this.store.revision,
      title: this.store.title,
      nodes: [...this.store.nodes()],
      edges: [...this.store.nodes()].flatMap(({ id }) => this.store.edgesOf(id)),
      outbox: this.#device.opIds(),
      made: [...this.made],
      claimed: [...this.claimed],
      answered: this.answered,
      refused: this.refused,
      lies: [...this.lies, ...this.#device.lies],
    };
  }
}

async function fetchSnapshot(url, person) {
  await pause(random() * 60);
  const answer = await fetch(new URL(url, snapshot), { headers: { Cookie: `sessionid=${cookies[person]}` } });
  if (!answer.ok) throw new Error(`snapshot: ${answer.status}`);
  const content = await answer.json();
  await pause(random() * 60); // old by now
  return content;
}

const place = () => ({ x: Math.floor(random() * 2_000), y: Math.floor(random() * 2_000) });
const frameProps = (props) => {
  const { id: _, ...frame } = frameNode('', { ...place(), ...props });
  return frame;
};

/** What people do, with how often. */
const DEEDS = [
  [14, (window) => window.commit([{ node: newId(), create: noteProps(place()) }])],
  [5, (window) => window.commit([{ node: newId(), create: frameProps({ parent: frameOf(window) }) }])],
  [20, (window) => onSome(window, (node) => [{ node, set: place() }])],
  [8, (window) => onSome(window, (node) => [{ node, set: { name: `by ${window.person}`, tags: [`t${Math.floor(random() * 3)}`] } }])],
  [8, (window) => onSome(window, (node) => (window.store.node(node).kind === 'note' ? [{ node, set: { text: `${window.person}: ${random()}` } }] : []))],
  [6, (window) => onSome(window, (node) => [{ node, set: { parent: frameOf(window) } }])],
  [6, (window) => onSome(window, (node) => [node, ...window.store.descendantsOf([node])].map((id) => ({ node: id, delete: true })))],
  [4, (window) => onSome(window, (node) => [{ edge: newId(), create: { source: node, target: anyOf(window), role: 'source' } }])],
  [3, (window) => window.commit([{ board: { title: `Title ${Math.floor(random() * 1_000)}` } }])],
  [3, (window) => window.commit([...window.store.nodes()].map(({ id, x }) => ({ node: id, set: { x: x + 1 } })))],
  [2, (window) => window.commit(Array.from({ length: 60 }, () => ({ node: newId(), create: noteProps(place()) })))],
  [2, (window) => { for (let i = 0; i < 45; i += 1) onSome(window, (node) => [{ node, set: place() }]); }],
  [0.4, (window) => window.commit(Array.from({ length: 2_100 }, () => ({ board: { title: `Title ${Math.floor(random() * 9)}` } })))],
  [12, (window) => window.step('undo')],
  [6, (window) => window.step('redo')],
  [3, (window) => window.sync.wentOffline()],
  [3, (window) => window.sync.retryNow()],
  [3, (window) => window.reload()],
];
const WEIGHT = DEEDS.reduce((sum, [weight]) => sum + weight, 0);

function anyOf({ store }) {
  return pick([...store.nodes()])?.id;
}

function frameOf({ store }) {
  return random() < 0.3 ? null : pick([...store.nodes()].filter(({ kind }) => kind === 'frame'))?.id ?? null;
}

function onSome(window, changesFor) {
  const node = anyOf(window);
  if (node) window.commit(changesFor(node));
}

function deed() {
  let left = random() * WEIGHT;
  return DEEDS.find(([weight]) => { left -= weight; return left < 0; })[1];
}

async function until(isSo, what) {
  for (const end = Date.now() + REST_WITHIN_MS; !isSo();) {
    if (Date.now() > end) return what;
    await pause(10);
  }
  return null;
}

const said = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (word, then) => process.stdout.write(`${JSON.stringify(word)}\n`, then);

const devices = cookies.map(() => new Device());
// The first person has two windows open, on one device.
const windows = [0, ...cookies.keys()].map((person) => new Window(person, devices[person]));
const editors = windows.filter(({ person }) => person !== VIEWER);

for (let step = 0; step < steps; step += 1) {
  deed()(pick(editors));
  for (const window of windows) window.listen();
  if (random() < 0.1) windows.at(-1).sync.wentOffline();
  await pause(random() * 40);
}
say({ acted: true });
await said.next();
const isSaved = ({ sync }) => sync.savedState.state === 'saved';
let stuck = await until(() => windows.every(isSaved), 'not saved');
// Somebody beside the server may have had the last word, of which it hears with the next one.
if (!stuck) editors[0].commit([{ board: { title: 'The end' } }]);
const last = () => Math.max(...windows.map(({ store }) => store.revision));
stuck ??= await until(() => windows.every((window) => isSaved(window) && window.store.revision === last()), 'not on one revision');
await pause(50); // outboxes are emptied after the answer
say({ stuck, windows: windows.map((window) => window.report()) }, () => process.exit(0));
