// Puts runs on the page: their commands, the view of one, and the strips over their frames.

import { element, find, icon } from '../elements.js';
import { askTable } from './new_table.js';
import { attachStrips } from './strips.js';
import { RunView } from './view.js';

/** @import { Api } from '../api.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Toasts } from '../toasts.js' */

/** @param {{editor: Editor, api: Api, toasts: Toasts, root: HTMLElement, layer: HTMLElement}} parts */
export function attachRuns({ editor, api, toasts, root, layer }) {
  const view = new RunView({ editor, api, toasts, root });
  const chosen = () => {
    const node = editor.selectedNode();
    const frame = node?.kind === 'frame' ? node : editor.store.node(node?.parent);
    return frame?.run ?? null;
  };
  editor.commands.register({
    id: 'runs.table', label: 'New table run…', icon: 'table', mode: 'canvas', enabled: () => editor.canEdit,
    run: () => askTable(editor, api, (run) => { void view.open(run); }),
  });
  editor.commands.register({
    id: 'runs.open', label: 'Open the run', icon: 'table', mode: 'canvas', enabled: () => chosen() !== null, why: () => 'select a run’s frame or one of its pictures first',
    run: () => { const id = chosen(); if (id) void view.open(id); },
  });
  attachMenu(find(root, '#runs-menu'), api, (id) => { void view.open(id); });
  attachStrips({ editor, api, layer, open: (id) => { void view.open(id); } });
}

const KIND_ICONS = Object.freeze({ table: 'table', matrix: 'table', funnel: 'table' });

/** The runs of the board, newest first, read each time the menu opens. @param {HTMLElement} menu @param {Api} api @param {(id: string) => void} open */
function attachMenu(menu, api, open) {
  const list = find(menu, '[data-runs]');
  const line = find(menu, 'hr');
  menu.addEventListener('toggle', async () => {
    if (!menu.hasAttribute('open')) return;
    /** @type {{id: string, kind: keyof typeof KIND_ICONS, name: string}[]} */
    let runs = [];
    try {
      ({ runs } = await api.runs(''));
    } catch {
      runs = []; // not reached: new ones can still be asked for, and will say so
    }
    line.hidden = runs.length === 0;
    list.replaceChildren(...runs.map(({ id, kind, name }) => element('button', {
      type: 'button', onclick: () => { menu.removeAttribute('open'); open(id); },
    }, icon(KIND_ICONS[kind]), element('span', { class: 'cut' }, name))));
  });
}
