// What things on a board are called, in numbers.

/** @import { BoardNode } from './types.js' */

/** @type {Record<string, [string, string]>} */
export const NOUNS = {
  image: ['picture', 'pictures'],
  generation: ['placeholder', 'placeholders'],
  frame: ['frame', 'frames'],
  note: ['note', 'notes'],
  text: ['text', 'texts'],
  shape: ['shape', 'shapes'],
  line: ['line', 'lines'],
  mask: ['mask', 'masks'],
};

/** "3 pictures", "1 note"; "5 things" where they differ. @param {readonly BoardNode[]} nodes */
export function countOf(nodes) {
  const [first] = nodes;
  const isOneKind = nodes.every(({ kind }) => kind === first?.kind);
  const [one, many] = (isOneKind && first && NOUNS[first.kind]) || ['thing', 'things'];
  return `${nodes.length} ${nodes.length === 1 ? one : many}`;
}
