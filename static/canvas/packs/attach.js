// Puts anchor packs on the page: their dialog, its command, and news of versions published elsewhere.

import { PackDialog } from './dialog.js';

/** @import { Editor } from '../editor.js' */
/** @import { PromptBar } from '../prompt_bar.js' */

/** A lead publishes now and then: nobody needs to know within the second, and 50 people ask. */
const LOOK_EVERY_MS = 20_000;

/** @param {Editor} editor @param {PromptBar} bar @param {HTMLElement} slot where dialogs go */
export function attachPacks(editor, { anchors, packs }, slot) {
  const dialog = new PackDialog(editor, anchors, packs, slot);
  editor.commands.register({
    id: 'packs.open', label: 'Anchor packs', icon: 'package', mode: 'canvas', enabled: () => editor.canEdit, run: () => dialog.open(),
  });
  const look = () => {
    const isUsed = anchors.nodes().some(({ id }) => anchors.packOf(id));
    if (isUsed && !document.hidden && editor.savedState.state !== 'offline') void packs.refresh();
  };
  window.setInterval(look, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', look);
  const stop = editor.store.subscribe(() => {
    if (editor.store.revision < 0) return;
    stop(); // once the board is there, so are its anchors
    look();
  });
}
