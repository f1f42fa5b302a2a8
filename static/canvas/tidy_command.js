// Tidy up: what is selected, packed into rows in the order in which it was made.

import { ApiError } from './api.js';
import { inOrderOfMaking, tidied } from './arrange.js';
import { unitsOf } from './arrange_commands.js';
import { countOf } from './nouns.js';

/** @import { Editor } from './editor.js' */
/** @import { AskOrigins } from './select_commands.js' */

/** @param {Editor} editor @param {AskOrigins} askOrigins */
export function registerTidy(editor, askOrigins) {
  editor.commands.register({
    id: 'arrange.tidy', label: 'Tidy up', keys: 'Mod+Alt+Shift+T', mode: 'canvas',
    enabled: () => editor.canEdit && unitsOf(editor).length > 1, run: () => { void tidyUp(editor, askOrigins); },
  });
}

/** @param {Editor} editor @param {AskOrigins} askOrigins */
async function tidyUp(editor, askOrigins) {
  const chosen = [...editor.selection.ids];
  const label = `Tidy up ${countOf(editor.unlockedNodes())}`;
  const isMade = editor.unlockedNodes().some(({ generation }) => generation);
  const origins = isMade ? await known(askOrigins) : null;
  // Whoever selected something else meanwhile has gone on to other work.
  if (chosen.length !== editor.selection.ids.size || !chosen.every((id) => editor.selection.has(id))) return;
  const units = inOrderOfMaking(unitsOf(editor), (node) => origins?.get(node.generation ?? '')?.rank);
  editor.commit(tidied(units), { label });
}

/** @param {AskOrigins} askOrigins */
async function known(askOrigins) {
  try {
    return await askOrigins();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return null; // the server is away: what lies deeper was made before, most often
  }
}
