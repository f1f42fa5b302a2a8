import assert from 'node:assert/strict';
import test from 'node:test';

import { Commands } from '../../static/canvas/commands.js';
import { entriesOf, rank } from '../../static/canvas/palette_entries.js';
import { Shortcuts } from '../../static/canvas/shortcuts.js';

function setUp({ mode = 'canvas', may_edit = true, list = [], nodes = [], others = [] } = {}) {
  const commands = new Commands();
  const ran = [];
  for (const command of list) commands.register({ run: () => ran.push(command.id), ...command });
  const flights = [];
  const editor = {
    mode, commands, shortcuts: new Shortcuts({ commands, modeOf: () => mode }), canEdit: may_edit, config: { may_edit }, isSmallTouch: false,
    store: { nodes: () => nodes }, viewport: { flyTo: (box) => flights.push(box) },
    selection: { ids: new Set(), set(ids) { this.ids = new Set(ids); } },
    presence: { others: () => others, person: (key) => others.find((one) => one.key === key) },
  };
  return { editor, ran, flights };
}

const COMMANDS = [
  { id: 'edit.undo', label: 'Undo', keys: 'Mod+Z', mode: 'canvas' },
  { id: 'edit.delete', label: 'Delete', keys: 'Delete', mode: 'canvas', enabled: () => false },
  { id: 'mask.brush', label: 'Brush', keys: 'B', mode: 'mask' },
  { id: 'picture.vary', label: 'Vary' },
];
const labels = (found) => found.map(({ entry }) => entry.label);

test('every command is offered, those without keys too, and dim ones say why', () => {
  const { editor } = setUp({ list: COMMANDS });
  const entries = entriesOf(editor, [], () => {});
  assert.deepEqual(Object.fromEntries(entries.map(({ label, why }) => [label, why])), {
    Undo: '', Vary: '', Delete: 'select something first', Brush: 'in Mask edit only',
  });
});

test('what cannot be used says what it wants, and stands under a heading of its own', () => {
  const list = [
    { id: 'edit.undo', label: 'Undo', enabled: () => false, why: () => 'nothing to undo' }, { id: 'family.show', label: 'Show family', enabled: () => false },
    { id: 'present.next', label: 'Next slide', mode: 'present' }, { id: 'look.bold', label: 'Bold' }, { id: 'trash.open', label: 'Trash' },
  ];
  const { editor } = setUp({ list, may_edit: false });
  assert.deepEqual(Object.fromEntries(entriesOf(editor, [], () => {}).map(({ label, group, why }) => [label, `${group}: ${why}`])), {
    Undo: 'Edit: nothing to undo', 'Show family': 'Pictures: select one picture first', 'Next slide': 'People: in Presentation only', Bold: 'Look: ', Trash: 'Board: ',
  });
});

test('frames, people and boards are offered, and lead there', () => {
  const frame = { id: 'f', kind: 'frame', name: 'Hero', x: 0, y: 0, width: 10, height: 10 };
  const { editor, flights } = setUp({ nodes: [frame, { id: 'n', kind: 'note' }], others: [{ key: 'u2', name: 'Ada', viewport: [1, 2, 3, 4] }, { key: 'u3', name: 'Bo' }] });
  const opened = [];
  const entries = entriesOf(editor, [{ id: 'b', title: 'Autumn', url: '/boards/b/' }], (url) => opened.push(url));
  const find = (query) => rank(entries, query, [])[0].entry;
  find('hero').run();
  find('ada').run();
  find('autumn').run();
  assert.deepEqual(flights, [frame, { x: 1, y: 2, width: 3, height: 4 }]);
  assert.deepEqual([...editor.selection.ids], ['f']);
  assert.deepEqual(opened, ['/boards/b/']);
  assert.equal(find('bo').why, 'has not moved yet');
});

test('without words the recent ones stand first, then groups', () => {
  const { editor } = setUp({ list: COMMANDS });
  const found = rank(entriesOf(editor, [], () => {}), '', ['picture.vary', 'gone']);
  assert.deepEqual(found.map(({ heading, entry }) => `${heading}: ${entry.label}`), ['Recent: Vary', 'Edit: Undo', 'Edit: Delete', 'Mask edit: Brush']);
});

test('what was used of late comes before what is met as well, and dim ones after', () => {
  const list = [{ id: 'a', label: 'Zoom in' }, { id: 'b', label: 'Zoom out' }, { id: 'c', label: 'Zoom', enabled: () => false }];
  const { editor } = setUp({ list });
  const entries = entriesOf(editor, [], () => {});
  assert.deepEqual(labels(rank(entries, 'zoom', [])), ['Zoom in', 'Zoom out', 'Zoom']);
  assert.deepEqual(labels(rank(entries, 'zoom', ['b'])), ['Zoom out', 'Zoom in', 'Zoom']);
});

test('one section stays together, the one of the best first', () => {
  const nodes = [{ id: 'f', kind: 'frame', name: 'Note wall', x: 0, y: 0 }];
  const { editor } = setUp({ nodes, list: [{ id: 'tool.note', label: 'Note' }, { id: 'x', label: 'Add to note' }] });
  assert.deepEqual(labels(rank(entriesOf(editor, [], () => {}), 'note', [])), ['Note', 'Add to note', 'Note wall']);
});

test('a heading is met too: all tools by "tools"', () => {
  const { editor } = setUp({ list: [{ id: 'tool.note', label: 'Note' }, { id: 'edit.undo', label: 'Undo' }] });
  assert.deepEqual(labels(rank(entriesOf(editor, [], () => {}), 'tools', [])), ['Note']);
});
