// The board's own commands and their keys, as keys.md has them: tools and the camera here, the rest
// in files by subject.

import { registerArrangeCommands } from './arrange_commands.js';
import { registerBasicCommands } from './edit_commands.js';
import { registerGroupCommands } from './group_commands.js';
import { registerStateCommands } from './state_commands.js';
import { registerZoom } from './zoom_commands.js';

/** @import { Editor } from './editor.js' */

/** @param {Editor} editor */
export function registerBoardCommands(editor) {
  registerTools(editor);
  registerZoom(editor);
  registerBasicCommands(editor);
  registerGroupCommands(editor);
  if (!editor.config.may_edit) return; // what one may never do is not offered
  registerArrangeCommands(editor);
  registerStateCommands(editor);
}

/** @param {Editor} editor */
function registerTools(editor) {
  const { commands, tools, shortcuts } = editor;
  /** @type {[string, string, string | string[], boolean][]} */
  const all = [
    ['select', 'Select', 'V', false],
    ['hand', 'Hand', 'H', false],
    ['frame', 'Frame', 'F', true],
    ['note', 'Note', 'N', true],
    ['text', 'Text', 'T', true],
    ['rectangle', 'Rectangle', 'R', true],
    ['ellipse', 'Ellipse', 'O', true],
    ['line', 'Line', 'L', true],
    ['arrow', 'Arrow', 'A', true],
  ];
  for (const [name, label, keys, edits] of all) {
    if (edits && !editor.config.may_edit) continue;
    commands.register({
      id: `tool.${name}`, label, keys, mode: 'canvas',
      enabled: () => !edits || editor.canEdit,
      run: () => void tools.activate(name),
    });
  }
  if (editor.config.may_edit) commands.register({
    id: 'tool.keep', label: 'Keep the tool after drawing', keys: 'Q', mode: 'canvas', enabled: () => editor.canEdit,
    run: () => tools.toggleKept(),
  });
  shortcuts.registerHold({ key: 'Space', label: 'Hand, to move the view', press: () => tools.hold('hand'), release: () => tools.release() });
}
