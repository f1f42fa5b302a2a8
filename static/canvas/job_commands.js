// Stopping what is being made by a key. Asks first where the money is spent already.

import { confirmIt } from './confirm.js';
import { jobsOf } from './jobs.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Generator } from './generator.js' */

/** @param {Editor} editor @param {Generator} generator */
export function registerJobCommands(editor, generator) {
  editor.commands.register({
    id: 'jobs.cancel', label: 'Cancel what is being made', keys: 'Shift+X', icon: 'x', mode: 'canvas',
    enabled: () => editor.canEdit && currentJob(editor) !== null,
    why: () => 'nothing is being made',
    run: () => { void cancelCurrent(editor, generator); },
  });
}

/** Of the selected ones the first, else the one that runs longest. @param {Editor} editor @returns {BoardNode | null} */
function currentJob(editor) {
  const isUnderWay = (/** @type {BoardNode} */ { kind, state }) => kind === 'generation' && (state === 'running' || state === 'queued');
  const selected = editor.selectedNodes().find(isUnderWay);
  if (selected) return selected;
  const jobs = jobsOf([...editor.store.nodes()].filter(isUnderWay), (id) => editor.progressOf(id));
  return jobs[0]?.node ?? null;
}

/** @param {Editor} editor @param {Generator} generator */
async function cancelCurrent(editor, generator) {
  const node = currentJob(editor);
  if (!node?.generation) return;
  const tier = editor.config.tiers.find(({ key }) => key === node.tier);
  const isPaid = node.state === 'running' && Number(tier?.price_usd ?? 0) > 0;
  const isMeant = !isPaid || await confirmIt({
    title: 'Cancel this picture?', words: `It is being made already, so its $${tier?.price_usd} may be charged all the same.`, yes: 'Cancel it', no: 'Let it go on',
  });
  if (isMeant) await generator.cancel(node.generation);
}
