import assert from 'node:assert/strict';
import test from 'node:test';

import { attachRoleChange } from '../../static/canvas/role_change.js';

/** A page with one role, and what it does. */
function open(role, kept = new Map()) {
  const did = { reloads: 0, said: [], welcome: (_frame) => {} };
  const editor = {
    config: { role },
    emit: (_name, { message }) => did.said.push(message),
    sync: { onWelcome: (listener) => { did.welcome = listener; } },
  };
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  attachRoleChange(editor, { storage, reload: () => { did.reloads += 1; } });
  return { did, kept };
}

test('the same role changes nothing', () => {
  const { did } = open('designer');
  did.welcome({ role: 'designer' });
  assert.deepEqual([did.reloads, did.said], [0, []]);
});

test('another role loads the page anew, which says so once', () => {
  const { did, kept } = open('designer');
  did.welcome({ role: 'viewer' });
  assert.equal(did.reloads, 1);

  const again = open('viewer', kept);
  assert.deepEqual(again.did.said, ['Your role on this board is now viewer.']);
  assert.deepEqual(open('viewer', kept).did.said, []);
});
