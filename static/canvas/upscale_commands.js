// Upscale: the selected picture with two or four times as many pixels a side, beside it.

import { quoteWords } from './generation_form.js';

/** @import { BoardNode, Tier } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Generator } from './generator.js' */
/** @import { Settings } from './prompt_bar.js' */

const SCALES = /** @type {const} */ ([2, 4]);

/**
 * The tier that upscales: the first in the order of tiers, which is the cheapest; one that only draws
 * offline if there is no other.
 * @param {Tier[]} tiers
 */
export function tierThatUpscales(tiers) {
  const able = tiers.filter((tier) => tier.operations.includes('upscale'));
  return able.find((tier) => !tier.is_offline) ?? able[0];
}

/**
 * Does nothing where no engine upscales; then its buttons stay hidden.
 * @param {Editor} editor @param {Generator} generator @param {HTMLElement} page
 * @param {(node: BoardNode) => Promise<Settings | null>} settingsOf how a picture was made
 */
export function attachUpscale(editor, generator, page, settingsOf) {
  const tier = tierThatUpscales(editor.config.tiers);
  if (!tier) return;
  const picture = () => {
    const node = editor.selectedNode();
    return node?.kind === 'image' && !node.clip_ms ? node : null;
  };
  for (const scale of SCALES) {
    const label = `Upscale ${scale}× ${quoteWords(tier, 'upscale', 1)}`;
    const fits = (/** @type {BoardNode} */ node) => pixelsOf(node) * scale ** 2 <= editor.config.limits.max_pixels;
    editor.commands.register({
      id: `picture.upscale_${scale}`, label, icon: 'image-upscale',
      enabled: () => { const node = picture(); return editor.canEdit && node !== null && fits(node); },
      why: () => { const node = picture(); return node && !fits(node) ? `more than ${Math.round(editor.config.limits.max_pixels / 1e6)} megapixels` : ''; },
      run: () => { const node = picture(); if (node) void upscale(node, scale); },
    });
    for (const button of page.querySelectorAll(`[data-command="picture.upscale_${scale}"]`)) {
      /** @type {HTMLElement} */ (button).hidden = false;
      button.setAttribute('title', tier.is_offline ? `${label} · enlarged offline, not by AI` : label);
    }
  }

  /** @param {BoardNode} node @param {number} scale */
  async function upscale(node, scale) {
    const settings = await settingsOf(node);
    await generator.ask({
      operation: 'upscale', prompt: settings?.prompt ?? '', tier: /** @type {Tier} */ (tier).key, scale, source: node.id, count: 1, near: node,
      size: { width: 0, height: 0 }, world: { width: node.width, height: node.height },
    });
  }
}

/** @param {BoardNode} node */
function pixelsOf(node) {
  return (node.image_width ?? 0) * (node.image_height ?? 0);
}
