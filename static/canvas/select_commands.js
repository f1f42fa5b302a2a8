// Commands that select: everything, by kind, by state, by tag, by what made it.

import { NOUNS } from './nouns.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

/** @typedef {() => Promise<Map<string, {tier: string, batch: string, rank: number}>>} AskOrigins by generation */

const SETTLE_MS = 400;

/** @param {Editor} editor @param {AskOrigins} askOrigins */
export function registerSelectCommands(editor, askOrigins) {
  const { commands, selection } = editor;
  commands.register({ id: 'edit.select_all', label: 'Select all', keys: 'Mod+A', mode: 'canvas', run: () => selectAll(editor) });
  /** @param {string} id @param {string} label @param {(node: BoardNode) => boolean} holds */
  const add = (id, label, holds) => commands.register({
    id: `select.${id}`, label, mode: 'canvas',
    enabled: () => candidates(editor).some(holds), why: () => 'there are none', run: () => choose(editor, holds),
  });
  for (const kind of ['image', 'note', 'text', 'shape', 'line', 'frame']) add(kind, `Select all ${NOUNS[kind][1]}`, (node) => node.kind === kind);
  add('running', 'Select all that are being made', ({ state }) => state === 'queued' || state === 'running');
  add('failed', 'Select all that failed', ({ state }) => state === 'failed' || state === 'blocked');
  add('anchors', 'Select all anchors', (node) => isAnchor(editor, node));
  commands.register({
    id: 'select.same_kind', label: 'Select all of the same kind', mode: 'canvas', enabled: () => selection.ids.size > 0,
    run: () => {
      const kinds = new Set(editor.selectedNodes().map(({ kind }) => kind));
      choose(editor, ({ kind }) => kinds.has(kind));
    },
  });
  commands.register({
    id: 'select.inverse', label: 'Select everything else', mode: 'canvas', enabled: () => selection.ids.size > 0,
    run: () => {
      const before = new Set(selection.ids);
      choose(editor, ({ id }) => !before.has(id));
    },
  });
  if (!editor.config.is_guest) registerOrigins(editor, askOrigins);
  registerTags(editor);
}

/** What can be selected: nothing hidden, nothing locked. @param {Editor} editor @returns {BoardNode[]} */
function candidates({ renderer, store }) {
  return renderer.scene.ordered().map(({ node }) => node).filter((node) => !store.isLocked(node));
}

/** @param {Editor} editor @param {(node: BoardNode) => boolean} holds */
function choose(editor, holds) {
  editor.selection.set(candidates(editor).filter(holds).map(({ id }) => id), null);
}

/** In a group or a frame first what is there, and pressed again everything. @param {Editor} editor */
function selectAll(editor) {
  const { selection, store, groups } = editor;
  const nodes = editor.selectedNodes();
  const parents = new Set(nodes.map((node) => store.parentOf(node)?.id ?? null));
  const [frame] = parents;
  const { scope } = selection;
  const near = scope ? groups.membersOf(scope) : parents.size === 1 && frame ? store.childrenOf(frame).map(({ id }) => id) : [];
  const free = new Set(candidates(editor).map(({ id }) => id));
  const within = near.filter((id) => free.has(id));
  const isMore = within.some((id) => !selection.has(id));
  selection.set(isMore ? within : free, isMore ? scope : null);
}

/** Used for other pictures, or marked to be. @param {Editor} editor @param {BoardNode} node */
function isAnchor({ store }, node) {
  return Boolean(node.anchor_role) || store.edgesOf(node.id).some(({ role, source }) => role === 'anchor' && source === node.id);
}

/** What only the server knows of pictures: it is asked when somebody wants to know.
 * @param {Editor} editor @param {AskOrigins} askOrigins */
function registerOrigins(editor, askOrigins) {
  const { commands, config } = editor;
  /** @param {(origins: Awaited<ReturnType<AskOrigins>>) => (node: BoardNode) => boolean} rule */
  const chooseBy = async (rule) => {
    try {
      choose(editor, rule(await askOrigins()));
    } catch (error) {
      editor.emit('notice', { message: error instanceof Error ? error.message : String(error), kind: 'bad' });
    }
  };
  for (const { key, label } of config.tiers) {
    commands.register({
      id: `select.tier.${key}`, label: `Select all ${label.toLowerCase()} pictures`, mode: 'canvas',
      enabled: () => candidates(editor).some(({ generation }) => generation), why: () => 'there are none',
      run: () => { void chooseBy((origins) => ({ generation }) => origins.get(generation ?? '')?.tier === key); },
    });
  }
  commands.register({
    id: 'select.same_batch', label: 'Select all from this batch', mode: 'canvas',
    enabled: () => editor.selectedNodes().some(({ generation }) => generation),
    run: () => {
      const chosen = editor.selectedNodes();
      void chooseBy((origins) => {
        const batchOf = (/** @type {BoardNode} */ { generation }) => origins.get(generation ?? '')?.batch ?? '';
        const batches = new Set(chosen.map(batchOf).filter(Boolean));
        return (node) => batches.has(batchOf(node));
      });
    },
  });
}

/** A command for each tag in use. @param {Editor} editor */
function registerTags(editor) {
  const { commands, store } = editor;
  /** @type {Set<string>} */
  let known = new Set();
  /** @type {any} */
  let timer = null;
  const update = () => {
    timer = null;
    const now = new Set([...store.nodes()].flatMap(({ tags }) => tags ?? []));
    for (const tag of known) if (!now.has(tag)) commands.remove(`select.tag.${tag}`);
    for (const tag of now) {
      if (known.has(tag)) continue;
      commands.register({
        id: `select.tag.${tag}`, label: `Select all with tag ${tag}`, mode: 'canvas',
        run: () => choose(editor, ({ tags }) => Boolean(tags?.includes(tag))),
      });
    }
    known = now;
  };
  store.subscribe(({ nodes }) => {
    if (nodes.size) timer ??= setTimeout(update, SETTLE_MS);
  });
  update();
}
