import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import {
  InvalidChange, applyToBoard, applyToEdge, applyToNode, parseChange,
} from '../../static/canvas/changes.js';

const vectors = JSON.parse(readFileSync(new URL('../data/changes.json', import.meta.url), 'utf8'));

function apply({ node_before: before, change, server }) {
  const parsed = parseChange(change);
  if (parsed.target === 'board') {
    const { after, change: canonical } = applyToBoard(parsed);
    return { after: { ...before, ...after }, change: canonical };
  }
  const applyTo = parsed.target === 'node' ? applyToNode : applyToEdge;
  return applyTo(before, parsed, { server });
}

for (const vector of vectors) {
  test(`shared vector: ${vector.name}`, () => {
    if (vector.expect?.error) {
      assert.throws(
        () => apply(vector),
        (error) => error instanceof InvalidChange && error.code === vector.expect.error,
      );
      return;
    }
    const { after, change } = apply(vector);
    const isGone = vector.expect === null && (after === null || after.deleted === true);
    if (!isGone) assert.deepEqual(after, vector.expect);
    if (vector.committed) assert.deepEqual(change, vector.committed);
  });
}
