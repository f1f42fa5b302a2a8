import assert from 'node:assert/strict';
import test from 'node:test';

import { Commands } from '../../static/canvas/commands.js';
import { changeLook, registerLooks } from '../../static/canvas/looks.js';
import { Styles } from '../../static/canvas/styles.js';
import { newId, noteNode } from './fakes.js';

function editorWith(nodes) {
  const committed = [];
  return {
    committed, canEdit: true, commands: new Commands(), styles: new Styles(), unlockedNodes: () => nodes.filter(({ locked }) => !locked),
    renderer: { sizeOfText: ({ text, size, bold }) => ({ width: text.length * size * (bold ? 2 : 1), height: size }) },
    commit: (changes) => committed.push(...changes),
  };
}

const textNode = (props) => ({ ...noteNode(newId(), { kind: 'text', text: 'abc', size: 10, width: 30, height: 10, colour: 'ink', ...props }) });

test('bold makes room for its wider letters, and is taken back when all have it', () => {
  const editor = editorWith([textNode()]);
  registerLooks(editor);
  editor.commands.run('look.bold');
  assert.deepEqual(editor.committed[0].set, { bold: true, x: 0, y: 0, width: 60, height: 10 });

  const all = editorWith([textNode({ bold: true })]);
  registerLooks(all);
  all.commands.run('look.bold');
  assert.equal(all.committed[0].set.bold, false);
});

test('a colour reaches what can have it: no note of ink, nothing locked, nothing that has it', () => {
  const line = noteNode(newId(), { kind: 'line', colour: 'rose', thickness: 3 });
  const editor = editorWith([noteNode(newId()), line, textNode(), textNode({ locked: true })]);
  changeLook(editor, 'colour', 'ink', ['note', 'text', 'shape', 'line']);
  assert.deepEqual(editor.committed.map(({ node, set }) => [node, set]), [[line.id, { colour: 'ink' }]]);
  assert.equal(editor.styles.colour, 'ink');
});

test('letters and things are lined up by other words', () => {
  const editor = editorWith([textNode()]);
  registerLooks(editor);
  const labels = editor.commands.list().map(({ label }) => label);
  assert.ok(labels.includes('Align text left') && labels.includes('Text size: XL') && labels.includes('Fill: tint'));
  assert.deepEqual(labels.filter((label) => /^(Align|Size|Weight|Width):/.test(label)), []);
});

test('what no selected thing has is not offered', () => {
  const editor = editorWith([textNode()]);
  registerLooks(editor);
  const offered = editor.commands.list().filter(({ id }) => editor.commands.isEnabled(id)).map(({ id }) => id);
  assert.ok(offered.includes('look.align_centre') && offered.includes('look.colour_rose'));
  assert.ok(!offered.some((id) => id.startsWith('look.heads') || id.startsWith('look.fill')));
});
