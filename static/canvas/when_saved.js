// Waits for what was done on the board to be with the server.

/** @import { Editor } from './editor.js' */

/** The server knows all that was done. @param {Editor} editor @param {() => void} work */
export function whenSaved(editor, work) {
  if (editor.savedState.state === 'saved') {
    work();
    return;
  }
  const stop = editor.on('saved', ({ state }) => {
    if (state !== 'saved') return;
    stop();
    work();
  });
}
