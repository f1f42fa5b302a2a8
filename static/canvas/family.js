// The family of a picture: all that it came from and all that came of it, along the lineage edges.
// Versions on one spot are one member, with what each of them came from and what came of each.

/** @import { BoardEdge, BoardNode } from './types.js' */
/** @import { Store } from './store.js' */

/** Nobody reads more at once; a board may hold thousands in one line. */
const MOST = 500;

/**
 * @typedef {object} Family
 * @property {Set<string>} ids with the picture itself
 * @property {Set<string>} ancestors
 * @property {Set<string>} descendants
 * @property {BoardEdge[]} edges among them, from and to what is drawn
 * @property {number} stacked versions of the picture that lie behind it, on its spot
 * @property {Map<string, number>} lost how many sources of a member are not on the board any more, by member
 * @property {boolean} isCut there are more than are shown
 */

/** Circles end where they meet themselves. @param {Store} store @param {string} picture @param {number} [most] @returns {Family} */
export function familyOf(store, picture, most = MOST) {
  const id = shownOf(store, picture) ?? picture;
  const up = walk(store, id, parentsOf, most);
  const down = walk(store, id, childrenOf, most);
  const ids = new Set([id, ...up.found, ...down.found]);
  /** @type {Map<string, BoardEdge>} */
  const edges = new Map();
  /** @type {Map<string, number>} */
  const lost = new Map();
  for (const member of ids) {
    const gone = stackIds(store, member).reduce((sum, one) => sum + store.lostSourcesOf(one), 0);
    if (gone) lost.set(member, gone);
    for (const edge of drawnEdges(store, member)) {
      if (ids.has(edge.source) && ids.has(edge.target)) edges.set(`${edge.source} ${edge.target} ${edge.role}`, edge);
    }
  }
  return {
    ids, ancestors: up.found, descendants: down.found, edges: [...edges.values()], stacked: store.versionsBehind(id).length, lost, isCut: up.isCut || down.isCut,
  };
}

/** @typedef {'parent' | 'child' | 'next' | 'previous'} Step */

/**
 * Where a step along the family leads: the first parent or child by place, or the sibling beside.
 * @param {Store} store @param {string} id @param {Step} step
 * @returns {string | null}
 */
export function stepFrom(store, id, step) {
  if (step === 'parent') return inOrder(store, parentsOf(store, id))[0] ?? null;
  if (step === 'child') return inOrder(store, childrenOf(store, id))[0] ?? null;
  const siblings = inOrder(store, [id, ...parentsOf(store, id).flatMap((parent) => childrenOf(store, parent))]);
  if (siblings.length < 2) return null;
  const at = siblings.indexOf(id) + (step === 'next' ? 1 : -1);
  return siblings[(at + siblings.length) % siblings.length];
}

/** @param {Store} store @param {string} from @param {(store: Store, id: string) => string[]} next @param {number} most */
function walk(store, from, next, most) {
  /** @type {Set<string>} */
  const found = new Set();
  const open = [from];
  for (let i = 0; i < open.length; i += 1) {
    for (const id of next(store, open[i])) {
      if (id === from || found.has(id)) continue;
      if (found.size >= most) return { found, isCut: true };
      found.add(id);
      open.push(id);
    }
  }
  return { found, isCut: false };
}

/** @param {Store} store @param {string} id */
function parentsOf(store, id) {
  return [...new Set(drawnEdges(store, id).filter(({ target }) => target === id).map(({ source }) => source))];
}

/** @param {Store} store @param {string} id */
function childrenOf(store, id) {
  return [...new Set(drawnEdges(store, id).filter(({ source }) => source === id).map(({ target }) => target))];
}

/** Edges of all versions on one spot, to where their ends are drawn; those within the spot are none.
 * @param {Store} store @param {string} id @returns {BoardEdge[]} */
function drawnEdges(store, id) {
  const found = [];
  for (const edge of stackIds(store, id).flatMap((one) => store.edgesOf(one))) {
    const source = shownOf(store, edge.source);
    const target = shownOf(store, edge.target);
    if (source && target && source !== target) found.push({ ...edge, source, target });
  }
  return found;
}

/** @param {Store} store @param {string} id */
function stackIds(store, id) {
  return [id, ...store.versionsBehind(id).map((version) => version.id)];
}

/** What is drawn for a node; null for undecided results, which are not on the board yet.
 * @param {Store} store @param {string} id */
function shownOf(store, id) {
  const node = store.node(id);
  return node && !store.isCandidate(node) ? store.shownFor(node).id : null;
}

/** As one reads: from left to right, from top to bottom where columns share a place. @param {Store} store @param {string[]} ids */
function inOrder(store, ids) {
  const nodes = store.nodesOf(new Set(ids));
  return nodes.sort((a, b) => Math.round((a.y - b.y) / Math.max(1, Math.min(a.height, b.height))) || a.x - b.x || a.y - b.y).map(({ id }) => id);
}

/** @param {Family} family what it holds, in words */
export function familyWords({ ancestors, descendants, stacked, lost: lostBy, isCut }) {
  const lost = [...lostBy.values()].reduce((sum, count) => sum + count, 0);
  const parts = [
    ancestors.size ? `made from ${ancestors.size}` : '',
    descendants.size ? `${descendants.size} made from it` : '',
    stacked ? `${stacked + 1} versions on its spot` : '',
    lost ? `${lost} source${lost === 1 ? ' is' : 's are'} not on the board` : '',
    isCut ? `only the nearest ${MOST} are shown` : '',
  ];
  return parts.filter(Boolean).join(' · ');
}
