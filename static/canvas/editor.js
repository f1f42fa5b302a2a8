// The facade that the interface talks to: one board open in one window.

import { MAX_CHANGES } from './changes.js';
import { Duplicates } from './duplicates.js';
import { invertChanges } from './history.js';
import { boundsOf } from './geometry.js';
import { KINDS } from './kinds.js';
import { onlyMarks } from './marks.js';
import { nBetween } from './order.js';
import { freeSpots } from './placement.js';
import { MAX_OP_BYTES } from './protocol.js';
import { Styles } from './styles.js';

/** @import { BoardConfig, BoardNode, Box, Change, Mode, Point, Progress, SavedState, Unsubscribe } from './types.js' */
/** @import { Store } from './store.js' */
/** @import { Viewport } from './viewport.js' */
/** @import { Selection } from './selection.js' */
/** @import { Groups } from './groups.js' */
/** @import { History } from './history.js' */
/** @import { Renderer } from './renderer.js' */
/** @import { Textures } from './textures.js' */
/** @import { Toolbox } from './tools/toolbox.js' */
/** @import { Commands } from './commands.js' */
/** @import { Shortcuts } from './shortcuts.js' */
/** @import { Presence } from './presence.js' */
/** @import { Sync } from './sync.js' */

/**
 * Events (`editor.on(name, fn)`, fn gets the detail; `emit` for the other direction):
 * - `mode` {mode, before}
 * - `saved` SavedState: for #saved-state, which the top bar draws; `editor.savedState` is the newest
 * - `people` [{key, name, colour}]: who is here, you included; also `editor.presence.people()`
 * - `progress` {generation id: Progress}: newest news, none of them when only the time went on; all of them by `editor.progressOf(id)`
 * - `text-edit` {id, draft?}: show the DOM editor over this note or text (double click, Enter, a new note);
 *   with `draft`, a node that is created when something is written, instead of an id
 * - `long-text` {text, near?, isRest?}: more was pasted or written than one note holds (long_text.js)
 * - `rename` {id}: show a field for a node's name (F2, double click on a frame's name)
 * - `open` {id}: Enter or a double click on a picture: mask editing
 * - `will-edit` {id}: the mask or extend editor is about to open on a picture
 * - `context-menu` {screen, world, node}: a menu is asked for at a point, of a node or the board (null)
 * - `accepted` {picture, ids}: results of an edit of a picture became versions (node ids)
 * - `retry` {id}: the Retry hint of a failed placeholder was clicked (node id)
 * - `edit-prompt` {id}: put what a placeholder was asked by into the prompt bar
 * - `pick-files` {}: the upload button or Ctrl+Shift+K
 * - `paste` {clip, pointer: Point|null, isInPlace}: things were pasted (clip.js)
 * - `files` {files: File[], world: Point}: pictures were pasted or dropped at `world`
 * - `board-file` {file}: a board's file was pasted or dropped
 * - `rejected` {code, message, label}: the server refused an op; it is undone already
 * - `moved-into` {id}: this person dropped, uploaded or pasted one picture into a frame
 * - `deleted` {count}: things were deleted by this person
 * - `compare` {ids}: open these side by side (compare.js)
 * - `review` {ids, title}: open the review (review/open.js)
 * - `notice` {message, kind: 'info'|'bad'}: something to say in a toast
 * - `device` {}: `editor.isSmallTouch` was measured anew
 * - `layout` {}: a panel that floats over the board was opened or closed
 * - `closed` {code, message}: access ended; nothing more is sent
 */
export class Editor {
  /** @type {Mode} */
  #mode = 'canvas';
  /** @type {Map<string, Set<(detail: any) => void>>} */
  #listeners = new Map();

  /**
   * @param {{config: BoardConfig, store: Store, viewport: Viewport, selection: Selection, groups: Groups,
   *   history: History, renderer: Renderer, textures: Textures, tools: Toolbox, commands: Commands,
   *   shortcuts: Shortcuts, presence: Presence, sync: Sync, newId?: () => string}} parts
   */
  constructor(parts) {
    this.config = parts.config;
    this.store = parts.store;
    this.viewport = parts.viewport;
    this.selection = parts.selection;
    this.groups = parts.groups;
    this.history = parts.history;
    this.renderer = parts.renderer;
    this.textures = parts.textures;
    this.tools = parts.tools;
    this.commands = parts.commands;
    this.shortcuts = parts.shortcuts;
    this.presence = parts.presence;
    this.sync = parts.sync;
    /** A new UUID, for nodes, edges and generations. */
    this.newId = parts.newId ?? (() => crypto.randomUUID());
    this.placement = { freeSpots };
    /** Copies made in this window. */
    this.duplicates = new Duplicates(this);
    /** How the next drawn thing looks. */
    this.styles = new Styles();
    this.sync.onNack((opId, code, message) => {
      const label = this.history.forget(opId);
      this.emit('rejected', { code, message, label });
    });
  }

  /** May this person change the board, on this device, now? Phones look and comment only. */
  get canEdit() {
    return this.config.may_edit && !this.isSmallTouch && this.sync.connection !== 'closed';
  }

  /** A phone: no room for the tools. Set by main.js from a media query. */
  isSmallTouch = false;

  /** What Esc ends before it clears the selection, newest first: each says whether it did.
   * @type {(() => boolean)[]} */
  escapes = [];

  /**
   * What lies over the board and takes things that are dropped on it.
   * @type {{covers: (screen: Point, nodes: BoardNode[]) => boolean, show: (isOver: boolean) => void, take: (nodes: BoardNode[]) => void} | null}
   */
  dropTarget = null;

  /** Where a menu stands open, or was when its command ran; world. @type {Point|null} */
  menuPoint = null;

  /** @returns {Mode} */
  get mode() {
    return this.#mode;
  }

  /** @param {Mode} mode */
  setMode(mode) {
    if (mode === this.#mode) return;
    const before = this.#mode;
    this.#mode = mode;
    this.emit('mode', { mode, before });
    this.renderer.requestFrame();
  }

  /** @returns {SavedState} */
  get savedState() {
    return this.sync.savedState;
  }

  /** @param {string} generationId @returns {Progress | null} */
  progressOf(generationId) {
    return this.sync.progressOf(generationId);
  }

  /**
   * Check, apply at once, keep in the outbox, send. Any number of changes: a large list goes out as
   * several ops under one undo entry. Throws InvalidChange (code, message) and changes nothing
   * when the server would refuse one of them; does nothing for who may not edit.
   * @param {Change[]} changes
   * @param {{label?: string, undoable?: boolean, merge?: string, isHeld?: boolean, takeBack?: (inverse: Change[]) => Change[]}} [options]
   *   label: for the menu, "Move 3 pictures"; merge: changes of one name in quick succession are undone
   *   together, with isHeld however slowly they come; takeBack: what undo does instead of the inverse that it is given
   * @returns {string[]} the op ids
   */
  commit(changes, { label = 'Change', undoable = true, merge = '', isHeld = false, takeBack = (inverse) => inverse } = {}) {
    if (this.sync.connection === 'closed') return [];
    if (!this.config.may_edit && !(this.config.may_mark && onlyMarks(changes))) return [];
    const known = this.#known(changes);
    if (!known.length) return [];
    const inverse = takeBack(invertChanges(this.store.draft(), known));
    const opIds = this.#send(known);
    if (undoable) this.history.push({ label, changes: inverse, opIds, merge, isHeld });
    return opIds;
  }

  /** Without those of things that only a newer page can change. @param {Change[]} changes */
  #known(changes) {
    const known = changes.filter(({ node, create, set }) => {
      const kind = create ? create.kind : set && this.store.node(node)?.kind;
      return !kind || KINDS.has(kind);
    });
    if (known.length < changes.length) {
      this.emit('notice', { message: 'Some of this was made by a newer version of the board. Reload the page to change it.', kind: 'bad' });
    }
    return known;
  }

  /** Take back your own last change. @returns {string|null} its label */
  undo() {
    return this.history.undo((changes) => this.#send(changes));
  }

  /** @returns {string|null} */
  redo() {
    return this.history.redo((changes) => this.#send(changes));
  }

  /** @param {Change[]} changes @returns {string[]} */
  #send(changes) {
    const opIds = [];
    for (const part of splitChanges(changes)) {
      const op = { op_id: this.newId(), changes: part };
      this.store.addPending(op);
      this.sync.send(op);
      opIds.push(op.op_id);
    }
    return opIds;
  }

  /** The nearest node under a point, frames by their edge and name only. @param {Point} world
   * @returns {BoardNode|null} */
  nodeAt(world) {
    return this.renderer.scene.nodeAt(world, this.viewport.zoom);
  }

  /** Drawn nodes whose box meets `box`; with `inside`, those that lie in it whole. @param {Box} box
   * @param {{inside?: boolean}} [options] @returns {BoardNode[]} */
  nodesIn(box, options) {
    return this.renderer.scene.nodesIn(box, options);
  }

  /** The box around nodes (all drawn ones without `ids`), or null for none.
   * @param {Iterable<string>} [ids] @returns {Box|null} */
  bounds(ids) {
    if (!ids) return this.renderer.scene.bounds();
    return boundsOf(this.store.nodesOf(ids));
  }

  /** The selected nodes that live, nearest last. @returns {BoardNode[]} */
  selectedNodes() {
    return this.store.nodesOf(this.selection.ids).sort(byOrder);
  }

  /** Those of them that may be changed: what is locked stays as it is. @returns {BoardNode[]} */
  unlockedNodes() {
    return this.selectedNodes().filter((node) => !this.store.isLocked(node));
  }

  /** The selected node if it is the only one. @returns {BoardNode|null} */
  selectedNode() {
    if (this.selection.ids.size !== 1) return null;
    const [id] = this.selection.ids;
    return this.store.node(id) ?? null;
  }

  /** A name for the next frame. */
  frameName() {
    return `Frame ${[...this.store.nodes()].filter(({ kind }) => kind === 'frame').length + 1}`;
  }

  /** `count` rising order keys above everything. @param {number} [count] @returns {string[]} */
  topOrders(count = 1) {
    return nBetween(this.store.topOrder(), null, count);
  }

  /**
   * Places for `count` new boxes beside `near` (else in the middle of the view) that touch nothing.
   * @param {{count: number, width: number, height: number, near?: Box|null, gap?: number}} wanted world units
   * @returns {Point[]} top left corners
   */
  freeSpots({ count, width, height, near = null, gap = 16 }) {
    const obstacles = this.renderer.scene.obstacles(near);
    return freeSpots({ count, width, height, near, view: this.viewport.visibleBox(), obstacles, gap });
  }

  /** The frame that a box dropped here would belong to. @param {Box} box
   * @param {Set<string>} [except] nodes that are moved with it @returns {string|null} */
  frameFor(box, except) {
    return this.renderer.scene.frameFor(box, except);
  }

  /** @param {string} event @param {(detail: any) => void} listener @returns {Unsubscribe} */
  on(event, listener) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** @param {string} event @param {any} [detail] */
  emit(event, detail = {}) {
    for (const listener of this.#listeners.get(event) ?? []) listener(detail);
  }
}

/**
 * In parts that one op may hold: at most MAX_CHANGES changes and MAX_OP_BYTES of JSON.
 * @param {Change[]} changes
 * @returns {Change[][]}
 */
function splitChanges(changes) {
  /** @type {Change[][]} */
  const parts = [];
  /** @type {Change[]} */
  let part = [];
  let bytes = 0;
  for (const change of changes) {
    const size = new TextEncoder().encode(JSON.stringify(change)).length + 1;
    if (part.length && (part.length >= MAX_CHANGES || bytes + size > MAX_OP_BYTES)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(change);
    bytes += size;
  }
  if (part.length) parts.push(part);
  return parts;
}

/** @param {BoardNode} a @param {BoardNode} b */
function byOrder(a, b) {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
