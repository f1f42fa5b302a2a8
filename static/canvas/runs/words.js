// What is said of a run and its rows: states, counts, money and time. Pure.

import { counted, secondsWords } from '../generation_form.js';

/**
 * @typedef {object} Row as canvas/run_facts.py tells it
 * @property {number} n
 * @property {string} state
 * @property {string[]} cells
 * @property {string} [note]
 * @property {number} [at] the cell that is wrong
 * @property {string} [prompt] words of its own
 * @property {string} [cost] US dollars
 * @property {string} [node]
 * @property {string} [generation]
 * @property {string} [asset]
 * @property {number} [retries]
 * @property {number} [seconds]
 * @property {number} [version] from 2
 * @property {{row: number, column: number}} [cell] of a matrix
 */
/** @typedef {{calls: number, most_usd?: string, seconds?: number, at_once?: number, left_usd: string | null, limit: string, problem?: string}} Plan */
/**
 * @typedef {object} RunFacts
 * @property {string} id
 * @property {'table' | 'matrix' | 'funnel'} kind
 * @property {string} name
 * @property {'draft' | 'started' | 'paused' | 'cancelled'} state
 * @property {boolean} is_over
 * @property {string} prompt
 * @property {{id: string, name: string, number: number} | null} template
 * @property {{name: string, default: string, required: boolean, help: string}[]} slots
 * @property {string[]} columns
 * @property {Record<string, number>} mapping
 * @property {string[]} notes
 * @property {string} tier
 * @property {[number, number]} size px
 * @property {number | null} seed
 * @property {number} anchors
 * @property {string} brand
 * @property {string | null} cap_usd
 * @property {'wall' | 'frames'} layout
 * @property {number | null} group_by
 * @property {Record<string, any>} terms
 * @property {string[]} frames
 * @property {[number, number]} block world units
 * @property {string} stopped
 * @property {Record<string, number>} counts
 * @property {string} spent_usd
 * @property {Plan} plan
 * @property {Row[]} rows
 */

/** State -> its name, its icon, how it is coloured; in the order of the bar. */
export const STATES = Object.freeze({
  done: { label: 'Done', icon: 'check', tone: '' },
  refused: { label: 'Refused', icon: 'shield', tone: 'bad' },
  failed: { label: 'Failed', icon: 'circle-alert', tone: 'bad' },
  running: { label: 'Running', icon: 'sparkles', tone: 'on' },
  retry: { label: 'Retry', icon: 'refresh-cw', tone: '' },
  queued: { label: 'Queued', icon: 'clock', tone: 'line' },
  waiting: { label: 'Paused', icon: 'clock', tone: 'line' },
  cancelled: { label: 'Cancelled', icon: 'x', tone: 'line' },
  ready: { label: 'Ready', icon: 'circle', tone: 'line' },
  problem: { label: 'Correct this', icon: 'triangle-alert', tone: 'bad' },
  skipped: { label: 'Skipped', icon: 'minus', tone: 'line' },
});

/** @param {string} state @returns {{label: string, icon: string, tone: string}} */
export function stateWords(state) {
  return /** @type {Record<string, {label: string, icon: string, tone: string}>} */ (STATES)[state] ?? STATES.ready;
}

/** Cents, or all four places where there is less than a cent. @param {string | number | null | undefined} usd */
export function dollars(usd) {
  const amount = Number(usd ?? 0);
  return `$${Math.abs(amount * 100 - Math.round(amount * 100)) > 1e-6 ? amount.toFixed(4) : amount.toFixed(2)}`;
}

/** Rows that are not done with. */
const OPEN = Object.freeze(['running', 'retry', 'queued', 'waiting']);

/** @param {RunFacts} run */
export function openCount({ counts }) {
  return OPEN.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

/** Rows that were asked for. @param {RunFacts} run */
export function askedCount({ counts }) {
  const aside = ['ready', 'problem', 'skipped'];
  return Object.entries(counts).reduce((sum, [state, count]) => sum + (aside.includes(state) ? 0 : count), 0);
}

/** The dry run as one sentence. @param {Plan} plan */
export function planWords(plan) {
  if (plan.problem) return plan.problem;
  if (!plan.calls) return 'No row is left to start.';
  const most = Number(plan.most_usd) ? `at most ${dollars(plan.most_usd)}` : 'free';
  const parts = [counted(plan.calls, 'call'), most, `about ${lasting(plan.seconds ?? 0)} at ${plan.at_once} in parallel`];
  return parts.join(' · ');
}

/** Minutes and seconds, where minutes alone would hide half of it. @param {number} seconds */
export function lasting(seconds) {
  if (seconds < 90 || seconds >= 3600) return secondsWords(seconds);
  const whole = Math.round(seconds / 5) * 5;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest ? ` ${rest} s` : ''}`;
}

/** What money is left for it, and whether that is enough. @param {Plan} plan @returns {{words: string, isShort: boolean}} */
export function leftWords({ left_usd: left, limit, most_usd: most }) {
  if (left === null) return { words: 'No budget is set', isShort: false };
  const isShort = Number(most ?? 0) > Number(left);
  return { words: `${dollars(left)} left by ${limit}`, isShort };
}

/** Rows that a filter and words leave. @param {Row[]} rows @param {string} filter a state, "all" @param {string} text */
export function filtered(rows, filter, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (filter === 'open' ? !OPEN.includes(row.state) : filter !== 'all' && row.state !== filter) return false;
    const said = `${row.n} ${row.cells.join(' ')} ${row.note ?? ''}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

/** What it came to, once it is over. @param {RunFacts} run */
export function summaryWords(run) {
  const asked = askedCount(run);
  const done = run.counts.done ?? 0;
  const each = done ? ` · ${dollars(Number(run.spent_usd) / done)} for each that was made` : '';
  return `${asked} asked, ${done} made · ${dollars(run.spent_usd)}${each}`;
}
