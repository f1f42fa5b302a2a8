// Refine: the selected pictures made again by a better tier, each with its prompt, its anchors and itself.

import { counted, quoteWords } from './generation_form.js';

/** @import { BoardNode, Tier } from './types.js' */
/** @import { Asked, Generator } from './generator.js' */
/** @import { Editor } from './editor.js' */
/** @import { Settings } from './prompt_bar.js' */

/** Of the picture itself: what is on it stays, and how it is done may change. */
const OWN_STRENGTH = 0.8;
const FIRST_ROLE = 'style';

/**
 * Tiers that can refine what an earlier one made: another engine's, that follows pictures.
 * @param {Tier[]} tiers in their order
 */
export function tiersThatRefine(tiers) {
  return tiers.filter((tier, at) => tier.operations.includes('image_to_image') && tier.max_anchors > 0
    && tiers.slice(0, at).some(({ engine }) => engine !== tier.engine));
}

/**
 * @param {Editor} editor @param {Generator} generator
 * @param {(node: BoardNode) => Promise<Settings | null>} settingsOf how a picture was made
 */
export function attachRefine(editor, generator, settingsOf) {
  const pictures = () => editor.selectedNodes().filter(({ kind }) => kind === 'image');
  for (const tier of tiersThatRefine(editor.config.tiers)) {
    editor.commands.register({
      id: `picture.refine_${tier.key}`, label: `Refine with ${tier.label} ${quoteWords(tier, 'image_to_image', 1)}`,
      enabled: () => editor.canEdit && pictures().length > 0, run: () => { void refineAll(pictures(), tier); },
    });
  }

  /** @param {BoardNode[]} nodes @param {Tier} tier */
  async function refineAll(nodes, tier) {
    const known = await Promise.all(nodes.map(async (node) => ({ node, settings: await settingsOf(node) })));
    const wordless = known.filter(({ settings }) => !settings?.prompt).length;
    if (wordless) say(`${counted(wordless, 'picture')} without a prompt cannot be refined. Use it as an anchor, and write what it should become.`);
    for (const { node, settings } of known) if (settings?.prompt) await refine(node, settings, tier);
  }

  /** @param {BoardNode} node @param {Settings} settings @param {Tier} tier */
  async function refine(node, settings, tier) {
    const anchors = anchorsOf(node);
    const taken = anchors.slice(0, tier.max_anchors - 1);
    if (taken.length < anchors.length) say(`${tier.label} takes ${counted(tier.max_anchors, 'anchor')}: ${anchors.length - taken.length} of this picture's are left out.`);
    await generator.ask({
      operation: 'image_to_image', prompt: settings.prompt, tier: tier.key, size: sizeWithin(node, tier), count: 1, near: node,
      world: { width: node.width, height: node.height }, seed: tier.has_seed ? settings.seed : null, refines: node.id,
      anchors: [{ node: node.id, role: 'subject', strength: OWN_STRENGTH }, ...taken],
    });
  }

  /** What it was made after, as far as it lies on the board still. @param {BoardNode} node @returns {NonNullable<Asked['anchors']>} */
  function anchorsOf(node) {
    return editor.store.edgesOf(node.id).filter(({ target, role }) => target === node.id && role === 'anchor').flatMap(({ source, strength }) => {
      const anchor = editor.store.node(source);
      return anchor?.kind === 'image' ? [{ node: source, role: anchor.anchor_role ?? FIRST_ROLE, strength: strength ?? OWN_STRENGTH }] : [];
    });
  }

  /** @param {string} message */
  function say(message) {
    editor.emit('notice', { message, kind: 'info' });
  }
}

/** As large as the picture, within what the tier makes. @param {BoardNode} node @param {Tier} tier */
export function sizeWithin({ image_width: width = 1024, image_height: height = 1024 }, { max_pixels: most }) {
  const scale = Math.min(1, Math.sqrt(most / (width * height)));
  return { width: Math.floor(width * scale), height: Math.floor(height * scale) };
}
