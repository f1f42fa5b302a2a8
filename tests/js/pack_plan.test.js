import assert from 'node:assert/strict';
import test from 'node:test';

import { planOf } from '../../static/canvas/packs/plan.js';
import { imageNode, newId } from './fakes.js';

const anchorOf = (asset) => ({ asset, role: 'style', strength: 0.6, name: '', width: 64, height: 48 });

test('what lies on the board stands for the pictures of a pack, the rest is missing', () => {
  const mug = imageNode(newId(), { asset: newId() });
  const other = imageNode(newId(), { asset: newId() });
  const lamp = anchorOf(newId());
  const { there, missing } = planOf([other, mug], [lamp, anchorOf(mug.asset)]);
  assert.deepEqual(there.map(({ node, anchor }) => [node.id, anchor.asset]), [[mug.id, mug.asset]]);
  assert.deepEqual(missing, [lamp]);
});

test('of copies the one that is an anchor is taken, else the nearest', () => {
  const asset = newId();
  const low = imageNode(newId(), { asset, order: 'A' });
  const high = imageNode(newId(), { asset, order: 'B' });
  const used = imageNode(newId(), { asset, order: 'A', anchor_role: 'colour' });
  const chosen = (...pictures) => planOf(pictures, [anchorOf(asset)]).there[0].node.id;
  assert.equal(chosen(high, low), high.id);
  assert.equal(chosen(low, high), high.id);
  assert.equal(chosen(high, used, low), used.id);
});
