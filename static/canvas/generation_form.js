// What the prompt bar and the editors know of a request before it is sent: sizes, price and time in
// words, and why it cannot be sent yet. Pure.

/** @import { BoardConfig, Tier } from './types.js' */

/** Exact px of every aspect on offer, about one megapixel each, sides in multiples of 8. */
export const ASPECTS = Object.freeze([
  { key: '1:1', label: 'Square', width: 1024, height: 1024 },
  { key: '4:5', label: 'Portrait', width: 896, height: 1120 },
  { key: '3:2', label: 'Photo', width: 1248, height: 832 },
  { key: '16:9', label: 'Wide', width: 1280, height: 720 },
  { key: '9:16', label: 'Story', width: 720, height: 1280 },
]);

export const LARGEST_SEED = 2 ** 32 - 1;

/** World units of a new picture's long side: four beside each other fit between the panels. */
const PICTURE_SIDE = 256;

export const ANCHOR_ROLES = Object.freeze([
  { key: 'style', label: 'Style' },
  { key: 'subject', label: 'Subject' },
  { key: 'composition', label: 'Composition' },
  { key: 'character', label: 'Character' },
  { key: 'colour', label: 'Colour' },
]);

/**
 * @param {{width: number, height: number}} picture px
 * @param {number} [side] world units of the long side
 * @returns {{width: number, height: number}} world units
 */
export function worldSize(picture, side = PICTURE_SIDE) {
  const scale = side / Math.max(picture.width, picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

/** How many pictures: 1 to `most`. @param {number} value @param {number} most */
export function clampCount(value, most) {
  return Math.min(most, Math.max(1, Math.round(value) || 1));
}

/**
 * As the server says it (assets/generations/price.py).
 * @param {string} priceUsd of one picture @param {number} count
 */
export function priceWords(priceUsd, count) {
  const price = Number(priceUsd) * count;
  if (!(price > 0)) return 'free';
  return `$${price < 0.01 ? price.toFixed(4) : price.toFixed(2)}`;
}

/** One significant unit: a guess with a fraction would claim to be more than a guess. @param {number} seconds */
export function secondsWords(seconds) {
  if (seconds < 1) return '1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}

/**
 * "· about 2 s · $0.04", as it stands in the button.
 * @param {Tier} tier @param {string} operation @param {number} count
 * @param {number} [calls] of the engine, for each picture
 */
export function quoteWords(tier, operation, count, calls = 1) {
  const rounds = Math.ceil(count / tier.at_once) * calls;
  return `· about ${secondsWords((tier.seconds[operation] ?? 0) * rounds)} · ${priceWords(tier.price_usd, count * calls)}`;
}

/** What a tier's engine is, where that has to be said. @param {Tier | undefined} tier */
export function honestWords(tier) {
  return tier?.is_offline ? 'Offline sketches, not AI' : '';
}

/** The same in an editor, with what its engine does not take. @param {Tier | undefined} tier */
export function editWords(tier) {
  if (!tier) return '';
  const without = [!tier.has_mask && 'mask', !tier.has_strength && 'strength'].filter(Boolean);
  const lacks = without.length ? `${tier.engine_label} takes no ${without.join(' and no ')}` : '';
  const how = tier.has_mask ? '' : ': the place is told by colour and words, and nothing outside it changes';
  return [honestWords(tier), lacks + how].filter(Boolean).join('. ');
}

/** @type {Record<string, string>} */
const DOES = {
  text_to_image: 'makes no pictures from words alone', image_to_image: 'makes no pictures from anchors',
  inpaint: 'edits nothing under a mask', outpaint: 'extends no pictures', upscale: 'enlarges no pictures',
};

/** Why a tier does not do this. @param {Tier} tier @param {string} operation */
function lacksWords(tier, operation) {
  return `${tier.engine_label} ${DOES[operation] ?? 'does not do this'}`;
}

/** Beside the seed's field. @param {Tier | undefined} tier */
export function seedWords(tier) {
  return !tier || tier.has_seed ? 'The same seed makes the same picture again.' : `${tier.engine_label} takes no seed: every picture is another one.`;
}

/**
 * All tiers for a row of buttons: those that cannot be chosen say why.
 * @param {BoardConfig} config @param {string} [operation] that they have to do
 * @returns {{key: string, label: string, title: string, disabled?: boolean}[]}
 */
export function tierOptions({ tiers, closed_tiers: closed = [] }, operation) {
  return [
    ...tiers.map((tier) => {
      const isAble = !operation || tier.operations.includes(operation);
      return { key: tier.key, label: tier.label, title: `${tier.label}: ${isAble ? tier.engine_label : lacksWords(tier, operation ?? '')}`, disabled: !isAble };
    }),
    ...closed.map(({ key, label, reason }) => ({ key, label, title: `${label}: ${reason}`, disabled: true })),
  ];
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** "5 / 14", or "5 / 3: remove 2". @param {number} count @param {Tier} tier */
export function anchorCount(count, { max_anchors: most }) {
  return `${count} / ${most}${count > most ? `: remove ${count - most}` : ''}`;
}

/** The same, with what becomes of the anchors' strength. @param {number} count @param {Tier} tier */
export function anchorWords(count, tier) {
  return `${anchorCount(count, tier)}${tier.has_strength ? '' : ' · strength not used'}`;
}

/** @param {string} text @returns {number | null | undefined} null: none asked for; undefined: not a seed */
export function parseSeed(text) {
  const trimmed = text.replaceAll(/[\s\u2009]/g, '');
  if (trimmed === '') return null;
  if (!/^\d+$/.test(trimmed)) return undefined;
  const seed = Number(trimmed);
  return seed <= LARGEST_SEED ? seed : undefined;
}

/**
 * Why pictures cannot be asked for at present, in words, or "" when they can.
 * @param {{prompt: string, seed: string, anchors: number, tier: Tier | undefined,
 *   size: {width: number, height: number}, limits: BoardConfig['limits'], isOnline: boolean}} form
 */
export function reasonAgainst({ prompt, seed, anchors, tier, size, limits, isOnline }) {
  if (!isOnline) return 'You are offline: generating needs the server';
  if (!tier) return 'No engine is set up';
  if (prompt.trim() === '') return 'Write what the picture should show';
  if (prompt.length > limits.prompt_characters) {
    return `The prompt is ${(prompt.length - limits.prompt_characters).toLocaleString('en-GB')} characters too long`;
  }
  if (tier.has_seed && parseSeed(seed) === undefined) return `A seed is a whole number up to ${LARGEST_SEED}`;
  const operation = anchors ? 'image_to_image' : 'text_to_image';
  if (!tier.operations.includes(operation)) return lacksWords(tier, operation);
  if (anchors > tier.max_anchors) {
    return `Anchors ${anchorCount(anchors, tier)}`;
  }
  if (size.width * size.height > tier.max_pixels) return `${tier.label} makes no pictures of this size`;
  return '';
}
