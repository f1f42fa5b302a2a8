// Judging in the list view by keys alone: the same marks, decisions and undo as in the review.

import { MARK_WORDS, markChanges } from '../marks.js';
import { titleOf } from '../node_words.js';
import { countOf } from '../nouns.js';
import { KINDS } from '../review/decisions.js';

/** @import { BoardNode, Mark } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Decisions, Kind } from '../review/decisions.js' */

/** @type {Record<string, Mark>} */
const MARKS = { 1: 'pick', 2: 'maybe', 3: 'reject', 0: '' };

/** What a key did. isOne: one picture was marked, the next is to come. back: the picture that its undo leads to.
 * @typedef {{isOne: boolean, back: string, words: string}} Went */

export class Judging {
  #editor;
  #decisions;
  #say;
  /** @type {{opId: string, id: string}[]} */
  #trail = [];

  /** @param {Editor} editor @param {Decisions} decisions @param {(words: string) => void} say */
  constructor(editor, decisions, say) {
    this.#say = say;
    this.#editor = editor;
    this.#decisions = decisions;
  }

  /** @param {KeyboardEvent} event @returns {Went | null} null: none of these keys */
  key(event) {
    const { config, history } = this.#editor;
    const digit = /^Digit([0-4])$/.exec(event.code)?.[1];
    if (!config.may_mark || event.altKey) return null;
    if (event.ctrlKey || event.metaKey) {
      const last = this.#trail.at(-1);
      if (event.key.toLowerCase() !== 'z' || event.shiftKey || !last || !history.isLast(last.opId)) return null;
      this.#trail.pop();
      this.#editor.undo();
      return { isOne: false, back: last.id, words: 'Mark taken back. ' };
    }
    const pictures = this.#editor.selectedNodes().filter(({ kind }) => kind === 'image');
    if (digit === undefined || !pictures.length) return null;
    if (event.shiftKey) {
      const kind = /** @type {Kind | undefined} */ (Object.keys(KINDS)[Number(digit) - 1]);
      if (!kind) return null;
      this.#decisions.decide(pictures, kind);
      return { isOne: false, back: '', words: '' };
    }
    const mark = MARKS[digit];
    if (mark === undefined) return null;
    if (mark === 'reject' && pictures.length > 1) {
      this.#decisions.reject(pictures, (reason) => this.#say(this.#mark(pictures, mark, reason).words));
      return { isOne: false, back: '', words: '' };
    }
    return this.#mark(pictures, mark, '');
  }

  /** @param {BoardNode[]} pictures @param {Mark} mark @param {string} reason @returns {Went} */
  #mark(pictures, mark, reason) {
    const [opId] = this.#editor.commit(markChanges(pictures, mark, reason), { label: `Mark ${countOf(pictures)}` });
    if (opId) this.#trail.push({ opId, id: pictures[0].id });
    const what = pictures.length === 1 ? titleOf(pictures[0]) || 'Picture' : countOf(pictures);
    return { isOne: pictures.length === 1 && mark !== '', back: '', words: `${what} ${MARK_WORDS[mark] ?? 'without a mark'}. ` };
  }
}
