// What a review left on a picture: a badge for pick, maybe or reject in its upper right corner, and in the
// lower one what its decisions come to, with its risk.

import { reviewOf } from '../marks.js';
import { icon } from './icons.js';
import { cutText } from './text.js';

/** @import { BoardNode, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

const SIDE = 20;
const INSET = 4;
const ICONS = /** @type {const} */ ({ pick: 'check', maybe: 'star', reject: 'cross' });
/** @type {Record<string, string>} */
const WORDS = { in_review: 'In review', changes_requested: 'Changes', approved: 'Approved', rejected: 'Not relevant', reopened: 'Changed: not reviewed' };
/** @type {Record<string, 'check' | 'clock' | 'alert' | 'cross'>} */
const STATE_ICONS = { in_review: 'clock', approved: 'check', changes_requested: 'alert', reopened: 'alert', rejected: 'cross' };
/** @type {Record<string, string>} */
const RISKS = { medium: 'Medium', high: 'High' };

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawReviewMarks(pen, node, box) {
  if (node.mark) drawBadge(pen, node.mark, box.x + box.width - INSET - SIDE, box.y + INSET);
  const review = reviewOf(node, pen.store);
  if (review === 'draft' && !node.risk) return;
  const words = [WORDS[review], node.risk && RISKS[node.risk]].filter(Boolean).join(' · ');
  drawState(pen, words, review, box);
}

/** @param {Pen} pen @param {'pick' | 'maybe' | 'reject'} mark @param {number} x @param {number} y CSS px */
function drawBadge(pen, mark, x, y) {
  const { palette } = pen;
  const isPick = mark === 'pick';
  pen.fillRound(x, y, SIDE, SIDE, INSET, isPick ? palette.accent : palette.over);
  pen.icon(icon(ICONS[mark]), x + INSET, y + INSET, SIDE - 2 * INSET, isPick ? palette.onAccent : palette.onOver, 2);
}

/** @param {Pen} pen @param {string} words @param {string} review @param {Box} box CSS px */
function drawState(pen, words, review, box) {
  const { context, palette } = pen;
  pen.font(500, 12);
  const shown = cutText(context, words, box.width - 2 * INSET - 28);
  if (!shown) return;
  const width = context.measureText(shown).width + 28;
  const [x, y] = [box.x + box.width - INSET - width, box.y + box.height - INSET - SIDE];
  pen.fillRound(x, y, width, SIDE, 6, palette.over);
  pen.icon(icon(STATE_ICONS[review] ?? 'shield'), x + 6, y + INSET, 12, palette.onOver);
  context.fillStyle = palette.onOver;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(shown, x + 22, y + SIDE / 2 + 0.5);
}
