// A node in words, for who hears the board and for lists.

import { MARK_WORDS, reviewOf, REVIEW_WORDS } from './marks.js';
import { timeWords } from './running.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

/** @type {Record<string, string>} */
const KIND_WORDS = { image: 'picture', generation: 'picture in the making', frame: 'frame', note: 'note', text: 'text', shape: 'shape', line: 'line', mask: 'mask' };
/** @type {Record<string, string>} */
const STATE_WORDS = { queued: 'queued', running: 'running', failed: 'not made', blocked: 'blocked', cancelled: 'cancelled' };
const LONGEST = 120;

/** @param {BoardNode} node */
export function kindOf({ kind, shape, heads, clip_ms: isClip }) {
  if (isClip) return 'clip';
  if (kind === 'shape') return shape ?? 'shape';
  if (kind === 'line') return heads === 'none' ? 'line' : 'arrow';
  return KIND_WORDS[kind] ?? 'thing';
}

/** What it is called: by its name, else by what it says. @param {BoardNode} node */
export function titleOf({ name, text, prompt, alt }) {
  return (name || text || alt || prompt || '').slice(0, LONGEST).replace(/\s+/g, ' ');
}

/** "running", "locked, hidden", "". @param {BoardNode} node */
function stateOf({ state, locked, hidden, anchor_role: anchor }) {
  return [state && STATE_WORDS[state], locked && 'locked', hidden && 'hidden', anchor && 'anchor'].filter(Boolean).join(', ');
}

/** As `stateOf`, with what was thought of a picture: "picked, approved". @param {BoardNode} node */
export function judgedOf(node) {
  const review = reviewOf(node);
  return [MARK_WORDS[node.mark ?? ''], review === 'draft' ? '' : REVIEW_WORDS[review], stateOf(node)].filter(Boolean).join(', ');
}

/** "Mug on oak, picture, in frame Hero, 3 of 50". @param {Editor} editor @param {BoardNode} node
 * @param {number} at from 1 @param {number} count */
export function sayNode(editor, node, at, count) {
  if (node.kind === 'image' && (node.mark || node.review)) return sayJudged(editor, node, at, count);
  const words = [titleOf(node) || 'Without a name', kindOf(node), stateOf(node)];
  const progress = node.state === 'running' && node.generation ? editor.progressOf(node.generation) : null;
  if (progress) words.push(timeWords(progress, node.expected_s ?? 0, performance.now()));
  if (node.message) words.push(node.message);
  const frame = editor.store.parentOf(node);
  if (frame) words.push(`in frame ${frame.name || 'without a name'}`);
  words.push(`${at} of ${count}`);
  return words.filter(Boolean).join(', ');
}

/** A picture that was judged: "Mug on oak, draft, picked, 3 of 50". @param {Editor} editor @param {BoardNode} node @param {number} at @param {number} count */
function sayJudged({ store }, node, at, count) {
  const frame = store.parentOf(node);
  return [
    titleOf(node) || 'Without a name', REVIEW_WORDS[reviewOf(node, store)], MARK_WORDS[node.mark ?? ''], node.mark_reason, stateOf(node),
    `${at} of ${count}`, frame && `in frame ${frame.name || 'without a name'}`,
  ].filter(Boolean).join(', ');
}
