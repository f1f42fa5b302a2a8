// A board's file that is dropped or pasted on a board: it comes in as a board of its own.

import { ApiError } from './api.js';

/** @import { Api } from './api.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** @param {{name: string}} file */
export function isBoardFile({ name }) {
  return /\.anchorboard$/i.test(name);
}

/** @param {Editor} editor @param {Api} api @param {Toasts} toasts */
export function attachBoardFiles(editor, api, toasts) {
  editor.on('board-file', ({ file }) => { void take(file); });

  /** @param {File} file */
  async function take(file) {
    const done = toasts.say(`Importing ${file.name}…`, { stays: true });
    try {
      const url = await api.importBoard(file, editor.config.board.workspace);
      toasts.say(`${file.name} is a board of its own now.`, { action: { label: 'Open it', run: () => window.location.assign(url) } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toasts.bad(`${file.name}: ${error.message}`);
    } finally {
      done();
    }
  }
}
