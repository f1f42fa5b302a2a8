import assert from 'node:assert/strict';
import test from 'node:test';

import { failureOf, whyOf } from '../../static/canvas/failures.js';

const failed = (code, more = {}) => ({ id: 'a', kind: 'generation', state: 'failed', code, message: 'It said no. Choose another tier.', charge: 'Nothing was charged.', ...more });

test('each class has its name, the rest says that it was not made', () => {
  assert.deepEqual(['engine_auth', 'engine_billing', 'engine_refused', 'engine_unavailable', 'from_the_future'].map((code) => failureOf(failed(code)).title), [
    'Key not accepted', 'No credit left', 'Not accepted', 'Engine not reached', 'Not made',
  ]);
});

test('what would end the same way is told from what may pass', () => {
  assert.equal(failureOf(failed('engine_refused')).isStubborn, true);
  assert.equal(failureOf(failed('safety_block', { state: 'blocked' })).isStubborn, true);
  assert.equal(failureOf(failed('engine_timeout')).isStubborn, false);
});

test('why it was not made ends with what it cost', () => {
  assert.equal(whyOf(failed('engine_auth')), 'It said no. Choose another tier. Nothing was charged.');
  assert.equal(whyOf(failed('', { message: '', charge: '' })), 'It was not made.');
  assert.equal(whyOf(failed('', { state: 'cancelled', charge: '$0.04 may have been charged.' })), '$0.04 may have been charged.');
});
