import assert from 'node:assert/strict';
import test from 'node:test';

import { Commands } from '../../static/canvas/commands.js';
import { attachUpscale, tierThatUpscales } from '../../static/canvas/upscale_commands.js';

const SKETCH = { key: 'draft', is_offline: true, at_once: 2, operations: ['upscale'], seconds: { upscale: 1.5 }, price_usd: '0' };
const COMFY = { key: 'pro', is_offline: false, at_once: 2, operations: ['upscale'], seconds: { upscale: 9 }, price_usd: '0.02' };
const WORDS_ONLY = { key: 'standard', is_offline: false, at_once: 2, operations: ['text_to_image'], seconds: {}, price_usd: '0' };
const PICTURE = { id: 'p', kind: 'image', width: 400, height: 300, image_width: 2000, image_height: 1500 };

function attached({ tiers = [COMFY], node = PICTURE, canEdit = true } = {}) {
  const commands = new Commands();
  const asked = [];
  const buttons = [2, 4].map((scale) => ({ scale, hidden: true, title: '', setAttribute(_, value) { this.title = value; } }));
  const editor = { commands, canEdit, selectedNode: () => node, config: { tiers, limits: { max_pixels: 50e6 } } };
  const page = { querySelectorAll: (selector) => buttons.filter(({ scale }) => selector.includes(`upscale_${scale}`)) };
  const generator = { ask: async (what) => { asked.push(what); } };
  attachUpscale(editor, generator, page, async () => ({ prompt: 'a red kite' }));
  return { commands, asked, buttons };
}

test('an engine that only draws offline is the last choice', () => {
  assert.equal(tierThatUpscales([SKETCH, WORDS_ONLY, COMFY]).key, 'pro');
  assert.equal(tierThatUpscales([SKETCH, WORDS_ONLY]).key, 'draft');
});

test('without an engine that upscales nothing of it is shown', () => {
  const { commands, buttons } = attached({ tiers: [WORDS_ONLY] });
  assert.deepEqual(commands.list(), []);
  assert.ok(buttons.every(({ hidden }) => hidden));
});

test('what it takes stands in the label before it is pressed', () => {
  const { commands, buttons } = attached();
  assert.equal(commands.get('picture.upscale_2').label, 'Upscale 2× · about 9 s · $0.02');
  assert.ok(buttons.every(({ hidden, title }) => !hidden && title.startsWith('Upscale')));
});

test('an enlargement that is no AI says so', () => {
  assert.match(attached({ tiers: [SKETCH] }).buttons[0].title, /^Upscale 2× · about 2 s · free · enlarged offline, not by AI$/);
});

test('it asks for one picture beside its source, shown as large, with its words', async () => {
  const { commands, asked } = attached();
  assert.ok(commands.run('picture.upscale_4'));
  await Promise.resolve();
  assert.equal(asked.length, 1);
  const { operation, prompt, tier, scale, source, count, near, world } = asked[0];
  assert.deepEqual([operation, prompt, tier, scale, source, count], ['upscale', 'a red kite', 'pro', 4, 'p', 1]);
  assert.equal(near, PICTURE);
  assert.deepEqual(world, { width: 400, height: 300 });
});

test('it is for one picture, for who may edit, and not beyond what is stored', () => {
  assert.ok(!attached({ node: null }).commands.isEnabled('picture.upscale_2'));
  assert.ok(!attached({ node: { ...PICTURE, kind: 'note' } }).commands.isEnabled('picture.upscale_2'));
  assert.ok(!attached({ canEdit: false }).commands.isEnabled('picture.upscale_2'));
  const large = attached({ node: { ...PICTURE, image_width: 3000, image_height: 2000 } }).commands;
  assert.ok(large.isEnabled('picture.upscale_2'));
  assert.ok(!large.isEnabled('picture.upscale_4'));
  assert.equal(large.get('picture.upscale_4').why(), 'more than 50 megapixels');
});
