// Puts comments on the board: the tool, the pins, the card, the list, and the way from a comment to a
// mask and back with a new version.

import { timeCode } from '../clips/quote.js';
import { find } from '../elements.js';
import { whenSaved } from '../when_saved.js';
import { Card } from './card.js';
import { withoutNames } from './mention_field.js';
import { CommentPanel } from './panel.js';
import { Pins } from './pins.js';
import { cornersOf, versionNumber } from './places.js';
import { Threads } from './threads.js';
import { CommentTool } from './tool.js';

/** @import { BoardNode } from '../types.js' */
/** @import { Api } from '../api.js' */
/** @import { ClipPlayer } from '../clips/player.js' */
/** @import { Editor } from '../editor.js' */
/** @import { EditMode } from '../edit_mode.js' */
/** @import { MaskEditor } from '../mask_editor.js' */
/** @import { Memory } from '../memory.js' */
/** @import { Thread, Told } from './threads.js' */

/** So near one looks at a point that was commented on. */
const MOST_ZOOM = 2;
/** Of pictures whose masks were made of comments: until a version is accepted. */
const ASKED = 'comment-masks';

/** How a comment becomes a mask, once there is a mask editor. @typedef {{toMask: ((thread: Thread, told: Told) => void) | null, threads: Threads | null}} CommentLinks */

/** @param {Editor} editor @param {HTMLElement} page the page's #board @param {Api} api @param {ClipPlayer} player @returns {CommentLinks} */
export function attachComments(editor, page, api, player) {
  /** @type {CommentLinks} */
  const links = { toMask: null, threads: null };
  if (editor.config.is_guest && !editor.config.may_comment) return links;
  const threads = new Threads((path, body) => api.comments(path, body));
  links.threads = threads;
  const open = (/** @type {Thread} */ thread) => {
    if (thread.node && thread.at_ms !== null) player.seek(thread.node, thread.at_ms / 1000);
    void card.open(thread);
  };
  const pins = new Pins(editor, threads, find(page, '#stage-html'), open);
  const card = new Card(editor, threads, pins, page, {
    mask: editor.config.may_edit ? (thread, told) => links.toMask?.(thread, told) : null,
    compare: (thread, version) => compare(editor, thread, version),
  });
  const go = (/** @type {Thread} */ thread) => {
    flyTo(editor, thread);
    open(thread);
  };
  const panel = new CommentPanel(editor, threads, page, { go, filtered: (filter) => { pins.filter = filter; pins.refresh(); } });
  registerCommands(editor, panel, pins);
  if (editor.config.may_comment) editor.tools.register(new CommentTool(editor, (place) => card.begin({ ...place, at_ms: msOf(player.stoppedAt(place.node)) })));
  threads.subscribe(() => showCount(page, threads.unread));
  markClips(player, threads, open, card);
  editor.sync.onComments(() => {
    void threads.load();
    page.querySelector('#notifications')?.dispatchEvent(new Event('news')); // htmx asks for the bell's list
  });
  editor.sync.onWelcome(() => { void threads.load(); });
  openLinked(threads, go);
  return links;
}

/** Comments on frames stand on the bar of their clip. @param {ClipPlayer} player @param {Threads} threads @param {(thread: Thread) => void} open @param {Card} card */
function markClips(player, threads, open, card) {
  player.marksOf = ({ id }) => threads.list.flatMap((thread) => (thread.node === id && thread.at_ms !== null && !thread.is_resolved
    ? [{ at: thread.at_ms / 1000, label: `Comment ${thread.number} at ${timeCode(thread.at_ms / 1000)}: ${thread.text.slice(0, 80)}`, open: () => open(thread) }] : []));
  player.comment = ({ id }, seconds) => card.begin({ node: id, x: 0.5, y: 0.5, outline: [], at_ms: msOf(seconds) });
  threads.subscribe(() => player.refresh());
}

/** @param {number | null} seconds */
function msOf(seconds) {
  return seconds === null ? null : Math.round(1000 * seconds);
}

/** @param {Editor} editor @param {CommentPanel} panel @param {Pins} pins */
function registerCommands(editor, panel, pins) {
  const { commands, tools } = editor;
  if (editor.config.may_comment) commands.register({ id: 'tool.comment', label: 'Comment', keys: 'C', mode: 'canvas', icon: 'message-circle', run: () => { tools.activate('comment'); } });
  commands.register({ id: 'comments.list', label: 'List of comments', mode: 'canvas', icon: 'message-circle', run: () => panel.toggle() });
  commands.register({
    id: 'comments.hide', label: 'Show or hide comments', mode: 'canvas', icon: 'eye',
    run: () => { pins.areHidden = !pins.areHidden; editor.renderer.requestOverlay(); },
  });
}

/** @param {HTMLElement} page @param {number} count */
function showCount(page, count) {
  const badge = page.querySelector('#topbar [data-comment-count]');
  if (!(badge instanceof HTMLElement)) return;
  badge.hidden = count === 0;
  badge.textContent = String(count);
  badge.parentElement?.setAttribute('aria-label', count ? `Comments, ${count} unread` : 'Comments');
}

/** The address of a board may name a thread: from a notification. @param {Threads} threads @param {(thread: Thread) => void} go */
function openLinked(threads, go) {
  const id = new URLSearchParams(window.location.search).get('thread');
  if (!id) return;
  const stop = threads.subscribe(() => {
    stop();
    const thread = threads.byId(id);
    if (thread) go(thread);
  });
}

/** @param {Editor} editor @param {Thread} thread */
function flyTo({ store, viewport }, thread) {
  const node = thread.node ? store.node(thread.node) : null;
  if (thread.node && !node) return;
  if (node) viewport.flyTo(store.shownFor(node), { mostZoom: MOST_ZOOM });
  else viewport.flyTo({ x: thread.x, y: thread.y, width: 0, height: 0 }, { mostZoom: 1 });
}

/** @param {Editor} editor @param {Thread} thread @param {string} version */
function compare(editor, thread, version) {
  const nodes = [thread.node, version].map((id) => (id ? editor.store.node(id) : undefined));
  if (nodes.some((node) => !node)) {
    editor.emit('notice', { message: 'One of the two pictures is not on the board any more.', kind: 'info' });
    return;
  }
  editor.selection.set(/** @type {BoardNode[]} */ (nodes).map(({ id }) => id));
  editor.commands.run('compare.open');
}

/**
 * Of a drawing a mask, of the words its instruction; a version that is accepted then is said in the thread.
 * @param {CommentLinks} links @param {{editor: Editor, mode: EditMode, mask: MaskEditor, memory: Memory}} parts memory: of the board
 */
export function attachCommentMasks(links, { editor, mode, mask, memory }) {
  const { threads } = links;
  if (!threads) return;
  links.toMask = (thread, told) => {
    const node = editor.store.node(thread.node);
    if (!node) return;
    editor.emit('will-edit', { id: node.id });
    if (!mode.enter('mask', node.id) || mode.picture?.id !== node.id) return;
    const corners = cornersOf(thread.outline).map(({ x, y }) => ({ x: x * (node.image_width ?? 1), y: y * (node.image_height ?? 1) }));
    void mask.mark(corners, withoutNames(told.comments[0].text, threads.people));
    memory.write(ASKED, { ...memory.read(ASKED, {}), [node.id]: thread.id });
  };
  editor.on('accepted', ({ picture, ids }) => {
    const asked = /** @type {Record<string, string>} */ (memory.read(ASKED, {}));
    const thread = asked[picture];
    if (!thread || ids.length !== 1) return;
    const { [picture]: _, ...others } = asked;
    memory.write(ASKED, others);
    whenSaved(editor, () => {
      const node = editor.store.node(ids[0]);
      if (node) void threads.propose(thread, node.id, versionNumber(editor.store, node)).catch((error) => editor.emit('notice', { message: error.message, kind: 'bad' }));
    });
  });
}
