// What commands are called in lists: their heading, their icon, and why one cannot be used now.

/** @import { Command } from './commands.js' */
/** @import { Editor } from './editor.js' */

/** The names of the modes, as people read them. @type {Record<string, string>} */
export const MODE_NAMES = { canvas: 'Canvas', mask: 'Mask edit', extend: 'Extend', review: 'Review', judge: 'Review', present: 'Presentation' };

/** By what stands before the point of an id. @type {Record<string, string>} */
const GROUPS = {
  tool: 'Tools', zoom: 'View', view: 'View', palette: 'View', find: 'View', shortcuts: 'View', follow: 'People', people: 'People', present: 'People',
  edit: 'Edit', order: 'Arrange', nudge: 'Arrange', align: 'Arrange', arrange: 'Arrange', distribute: 'Arrange', group: 'Arrange', flip: 'Arrange', node: 'Arrange', state: 'Arrange', rotate: 'Arrange', frame: 'Arrange', select: 'Edit', look: 'Look', list: 'List view', menu: 'View', walk: 'View',
  prompt: 'Generate', jobs: 'Generate', picture: 'Pictures', upload: 'Pictures', family: 'Pictures', stack: 'Pictures', compare: 'Pictures', mask: 'Mask edit', extend: 'Extend',
  comments: 'Board', review: 'Review', trash: 'Board', versions: 'Board', board: 'Board',
};
/** Headings in the order in which lists show them; others follow. */
const GROUP_ORDER = ['Generate', 'Tools', 'Edit', 'Arrange', 'Look', 'Pictures', 'View', 'List view', 'Board', 'People', 'Review', 'Mask edit', 'Extend'];

/** @type {Record<string, string>} */
const ICONS = {
  'tool.select': 'mouse-pointer-2', 'tool.hand': 'hand', 'tool.frame': 'frame', 'tool.note': 'sticky-note', 'tool.text': 'type',
  'tool.rectangle': 'square', 'tool.ellipse': 'circle', 'tool.line': 'slash', 'tool.arrow': 'move-up-right', 'tool.keep': 'pin',
  'edit.undo': 'undo-2', 'edit.redo': 'redo-2', 'edit.delete': 'trash-2', 'edit.duplicate': 'copy-plus', 'edit.copy': 'copy', 'edit.rename': 'pencil',
  'zoom.in': 'plus', 'zoom.out': 'minus', 'zoom.fit': 'maximize', 'prompt.focus': 'sparkles', 'prompt.generate': 'sparkles', 'picture.vary': 'copy-plus',
  'picture.anchor': 'anchor', 'picture.download': 'download', 'upload.choose': 'upload', 'mask.open': 'contrast', 'extend.open': 'expand',
  'mask.brush': 'brush', 'mask.eraser': 'eraser', 'mask.lasso': 'lasso', 'mask.rectangle': 'square', 'mask.invert': 'square-half', 'mask.clear': 'trash-2',
};

/** @param {Command} command */
export function groupOf({ id, group }) {
  return group ?? GROUPS[prefixOf(id)] ?? 'More';
}

/** @param {string} a @param {string} b */
export function byGroup(a, b) {
  const place = (/** @type {string} */ group) => (GROUP_ORDER.indexOf(group) + 1 || GROUP_ORDER.length + 1);
  return place(a) - place(b);
}

/** @param {Command} command @returns {string} of icons.svg, or '' */
export function iconOf({ id, icon }) {
  return icon ?? ICONS[id] ?? '';
}

/** Why a command cannot be used now, or '' when it can. @param {Command} command @param {Editor} editor */
export function whyNot(command, editor) {
  if (command.mode && command.mode !== editor.mode) return `in ${MODE_NAMES[command.mode] ?? command.mode} only`;
  if (command.enabled?.() ?? true) return '';
  if (editor.config.may_edit && editor.isSmallTouch) return 'needs a larger screen';
  if (editor.config.may_edit && !editor.canEdit) return 'this board is closed';
  return command.why?.() || reasonBySelection(command, editor);
}

/** @param {Command} command @param {Editor} editor */
function reasonBySelection({ id }, { selection }) {
  if (['picture', 'family'].includes(prefixOf(id))) return 'select one picture first';
  return selection.ids.size ? 'not for what is selected' : 'select something first';
}

/** @param {string} id */
function prefixOf(id) {
  return id.split('.')[0];
}
