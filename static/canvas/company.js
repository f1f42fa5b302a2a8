// What people on a board do together: see, follow and call each other, present, point and say.

import { attachCursorChat } from './cursor_chat.js';
import { find } from './elements.js';
import { attachFollow } from './follow_view.js';
import { attachLaser } from './laser.js';
import { showOutlines } from './live_outline.js';
import { showMasking } from './masking.js';
import { attachPeople } from './people.js';
import { Presenter } from './present.js';

/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** Guests present and point too; they are told nobody's name. @param {Editor} editor @param {HTMLElement} root the page's #board
 * @param {Toasts} toasts */
export function attachCompany(editor, root, toasts) {
  attachLaser(editor);
  new Presenter(editor, root, toasts);
  if (editor.config.is_guest) return;
  attachPeople(editor, find(root, '#people'), attachFollow(editor, root, toasts));
  attachCursorChat(editor, find(root, '#stage-html'), find(root, '#stage'));
  showOutlines(editor);
  showMasking(editor);
}
