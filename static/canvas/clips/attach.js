// Puts clips on the board: playing them, and the command that makes a picture move.

import { find } from '../elements.js';
import { MotionDialog } from './motion_dialog.js';
import { ClipPlayer } from './player.js';

/** @import { EditMode } from '../edit_mode.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Generator } from '../generator.js' */

/** For everybody who sees the board. @param {Editor} editor @param {HTMLElement} page the page's #board @returns {ClipPlayer} */
export function attachClips(editor, page) {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  return new ClipPlayer(editor, find(page, '#stage-html'), () => still.matches);
}

/** Does nothing where no engine makes clips; then its buttons stay hidden.
 * @param {{editor: Editor, mode: EditMode, generator: Generator, page: HTMLElement}} parts */
export function attachMotion({ editor, mode, generator, page }) {
  const tier = editor.config.motion;
  if (!tier) return;
  const dialog = new MotionDialog({ editor, mode, generator, tier, dialog: find(page, '#motion-dialog') });
  const pictures = () => editor.selectedNodes().filter(({ kind, clip_ms: isClip }) => kind === 'image' && !isClip);
  editor.commands.register({
    id: 'picture.animate', label: 'Motion…', icon: 'film',
    enabled: () => {
      const count = pictures().length;
      return editor.canEdit && (count === 1 || count === 2) && count === editor.selection.ids.size;
    },
    why: () => 'select a picture, or the first and the last',
    run: () => dialog.open(pictures().map(({ id }) => id)),
  });
  for (const button of page.querySelectorAll('[data-command="picture.animate"]')) /** @type {HTMLElement} */ (button).hidden = false;
}
