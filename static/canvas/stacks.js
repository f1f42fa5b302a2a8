// Versions of one picture on one spot: the one that is shown, the others behind it (`version_of`), each
// with its place in the stack (`version`, from 1). Pure: what to change for each thing people do.

import { rightOf } from './beside.js';

/** @import { BoardEdge, BoardNode, Box, Change, Point } from './types.js' */
/** @import { Store } from './store.js' */

/** More versions of one picture nobody flips through. */
const MOST = 200;
const GAP = 16;
/** By these one picture is a version of another; anchors and variations make pictures of their own. */
const ROLES = new Set(['source', 'refine']);

/** The versions on one spot, in their order; the picture alone when it is no stack. @param {Store} store
 * @param {BoardNode} shown @returns {BoardNode[]} */
export function stackOf(store, shown) {
  return [shown, ...store.versionsBehind(shown.id)].sort((a, b) => (a.version ?? 0) - (b.version ?? 0) || (a.id < b.id ? -1 : 1));
}

/**
 * All that are versions of one picture: along edges of editing both ways, and what is stacked with them;
 * what came first stands first.
 * @param {Store} store @param {BoardNode} picture @returns {BoardNode[]}
 */
export function versionsOf(store, picture) {
  const found = new Map([[picture.id, picture]]);
  for (const node of found.values()) {
    if (found.size >= MOST) break;
    for (const near of [...edited(store, node), ...store.versionsBehind(node.id), store.standInOf(node)]) {
      if (near?.kind === 'image' && !store.isCandidate(near)) found.set(near.id, near);
    }
  }
  return byDescent(store, [...found.values()]);
}

/** @param {Store} store @param {BoardNode} node @returns {(BoardNode | undefined)[]} */
function edited(store, { id }) {
  return store.edgesOf(id).filter(({ role }) => ROLES.has(role)).map(({ source, target }) => store.node(source === id ? target : source));
}

/** @param {Store} store @param {BoardNode[]} nodes */
function byDescent(store, nodes) {
  const among = new Set(nodes.map(({ id }) => id));
  /** @type {Map<string, number>} */
  const depths = new Map();
  /** @param {string} id @param {Set<string>} path @returns {number} edits since the first one */
  const depthOf = (id, path) => {
    const known = depths.get(id);
    if (known !== undefined || path.has(id)) return known ?? 0;
    path.add(id);
    const sources = store.edgesOf(id).filter(({ role, source, target }) => target === id && ROLES.has(role) && among.has(source));
    const depth = sources.length ? 1 + Math.max(...sources.map(({ source }) => depthOf(source, path))) : 0;
    depths.set(id, depth);
    return depth;
  };
  const number = (/** @type {BoardNode} */ { version }) => version || Infinity;
  return nodes
    .map((node) => ({ node, depth: depthOf(node.id, new Set()) }))
    .sort((a, b) => a.depth - b.depth || number(a.node) - number(b.node) || (a.node.order < b.node.order ? -1 : 1))
    .map(({ node }) => node);
}

/** Put them on one spot: `shown` is seen where it lies. @param {BoardNode[]} versions in their order
 * @param {BoardNode} shown one of them @returns {Change[]} */
export function stackChanges(versions, shown) {
  return versions.map(({ id }, i) => ({ node: id, set: id === shown.id ? { version: i + 1, version_of: null } : { version: i + 1, ...behind(shown.id) } }));
}

/** Another version is seen in the place of the one that was. @param {Store} store @param {BoardNode} shown
 * @param {BoardNode} next of its stack, or new to it @returns {Change[]} */
export function showChanges(store, shown, next) {
  const versions = stackOf(store, shown);
  const isNew = !versions.some(({ id }) => id === next.id);
  const number = isNew ? { version: Math.max(...versions.map(({ version }) => version ?? 0)) + 1, candidate_of: null } : {};
  return [
    { node: next.id, set: { version_of: null, ...placeOf(shown, next), ...number } },
    ...versions.filter(({ id }) => id !== next.id).map(({ id }) => ({ node: id, set: behind(next.id) })),
  ];
}

/** Side by side: the shown one stays, the others stand right of it. @param {Store} store @param {BoardNode} shown
 * @param {(box: Box) => string | null} frameFor @param {readonly Box[]} obstacles without the stack
 * @param {(count: number, size: {width: number, height: number}) => Point[]} elsewhere where no row has room
 * @returns {Change[]} */
export function layOutChanges(store, shown, frameFor, obstacles, elsewhere) {
  const others = stackOf(store, shown).filter(({ id }) => id !== shown.id);
  const sizes = others.map((node) => placeOf(shown, node));
  const largest = { width: Math.max(...sizes.map(({ width }) => width)), height: Math.max(...sizes.map(({ height }) => height)) };
  const spots = rightOf(sizes, shown, obstacles, GAP) ?? elsewhere(others.length, largest);
  return [
    { node: shown.id, set: { version: 0 } },
    ...others.map(({ id }, i) => {
      const { width, height, rotation, order } = sizes[i];
      return { node: id, set: { version_of: null, version: 0, ...spots[i], width, height, rotation, order, parent: frameFor({ ...spots[i], width, height }) } };
    }),
  ];
}

/** Whoever deletes a stack deletes all of it. @param {Store} store @param {Iterable<string>} ids @returns {string[]} */
export function withVersions(store, ids) {
  const all = new Set(ids);
  for (const id of [...all]) for (const version of store.versionsBehind(id)) all.add(version.id);
  return [...all];
}

/** In no frame: one that is deleted must not take it along. @param {string} id */
function behind(id) {
  return { version_of: id, parent: null };
}

/** Where a version stands in place of another: about the same middle, its px as large. @param {BoardNode} from @param {BoardNode} to */
export function placeOf(from, to) {
  const scale = from.width / (from.image_width || from.width);
  const width = (to.image_width || to.width) * scale;
  const height = (to.image_height || to.height) * scale;
  return {
    x: from.x + (from.width - width) / 2, y: from.y + (from.height - height) / 2, width, height,
    rotation: from.rotation, order: from.order, parent: from.parent,
  };
}
