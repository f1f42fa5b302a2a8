// Somebody gave this person another role: the page is loaded anew with the tools of that role, and says so.

/** @import { Editor } from './editor.js' */

const KEY = 'anchorboard-new-role';

/**
 * @param {Editor} editor
 * @param {{storage: Pick<Storage, 'getItem'|'setItem'|'removeItem'>, reload: () => void}} page
 */
export function attachRoleChange(editor, { storage, reload }) {
  const role = storage.getItem(KEY);
  storage.removeItem(KEY);
  if (role === editor.config.role) {
    editor.emit('notice', { message: `Your role on this board is now ${role}.`, kind: 'info' });
  }
  editor.sync.onWelcome((welcome) => {
    if (welcome.role === editor.config.role) return;
    storage.setItem(KEY, welcome.role);
    reload();
  });
}
