// What a tool is: it gets pointer and key events while it is active, and says its cursor.

/** @import { OverlayPainter, ToolPointer } from '../types.js' */

/** Does nothing with anything: tools override what they use. */
export class Tool {
  /** @type {string} */
  name = '';
  /** CSS cursor over the stage. */
  cursor = 'default';
  /** Every point of the pointer is wanted, not one a frame: for brushes. */
  wantsEveryPoint = false;
  /** Drawn over the board while the tool is active. @type {OverlayPainter|null} */
  paint = null;

  enter() {}

  exit() {}

  /** @param {ToolPointer} _event */
  pointerDown(_event) {}

  /** Also without a button pressed. @param {ToolPointer} _event */
  pointerMove(_event) {}

  /** @param {ToolPointer} _event */
  pointerUp(_event) {}

  /** The pointer left the stage, none pressed. */
  pointerLeave() {}

  /** A short touch that did not move. @param {ToolPointer} _event */
  tap(_event) {}

  /** Break off what is going on. @returns {boolean} whether there was something (Esc goes one level) */
  cancel() {
    return false;
  }

  /** @param {KeyboardEvent} _event @returns {boolean|void} true: it was for this tool */
  keyDown(_event) {}

  /** @param {KeyboardEvent} _event */
  keyUp(_event) {}
}
