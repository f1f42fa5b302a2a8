// How others open the review: a command, a frame's header, a funnel.

/** @import { Editor } from '../editor.js' */

/** @param {Editor} editor @param {Iterable<string> | null} ids pictures, or frames that hold them; null: all of the board
 * @param {{title?: string}} [options] title: what the set is called */
export function openReview(editor, ids, { title = '' } = {}) {
  editor.emit('review', { ids: ids ? [...ids] : null, title });
}
