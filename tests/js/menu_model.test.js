import assert from 'node:assert/strict';
import test from 'node:test';

import { Commands } from '../../static/canvas/commands.js';
import { menuFor } from '../../static/canvas/menu_model.js';

const ALL = [
  'edit.open', 'mask.open', 'picture.vary', 'picture.later', 'picture.download', 'picture.copy', 'family.show', 'edit.copy', 'edit.paste',
  'edit.delete', 'order.front', 'order.back', 'align.left', 'tool.note', 'zoom.fit', 'mask.brush',
];

function commandsOf(ids, disabled = []) {
  const commands = new Commands();
  for (const id of ids) commands.register({ id, label: id, mode: id === 'mask.brush' ? 'mask' : 'canvas', enabled: () => !disabled.includes(id), run() {} });
  return commands;
}

const flat = (sections) => sections.map((section) => section.map((entry) => (entry.items ? [entry.label, ...entry.items.map(({ id }) => id)] : entry.id)));

test('a picture has its tools first, seldom things beside, the danger last', () => {
  assert.deepEqual(flat(menuFor(commandsOf(ALL), 'canvas', { count: 1, isPicture: true })), [
    ['mask.open', 'picture.vary', 'picture.later'],
    ['family.show'],
    ['edit.copy', 'edit.paste', ['Picture file', 'picture.copy', 'picture.download']],
    [['Order', 'order.front', 'order.back'], 'align.left'],
    ['edit.delete'],
  ]);
});

test('what is no picture has no tools of one', () => {
  const [first] = flat(menuFor(commandsOf(ALL), 'canvas', { count: 1, isPicture: false }));
  assert.deepEqual(first, ['edit.open', 'picture.vary', 'picture.later']);
});

test('the empty board offers what makes things and shows them', () => {
  assert.deepEqual(flat(menuFor(commandsOf(ALL), 'canvas', { count: 0, isPicture: false })), [['edit.paste'], ['tool.note'], ['zoom.fit']]);
});

test('what cannot be done now is left out, with a section that is empty then', () => {
  const sections = flat(menuFor(commandsOf(ALL, ['edit.delete', 'order.back']), 'canvas', { count: 2, isPicture: false }));
  assert.deepEqual(sections.at(-1), ['order.front', 'align.left']);
});
