import assert from 'node:assert/strict';
import test from 'node:test';

import { Bindings } from '../../static/canvas/bindings.js';
import { Commands } from '../../static/canvas/commands.js';
import { capsOf, keysOfEvent } from '../../static/canvas/key_patterns.js';
import { KeyRecorder } from '../../static/canvas/key_recorder.js';
import { partsOf } from '../../static/canvas/shortcut_rows.js';
import { Shortcuts } from '../../static/canvas/shortcuts.js';

function press(key, options = {}) {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, target: null, preventDefault() {}, ...options };
}

class Keeping {
  kept = {};
  read(name, fallback) { return this.kept[name] ?? fallback; }
  write(name, value) { this.kept[name] = structuredClone(value); }
}

function setUp() {
  const ran = [];
  const commands = new Commands();
  for (const [id, keys, mode] of [['undo', 'Mod+Z'], ['note', 'N', 'canvas'], ['invert', 'I', 'mask'], ['frame', ['F', 'Shift+F'], 'canvas'], ['bare', undefined]]) {
    commands.register({ id, label: id, keys, mode, run: () => ran.push(id) });
  }
  const person = new Keeping();
  const bindings = new Bindings({ person, browser: new Keeping() });
  const shortcuts = new Shortcuts({ commands, modeOf: () => 'canvas', bindings });
  shortcuts.registerHold({ key: 'Space', label: 'Hand', press() {}, release() {} });
  return { ran, commands, person, bindings, shortcuts, recorder: new KeyRecorder({ commands, shortcuts }) };
}

test('free keys take the place of the first ones, act at once and are kept for the next visit', () => {
  const { ran, commands, person, bindings, shortcuts, recorder } = setUp();
  const frame = commands.get('frame');
  const answer = recorder.press(frame, press('g'));
  assert.equal(answer.state, 'free');
  recorder.take(frame, answer);
  for (const key of ['f', 'g']) shortcuts.keyDown(press(key));
  shortcuts.keyDown(press('F', { shiftKey: true }));
  assert.deepEqual(ran, ['frame', 'frame']);
  assert.deepEqual(new Bindings({ person }).keysOf(frame), ['G', 'Shift+F']);
  bindings.reset('frame');
  assert.deepEqual(new Bindings({ person }).keysOf(frame), ['F', 'Shift+F']);
});

test('keys of another command are a conflict that names it, and are taken from it when meant', () => {
  const { commands, bindings, recorder } = setUp();
  const answer = recorder.press(commands.get('note'), press('z', { ctrlKey: true }));
  assert.equal(answer.state, 'taken');
  assert.match(answer.words, /“undo”/);
  recorder.take(commands.get('note'), answer);
  assert.deepEqual(bindings.keysOf(commands.get('note')), ['Mod+Z']);
  assert.deepEqual(bindings.keysOf(commands.get('undo')), []);
  bindings.resetAll();
  assert.deepEqual(bindings.keysOf(commands.get('undo')), ['Mod+Z']);
});

test('the same letter in another mode is no conflict', () => {
  const { commands, recorder } = setUp();
  assert.equal(recorder.press(commands.get('note'), press('i')).state, 'free');
  assert.equal(recorder.press(commands.get('bare'), press('i')).state, 'taken'); // acts in all modes
});

test('keys of the browser and held keys are refused, a modifier alone waits, Esc leaves', () => {
  const { commands, recorder } = setUp();
  const note = commands.get('note');
  for (const [key, options] of [['w', { ctrlKey: true }], ['3', { ctrlKey: true, code: 'Digit3' }], ['I', { ctrlKey: true, shiftKey: true }], ['F5', {}], [' ', {}]]) {
    assert.equal(recorder.press(note, press(key, options)).state, 'refused', key);
  }
  assert.equal(recorder.press(note, press('Shift', { shiftKey: true })).state, 'waiting');
  assert.equal(recorder.press(note, press('Escape')).state, 'cancelled');
});

test('a press is written as commands write keys, on any layout', () => {
  assert.equal(keysOfEvent(press('Z', { ctrlKey: true, shiftKey: true, code: 'KeyZ' })), 'Mod+Shift+Z');
  assert.equal(keysOfEvent(press('м', { code: 'KeyV' })), 'V'); // Cyrillic
  assert.equal(keysOfEvent(press('z', { code: 'KeyY' })), 'Z'); // German
  assert.equal(keysOfEvent(press('"', { shiftKey: true, code: 'Digit2' })), 'Shift+2');
  assert.equal(keysOfEvent(press('?', { shiftKey: true, code: 'Slash' })), '?');
  assert.equal(keysOfEvent(press(']', { ctrlKey: true, altKey: true, code: 'Digit9', getModifierState: () => true })), '9');
  assert.deepEqual(capsOf('Mod+Shift+ArrowUp', true), ['⌘', '⇧', '↑']);
});

test('what was kept and makes no sense is left out', () => {
  const person = new Keeping();
  person.kept.bindings = { note: 'N', frame: [''], undo: [7], bare: ['G'] };
  const bindings = new Bindings({ person });
  assert.deepEqual(['note', 'frame', 'undo', 'bare'].map((id) => bindings.isChosen(id)), [false, false, false, true]);
});

test('the switch for single characters holds for held ones and Shift too, and is kept', () => {
  const browser = new Keeping();
  const bindings = new Bindings({ browser });
  const commands = new Commands();
  const ran = [];
  for (const keys of ['N', 'Shift+N', '?', 'Mod+N', 'Delete', 'Alt+N']) commands.register({ id: keys, label: keys, keys, run: () => ran.push(keys) });
  const shortcuts = new Shortcuts({ commands, modeOf: () => 'canvas', bindings });
  shortcuts.registerHold({ key: 'O', press: () => ran.push('hold'), release() {} });
  bindings.hasSingleKeys = false;
  const events = [['n', {}], ['N', { shiftKey: true }], ['?', { shiftKey: true }], ['o', {}], ['n', { ctrlKey: true }], ['Delete', {}], ['n', { altKey: true }]];
  for (const [key, options] of events) shortcuts.keyDown(press(key, options));
  assert.deepEqual(ran, ['Mod+N', 'Delete', 'Alt+N']);
  assert.equal(new Bindings({ browser }).hasSingleKeys, false);
});

test('the sheet lists commands, held keys and gestures, the current mode first', () => {
  const { commands, shortcuts } = setUp();
  shortcuts.registerGesture({ label: 'Zoom', keys: ['Mod', 'wheel'] });
  const titles = (mode) => partsOf({ commands, shortcuts, mode }).map(({ title }) => title);
  assert.deepEqual(titles('mask'), ['Mask edit', 'Everywhere', 'Canvas']);
  assert.deepEqual(titles('canvas'), ['Canvas', 'Everywhere', 'Mask edit']);
  const rows = partsOf({ commands, shortcuts, mode: 'canvas' }).flatMap(({ groups }) => groups.flatMap((group) => group.rows));
  assert.equal(rows.length, commands.list().length + 2);
  const caps = (label) => rows.find((row) => row.label === label).caps;
  assert.deepEqual([caps('Zoom'), caps('Hand'), caps('frame')], [[['Ctrl', 'wheel']], [['Space', 'held']], [['F'], ['Shift', 'F']]]);
});

test('the sheet is searched by names and by keys', () => {
  const { commands, shortcuts } = setUp();
  const found = (query) => partsOf({ commands, shortcuts, mode: 'canvas', query }).flatMap(({ groups }) => groups.flatMap(({ rows }) => rows.map(({ label }) => label)));
  assert.deepEqual(found('ctrl z'), ['undo']);
  assert.deepEqual(found('fra'), ['frame']);
  assert.deepEqual(found('zebra'), []);
});
