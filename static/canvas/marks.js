// What people think of a picture in review (`mark`), and what its decisions come to (`review`). Pure.

/** @import { BoardNode, Change, Mark } from './types.js' */
/** @import { Store } from './store.js' */

/** @typedef {'draft' | 'in_review' | 'changes_requested' | 'approved' | 'rejected' | 'reopened'} ReviewState */

/** @type {Record<string, string>} */
export const MARK_WORDS = { pick: 'picked', maybe: 'maybe', reject: 'rejected' };
/** @type {Record<string, string>} of icons.svg */
export const MARK_ICONS = { pick: 'check', maybe: 'star', reject: 'x' };
/** @type {Record<ReviewState, string>} */
export const REVIEW_WORDS = {
  draft: 'draft', in_review: 'in review', changes_requested: 'changes requested', approved: 'approved', rejected: 'not relevant', reopened: 'not reviewed since it changed',
};
const KEYS = new Set(['mark', 'mark_reason']);

/** May a reviewer, who edits nothing else, make these? Twin of canvas/document/marks.py. @param {Change[]} changes */
export function onlyMarks(changes) {
  return changes.every((change) => {
    const keys = Object.keys(change.set ?? {});
    return Object.keys(change).length === 2 && Boolean(change.node) && keys.length > 0 && keys.every((key) => KEYS.has(key));
  });
}

/** Other pixels than those that were decided on are not reviewed: on the picture itself, or in a version
 * that lies over the one that was. @param {BoardNode} node @param {Store} [store] @returns {ReviewState} */
export function reviewOf(node, store) {
  if (node.review) return node.review_of === node.asset ? node.review : 'reopened';
  const isOver = store?.versionsBehind(node.id).some((behind) => behind.review && behind.review !== 'in_review');
  return isOver ? 'reopened' : 'draft';
}

/** What sets a mark, of those that have another one. @param {BoardNode[]} nodes @param {Mark} mark
 * @param {string} [reason] of a rejection @returns {Change[]} */
export function markChanges(nodes, mark, reason = '') {
  const isOther = (/** @type {BoardNode} */ node) => (node.mark ?? '') !== mark || (node.mark_reason ?? '') !== reason;
  return nodes.filter(isOther).map(({ id }) => ({ node: id, set: { mark, mark_reason: reason } }));
}
