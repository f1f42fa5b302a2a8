// How a running generation stands, in words: what its engine says, else the stage and the time. Pure.

import { secondsWords } from './generation_form.js';

/** @import { Progress } from './types.js' */

/** @type {Record<string, string>} as in assets/generations/news.py */
const STAGES = { preparing: 'Getting ready', waiting: 'Sent to the engine', making: 'Being made', finishing: 'Being finished' };

/** The bar of an engine that says nothing stops short of the end. */
const MOST_GUESSED = 0.95;

/** @param {Progress | null} progress */
export function stageWords(progress) {
  return STAGES[progress?.stage ?? ''] ?? 'Starting';
}

/** Seconds since the attempt began. @param {Progress} progress @param {number} now ms, of the clock that `heard_at` is of */
export function elapsedOf(progress, now) {
  return Math.max(0, progress.elapsed_s + (now - progress.heard_at) / 1000);
}

/** "60 % · 3 s left", "4 s of about 12 s", "20 s, usually about 12 s"; "" before anything was heard.
 * @param {Progress | null} progress @param {number} expectedS 0: nobody knows @param {number} now ms */
export function timeWords(progress, expectedS, now) {
  if (!progress) return '';
  if (progress.fraction > 0) {
    const left = expectedS * (1 - progress.fraction);
    return `${Math.round(progress.fraction * 100)} %${left > 0 ? ` · ${secondsWords(left)} left` : ''}`;
  }
  const elapsed = elapsedOf(progress, now);
  if (!expectedS) return secondsWords(elapsed);
  return elapsed <= expectedS ? `${Math.floor(elapsed)} s of about ${secondsWords(expectedS)}` : `${Math.floor(elapsed)} s, usually about ${secondsWords(expectedS)}`;
}

/** How much of the bar is filled, and whether the engine said so or the time alone.
 * @param {Progress | null} progress @param {number} expectedS @param {number} now ms */
export function barOf(progress, expectedS, now) {
  if (!progress) return { share: 0, isGuessed: true };
  if (progress.fraction > 0) return { share: progress.fraction, isGuessed: false };
  return { share: expectedS ? Math.min(MOST_GUESSED, elapsedOf(progress, now) / expectedS) : 0, isGuessed: true };
}
