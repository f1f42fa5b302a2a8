// What members of a board do together: see, follow and call each other.

import { find } from './elements.js';
import { attachFollow } from './follow_view.js';
import { attachPeople } from './people.js';

/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** @param {Editor} editor @param {HTMLElement} root the page's #board @param {Toasts} toasts */
export function attachCompany(editor, root, toasts) {
  attachPeople(editor, find(root, '#people'), attachFollow(editor, root, toasts));
}
