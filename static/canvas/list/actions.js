// What the list does to the selected nodes that the board's own commands do not: names, alt text, tags, frames.

import { tidy } from '../moves.js';
import { titleOf } from '../node_words.js';
import { askText } from '../ask_text.js';

/** @import { BoardNode, Change, Point } from '../types.js' */
/** @import { Editor } from '../editor.js' */

const MOST_TAGS = 16;
const LONGEST_TAG = 40;
const GAP = 16;

/** @param {Editor} editor @param {() => boolean} isOpen the list is */
export function registerListActions(editor, isOpen) {
  if (!editor.config.may_edit) return;
  const nodes = () => editor.unlockedNodes();
  const add = (/** @type {string} */ id, /** @type {string} */ label, /** @type {() => boolean} */ fits, /** @type {() => void} */ run) => editor.commands.register({
    id: `list.${id}`, label, mode: 'canvas', why: () => (isOpen() ? '' : 'in the list view only'), enabled: () => isOpen() && editor.canEdit && nodes().length > 0 && fits(), run,
  });
  add('rename', 'Rename in the list', () => true, () => rename(editor, nodes()));
  add('alt', 'Write alt text', () => nodes().every(({ kind }) => kind === 'image'), () => describe(editor, nodes()));
  add('tags', 'Change tags', () => true, () => tag(editor, nodes()));
}

/** @param {Editor} editor @param {BoardNode[]} nodes */
function rename(editor, nodes) {
  askText({ title: nodes.length === 1 ? `Rename “${titleOf(nodes[0]) || 'without a name'}”` : `Rename ${nodes.length} things`, value: nodes[0].name, most: 200 }, (text) => {
    const name = text.replace(/\s+/g, ' ').trim();
    setAll(editor, nodes, () => ({ name }), 'Rename');
  });
}

/** @param {Editor} editor @param {BoardNode[]} nodes pictures */
function describe(editor, nodes) {
  const title = nodes.length === 1 ? 'Alt text' : `Alt text of ${nodes.length} pictures`;
  askText({ title, hint: 'What the picture shows, for who cannot see it.', value: nodes[0].alt ?? '', most: 1_000, isLong: true }, (text) => {
    setAll(editor, nodes, () => ({ alt: text.trim() }), 'Alt text');
  });
}

/** @param {Editor} editor @param {BoardNode[]} nodes */
function tag(editor, nodes) {
  const shared = sharedTags(nodes);
  const hint = nodes.length === 1 ? 'Separated by commas.' : `Those that all ${nodes.length} have, separated by commas. Each keeps its others.`;
  askText({ title: 'Tags', hint, value: shared.join(', '), most: MOST_TAGS * (LONGEST_TAG + 2) }, (text) => {
    setAll(editor, nodes, ({ tags = [] }) => ({ tags: retagged(tags, shared, tagsIn(text)) }), 'Tags');
  });
}

/** @param {BoardNode[]} nodes @returns {string[]} tags that each of them has */
export function sharedTags([first, ...others]) {
  return (first.tags ?? []).filter((tag) => others.every(({ tags = [] }) => tags.includes(tag)));
}

/** Its tags once `before` was edited to `after`: what was not shown stays.
 * @param {string[]} tags @param {string[]} before @param {string[]} after */
export function retagged(tags, before, after) {
  return [...new Set([...after, ...tags.filter((tag) => !before.includes(tag))])].slice(0, MOST_TAGS);
}

/** @param {string} text "mug, hero" @returns {string[]} each once */
export function tagsIn(text) {
  const words = text.split(',').map((word) => [...word.replace(/\s+/g, ' ').trim()].slice(0, LONGEST_TAG).join('').trim()).filter(Boolean);
  return [...new Set(words)].slice(0, MOST_TAGS);
}

/** @param {Editor} editor @param {BoardNode[]} nodes @param {(node: BoardNode) => Record<string, any>} set @param {string} label */
function setAll(editor, nodes, set, label) {
  editor.commit(nodes.map((node) => ({ node: node.id, set: set(node) })), { label });
}

/** Into a frame, where there is room below what it holds, or out onto the board beside it.
 * @param {Editor} editor @param {string | null} frameId */
export function moveToFrame(editor, frameId) {
  const { store } = editor;
  const frame = store.node(frameId);
  const chosen = editor.unlockedNodes();
  const ids = new Set(chosen.map(({ id }) => id));
  // What is chosen with the frame that holds it stays in there.
  const moved = chosen.filter(({ id, parent }) => id !== frameId && (parent ?? null) !== frameId && !ids.has(parent ?? '') && !isWithin(editor, frameId, id));
  /** @type {Change[]} */
  const changes = [];
  const spot = { x: (frame?.x ?? 0) + GAP, y: frame ? bottomOf(editor, frame) + GAP : 0 };
  for (const node of moved) {
    const to = frame ? { ...spot } : outside(editor, node);
    changes.push({ node: node.id, set: { parent: frameId, x: tidy(to.x), y: tidy(to.y) } });
    for (const id of store.descendantsOf(new Set([node.id]))) {
      const inner = store.node(id);
      if (inner) changes.push({ node: id, set: { x: tidy(inner.x + to.x - node.x), y: tidy(inner.y + to.y - node.y) } });
    }
    spot.y += node.height + GAP;
  }
  if (frame && moved.length && spot.y > frame.y + frame.height) changes.push({ node: frame.id, set: { height: tidy(spot.y - frame.y) } });
  if (changes.length) editor.commit(changes, { label: frame ? 'Move to frame' : 'Move out of frame' });
}

/** @param {Editor} editor @param {string | null} id @param {string} of is it this one, or in it? */
function isWithin(editor, id, of) {
  return id !== null && (id === of || [...editor.store.descendantsOf(new Set([of]))].includes(id));
}

/** @param {Editor} editor @param {BoardNode} frame */
function bottomOf(editor, frame) {
  let bottom = frame.y;
  for (const child of editor.store.childrenOf(frame.id)) {
    bottom = Math.max(bottom, child.y + child.height);
  }
  return bottom;
}

/** @param {Editor} editor @param {BoardNode} node @returns {Point} */
function outside(editor, node) {
  return editor.freeSpots({ count: 1, width: node.width, height: node.height, near: editor.store.parentOf(node) ?? null })[0];
}
