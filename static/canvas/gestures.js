// What the pointer does on the board, for the shortcut sheet. The hands that do it are input.js and
// the tools; a change there changes a line here.

/** @import { Gesture, Shortcuts } from './shortcuts.js' */

/** @type {Gesture[]} */
const ALL = [
  { label: 'Move the view', keys: ['wheel'] },
  { label: 'Move the view sideways', keys: ['Shift', 'wheel'] },
  { label: 'Move the view', keys: ['middle button', 'drag'] },
  { label: 'Zoom', keys: ['Mod', 'wheel'] },
  { label: 'Zoom on a trackpad or a screen', keys: ['pinch'] },
  { label: 'Select what a box touches', keys: ['drag'], mode: 'canvas' },
  { label: 'Add to the selection, or take out', keys: ['Shift', 'click'], mode: 'canvas' },
  { label: 'Drag a copy', keys: ['Alt', 'drag'], mode: 'canvas' },
  { label: 'Keep to one direction', keys: ['Shift', 'drag'], mode: 'canvas' },
  { label: 'Edit a text, or mask a picture', keys: ['double click'], mode: 'canvas' },
  { label: 'Move both sides', keys: ['Alt', 'drag'], mode: 'extend' },
];

/** @param {Shortcuts} shortcuts */
export function registerGestures(shortcuts) {
  for (const gesture of ALL) shortcuts.registerGesture(gesture);
}
