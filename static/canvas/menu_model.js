// What the context menu offers: those of the registered commands that fit what was pressed.

/** @import { Command, Commands } from './commands.js' */

/** @typedef {{label: string, ids: string[]}} Submenu */
/** @typedef {{label: string, items: Command[]}} Group with a name: a menu of its own, beside */
/** @typedef {(Command | Group)[]} Section */

/**
 * Ids in sections, as people look for them; "order.*" stands for all of that kind. A menu beside holds
 * what is chosen seldom.
 * @type {(string | Submenu)[][]}
 */
const OF_SELECTION = [
  ['edit.open', 'mask.open', 'extend.open', 'formats.open', 'picture.vary', 'picture.anchor', { label: 'Upscale', ids: ['picture.upscale_2', 'picture.upscale_4'] }, 'picture.animate', { label: 'Refine', ids: ['picture.refine_*'] }, { label: 'Reuse', ids: ['picture.use_prompt', 'picture.use_seed', 'picture.use_all'] }, 'picture.*'],
  ['review.open', { label: 'Judge', ids: ['judge.pick', 'judge.maybe', 'judge.reject', 'judge.unmark', 'judge.*'] }, 'compare.open', 'select.consistency', { label: 'Versions', ids: ['stack.*'] }, 'family.show', 'zoom.selection'],
  [
    'edit.cut', 'edit.copy', 'edit.paste', 'edit.duplicate',
    'export.open', { label: 'Save the view', ids: ['export.view_png', 'export.view_pdf'] }, { label: 'Picture file', ids: ['picture.copy', 'picture.download', 'picture.download_png'] },
  ],
  [
    { label: 'Order', ids: ['order.front', 'order.forward', 'order.backward', 'order.back', 'order.*'] },
    { label: 'Arrange', ids: ['align.*', 'distribute.*', 'arrange.*'] },
    { label: 'Turn and flip', ids: ['flip.*', 'rotate.*'] },
    { label: 'Select', ids: ['select.same_kind', 'select.same_batch', 'select.inverse'] },
    'group.*', 'frame.*', 'state.lock', 'state.hide',
  ],
  ['edit.rename', 'edit.delete'],
];

/** Tools that ask for a picture if none is selected: in a menu they stand for one alone. */
const PICTURE_TOOLS = new Set(['mask.open', 'extend.open']);

/** @type {(string | Submenu)[][]} */
const OF_BOARD = [
  ['edit.paste', 'edit.paste_in_place'],
  ['tool.note', 'tool.text', 'tool.frame', 'upload.choose'],
  ['edit.select_all', 'state.unlock_all', 'state.show_all'],
  ['zoom.fit', 'zoom.actual'],
];

/**
 * Sections that are not empty. What cannot be done now is left out: a menu is for what can.
 * @param {Commands} commands @param {string} mode
 * @param {{count: number, isPicture: boolean}} selected isPicture: it is one picture
 * @returns {Section[]}
 */
export function menuFor(commands, mode, { count, isPicture }) {
  const fits = (/** @type {Command} */ { id }) => (PICTURE_TOOLS.has(id) ? isPicture : !(id === 'edit.open' && isPicture)); // Mask is what it opens there
  const known = commands.list().filter((command) => (!command.mode || command.mode === mode) && commands.isEnabled(command.id) && fits(command));
  const sections = count ? OF_SELECTION : OF_BOARD;
  const placed = placesOf(sections);
  /** @param {string} id @returns {Command[]} */
  const matching = (id) => {
    const prefix = id.endsWith('.*') ? id.slice(0, -1) : '';
    return known.filter((command) => (prefix ? command.id.startsWith(prefix) && !placed.has(command.id) : command.id === id));
  };
  /** @param {string | Submenu} entry @returns {Section} */
  const shown = (entry) => {
    if (typeof entry === 'string') return matching(entry);
    const items = entry.ids.flatMap(matching);
    return items.length > 1 ? [{ label: entry.label, items }] : items;
  };
  return sections.map((section) => section.flatMap(shown)).filter((section) => section.length > 0);
}

/** Ids that have a place of their own. @param {(string | Submenu)[][]} sections */
function placesOf(sections) {
  const ids = sections.flat().flatMap((entry) => (typeof entry === 'string' ? [entry] : entry.ids));
  return new Set(ids.filter((id) => !id.endsWith('.*')));
}
