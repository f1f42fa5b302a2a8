// Copy, cut, paste and the files of pictures, for menus and the palette.

import { withDescendants } from './moves.js';
import { copyAsPicture, downloadOriginals, downloadPngs } from './picture_files.js';

/** @import { BoardNode } from './types.js' */
/** @import { Clipboard } from './clipboard.js' */
/** @import { Editor } from './editor.js' */

/** @param {Editor} editor @param {Clipboard} clipboard */
export function registerClipboard(editor, clipboard) {
  const { commands, selection } = editor;
  const canEdit = () => editor.canEdit;
  const hasSelection = () => selection.ids.size > 0;
  // No keys here: the browser's own event carries the clipboard, and this makes it send one.
  commands.register({ id: 'edit.copy', label: 'Copy', browserKeys: 'Mod+C', enabled: hasSelection, run: () => void document.execCommand('copy') });
  registerFiles(editor);
  if (!editor.config.may_edit) return;
  commands.register({ id: 'edit.cut', label: 'Cut', browserKeys: 'Mod+X', enabled: () => canEdit() && editor.unlockedNodes().length > 0, run: () => void document.execCommand('cut') });
  commands.register({ id: 'edit.paste', label: 'Paste', browserKeys: 'Mod+V', mode: 'canvas', enabled: canEdit, run: () => void clipboard.pasteFromMenu(editor.menuPoint) });
  commands.register({ id: 'edit.paste_in_place', label: 'Paste in place', browserKeys: 'Mod+Shift+V', mode: 'canvas', enabled: canEdit, run: () => void clipboard.pasteFromMenu(null, true) });
}

/** @param {Editor} editor */
function registerFiles(editor) {
  const { commands } = editor;
  const hasPictures = () => !editor.config.is_guest && picturesIn(editor).length > 0;
  commands.register({ id: 'picture.copy', label: 'Copy as picture', enabled: () => hasPictures() && editor.selectedNode() !== null, run: () => void copyAsPicture(editor, picturesIn(editor)[0]) });
  commands.register({ id: 'picture.download', label: 'Download the original', mode: 'canvas', enabled: hasPictures, run: () => void downloadOriginals(editor, picturesIn(editor)) });
  commands.register({ id: 'picture.download_png', label: 'Download as PNG', enabled: hasPictures, run: () => void downloadPngs(editor, picturesIn(editor)) });
}

/** The selected pictures, those in selected frames too. @param {Editor} editor @returns {BoardNode[]} */
function picturesIn({ store, selection }) {
  const nodes = store.nodesOf(withDescendants(store, selection.ids));
  return nodes.filter(({ kind, asset }) => kind === 'image' && asset);
}
