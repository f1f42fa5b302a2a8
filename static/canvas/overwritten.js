// What you have just named or written, and somebody else changed after you: said in a toast, with
// your own version one press away. The last one wins all the same.

/** @import { Change, CommittedOp } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** Later it is no clash, but work that goes on. */
const JUST_MS = 20_000;
const WATCHED = ['name', 'text'];
const LONGEST_SHOWN = 40;

/** @typedef {{node: string|null, key: string, value: string}} Entry `node` null: the board's title */

/** Own words that the server has taken lately; tells which of them an op of somebody else replaced. */
class OwnWords {
  /** @type {Map<string, {value: string, at: number}>} */
  #own = new Map();
  #now;

  /** @param {{now: () => number}} parts ms */
  constructor({ now }) {
    this.#now = now;
  }

  /** Own words that are on the board from now on. @param {Change[]} changes */
  take(changes) {
    const at = this.#now();
    for (const [key, own] of this.#own) if (at - own.at > JUST_MS) this.#own.delete(key);
    for (const { node, key, value } of wordsOf(changes)) this.#own.set(`${node} ${key}`, { value, at });
  }

  /** What these changes of somebody else replaced: yours, each told once. @param {Change[]} changes
   * @returns {Entry[]} */
  replacedBy(changes) {
    const replaced = [];
    for (const { node, key, value } of wordsOf(changes)) {
      const own = this.#own.get(`${node} ${key}`);
      this.#own.delete(`${node} ${key}`);
      if (own && own.value !== value && this.#now() - own.at <= JUST_MS) replaced.push({ node, key, value: own.value });
    }
    return replaced;
  }
}

/** @param {Editor} editor @param {Toasts} toasts @param {() => number} [now] ms */
export function attachOverwritten(editor, toasts, now = () => performance.now()) {
  const words = new OwnWords({ now });
  editor.sync.onCommitted((op) => {
    if (editor.store.isPending(op.op_id)) {
      words.take(op.changes);
      return;
    }
    const replaced = words.replacedBy(op.changes);
    // Your own doing in another window needs no notice.
    if (!replaced.length || op.actor === editor.config.you.key) return;
    // An own change that is still under way will come after this one, and win.
    const lost = replaced.filter(({ node, key }) => !isUnderWay(editor, node, key));
    if (lost.length) tell(editor, toasts, op, lost);
  });
}

/** @param {Editor} editor @param {Toasts} toasts @param {CommittedOp} op @param {Entry[]} lost */
function tell(editor, toasts, op, lost) {
  const who = (typeof op.actor === 'string' && editor.presence.person(op.actor)?.name) || 'Somebody';
  toasts.say(`${who} changed ${nameOf(editor, lost)} just after you.`, {
    action: {
      label: 'Use mine',
      run: () => {
        const changes = lost
          .filter(({ node }) => node === null || editor.store.node(node))
          .map(({ node, key, value }) => (node === null ? { board: { title: value } } : { node, set: { [key]: value } }));
        editor.commit(changes, { label: 'Use my words' });
      },
    },
  });
}

/** @param {Editor} editor @param {Entry[]} lost */
function nameOf(editor, lost) {
  if (lost.length > 1) return `${lost.length} names and texts`;
  const [{ node, key, value }] = lost;
  const shown = value.trim().replace(/\s+/g, ' ');
  const cut = shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}…` : shown;
  if (node === null) return `the board’s title “${cut}”`;
  const kind = editor.store.node(node)?.kind ?? 'thing';
  if (!cut) return key === 'name' ? `the name of a ${kind}` : `the text of a ${kind}`;
  return key === 'name' ? `the ${kind} name “${cut}”` : `“${cut}”`;
}

/** @param {Editor} editor @param {string|null} node @param {string} key */
function isUnderWay(editor, node, key) {
  return editor.store.pendingOps().some(({ changes }) =>
    wordsOf(changes).some((entry) => entry.node === node && entry.key === key));
}

/** @param {Change[]} changes @returns {Entry[]} */
function wordsOf(changes) {
  /** @type {Entry[]} */
  const found = [];
  for (const { node, board, create, set } of changes) {
    if (board?.title !== undefined) found.push({ node: null, key: 'title', value: board.title });
    const body = set ?? create;
    if (!node || !body) continue;
    for (const key of WATCHED) if (typeof body[key] === 'string') found.push({ node, key, value: body[key] });
  }
  return found;
}
