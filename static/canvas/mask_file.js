// Masks as picture files: what a file means by its pixels, and how a mask is written for other programs. Pure.

/** @typedef {'white' | 'black' | 'transparent' | 'opaque'} Meaning which px are to change */

export const MEANINGS = /** @type {const} */ ([
  { key: 'white', label: 'White = change' }, { key: 'black', label: 'Black = change' },
  { key: 'transparent', label: 'Transparent = change' }, { key: 'opaque', label: 'Opaque = change' },
]);

/** Alpha below this was meant: editors leave 254 by rounding. */
const SOLID = 250;

/**
 * What a file most likely means: where anything is transparent, that is to change; else the colour that
 * does not surround the picture, for what changes seldom is the ground.
 * @param {Uint8ClampedArray} rgba @param {number} width @param {number} height px
 * @returns {Meaning}
 */
export function meaningOf(rgba, width, height) {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] < SOLID) return 'transparent';
  let sum = 0;
  let count = 0;
  const add = (/** @type {number} */ x, /** @type {number} */ y) => { sum += grey(rgba, (y * width + x) * 4); count += 1; };
  for (let x = 0; x < width; x += 1) { add(x, 0); add(x, height - 1); }
  for (let y = 0; y < height; y += 1) { add(0, y); add(width - 1, y); }
  return sum / count > 127 ? 'black' : 'white';
}

/** @param {Uint8ClampedArray} rgba @param {Meaning} meaning @returns {Uint8Array} 255 = change, one byte a px */
export function maskFrom(rgba, meaning) {
  const mask = new Uint8Array(rgba.length / 4);
  const isInverse = meaning === 'black' || meaning === 'transparent';
  for (let i = 0, to = 0; i < rgba.length; i += 4, to += 1) {
    const value = meaning === 'white' || meaning === 'black' ? grey(rgba, i) : rgba[i + 3];
    mask[to] = isInverse ? 255 - value : value;
  }
  return mask;
}

/** Black where it stays and nothing where it changes: grey and alpha of each px. @param {Uint8Array} mask @returns {Uint8Array} */
export function transparentFrom(mask) {
  const out = new Uint8Array(mask.length * 2);
  for (let i = 0; i < mask.length; i += 1) out[2 * i + 1] = 255 - mask[i];
  return out;
}

/** "12 % of the picture changes". @param {Uint8Array} mask */
export function maskWords(mask) {
  let count = 0;
  for (const value of mask) if (value >= 128) count += 1;
  if (!count) return 'Nothing would change.';
  if (count === mask.length) return 'The whole picture would change.';
  const percent = (100 * count) / mask.length;
  return `${percent < 1 ? 'Less than 1' : Math.round(percent)} % of the picture changes.`;
}

/** Why a file cannot be this picture's mask, or ''. @param {{width: number, height: number}} file px @param {{width: number, height: number}} picture px */
export function reasonAgainstFile(file, picture) {
  const by = Math.abs((file.width * picture.height) / (file.height * picture.width) - 1);
  return by < 0.01 ? '' : `This file has ${file.width} × ${file.height} px and the picture ${picture.width} × ${picture.height}: a mask needs the same shape. Choose another file.`;
}

/** @param {Uint8ClampedArray} rgba @param {number} i */
function grey(rgba, i) {
  return Math.round(0.299 * rgba[i] + 0.587 * rgba[i + 1] + 0.114 * rgba[i + 2]);
}
