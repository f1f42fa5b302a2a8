// Where the pixels of a picture are.

/** @import { BoardConfig } from './types.js' */

/** What rows, chips and tiles show. */
const SMALL = 128;

/** @param {Pick<BoardConfig, 'urls'>} config @param {string|null} asset @param {number|'original'} [level] px of the long side */
export function pictureUrl({ urls }, asset, level = SMALL) {
  return urls.asset.replace('{id}', asset ?? '').replace('{level}', String(level));
}
