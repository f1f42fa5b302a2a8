// Checks of single values: each takes what JSON brought and gives it back canonical, or throws
// BadValue with the end of a sentence that begins with its key. Twin of canvas/document/values.py.

import { isOrder } from './order.js';

/** @typedef {(value: any) => any} Check */

const MAX_COORDINATE = 1e7;
const MAX_SIDE = 1e6;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// Control characters and lone surrogates (the `u` flag makes pairs one character).
const NOT_IN_LINE = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/u;
const NOT_IN_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]/u;

/** A value out of its bounds or of another type. */
export class BadValue extends Error {}

/** @param {unknown} value @returns {string} */
export function asId(value) {
  if (typeof value === 'string' && UUID.test(value)) return value.toLowerCase();
  throw new BadValue('must be a UUID');
}

/** @param {unknown} value */
export function idOrNull(value) {
  return value === null ? null : asId(value);
}

/** @param {unknown} value */
export function onlyNull(value) {
  if (value !== null) throw new BadValue('must be null: this kind of node has none');
  return null;
}

/** @param {number} least @param {number} most @returns {Check} */
export function number(least, most) {
  return (value) => {
    if (typeof value === 'number' && value >= least && value <= most) return value + 0;
    throw new BadValue(`must be a number from ${least} to ${most}`);
  };
}

/** @param {Check} check @returns {Check} */
export function orNull(check) {
  return (value) => (value === null ? null : check(value));
}

/** @param {number} least @param {number} most @returns {Check} */
export function whole(least, most) {
  return (value) => {
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new BadValue(`must be a whole number from ${least} to ${most}`);
  };
}

/** @param {unknown} value */
export function boolean(value) {
  if (typeof value === 'boolean') return value;
  throw new BadValue('must be true or false');
}

/** At most `most` values that pass `check`, each once: the first of equal ones stays.
 * @param {Check} check @param {number} most @returns {Check} */
export function listOf(check, most) {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) throw new BadValue(`must be a list of at most ${most}`);
    return [...new Set(value.map((one) => check(one)))];
  };
}

/** Degrees, turned into 0 <= r < 360. @param {unknown} value */
export function rotation(value) {
  if (typeof value !== 'number') throw new BadValue('must be a number of degrees');
  let turned = value % 360;
  if (Number.isNaN(turned)) throw new BadValue('must be a finite number of degrees');
  if (turned < 0) turned += 360;
  return turned >= 360 ? 0 : turned + 0;
}

/** @param {unknown} value */
export function order(value) {
  if (isOrder(value)) return value;
  throw new BadValue('must be an order key: 1 to 64 digits of base 62, not ending in 0');
}

/** A string of at most `most` characters (code points) without control characters.
 * @param {number} most @returns {Check} */
export function line(most) {
  return (value) => checkString(value, most, NOT_IN_LINE);
}

/** As `line`, but line breaks (\n) and tabs may stand in it. @param {number} most @returns {Check} */
export function text(most) {
  return (value) => checkString(value, most, NOT_IN_TEXT);
}

/** As `line`, with no white space around it, and not empty. @param {number} most @returns {Check} */
export function word(most) {
  return (value) => {
    const stripped = checkString(value, most, NOT_IN_LINE).trim();
    if (!stripped) throw new BadValue('must not be empty');
    return stripped;
  };
}

export const title = word(120);

/** @param {...string} choices @returns {Check} */
export function oneOf(...choices) {
  return (value) => {
    if (choices.includes(value)) return value;
    throw new BadValue(`must be one of ${choices.map((choice) => `'${choice}'`).join(', ')}`);
  };
}

/** @param {any} value @param {number} most @param {RegExp} refused @returns {string} */
function checkString(value, most, refused) {
  if (typeof value !== 'string') throw new BadValue('must be a string');
  // A character takes at most two code units: most strings need no counting.
  if (value.length > most && [...value].length > most) {
    throw new BadValue(`must be at most ${most.toLocaleString('en-GB')} characters long`);
  }
  if (refused.test(value)) throw new BadValue('must not hold control characters');
  return value;
}

export const coordinate = number(-MAX_COORDINATE, MAX_COORDINATE);
export const side = number(1, MAX_SIDE);
export const share = number(0, 1);
export const pixels = whole(1, 100_000);
