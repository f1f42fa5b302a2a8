// What a clip costs before it is asked for, and how it is called in numbers. Pure.

import { priceWords, secondsWords } from '../generation_form.js';

/** @import { Tier } from '../types.js' */

/** @type {Record<string, string>} as assets/motion/terms.py has them */
export const MOTIONS = {
  ken_burns: 'The view: slowly closer (Ken Burns)', parallax: 'The subject before its background (parallax)', clouds: 'Clouds or mist', water: 'Water',
  steam: 'Steam or smoke', fabric: 'Fabric', light: 'A light that passes over', grain: 'Film grain',
};

/** From here on it is worth saying how many drafts one clip is. */
const TIMES_A_DRAFT = 2;

/** US dollars of a clip. @param {Tier} tier @param {number} seconds */
function clipPrice(tier, seconds) {
  return Number(tier.second_usd ?? 0) * seconds;
}

/** " · about 12 s · $1.20", as it stands in the button. @param {Tier} tier @param {number} seconds */
export function clipQuote(tier, seconds) {
  return ` · about ${secondsWords(tier.seconds.animate ?? 0)} · ${priceWords(String(clipPrice(tier, seconds)), 1)}`;
}

/** "120 × a draft", or "" where that says nothing. @param {Tier} tier @param {number} seconds @param {Tier | undefined} draft */
export function draftsWords(tier, seconds, draft) {
  const one = Number(draft?.price_usd ?? 0);
  const times = one > 0 ? clipPrice(tier, seconds) / one : 0;
  return times >= TIMES_A_DRAFT ? `${Math.round(times)} × a draft` : '';
}

/** "4 s", "2.5 s". @param {number} ms */
export function lengthWords(ms) {
  return `${Math.round(ms / 100) / 10} s`;
}

/** "0:01.6", as it stands beside a scrubber. @param {number} seconds */
export function timeCode(seconds) {
  const tenths = Math.round(seconds * 10);
  const rest = tenths % 600;
  return `${Math.floor(tenths / 600)}:${String(Math.floor(rest / 10)).padStart(2, '0')}.${rest % 10}`;
}
