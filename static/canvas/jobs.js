// What generations that are not done yet have to say, in words. Pure.

/** @import { BoardNode, Progress } from './types.js' */

import { failureOf, whyOf } from './failures.js';
import { secondsWords } from './generation_form.js';
import { barOf, stageWords, timeWords } from './running.js';

/** @typedef {'running' | 'queued' | 'failed' | 'blocked' | 'cancelled'} JobState */
/** @typedef {{node: BoardNode, state: JobState, share: number, title: string, problem: string, words: string}} Job share: of the bar that is filled; problem: the class of a failure, else "" */

const ORDER = { running: 0, queued: 1, blocked: 2, failed: 3, cancelled: 4 };

/**
 * @param {Iterable<BoardNode>} nodes of the whole board
 * @param {(generation: string) => Progress | null} progressOf
 * @param {number} [now] ms
 * @returns {Job[]} running ones first, then those in line, then what was not made
 */
export function jobsOf(nodes, progressOf, now = performance.now()) {
  const jobs = [];
  for (const node of nodes) if (node.kind === 'generation') jobs.push(jobOf(node, progressOf, now));
  jobs.sort((a, b) => ORDER[a.state] - ORDER[b.state] || (a.node.order < b.node.order ? -1 : 1));
  let place = 0;
  for (const job of jobs) {
    if (job.state !== 'queued') continue;
    place += 1;
    if (job.words) continue;
    job.words = place === 1 ? `next, about ${secondsWords(job.node.expected_s ?? 0)}` : `${place} in line`;
  }
  return jobs;
}

/** @param {BoardNode} node @param {(generation: string) => Progress | null} progressOf @param {number} now @returns {Job} */
function jobOf(node, progressOf, now) {
  const state = /** @type {JobState} */ (node.state ?? 'queued');
  const progress = state === 'running' ? progressOf(node.generation ?? '') : null;
  const { share } = barOf(progress, node.expected_s ?? 0, now);
  return { node, state, share, title: titleOf(node), problem: state === 'failed' || state === 'blocked' ? failureOf(node).title : '', words: wordsOf(node, state, progress, now) };
}

/** @param {BoardNode} node */
function titleOf(node) {
  return node.name || node.prompt || (node.candidate_of ? 'Edit without a prompt' : 'Picture');
}

/** @param {BoardNode} node @param {JobState} state @param {Progress | null} progress @param {number} now */
function wordsOf(node, state, progress, now) {
  if (state === 'running') return timeWords(progress, node.expected_s ?? 0, now) || stageWords(progress);
  if (state === 'cancelled') return ['Cancelled.', whyOf(node)].filter(Boolean).join(' ');
  if (state !== 'queued') return whyOf(node);
  return node.message ? 'tried again soon' : ''; // the placeholder and the panel have the whole message
}

/** @param {Job[]} jobs @returns {string} "1 failed · 1 running · 2 next" */
export function summaryOf(jobs) {
  const count = (/** @type {JobState} */ state) => jobs.filter((job) => job.state === state).length;
  return [
    [count('failed') + count('blocked'), 'failed'], [count('running'), 'running'], [count('queued'), 'next'],
  ].flatMap(([number, words]) => (number ? [`${number} ${words}`] : [])).join(' · ');
}
