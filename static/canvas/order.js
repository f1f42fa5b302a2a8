// Fractional index: the string that says how near a node is. Twin of canvas/document/order.py,
// which explains it; both are held to tests/data/order.json.

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MAX_ORDER_LENGTH = 64;

const BASE = DIGITS.length;
const MIDDLE = DIGITS[BASE / 2];
const STEP_DIGITS = 4;
const STEPS = BASE ** STEP_DIGITS;
const SHAPE = /^[0-9A-Za-z]{0,63}[1-9A-Za-z]$/;

/** A key is no key, the two are not in order, or the gap has no room for a key of 64 digits. */
export class OrderError extends Error {}

/** @param {unknown} key @returns {key is string} */
export function isOrder(key) {
  return typeof key === 'string' && SHAPE.test(key);
}

/**
 * A key after `a` and before `b`; null is the open end.
 * @param {string|null} a
 * @param {string|null} b
 * @returns {string}
 */
export function between(a, b) {
  for (const key of [a, b]) {
    if (key !== null && !isOrder(key)) throw new OrderError(`'${key}' is no order key`);
  }
  if (a !== null && b !== null && a >= b) throw new OrderError(`'${a}' is not before '${b}'`);
  let key;
  if (b === null) key = a === null ? MIDDLE : after(a);
  else key = a === null ? before(b) : halve(a, b);
  if (key.length > MAX_ORDER_LENGTH) {
    throw new OrderError('there is no room left here: give the neighbours new keys');
  }
  return key;
}

/**
 * `n` (>= 0) keys in rising order after `a` and before `b`.
 * @param {string|null} a
 * @param {string|null} b
 * @param {number} n
 * @returns {string[]}
 */
export function nBetween(a, b, n) {
  if (n <= 0) return [];
  if (b === null) {
    const keys = [between(a, null)];
    while (keys.length < n) keys.push(between(keys[keys.length - 1], null));
    return keys;
  }
  if (a === null) {
    const keys = [between(null, b)];
    while (keys.length < n) keys.push(between(null, keys[keys.length - 1]));
    return keys.reverse();
  }
  const middle = between(a, b);
  const left = Math.floor(n / 2);
  return [...nBetween(a, middle, left), middle, ...nBetween(middle, b, n - 1 - left)];
}

/** @param {string} digit */
function valueOf(digit) {
  return DIGITS.indexOf(digit);
}

/** @param {string} key */
function headOf(key) {
  let number = 0;
  for (const digit of key.slice(0, STEP_DIGITS).padEnd(STEP_DIGITS, DIGITS[0])) {
    number = number * BASE + valueOf(digit);
  }
  return number;
}

/** @param {number} number */
function fromHead(number) {
  let digits = '';
  for (let place = 0; place < STEP_DIGITS; place += 1) {
    digits = DIGITS[number % BASE] + digits;
    number = Math.floor(number / BASE);
  }
  return digits.replace(/0+$/, '');
}

/** @param {string} key @returns {string} */
function after(key) {
  if (!key) return MIDDLE;
  const head = headOf(key) + 1;
  if (head < STEPS) return fromHead(head);
  return key.slice(0, STEP_DIGITS) + after(key.slice(STEP_DIGITS));
}

/** @param {string} key @returns {string} */
function before(key) {
  let head = headOf(key);
  if (key.length <= STEP_DIGITS) head -= 1;
  if (head > 0) return fromHead(head);
  const rest = key.slice(STEP_DIGITS);
  return DIGITS[0].repeat(STEP_DIGITS) + (rest ? before(rest) : MIDDLE);
}

/** The shortest key near the middle, found at the first digit where they differ.
 * @param {string} a @param {string} b a < b */
function halve(a, b) {
  let place = 0;
  while ((a[place] ?? DIGITS[0]) === b[place]) place += 1;
  const low = place < a.length ? valueOf(a[place]) : 0;
  const high = valueOf(b[place]);
  if (high - low > 1) return b.slice(0, place) + DIGITS[Math.floor((low + high) / 2)];
  if (b.length > place + 1) return b.slice(0, place + 1);
  return b.slice(0, place) + DIGITS[low] + halveToEnd(a.slice(place + 1));
}

/** The key halfway from the fraction `rest` to 1. @param {string} rest @returns {string} */
function halveToEnd(rest) {
  if (!rest) return MIDDLE;
  const value = valueOf(rest[0]);
  if (value < BASE - 1) return DIGITS[Math.floor((value + BASE) / 2)];
  return rest[0] + halveToEnd(rest.slice(1));
}
