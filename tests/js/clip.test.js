import assert from 'node:assert/strict';
import test from 'node:test';

import { makeClip, readClip, wordsOf } from '../../static/canvas/clip.js';
import { Incoming, pictureAddress, pictureInAddress } from '../../static/canvas/incoming.js';
import { copyChanges } from '../../static/canvas/moves.js';
import { Paste } from '../../static/canvas/paste.js';
import { Store } from '../../static/canvas/store.js';
import { frameNode, imageNode, newId, noteNode, settle } from './fakes.js';

const [SOURCE, RESULT, OUTSIDE, FRAME] = [newId(), newId(), newId(), newId()];
const edge = (source, target, role = 'variation') => ({ id: newId(), source, target, role, strength: null });

function storeWith(nodes, edges = []) {
  const store = new Store();
  store.load({ revision: 0, title: '', nodes, edges });
  return store;
}

function copy(nodes, edges, isHere) {
  return copyChanges(nodes, { offset: { x: 0, y: 0 }, orders: nodes.map((_, i) => `a${i + 1}`), newId, edges, isHere }).changes;
}

test('copies keep the lineage among them, once, and what they came from on the same board', () => {
  const nodes = [imageNode(SOURCE, { order: 'a' }), imageNode(RESULT, { order: 'b' })];
  const between = edge(SOURCE, RESULT);
  const from = edge(OUTSIDE, SOURCE, 'source');
  const to = edge(RESULT, OUTSIDE, 'refine');
  const changes = copy(nodes, [between, from, to, between], () => true);
  const [first, second] = changes.filter((change) => change.node).map((change) => change.node);
  const made = changes.filter((change) => change.edge).map(({ create }) => [create.source, create.target, create.role]);
  assert.deepEqual(made, [[first, second, 'variation'], [OUTSIDE, first, 'source']]);
});

test('on another board nothing refers to what is not there', () => {
  const mask = { ...imageNode(newId()), kind: 'mask', picture: OUTSIDE, prompt: '', strength: 1 };
  const changes = copy([imageNode(SOURCE), mask], [edge(OUTSIDE, SOURCE)], () => false);
  assert.equal(changes.some((change) => change.edge), false);
  assert.equal(changes.find(({ create }) => create.kind === 'mask').create.picture, null);
});

test('copied groups are groups of their own, and one out of a group belongs to none', () => {
  const [group, other] = [newId(), newId()];
  const nodes = [noteNode(newId(), { groups: [group] }), noteNode(newId(), { groups: [group] }), noteNode(newId(), { groups: [other] })];
  const [a, b, c] = copy(nodes, []).map(({ create }) => create.groups);
  assert.deepEqual(a, b);
  assert.notDeepEqual(a, [group]);
  assert.deepEqual(c, []);
});

test('a clip holds what lies in frames and its lineage, and comes back from text', () => {
  const store = storeWith(
    [frameNode(FRAME), imageNode(SOURCE, { parent: FRAME }), imageNode(RESULT, { parent: FRAME }), noteNode(OUTSIDE)],
    [edge(SOURCE, RESULT)],
  );
  const clip = readClip(JSON.stringify(makeClip(store, [FRAME], { id: 'board', workspace: 'here' })));
  assert.deepEqual(clip.nodes.map(({ id }) => id).sort(), [FRAME, SOURCE, RESULT].sort());
  assert.equal(clip.edges.length, 1);
});

test('what is no clip, or holds nonsense, does no harm', () => {
  assert.equal(readClip(''), null);
  assert.equal(readClip('{"nodes": 3}'), null);
  assert.equal(readClip('no json'), null);
  const clip = readClip(JSON.stringify({
    board: 'b', workspace: 'w', edges: [null, { source: 3 }],
    nodes: [null, { kind: 'note' }, { ...noteNode(SOURCE), x: 'far' }, { ...noteNode(SOURCE), kind: 'script' }, noteNode(RESULT)],
  }));
  assert.deepEqual([clip.nodes.map(({ id }) => id), clip.edges], [[RESULT], []]);
});

test('other programs get what is written', () => {
  assert.equal(wordsOf([noteNode(SOURCE, { text: 'Keep the steam' }), imageNode(RESULT, { name: 'Mug' }), frameNode(FRAME)]), 'Keep the steam\nMug');
});

function paster({ copies = {}, nodes = [], selected = null } = {}) {
  const store = storeWith(nodes);
  const said = [];
  const committed = [];
  const editor = {
    store, newId, config: { board: { id: 'here', workspace: 'ours' } },
    viewport: { visibleBox: () => ({ x: 0, y: 0, width: 1000, height: 800 }), box: () => ({ x: 0, y: 0, width: 1000, height: 800 }) },
    selection: { set() {} }, selectedNode: () => store.node(selected) ?? null, frameFor: () => null, bounds: () => null,
    topOrders: (count) => Array.from({ length: count }, (_, i) => `z${i + 1}`),
    commit: (changes) => committed.push(...changes), emit: (_, { message }) => said.push(message),
  };
  const asked = [];
  const api = { copyPictures: async (assets) => { asked.push(assets); return { copies }; } };
  return { paste: new Paste(editor, api), committed, said, asked, store };
}

test('pictures of another workspace are copied first; those that may not be read are named', async () => {
  const [mine, secret] = [imageNode(SOURCE), imageNode(RESULT)];
  const here = newId();
  const { paste, committed, said } = paster({ copies: { [mine.asset]: here } });
  await paste.paste({ board: 'there', workspace: 'theirs', nodes: [mine, secret, noteNode(FRAME)], edges: [] }, { pointer: { x: 0, y: 0 }, isInPlace: false });
  assert.deepEqual(committed.map(({ create }) => create.asset ?? create.kind).sort(), [here, 'note'].sort());
  assert.match(said[0], /1 picture of another workspace cannot be pasted/);
});

test('in place is where it was, else under the pointer, a step further each time, or in the selected frame', async () => {
  const note = noteNode(SOURCE, { x: 100, y: 100, width: 20, height: 20 });
  const clip = { board: 'there', workspace: 'ours', nodes: [note], edges: [] };
  const pointer = { x: 510, y: 410 };
  const { paste, committed, asked } = paster();
  await paste.paste(clip, { pointer, isInPlace: true });
  await paste.paste(clip, { pointer, isInPlace: false });
  await paste.paste(clip, { pointer, isInPlace: false });
  assert.deepEqual(committed.map(({ create }) => [create.x, create.y]), [[100, 100], [500, 400], [516, 416]]);
  assert.equal(asked.length, 0);

  const inFrame = paster({ nodes: [frameNode(FRAME, { x: 0, y: 0, width: 400, height: 400 })], selected: FRAME });
  await inFrame.paste.paste(clip, { pointer: null, isInPlace: false });
  assert.deepEqual([inFrame.committed[0].create.parent, inFrame.committed[0].create.x], [FRAME, 190]);
});

test('what was cut comes back as what it was, and the second paste is a copy', async () => {
  const group = newId();
  const cut = [imageNode(SOURCE, { groups: [group] }), imageNode(RESULT, { groups: [group] })];
  const clip = { board: 'here', workspace: 'ours', nodes: cut, edges: [edge(SOURCE, RESULT)] };
  const { paste, committed, store } = paster();
  await paste.paste(clip, { pointer: { x: 0, y: 0 }, isInPlace: false });
  assert.deepEqual(committed.map(({ node, create }) => [node, create.groups]), [[SOURCE, [group]], [RESULT, [group]]]);

  store.addPending({ op_id: newId(), changes: committed.splice(0) });
  await paste.paste(clip, { pointer: { x: 0, y: 0 }, isInPlace: false });
  assert.equal(committed.some(({ node }) => node === SOURCE || node === RESULT), false);
  assert.equal(committed.filter((change) => change.edge).length, 1);
});

test('a placeholder alone cannot be copied, and that is said', async () => {
  const { paste, committed, said } = paster();
  const waiting = { ...noteNode(SOURCE), kind: 'generation' };
  await paste.paste({ board: 'here', workspace: 'ours', nodes: [waiting], edges: [] }, { pointer: null, isInPlace: false });
  assert.equal(committed.length, 0);
  assert.match(said[0], /still being made/);
});

test('the picture of another page is found in what a drag brings', () => {
  assert.equal(pictureAddress('<meta charset="utf-8"><img alt="a" src="https://x.test/a.png?b=1&amp;c=2">', '', ''), 'https://x.test/a.png?b=1&c=2');
  assert.equal(pictureAddress('', '# from\r\nhttps://x.test/a.jpg\r\n', ''), 'https://x.test/a.jpg');
  assert.equal(pictureAddress('', 'https://x.test/page', ''), '');
  assert.equal(pictureAddress('<p>Two words <img src="a.png"></p>', '', 'Two words'), '');
});

test('a data address becomes a file, a broken one nothing', async () => {
  const file = pictureInAddress('data:image/png;base64,iVBORw0=');
  assert.deepEqual([file.type, [...new Uint8Array(await file.arrayBuffer())]], ['image/png', [137, 80, 78, 71, 13]]);
  assert.equal(pictureInAddress('data:image/png;base64,@@@'), null);
  assert.equal(pictureInAddress('data:text/html,<script>'), null);
  assert.equal(pictureInAddress('https://x.test/a.png'), null);
});

function incoming() {
  const events = [];
  const fetched = [];
  const config = { urls: { asset: '/assets/{id}/{level}' } };
  const editor = { config, emit: (name, detail) => events.push([name, detail]) };
  const fetch = async (address) => { fetched.push(address); return { ok: true, blob: async () => new Blob(['x'], { type: 'image/png' }) }; };
  return { incoming: new Incoming(editor, { fetch, origin: 'https://board.test' }), events, fetched };
}

const content = (given) => ({ files: [], folders: 0, picture: '', words: '', ...given });

test('an address alone is not fetched: people are told what to do', () => {
  for (const picture of ['https://x.test/a.png', 'http://169.254.169.254/a.png', '//board.test.evil/assets/a.png']) {
    const { incoming: taker, events, fetched } = incoming();
    assert.ok(taker.take(content({ picture }), { x: 0, y: 0 }));
    assert.deepEqual([fetched, events[0][0]], [[], 'notice']);
    assert.match(events[0][1].message, /Save the picture first/);
  }
});

test('a picture of our own is taken in full size, not as it was shown there', async () => {
  const { incoming: taker, events, fetched } = incoming();
  const id = newId();
  taker.take(content({ picture: `https://board.test/assets/${id}/128`, files: [new File(['small'], 'a.webp')] }), { x: 1, y: 2 });
  await settle();
  await settle();
  assert.deepEqual([fetched, events[0][0], events[0][1].world], [[`/assets/${id}/original`], 'files', { x: 1, y: 2 }]);
});

test('folders are refused in words, the files beside them are taken', () => {
  const { incoming: taker, events } = incoming();
  const file = new File(['x'], 'a.png', { type: 'image/png' });
  taker.take(content({ folders: 1, files: [file] }), { x: 0, y: 0 });
  assert.match(events[0][1].message, /folder is not taken/);
  assert.deepEqual(events[1][1].files, [file]);
});

test('more words than a note holds are offered, not cut', () => {
  const { incoming: taker, events } = incoming();
  taker.take(content({ words: 'word '.repeat(4_000).trim() }), { x: 0, y: 0 });
  assert.equal(events[0][0], 'long-text');
});
