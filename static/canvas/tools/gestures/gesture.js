// What the select tool does while a button is held: one of these at a time.

/** @import { ToolPointer } from '../../types.js' */

/** Does nothing with anything: gestures override what they use. */
export class Gesture {
  /** CSS cursor while it lasts. */
  cursor = 'default';

  /** @param {ToolPointer} _event */
  move(_event) {}

  /** The button was let go: commit. */
  drop() {}

  /** As if it had never begun. */
  cancel() {}

  /** Alt was pressed or let go without a move. @param {boolean} _isDown */
  setAlt(_isDown) {}
}
