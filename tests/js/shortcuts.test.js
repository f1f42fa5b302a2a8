import assert from 'node:assert/strict';
import test from 'node:test';

import { Commands } from '../../static/canvas/commands.js';
import { Shortcuts } from '../../static/canvas/shortcuts.js';

function press(key, options = {}) {
  const code = options.code ?? (/^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '');
  return {
    key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, target: null,
    isPrevented: false, preventDefault() { this.isPrevented = true; }, ...options,
  };
}

function setUp(list, mode = 'canvas') {
  const ran = [];
  const commands = new Commands();
  const state = { mode };
  for (const command of list) commands.register({ label: command.id, run: () => ran.push(command.id), ...command });
  return { ran, commands, state, shortcuts: new Shortcuts({ commands, modeOf: () => state.mode }) };
}

const inside = (selector, type) => ({ closest: (asked) => (asked.includes(selector) ? { type } : null) });

test('keys run their command, with exactly their modifiers', () => {
  const { ran, shortcuts } = setUp([
    { id: 'select', keys: 'V' }, { id: 'undo', keys: 'Mod+Z' }, { id: 'redo', keys: ['Mod+Shift+Z', 'Mod+Y'] },
  ]);
  shortcuts.keyDown(press('v'));
  shortcuts.keyDown(press('z', { ctrlKey: true }));
  shortcuts.keyDown(press('Z', { metaKey: true, shiftKey: true }));
  shortcuts.keyDown(press('y', { ctrlKey: true }));
  shortcuts.keyDown(press('V', { shiftKey: true }));
  shortcuts.keyDown(press('z'));
  assert.deepEqual(ran, ['select', 'undo', 'redo', 'redo']);
});

test('the browser does not get keys of a command that cannot run now, but in fields', () => {
  const list = [{ id: 'undo', keys: 'Mod+Z', enabled: () => false }, { id: 'parent', keys: 'Alt+ArrowLeft', enabled: () => false }, { id: 'grow', keys: 'Alt+ArrowUp', mode: 'mask' }, { id: 'open', keys: 'Enter', enabled: () => false }];
  const { ran, shortcuts } = setUp(list);
  const isSwallowed = (key, options) => {
    const event = press(key, options);
    assert.equal(shortcuts.keyDown(event), false);
    return event.isPrevented;
  };
  assert.ok(isSwallowed('z', { ctrlKey: true }) && isSwallowed('ArrowLeft', { altKey: true }) && isSwallowed('ArrowUp', { altKey: true }));
  assert.ok(!isSwallowed('z', { ctrlKey: true, target: inside('textarea', 'textarea') }));
  assert.ok(!isSwallowed('Enter') && !isSwallowed('r', { ctrlKey: true }));
  assert.deepEqual(ran, []);
});

test('signs are matched by the character, however the layout makes it', () => {
  const { ran, shortcuts } = setUp([{ id: 'in', keys: '+' }, { id: 'front', keys: ']' }, { id: 'forward', keys: 'Mod+]' }, { id: 'fit', keys: 'Shift+1' }]);
  shortcuts.keyDown(press('+', { shiftKey: true, code: 'Equal' })); // US
  shortcuts.keyDown(press('+', { code: 'BracketRight' })); // German: its own key
  shortcuts.keyDown(press(']', { ctrlKey: true, altKey: true, code: 'Digit9', getModifierState: (name) => name === 'AltGraph' }));
  shortcuts.keyDown(press(']', { ctrlKey: true, code: 'BracketRight' }));
  shortcuts.keyDown(press('!', { shiftKey: true, code: 'Digit1' }));
  assert.deepEqual(ran, ['in', 'in', 'front', 'forward', 'fit']);
});

test('where the layout has no such letter, its place counts', () => {
  const { ran, shortcuts } = setUp([{ id: 'select', keys: 'V' }, { id: 'z', keys: 'Z' }]);
  shortcuts.keyDown(press('м', { code: 'KeyV' })); // Cyrillic
  shortcuts.keyDown(press('y', { code: 'KeyZ' })); // German: Y stands where Z is, and is a letter of ours
  assert.deepEqual(ran, ['select']);
});

test('a key means what its mode says', () => {
  const { ran, state, shortcuts } = setUp([
    { id: 'order', keys: '[', mode: 'canvas' }, { id: 'brush', keys: '[', mode: 'mask' }, { id: 'zoom', keys: '-' },
  ]);
  shortcuts.keyDown(press('['));
  state.mode = 'mask';
  shortcuts.keyDown(press('['));
  shortcuts.keyDown(press('-'));
  assert.deepEqual(ran, ['order', 'brush', 'zoom']);
});

test('nothing fires while somebody types, or composes, or in a dialog', () => {
  const { ran, shortcuts } = setUp([{ id: 'delete', keys: 'Backspace' }, { id: 'select', keys: 'V' }]);
  shortcuts.keyDown(press('v', { target: inside('input', 'text') }));
  shortcuts.keyDown(press('v', { target: inside('textarea', 'textarea') }));
  shortcuts.keyDown(press('v', { target: inside('dialog') }));
  shortcuts.keyDown(press('v', { isComposing: true }));
  shortcuts.keyDown(press('Process'));
  assert.deepEqual(ran, []);
  shortcuts.keyDown(press('v', { target: inside('input', 'checkbox') }));
  assert.deepEqual(ran, ['select']);
});

test('a command that is not enabled lets its key through', () => {
  const { ran, shortcuts } = setUp([{ id: 'delete', keys: 'Delete', enabled: () => false }]);
  const event = press('Delete');
  assert.equal(shortcuts.keyDown(event), false);
  assert.deepEqual([ran, event.isPrevented], [[], false]);
});

test('single letters can be turned off, combinations stay', () => {
  const { ran, shortcuts } = setUp([{ id: 'select', keys: 'V' }, { id: 'undo', keys: 'Mod+Z' }]);
  shortcuts.bindings.hasSingleKeys = false;
  shortcuts.keyDown(press('v'));
  shortcuts.keyDown(press('z', { ctrlKey: true }));
  assert.deepEqual(ran, ['undo']);
});

test('a held key acts once, and ends with the key or with the window', () => {
  const { shortcuts } = setUp([]);
  const said = [];
  shortcuts.registerHold({ key: 'Space', press: () => said.push('down'), release: () => said.push('up') });
  shortcuts.keyDown(press(' ', { code: 'Space' }));
  shortcuts.keyDown(press(' ', { code: 'Space', repeat: true }));
  shortcuts.keyUp(press(' ', { code: 'Space' }));
  shortcuts.keyDown(press(' ', { code: 'Space' }));
  shortcuts.releaseHeld();
  shortcuts.releaseHeld();
  assert.deepEqual(said, ['down', 'up', 'down', 'up']);
});

test('space on a button presses the button', () => {
  const { shortcuts } = setUp([]);
  const said = [];
  shortcuts.registerHold({ key: 'Space', press: () => said.push('down'), release: () => {} });
  const target = { closest: (asked) => (asked.startsWith('button') ? {} : null) };
  assert.equal(shortcuts.keyDown(press(' ', { code: 'Space', target })), false);
  assert.deepEqual(said, []);
});
