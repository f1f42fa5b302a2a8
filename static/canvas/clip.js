// What is copied on a board, as it travels by the clipboard: things, their lineage, where they are from.

import { KINDS } from './kinds.js';
import { withDescendants } from './moves.js';

/** @import { BoardEdge, BoardNode } from './types.js' */
/** @import { Store } from './store.js' */

/** Carries a clip on the system's clipboard, next to the words that other programs take. */
export const CLIP_TYPE = 'application/x-anchorboard';
const MOST_THINGS = 20_000; // twice what a large board holds: more is no copy of one

/** @typedef {{board: string, workspace: string, nodes: BoardNode[], edges: BoardEdge[]}} Clip */

/** @param {Store} store @param {Iterable<string>} ids @param {{id: string, workspace: string}} board @returns {Clip} */
export function makeClip(store, ids, { id: board, workspace }) {
  const nodes = store.nodesOf(withDescendants(store, ids));
  const edges = [...new Set(nodes.flatMap(({ id }) => store.edgesOf(id)))];
  return { board, workspace, nodes, edges };
}

/** Anybody can write on a clipboard: null for what is no clip; things of unknown kinds or without a
 * place are left out, and the board checks the rest as it checks all changes.
 * @param {string} data @returns {Clip|null} */
export function readClip(data) {
  if (!data) return null;
  try {
    const { board, workspace, nodes, edges } = JSON.parse(data);
    if (typeof board !== 'string' || typeof workspace !== 'string' || !Array.isArray(nodes)) return null;
    const good = nodes.slice(0, MOST_THINGS).filter(isNode);
    return { board, workspace, nodes: good, edges: Array.isArray(edges) ? edges.filter(isEdge) : [] };
  } catch {
    return null;
  }
}

/** For other programs: what is written in them. @param {BoardNode[]} nodes */
export function wordsOf(nodes) {
  return nodes.map((node) => node.text || node.name || node.prompt || '').filter(Boolean).join('\n');
}

/** @param {any} node @returns {node is BoardNode} */
function isNode(node) {
  const isPlaced = [node?.x, node?.y, node?.width, node?.height].every(Number.isFinite);
  return isPlaced && KINDS.has(node.kind) && typeof node.id === 'string' && typeof node.order === 'string';
}

/** @param {any} edge @returns {edge is BoardEdge} */
function isEdge(edge) {
  return typeof edge?.source === 'string' && typeof edge.target === 'string' && typeof edge.role === 'string';
}
