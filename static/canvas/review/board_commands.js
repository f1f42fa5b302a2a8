// Judging what is selected on the board or in its list, from the menu and the palette.

import { markChanges } from '../marks.js';
import { countOf } from '../nouns.js';
import { KINDS } from './decisions.js';

/** @import { BoardNode, Mark } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Decisions, Kind } from './decisions.js' */

/** @type {[Mark, string][]} */
const MARKS = [['pick', 'Pick'], ['maybe', 'Maybe'], ['', 'Take the mark away']];

/** @param {Editor} editor @param {Decisions} decisions */
export function registerJudging(editor, decisions) {
  if (!editor.config.may_mark) return;
  const pictures = () => editor.selectedNodes().filter(({ kind }) => kind === 'image');
  const add = (/** @type {string} */ id, /** @type {string} */ label, /** @type {(nodes: BoardNode[]) => void} */ run, fits = (/** @type {BoardNode[]} */ _nodes) => true) => editor.commands.register({
    id: `judge.${id}`, label, mode: 'canvas', why: () => 'select pictures first', enabled: () => pictures().length > 0 && fits(pictures()), run: () => run(pictures()),
  });
  for (const [mark, label] of MARKS) {
    const isOther = (/** @type {BoardNode[]} */ nodes) => nodes.some((node) => (node.mark ?? '') !== mark);
    add(mark || 'unmark', label, (nodes) => { editor.commit(markChanges(nodes, mark), { label: `${label}: ${countOf(nodes)}` }); }, isOther);
  }
  add('reject', 'Reject with a reason…', (nodes) => decisions.reject(nodes));
  for (const [kind, { label }] of Object.entries(KINDS)) add(kind, label, (nodes) => decisions.decide(nodes, /** @type {Kind} */ (kind)));
}
