// Puts the review on the board: its commands, its keys, and the ways in and out.

import { comparedOf, pairOf } from '../compare_pair.js';
import { element, icon } from '../elements.js';
import { KINDS } from './decisions.js';
import { ReviewComments } from './comments.js';
import { DecisionPanel } from './panel.js';
import { picturesOf } from './pictures.js';
import { openReview } from './open.js';
import { Report } from './report.js';
import { JUDGEMENTS, ReviewView } from './view.js';

/** @import { Editor } from '../editor.js' */
/** @import { Blind } from './blind.js' */
/** @import { Threads } from '../comments/threads.js' */
/** @import { Decisions, Kind } from './decisions.js' */

const PAGE = 10;

/**
 * @param {{editor: Editor, page: HTMLElement, announcer: HTMLElement, blind: Blind, decisions: Decisions, getJson: (url: string) => Promise<any>, threads: Threads | null,
 *   load: (url: string, signal: AbortSignal) => Promise<ImageBitmap>}} parts page: #board
 * @returns {ReviewView}
 */
export function attachReview({ editor, page, announcer, blind, decisions, threads, getJson, load }) {
  const view = new ReviewView({ editor, page, announcer, blind, load, click: (share) => editor.emit('review-click', share), moved: () => editor.emit('review-moved') });
  const decided = element('div', {});
  view.slots.panel.append(decided);
  view.slots.acts.append(element('button', { type: 'button', class: 'btn quiet', 'data-command': 'review.compare', title: 'Compare those chosen, or this and the next  M' }, icon('layout-grid'), element('span', {}, 'Compare'), element('span', { class: 'kbd' }, 'M')));
  if (editor.config.may_mark) view.slots.acts.append(element('button', { type: 'button', class: 'btn', 'data-command': 'review.complete', title: 'Tell who asked that you have looked at all of it  Ctrl ⏎' }, 'Review complete'));
  new DecisionPanel(editor, view, decided);
  if (threads) new ReviewComments(editor, view, threads, view.slots.panel);
  new Report({ editor, view, blind, getJson });
  const leave = (/** @type {{keepsBlind?: boolean}} */ { keepsBlind = false } = {}) => {
    if (!view.isOpen) return;
    const shown = view.targets.map(({ id }) => id);
    view.close();
    if (!keepsBlind) blind.reveal();
    page.dataset.mode = 'canvas';
    editor.setMode('canvas');
    editor.selection.set(shown);
    /** @type {HTMLElement | null} */ (page.querySelector('#stage'))?.focus({ preventScroll: true });
  };
  editor.on('review', ({ ids, title }) => {
    if (editor.mode !== 'canvas') return;
    const name = title || nameOf(editor, ids);
    // The mode first: what belongs to the board closes itself before anything of the review is drawn.
    page.dataset.mode = 'review';
    editor.setMode('review');
    blind.begin();
    if (view.open(ids, name)) return;
    blind.reveal();
    page.dataset.mode = 'canvas';
    editor.setMode('canvas');
    editor.emit('notice', { message: 'There are no pictures to review here yet.', kind: 'info' });
  });
  register(editor, view, leave, decisions);
  return view;
}

/** @param {Editor} editor @param {string[] | null} ids */
function nameOf({ store, config }, ids) {
  const [first, ...others] = ids ? store.nodesOf(ids) : [];
  const frame = first?.kind === 'frame' ? first : first && store.parentOf(first);
  if (first && others.length && first.kind === 'image') return `${ids?.length} pictures`;
  return frame?.name || store.title || config.board.title;
}

/** @param {Editor} editor @param {ReviewView} view @param {(how?: {keepsBlind?: boolean}) => void} leave
 * @param {Decisions} decisions */
function register(editor, view, leave, decisions) {
  const { commands, store, selection, config } = editor;
  commands.register({
    id: 'review.open', label: 'Review', keys: 'Shift+R', mode: 'canvas', icon: 'gallery-horizontal-end', why: () => 'there are no pictures yet', enabled: () => picturesOf(store, null).length > 0,
    run: () => openReview(editor, selection.ids.size && picturesOf(store, selection.ids).length ? selection.ids : null),
  });
  const add = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string[]} */ keys, /** @type {() => void} */ run, enabled = () => true) => commands.register({
    id: `review.${id}`, label, keys, mode: 'review', enabled: () => view.isOpen && enabled(), run,
  });
  add('next', 'Next picture', ['ArrowRight'], () => view.go(1));
  add('previous', 'Previous picture', ['ArrowLeft'], () => view.go(-1));
  add('choose_next', 'Choose the next too', ['Shift+ArrowRight'], () => view.go(1, { isRange: true }));
  add('choose_previous', 'Choose the one before too', ['Shift+ArrowLeft'], () => view.go(-1, { isRange: true }));
  add('forward', 'Ten on', ['PageDown'], () => view.go(PAGE));
  add('back', 'Ten back', ['PageUp'], () => view.go(-PAGE));
  add('first', 'First picture', ['Home'], () => view.go(-Infinity));
  add('last', 'Last picture', ['End'], () => view.go(Infinity));
  add('all', 'Choose all, or none', ['Mod+A'], () => view.chooseAll());
  add('fit', 'Show it whole', ['Space', 'Shift+0'], () => view.easel.fit());
  add('zoom_in', 'Nearer', ['+', '='], () => view.easel.zoom(1.25));
  add('zoom_out', 'Farther', ['-'], () => view.easel.zoom(1 / 1.25));
  add('compare', 'Compare those chosen', ['M'], () => editor.emit('compare', { ids: comparedIds(editor, view) }), () => comparedIds(editor, view).length > 0);
  add('list', 'Go to the list view', ['Shift+L'], () => { leave({ keepsBlind: true }); commands.run('view.list'); });
  add('close', 'Leave the review', ['Escape'], () => { if (!view.chooseNone()) leave(); });
  if (!config.may_mark) return;
  const letters = { pick: 'P', maybe: 'U', reject: 'X' };
  for (const { mark, label, key } of JUDGEMENTS) {
    add(mark, label, [key, letters[/** @type {keyof typeof letters} */ (mark)]], () => {
      const { targets } = view;
      if (mark === 'reject' && targets.length > 1) decisions.reject(targets, (reason) => view.mark(mark, reason));
      else view.mark(mark);
    });
  }
  for (const [i, [kind, { label: words }]] of Object.entries(KINDS).entries()) {
    add(kind, words, [`Shift+${i + 1}`], () => decisions.decide(view.targets, /** @type {Kind} */ (kind)));
  }
  add('complete', 'Review complete', ['Mod+Enter'], () => { void decisions.complete(view.title, view.nodes); });
  add('unmark', 'Take the mark away', ['0'], () => view.mark(''));
  add('undo', 'Undo', ['Mod+Z'], () => { view.undo(); }, () => view.canUndo);
  add('redo', 'Redo', ['Mod+Shift+Z', 'Mod+Y'], () => { view.redo(); }, () => view.canRedo);
}

/** Two to nine that were chosen; of one, what it was made from, or else its neighbour. @param {Editor} editor @param {ReviewView} view @returns {string[]} */
function comparedIds({ store }, view) {
  const { targets, neighbour } = view;
  if (targets.length === 1 && !pairOf(store, targets) && neighbour) return [targets[0].id, neighbour.id];
  return comparedOf(store, targets) ? targets.map(({ id }) => id) : [];
}
