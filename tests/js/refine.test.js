import assert from 'node:assert/strict';
import test from 'node:test';

import { Commands } from '../../static/canvas/commands.js';
import { attachRefine, tiersThatRefine } from '../../static/canvas/refine_commands.js';

const DRAFT = {
  key: 'draft', label: 'Draft', engine: 'a', at_once: 2, has_seed: true, max_anchors: 4, max_pixels: 4_000_000, price_usd: '0', seconds: {},
  operations: ['text_to_image', 'image_to_image'],
};
const PRO = { ...DRAFT, key: 'pro', label: 'Pro', engine: 'b', has_seed: false, max_anchors: 2, max_pixels: 1_000_000, price_usd: '0.04', seconds: { image_to_image: 30 } };
const MADE = { id: 'made', kind: 'image', width: 256, height: 128, image_width: 2000, image_height: 1000 };
const EDGES = [
  { source: 'style', target: 'made', role: 'anchor', strength: 0.4 }, { source: 'other', target: 'made', role: 'anchor', strength: 0.5 },
  { source: 'note', target: 'made', role: 'anchor', strength: 0.5 }, { source: 'made', target: 'later', role: 'anchor', strength: 1 },
];
const NODES = { style: { kind: 'image', anchor_role: 'colour' }, other: { kind: 'image' }, note: { kind: 'note' } };

async function refined({ nodes = [MADE], settings = { prompt: 'a kite', seed: 7 } } = {}) {
  const commands = new Commands();
  const asked = [];
  const said = [];
  const editor = {
    commands, canEdit: true, config: { tiers: [DRAFT, PRO] }, selectedNodes: () => nodes, emit: (_, { message }) => said.push(message),
    store: { node: (id) => NODES[id], edgesOf: (id) => EDGES.filter(({ source, target }) => source === id || target === id) },
  };
  attachRefine(editor, { ask: async (what) => { asked.push(what); } }, async () => settings);
  assert.ok(commands.run('picture.refine_pro'));
  await new Promise((resolve) => { setImmediate(resolve); });
  return { asked, said, label: commands.get('picture.refine_pro').label };
}

test('only a tier of another engine than an earlier one refines', () => {
  const keys = (...tiers) => tiersThatRefine(tiers).map(({ key }) => key);
  assert.deepEqual(keys(DRAFT, PRO), ['pro']);
  assert.deepEqual(keys(DRAFT, { ...PRO, engine: 'a' }), []);
  assert.deepEqual(keys(DRAFT, { ...PRO, max_anchors: 0 }), []);
  assert.deepEqual(keys(DRAFT, { ...PRO, operations: ['text_to_image'] }), []);
});

test('prompt, anchors and the picture go to the better tier, within what it takes', async () => {
  const { asked: [request], said, label } = await refined();
  assert.equal(label, 'Refine with Pro · about 30 s · $0.04');
  assert.deepEqual(
    [request.prompt, request.tier, request.seed, request.refines, request.count], ['a kite', 'pro', null, 'made', 1],
  );
  assert.deepEqual(request.size, { width: 1414, height: 707 });
  assert.deepEqual(request.anchors, [
    { node: 'made', role: 'subject', strength: 0.8 }, { node: 'style', role: 'colour', strength: 0.4 },
  ]);
  assert.match(said[0], /^Pro takes 2 anchors: 1 of this picture's are left out/);
});

test('what has no prompt is said, and not made', async () => {
  const { asked, said } = await refined({ settings: null });
  assert.deepEqual(asked, []);
  assert.match(said[0], /^1 picture without a prompt/);
});

test('several are refined one by one', async () => {
  const { asked } = await refined({ nodes: [MADE, { ...MADE, id: 'second' }, { id: 'n', kind: 'note' }] });
  assert.deepEqual(asked.map(({ refines }) => refines), ['made', 'second']);
});
