// The select tool: choose, move, copy, resize.

import { boundsOf, boxFromPoints, contains, resizeBox, scaleWith } from '../geometry.js';
import { copyChanges, moveChanges, tidy, withDescendants } from '../moves.js';
import { HANDLE_PX } from '../overlay.js';
import { snapBox } from '../snapping.js';
import { resizedText } from '../text_box.js';
import { Tool } from './tool.js';

/** @import { BoardNode, Box, Change, Point, ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Handle } from '../geometry.js' */

const DRAG_FROM_PX = 4;
const HANDLE_REACH_PX = HANDLE_PX / 2 + 3;
const SNAP_PX = 6;
const MOST_SNAP_TARGETS = 400;
const CURSORS = {
  nw: 'nwse-resize', se: 'nwse-resize', ne: 'nesw-resize', sw: 'nesw-resize',
  n: 'ns-resize', s: 'ns-resize', e: 'ew-resize', w: 'ew-resize',
};
/** Kinds whose shape is the picture's: corners keep it. */
const SHAPED = new Set(['image', 'generation', 'mask']);
/** Kinds that are resized by their sides too; a text only across, where its lines end. */
const SIDED = new Set(['note', 'text', 'shape']);

/**
 * @typedef {{name: 'idle'}
 *   | {name: 'pressed', from: Point, screen: Point, node: BoardNode|null, wasSelected: boolean,
 *      isRetry: boolean, isDouble: boolean, shift: boolean, before: string[]}
 *   | {name: 'marquee', from: Point, before: string[]}
 *   | {name: 'moving', from: Point, bounds: Box, starts: Map<string, Box>, others: Box[], copies: boolean,
 *      dx: number, dy: number}
 *   | {name: 'resizing', handle: Handle, from: Point, bounds: Box, starts: Map<string, Box>, isShaped: boolean}} Phase
 */

export class SelectTool extends Tool {
  name = 'select';
  /** @type {Phase} */
  #phase = { name: 'idle' };
  #editor;

  /** @param {Editor} editor */
  constructor(editor) {
    super();
    this.#editor = editor;
  }

  enter() {
    this.#showHandles(true);
  }

  exit() {
    this.cancel();
    this.#editor.renderer.marks.hover = null;
    this.#showHandles(false);
  }

  /** @param {ToolPointer} event */
  pointerDown(event) {
    if (event.button !== 0) return;
    const { screen, world, shift } = event;
    const from = { x: world.x, y: world.y };
    const handle = this.#handleAt(screen);
    if (handle) {
      this.#beginResize(handle, from);
      return;
    }
    const { selection } = this.#editor;
    const node = this.#editor.nodeAt(world);
    const wasSelected = Boolean(node && selection.has(node.id));
    const before = [...selection.ids];
    if (node && !wasSelected) selection.set(shift ? [...before, node.id] : [node.id]);
    else if (!node && !shift) selection.clear();
    const isRetry = Boolean(node && this.#editor.canEdit && this.#editor.renderer.isOnRetry(node, screen));
    this.#phase = {
      name: 'pressed', from, screen: { x: screen.x, y: screen.y }, node, wasSelected, isRetry, shift,
      isDouble: event.detail === 2 && !shift,
      before: shift ? before : [],
    };
  }

  /** @param {ToolPointer} event */
  pointerMove(event) {
    const phase = this.#phase;
    switch (phase.name) {
      case 'idle':
        this.#hover(event);
        break;
      case 'pressed':
        if (Math.hypot(event.screen.x - phase.screen.x, event.screen.y - phase.screen.y) >= DRAG_FROM_PX) {
          this.#beginDrag(phase, event);
        }
        break;
      case 'marquee':
        this.#marquee(phase, event);
        break;
      case 'moving':
        this.#move(phase, event);
        break;
      default:
        this.#resize(phase, event);
    }
  }

  /** @param {ToolPointer} event */
  pointerUp(event) {
    const phase = this.#phase;
    this.#phase = { name: 'idle' };
    if (phase.name === 'pressed') this.#click(phase);
    else if (phase.name === 'moving') this.#drop(phase);
    else if (phase.name === 'resizing') this.#endResize(phase);
    this.#clearMarks();
    this.#hover(event);
  }

  pointerLeave() {
    this.#setHover(null);
  }

  /** @param {ToolPointer} event */
  tap({ world, screen }) {
    const { selection, renderer } = this.#editor;
    const node = this.#editor.nodeAt(world);
    if (node && this.#editor.canEdit && renderer.isOnRetry(node, screen)) this.#editor.emit('retry', { id: node.id });
    selection.set(node ? [node.id] : []);
  }

  cancel() {
    const { name } = this.#phase;
    if (name === 'idle') return false;
    if (name === 'moving') this.#editor.presence.show({ drag: null });
    this.#phase = { name: 'idle' };
    this.#editor.renderer.drop();
    this.#clearMarks();
    return name !== 'pressed';
  }

  /** @param {KeyboardEvent} event */
  keyDown(event) {
    if (event.key === 'Alt' && this.#phase.name === 'moving') this.#setCopies(this.#phase, true);
  }

  /** @param {KeyboardEvent} event */
  keyUp(event) {
    if (event.key === 'Alt' && this.#phase.name === 'moving') this.#setCopies(this.#phase, false);
  }

  /** @param {Extract<Phase, {name: 'pressed'}>} phase */
  #click({ node, wasSelected, isRetry, shift, isDouble }) {
    if (!node) return;
    // Only now that it was no drag: people click a picture and pull it right away.
    if (isDouble) this.#open(node);
    else if (isRetry) this.#editor.emit('retry', { id: node.id });
    else if (wasSelected && shift) this.#editor.selection.toggle(node.id);
    else if (wasSelected) this.#editor.selection.set([node.id]);
  }

  /** A double click. @param {BoardNode} node */
  #open(node) {
    if (!this.#editor.canEdit) return;
    if (node.kind === 'note' || node.kind === 'text') this.#editor.emit('text-edit', { id: node.id, isNew: false });
    else if (node.kind === 'frame') this.#editor.emit('rename', { id: node.id });
    else if (node.kind === 'image') this.#editor.emit('open', { id: node.id });
  }

  /** @param {Extract<Phase, {name: 'pressed'}>} phase @param {ToolPointer} event */
  #beginDrag(phase, event) {
    if (!phase.node) {
      this.#phase = { name: 'marquee', from: phase.from, before: phase.before };
      this.#marquee(this.#phase, event);
      return;
    }
    if (!this.#editor.canEdit) return;
    const { store, selection, renderer } = this.#editor;
    const ids = withDescendants(store, selection.ids);
    const starts = copyBoxes(renderer.lift(ids));
    const nodes = [...starts.keys()].map((id) => /** @type {BoardNode} */ (store.node(id)));
    const bounds = boundsOf(nodes);
    if (!bounds) return;
    const { from } = phase;
    this.#setHover(null);
    this.#phase = {
      name: 'moving', from, bounds, starts, others: this.#snapTargets(ids), copies: false, dx: 0, dy: 0,
    };
    this.#showHandles(false);
    this.#setCopies(this.#phase, event.alt);
    this.#move(this.#phase, event);
  }

  /** Boxes in view to line up with. @param {Set<string>} except @returns {Box[]} */
  #snapTargets(except) {
    const boxes = [];
    for (const node of this.#editor.nodesIn(this.#editor.viewport.box())) {
      if (except.has(node.id)) continue;
      boxes.push(node);
      if (boxes.length >= MOST_SNAP_TARGETS) break;
    }
    return boxes;
  }

  /** @param {Extract<Phase, {name: 'moving'}>} phase @param {ToolPointer} event */
  #move(phase, { world, shift, mod }) {
    const { renderer, viewport, presence } = this.#editor;
    let dx = world.x - phase.from.x;
    let dy = world.y - phase.from.y;
    if (shift) {
      if (Math.abs(dx) > Math.abs(dy)) dy = 0;
      else dx = 0;
    }
    const moved = { ...phase.bounds, x: phase.bounds.x + dx, y: phase.bounds.y + dy };
    renderer.marks.guides = [];
    if (!mod && !shift) {
      const snap = snapBox(moved, phase.others, SNAP_PX / viewport.zoom);
      dx += snap.dx;
      dy += snap.dy;
      renderer.marks.guides = snap.guides;
    }
    phase.dx = dx;
    phase.dy = dy;
    for (const [id, start] of phase.starts) {
      const box = renderer.liftedBox(id);
      if (!box) continue;
      box.x = start.x + dx;
      box.y = start.y + dy;
    }
    renderer.marks.target = this.#targetOf(phase);
    renderer.requestFrame();
    if (!phase.copies) presence.show({ drag: { ids: [...phase.starts.keys()].slice(0, 200), dx, dy } });
  }

  /** The frame that would take in what is dragged, if it is another than now.
   * @param {Extract<Phase, {name: 'moving'}>} phase */
  #targetOf({ starts, bounds, dx, dy }) {
    const [first] = starts.keys();
    const node = this.#editor.store.node(first);
    if (!node) return null;
    const moved = { ...bounds, x: bounds.x + dx, y: bounds.y + dy };
    const frame = this.#editor.frameFor(moved, new Set(starts.keys()));
    return frame === (this.#editor.store.parentOf(node)?.id ?? null) ? null : frame;
  }

  /** @param {Extract<Phase, {name: 'moving'}>} phase @param {boolean} copies */
  #setCopies(phase, copies) {
    phase.copies = copies;
    this.cursor = copies ? 'copy' : 'default';
    this.#editor.renderer.keepLifted(copies);
    if (copies) this.#editor.presence.show({ drag: null });
  }

  /** @param {Extract<Phase, {name: 'moving'}>} phase */
  #drop(phase) {
    const { renderer, store, presence, selection } = this.#editor;
    const editor = this.#editor;
    const boxes = new Map();
    for (const [id, start] of phase.starts) {
      boxes.set(id, { ...start, x: start.x + phase.dx, y: start.y + phase.dy });
    }
    if (phase.copies) {
      const nodes = [...phase.starts.keys()].flatMap((id) => store.node(id) ?? []);
      const offset = { x: phase.dx, y: phase.dy };
      const made = copyChanges(nodes, {
        offset, orders: editor.topOrders(nodes.length), newId: editor.newId,
        parentFor: (box) => editor.frameFor(box), edges: nodes.flatMap(({ id }) => store.edgesOf(id)),
      });
      renderer.drop();
      editor.commit(made.changes, { label: `Duplicate ${things(made.ids.length)}` });
      selection.set(made.ids);
      return;
    }
    const frameFor = (/** @type {Box} */ box, /** @type {Set<string>} */ except) => editor.frameFor(box, except);
    const changes = moveChanges(store, boxes, frameFor, () => editor.topOrders()[0]);
    store.batch(() => editor.commit(changes, { label: `Move ${things(selection.ids.size)}` }));
    renderer.drop();
    presence.show({ drag: null });
  }

  /** @param {Extract<Phase, {name: 'marquee'}>} phase @param {ToolPointer} event */
  #marquee(phase, { world }) {
    const box = boxFromPoints(phase.from, world);
    const { renderer, selection } = this.#editor;
    renderer.marks.marquee = box;
    // A frame is taken only whole: else nothing in it could be chosen from inside.
    const hit = this.#editor
      .nodesIn(box)
      .filter((node) => node.kind !== 'frame' || contains(box, node));
    selection.set([...phase.before, ...hit.map((node) => node.id)]);
    renderer.requestOverlay();
  }

  /** @param {Handle} handle @param {Point} from world */
  #beginResize(handle, from) {
    const { renderer, selection, store } = this.#editor;
    const starts = copyBoxes(renderer.lift(selection.ids));
    const nodes = [...starts.keys()].map((id) => /** @type {BoardNode} */ (store.node(id)));
    const bounds = boundsOf(nodes);
    if (!bounds) return;
    const isShaped = nodes.length > 1 || nodes.some((node) => SHAPED.has(node.kind)) || (nodes[0].kind === 'text' && handle.length === 2);
    this.#phase = { name: 'resizing', handle, from, bounds, starts, isShaped };
    this.cursor = CURSORS[handle];
  }

  /** @param {Extract<Phase, {name: 'resizing'}>} phase @param {ToolPointer} event */
  #resize(phase, { world, shift }) {
    const { renderer, viewport } = this.#editor;
    const to = resizeBox(phase.bounds, phase.handle, world.x - phase.from.x, world.y - phase.from.y, {
      keepAspect: phase.isShaped !== shift,
      least: Math.max(1, 8 / viewport.zoom),
    });
    for (const [id, start] of phase.starts) {
      const box = renderer.liftedBox(id);
      if (box) Object.assign(box, scaleWith(start, phase.bounds, to));
    }
    renderer.requestFrame();
  }

  /** @param {Extract<Phase, {name: 'resizing'}>} phase */
  #endResize(phase) {
    const { renderer, store } = this.#editor;
    /** @type {Change[]} */
    const changes = [];
    for (const id of phase.starts.keys()) {
      const box = renderer.liftedBox(id);
      const node = store.node(id);
      if (!box || !node) continue;
      const set = { x: tidy(box.x), y: tidy(box.y), width: tidy(box.width), height: tidy(box.height) };
      if (node.kind === 'text') Object.assign(set, resizedText(node, box, (one) => renderer.sizeOfText(one)));
      const isSame = set.x === node.x && set.y === node.y && set.width === node.width && set.height === node.height;
      if (!isSame) changes.push({ node: id, set });
    }
    store.batch(() => this.#editor.commit(changes, { label: `Resize ${things(phase.starts.size)}` }));
    renderer.drop();
  }

  /** @param {ToolPointer} event */
  #hover({ screen, world, pointerType }) {
    const handle = pointerType === 'touch' ? null : this.#handleAt(screen);
    this.#setHover(handle ? null : (this.#editor.nodeAt(world) ?? null));
    const hovered = this.#editor.store.node(this.#editor.renderer.marks.hover);
    const isRetry = hovered && this.#editor.canEdit && this.#editor.renderer.isOnRetry(hovered, screen);
    this.cursor = handle ? CURSORS[handle] : isRetry ? 'pointer' : 'default';
  }

  /** @param {BoardNode|null} node */
  #setHover(node) {
    const { marks } = this.#editor.renderer;
    const id = node?.id ?? null;
    if (marks.hover === id) return;
    marks.hover = id;
    this.#editor.renderer.requestOverlay();
  }

  /** @param {Point} screen @returns {Handle|null} */
  #handleAt(screen) {
    const { renderer, selection } = this.#editor;
    if (!this.#editor.canEdit || !selection.ids.size || !renderer.marks.showsHandles) return null;
    const box = renderer.handleBox();
    if (!box) return null;
    const west = Math.abs(screen.x - box.x) <= HANDLE_REACH_PX;
    const east = Math.abs(screen.x - box.x - box.width) <= HANDLE_REACH_PX;
    const north = Math.abs(screen.y - box.y) <= HANDLE_REACH_PX;
    const south = Math.abs(screen.y - box.y - box.height) <= HANDLE_REACH_PX;
    if (south && east) return 'se';
    if (north && west) return 'nw';
    if (north && east) return 'ne';
    if (south && west) return 'sw';
    return this.#sideAt(screen, box, { west, east, north, south });
  }

  /** Sides resize what has no picture's shape. @param {Point} screen @param {Box} box
   * @param {{west: boolean, east: boolean, north: boolean, south: boolean}} near @returns {Handle|null} */
  #sideAt({ x, y }, box, { west, east, north, south }) {
    const node = this.#editor.selectedNode();
    const kind = node?.kind ?? '';
    if (!SIDED.has(kind)) return null; // a frame is moved by its edge
    const isBeside = y > box.y && y < box.y + box.height;
    const isAlong = x > box.x && x < box.x + box.width;
    if (isBeside && (west || east)) return east ? 'e' : 'w';
    if (kind !== 'text' && isAlong && (north || south)) return south ? 's' : 'n';
    return null;
  }

  #clearMarks() {
    const { renderer } = this.#editor;
    renderer.marks.marquee = null;
    renderer.marks.guides = [];
    renderer.marks.target = null;
    this.cursor = 'default';
    this.#showHandles(true);
  }

  /** @param {boolean} shows */
  #showHandles(shows) {
    const { renderer } = this.#editor;
    renderer.marks.showsHandles = shows && this.#editor.canEdit;
    renderer.requestOverlay();
  }
}

/** @param {ReadonlyMap<string, Box>} boxes */
function copyBoxes(boxes) {
  return new Map([...boxes].map(([id, box]) => [id, { ...box }]));
}

/** @param {number} count */
function things(count) {
  return count === 1 ? '1 thing' : `${count} things`;
}
