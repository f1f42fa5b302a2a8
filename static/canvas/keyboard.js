// What makes every command reachable from the keyboard: palette, shortcut sheet, a screen without bars.

import { CommandPalette } from './command_palette.js';
import { registerGestures } from './gestures.js';
import { Memory } from './memory.js';
import { ShortcutSheet } from './shortcut_sheet.js';

/** @import { Api } from './api.js' */
/** @import { Editor } from './editor.js' */
/** @import { OtherBoard } from './palette_entries.js' */
/** @import { Toasts } from './toasts.js' */

/** @param {Editor} editor @param {HTMLElement} root the page's #board @param {Toasts} toasts @param {Api} api */
export function attachKeyboard(editor, root, toasts, api) {
  registerGestures(editor.shortcuts);
  attachBareScreen(editor, root, toasts);
  new CommandPalette(editor, new Memory(window.localStorage, 'palette'), () => otherBoards(editor, api));
  new ShortcutSheet(editor);
}

/** The picture without bars and panels; another mode, or Esc with nothing else to leave, brings them back.
 * @param {Editor} editor @param {HTMLElement} root @param {Toasts} toasts */
function attachBareScreen(editor, root, toasts) {
  const set = (/** @type {boolean} */ isBare) => { root.toggleAttribute('data-bare', isBare); };
  editor.commands.register({
    id: 'view.bare', label: 'Hide or show the interface', keys: ['Mod+.', 'Mod+\\'], icon: 'monitor', whileTyping: true,
    run: () => {
      const isBare = !root.hasAttribute('data-bare');
      set(isBare);
      /** @type {HTMLElement | null} */ (root.querySelector('#stage'))?.focus({ preventScroll: true });
      if (isBare) toasts.say('The interface is hidden. Ctrl . brings it back.');
    },
  });
  editor.on('mode', () => set(false));
}

/** None for guests, who know no other board, and where the server is not reached.
 * @param {Editor} editor @param {Api} api @returns {Promise<OtherBoard[]>} */
async function otherBoards({ config }, api) {
  if (config.is_guest) return [];
  return api.otherBoards().catch(() => []);
}
