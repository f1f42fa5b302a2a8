import assert from 'node:assert/strict';
import test from 'node:test';

import { registerBoardCommands } from '../../static/canvas/board_commands.js';
import { registerClipboard } from '../../static/canvas/clipboard_commands.js';
import { Commands } from '../../static/canvas/commands.js';
import { registerListActions } from '../../static/canvas/list/actions.js';
import { Shortcuts } from '../../static/canvas/shortcuts.js';
import { registerUpload } from '../../static/canvas/tools/upload.js';

function offered(mayEdit) {
  const commands = new Commands();
  const shortcuts = new Shortcuts({ commands, modeOf: () => 'canvas' });
  const editor = { config: { may_edit: mayEdit, is_guest: !mayEdit }, commands, shortcuts, canEdit: mayEdit, selection: { ids: new Set() }, history: {}, viewport: {}, tools: {} };
  registerBoardCommands(editor);
  registerClipboard(editor, null);
  registerUpload(editor);
  registerListActions(editor, () => true);
  return commands.list().map(({ id }) => id);
}

test('who may only look is offered nothing that changes the board', () => {
  const all = offered(true);
  const looking = offered(false);
  assert.deepEqual(looking.filter((id) => /^(align|arrange|distribute|flip|rotate|order|nudge|state|frame|list|upload)\./.test(id)), []);
  assert.deepEqual(looking.filter((id) => /^(edit|tool|group)\./.test(id)), ['tool.select', 'tool.hand', 'edit.escape', 'group.enter', 'edit.copy']);
  assert.deepEqual(looking.filter((id) => !all.includes(id)), []);
  assert.ok(all.length > looking.length + 40);
});
