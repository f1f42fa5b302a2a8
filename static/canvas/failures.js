// What kept a picture from being made, in a few words, and what to offer then. Pure.
//
// The sentence itself comes from the server (`message`), and so does whether it was charged.

/** @import { BoardNode } from './types.js' */

/**
 * @typedef {object} Failure
 * @property {string} title the class of the failure
 * @property {string} words what happened, and what to do
 * @property {string} charge "Nothing was charged.", or "" where nobody could have charged anything
 * @property {boolean} isStubborn asking for the same again would end the same way
 */

/** @type {Record<string, string>} codes as in assets/errors.py and assets/generations/failures.py */
const TITLES = {
  engine_auth: 'Key not accepted',
  engine_billing: 'No credit left',
  engine_refused: 'Not accepted',
  engine_unavailable: 'Engine not reached',
  engine_timeout: 'Took too long',
  rate_limited: 'Engine busy',
  bad_engine_output: 'Answer not usable',
  no_image: 'No picture came',
  interrupted: 'Interrupted',
  internal_error: 'A fault of ours',
  disk_full: 'No room on the server',
  storage_failed: 'No room on the server',
  out_of_memory: 'Too large for the server',
  image_too_large: 'Too large',
  invalid_mask: 'Mask not usable',
  context_too_small: 'Context too small',
  no_mask: 'Mask gone',
  no_source: 'Picture gone',
  file_missing: 'Picture gone',
  anchor_gone: 'Anchor gone',
};

const STUBBORN = new Set(['engine_auth', 'engine_billing', 'engine_refused', 'safety_block', 'no_source', 'file_missing', 'anchor_gone', 'no_mask']);

/** @param {BoardNode} node a placeholder that failed, was refused or was cancelled @returns {Failure} */
export function failureOf({ state, code = '', message = '', charge = '' }) {
  if (state === 'cancelled') return { title: 'Cancelled', words: '', charge, isStubborn: false };
  if (state === 'blocked') return { title: 'Refused', words: message || 'Refused for safety reasons.', charge, isStubborn: true };
  return { title: TITLES[code] ?? 'Not made', words: message || 'It was not made.', charge, isStubborn: STUBBORN.has(code) };
}

/** All that a placeholder says under its title. @param {BoardNode} node */
export function whyOf(node) {
  const { words, charge } = failureOf(node);
  return [words, charge].filter(Boolean).join(' ');
}
