// The select tool: what a press, a drag and a double click mean. What happens during a drag is in gestures/.

import { containsPoint } from '../geometry.js';
import { HANDLE_PX, cursorOf, gripAt } from '../grips.js';
import { LineEndGesture } from './gestures/line_end.js';
import { MarqueeGesture } from './gestures/marquee.js';
import { MoveGesture } from './gestures/move.js';
import { ResizeGesture } from './gestures/resize.js';
import { TurnGesture } from './gestures/turn.js';
import { Tool } from './tool.js';

/** @import { BoardNode, Point, ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Grip } from '../grips.js' */
/** @import { Gesture } from './gestures/gesture.js' */

const DRAG_FROM_PX = 4;

/**
 * A button that is down and has not been moved yet.
 * @typedef {object} Press
 * @property {Point} from world
 * @property {Point} screen
 * @property {BoardNode|null} node nothing that is locked
 * @property {BoardNode|null} locked what lies there, if only that
 * @property {boolean} isInside on the ground of a frame that is selected: dragged, it moves
 * @property {string[]} unit what is chosen with the node
 * @property {boolean} wasSelected
 * @property {boolean} isRetry
 * @property {boolean} isDouble
 * @property {boolean} shift
 * @property {boolean} subtracts
 * @property {string[]} before what was selected, where it stays so
 */

export class SelectTool extends Tool {
  name = 'select';
  /** @type {Press|null} */
  #press = null;
  /** @type {Gesture|null} */
  #gesture = null;
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
    this.#setHover(null);
    this.#showHandles(false);
  }

  /** @param {ToolPointer} event */
  pointerDown(event) {
    if (event.button !== 0) return;
    const { screen, world, shift, alt, mod } = event;
    const from = { x: world.x, y: world.y };
    if (this.#takeGrip(screen, from)) return;
    const { selection, store } = this.#editor;
    const found = this.#nodeAt(world, mod);
    const isLocked = Boolean(found && store.isLocked(found));
    const node = isLocked ? null : found;
    const unit = node ? this.#unitOf(node, mod) : [];
    const before = [...selection.ids];
    const wasSelected = node !== null && unit.every((id) => selection.has(id));
    const isInside = !node && !shift && !mod && this.#isInSelectedFrame(world);
    if (node && !wasSelected) selection.set(shift ? [...before, ...unit] : unit, this.#scopeOf(node, mod));
    else if (!node && !shift && !alt && !mod && !isInside) selection.clear();
    this.#press = {
      from, screen: { x: screen.x, y: screen.y }, node, locked: isLocked ? found : null, isInside, unit, wasSelected,
      isRetry: Boolean(node && this.#editor.canEdit && this.#editor.renderer.isOnRetry(node, screen)),
      isDouble: event.detail === 2 && !shift, shift, subtracts: alt || mod, before: shift || alt || mod ? before : [],
    };
  }

  /** @param {ToolPointer} event */
  pointerMove(event) {
    const press = this.#press;
    if (press && Math.hypot(event.screen.x - press.screen.x, event.screen.y - press.screen.y) >= DRAG_FROM_PX) this.#beginDrag(press, event);
    else if (this.#gesture) this.#moveGesture(event);
    else if (!press) this.#hover(event);
  }

  /** @param {ToolPointer} event */
  pointerUp(event) {
    const press = this.#press;
    const gesture = this.#gesture;
    this.#press = null;
    this.#gesture = null;
    if (press) this.#click(press);
    gesture?.drop();
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
    selection.set(node ? this.#unitOf(node, false) : []);
  }

  cancel() {
    const gesture = this.#gesture;
    const wasPressed = this.#press !== null;
    this.#press = null;
    this.#gesture = null;
    gesture?.cancel();
    if (gesture || wasPressed) this.#clearMarks();
    return gesture !== null;
  }

  /** @param {KeyboardEvent} event */
  keyDown(event) {
    if (event.key === 'Alt') this.#setAlt(true);
  }

  /** @param {KeyboardEvent} event */
  keyUp(event) {
    if (event.key === 'Alt') this.#setAlt(false);
  }

  /** Over a handle: begin what it does. @param {Point} screen @param {Point} from world */
  #takeGrip(screen, from) {
    const end = this.#lineEndAt(screen);
    const line = end ? this.#editor.selectedNode() : null;
    const grip = this.#gripAt(screen);
    if (end && line) this.#gesture = new LineEndGesture(this.#editor, line, end);
    else if (grip?.name === 'resize') this.#gesture = ResizeGesture.of(this.#editor, grip.handle, from);
    else if (grip) this.#gesture = TurnGesture.of(this.#editor, grip.corner, from);
    return this.#gesture !== null;
  }

  /** @param {Press} press @param {ToolPointer} event */
  #beginDrag(press, event) {
    const moves = press.node !== null || press.isInside;
    this.#press = null;
    this.#setHover(null);
    this.#gesture = moves
      ? MoveGesture.of(this.#editor, press.from)
      : new MarqueeGesture(this.#editor, press.from, press);
    this.#showHandles(false);
    if (this.#gesture) this.#moveGesture(event);
  }

  /** @param {ToolPointer} event */
  #moveGesture(event) {
    this.#gesture?.move(event);
    this.cursor = this.#gesture?.cursor ?? 'default';
  }

  /** @param {boolean} isDown */
  #setAlt(isDown) {
    this.#gesture?.setAlt(isDown);
    if (this.#gesture) this.cursor = this.#gesture.cursor;
  }

  /** Only when the button comes up is it known that it was no drag. @param {Press} press */
  #click({ node, locked, isInside, unit, wasSelected, isRetry, shift, isDouble, subtracts }) {
    const { selection } = this.#editor;
    if (!node) {
      if (locked && !subtracts) selection.set(shift ? [...selection.ids, locked.id] : [locked.id]);
      else if (isInside) selection.clear();
      return;
    }
    if (isDouble) this.#open(node);
    else if (isRetry) this.#editor.emit('retry', { id: node.id });
    else if (wasSelected && shift) selection.set([...selection.ids].filter((id) => !unit.includes(id)));
    else if (wasSelected) selection.set(unit, this.#scopeOf(node, subtracts));
  }

  /** A double click: into a group, then into what is in it. @param {BoardNode} node */
  #open(node) {
    const { selection, groups } = this.#editor;
    const group = groups.groupWithin(node, this.#scopeOf(node, false));
    if (group) {
      selection.set(groups.unitOf(node, group), group);
      return;
    }
    if (!this.#editor.canEdit) return;
    if (node.kind === 'note' || node.kind === 'text') this.#editor.emit('text-edit', { id: node.id, isNew: false });
    else if (node.kind === 'frame') this.#editor.emit('rename', { id: node.id });
    else if (node.kind === 'image') this.#editor.emit('open', { id: node.id });
  }

  /** With Ctrl also a frame by its ground. @param {Point} world @param {boolean} isDeep */
  #nodeAt(world, isDeep) {
    const node = this.#editor.nodeAt(world);
    if (node || !isDeep) return node;
    const frame = this.#editor.frameFor({ x: world.x, y: world.y, width: 0, height: 0 });
    return this.#editor.store.node(frame) ?? null;
  }

  /** @param {BoardNode} node @param {boolean} isDeep @returns {string[]} */
  #unitOf(node, isDeep) {
    return isDeep ? [node.id] : this.#editor.groups.unitOf(node, this.#scopeOf(node, false));
  }

  /** The group within which a node is chosen: the entered one if it is in it. @param {BoardNode} node
   * @param {boolean} isDeep @returns {string|null} */
  #scopeOf(node, isDeep) {
    const path = this.#editor.groups.pathOf(node);
    if (isDeep) return path.at(-1) ?? null;
    const { scope } = this.#editor.selection;
    return scope && path.includes(scope) ? scope : null;
  }

  /** @param {Point} world */
  #isInSelectedFrame(world) {
    return this.#editor.unlockedNodes().some((node) => node.kind === 'frame' && containsPoint(node, world));
  }

  /** @param {ToolPointer} event */
  #hover({ screen, world, mod, pointerType }) {
    const isTouch = pointerType === 'touch';
    const grip = isTouch ? null : this.#gripAt(screen);
    const end = isTouch ? null : this.#lineEndAt(screen);
    const node = grip || end ? null : this.#nodeAt(world, mod);
    this.#setHover(node, mod);
    const isRetry = node && this.#editor.canEdit && this.#editor.renderer.isOnRetry(node, screen);
    this.cursor = grip ? cursorOf(grip, this.#editor.renderer.handleFrame()?.rotation ?? 0) : end ? 'crosshair' : isRetry ? 'pointer' : 'default';
  }

  /** @param {BoardNode|null} node @param {boolean} [isDeep] */
  #setHover(node, isDeep = false) {
    const { marks } = this.#editor.renderer;
    const id = node?.id ?? null;
    const unit = node ? this.#unitOf(node, isDeep) : [];
    if (marks.hover === id && marks.hoverUnit.length === unit.length) return;
    marks.hover = id;
    marks.hoverUnit = unit;
    this.#editor.renderer.requestOverlay();
  }

  /** @param {Point} screen @returns {Grip|null} */
  #gripAt(screen) {
    if (!this.#editor.canEdit || !this.#editor.selection.ids.size) return null;
    const frame = this.#editor.renderer.handleFrame();
    if (!frame) return null;
    const { store, selection } = this.#editor;
    let canTurn = true;
    for (const id of selection.ids) if (store.node(id)?.kind === 'frame') canTurn = false;
    const isText = this.#editor.selectedNode()?.kind === 'text';
    return gripAt(screen, frame, { sides: isText ? 'across' : 'all', canTurn });
  }

  /** @param {Point} screen @returns {'from'|'to'|null} */
  #lineEndAt(screen) {
    const ends = this.#editor.canEdit ? this.#editor.renderer.lineHandles() : null;
    if (!ends) return null;
    const isOn = (/** @type {Point} */ end) => Math.hypot(screen.x - end.x, screen.y - end.y) <= HANDLE_PX;
    return isOn(ends.to) ? 'to' : isOn(ends.from) ? 'from' : null;
  }

  #clearMarks() {
    const { marks } = this.#editor.renderer;
    marks.marquee = null;
    marks.guides = [];
    marks.gaps = [];
    marks.target = null;
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
