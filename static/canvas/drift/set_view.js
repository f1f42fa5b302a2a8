// How well pictures go together: asks the server for the set view of a selection, and makes outliers anew
// with the set's middle as their anchor.

import { counted, quoteWords } from '../generation_form.js';
import { sizeWithin } from '../refine_commands.js';

/** @import { BoardNode, Tier } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Generator } from '../generator.js' */
/** @import { Settings } from '../prompt_bar.js' */

/** @typedef {{ajax: (verb: string, url: string, options: {target: Element, swap: string, values: Record<string, string>}) => Promise<void>}} HtmxForm */

const FEWEST = 3;
/** Of the set's middle: its colours and light, not its things. */
const PULL = 0.6;

/**
 * The tier that makes one anew: its own where that follows pictures, else the first that does.
 * @param {Tier[]} tiers @param {string | undefined} own
 */
export function tierThatPulls(tiers, own) {
  const able = tiers.filter((tier) => tier.operations.includes('image_to_image') && tier.max_anchors > 0);
  return able.find(({ key }) => key === own) ?? able[0];
}

/**
 * @param {{editor: Editor, generator: Generator, slot: HTMLElement, settingsOf: (node: BoardNode) => Promise<Settings | null>}} parts
 * slot: where dialogs go
 */
export function attachSetView({ editor, generator, slot, settingsOf }) {
  const pictures = () => editor.selectedNodes().filter(({ kind }) => kind === 'image');
  editor.commands.register({
    id: 'select.consistency', label: 'Set consistency…', icon: 'activity', group: 'Pictures',
    enabled: () => editor.canEdit && pictures().length >= FEWEST, why: () => 'select three or more pictures',
    run: () => {
      const { htmx } = /** @type {{htmx: HtmxForm}} */ (/** @type {unknown} */ (window));
      const nodes = pictures().map(({ id }) => id).join(',');
      void htmx.ajax('POST', editor.config.urls.set_view, { target: slot, swap: 'innerHTML', values: { nodes } });
    },
  });
  slot.addEventListener('click', ({ target }) => {
    const button = /** @type {HTMLElement} */ (target);
    const group = /** @type {HTMLElement | null} */ (button.closest('[data-select-set]'));
    const form = button.closest('form');
    if (group) select(group, group.dataset.selectSet?.split(',') ?? []);
    else if (form && button.closest('[data-select-ticked]')) select(form, ticked(form));
  });
  slot.addEventListener('change', ({ target }) => {
    const form = /** @type {HTMLElement} */ (target).closest('form');
    if (form?.matches('[data-set]')) void price(form);
  });
  slot.addEventListener('htmx:load', ({ target }) => {
    const form = /** @type {HTMLElement} */ (target).querySelector?.('form[data-set]');
    if (form) void price(/** @type {HTMLFormElement} */ (form));
  });
  slot.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches('[data-set]')) return;
    event.preventDefault();
    void pull(form);
  });

  /** @param {Element} inside @param {string[]} ids */
  function select(inside, ids) {
    inside.closest('dialog')?.close();
    editor.selection.set(ids.filter((id) => editor.store.node(id)));
  }

  /** What can be made anew of those ticked, each with its tier. @param {HTMLFormElement} form */
  async function plan(form) {
    const nodes = ticked(form).filter((id) => id !== form.dataset.set).flatMap((id) => editor.store.node(id) ?? []);
    const known = await Promise.all(nodes.map(async (node) => ({ node, settings: await settingsOf(node) })));
    return known.flatMap(({ node, settings }) => {
      const tier = tierThatPulls(editor.config.tiers, settings?.tier);
      return settings?.prompt && tier ? [{ node, settings, tier }] : [];
    });
  }

  /** The price stands on the button before it is pressed. @param {HTMLFormElement} form */
  async function price(form) {
    const planned = await plan(form);
    const button = /** @type {HTMLButtonElement} */ (form.querySelector('[data-pull]'));
    const [first] = planned;
    button.disabled = !first;
    const costs = first && planned.every(({ tier }) => tier.key === first.tier.key) ? ` ${quoteWords(first.tier, 'image_to_image', planned.length)}` : '';
    button.textContent = first ? `Pull ${planned.length} toward the set${costs}` : 'Pull toward the set';
    button.title = first ? '' : 'Tick pictures that were made here from a prompt.';
  }

  /** @param {HTMLFormElement} form */
  async function pull(form) {
    const planned = await plan(form);
    const centre = editor.store.node(form.dataset.set);
    form.closest('dialog')?.close();
    if (!centre) return;
    for (const { node, settings, tier } of planned) {
      await generator.ask({
        operation: 'image_to_image', prompt: settings.prompt, tier: tier.key, size: sizeWithin(node, tier), count: 1, near: node,
        world: { width: node.width, height: node.height }, seed: tier.has_seed ? settings.seed : null,
        anchors: [{ node: centre.id, role: 'style', strength: PULL }],
      });
    }
    if (planned.length) editor.emit('notice', { message: `${counted(planned.length, 'picture')} made anew after the middle of the set.`, kind: 'info' });
  }
}

/** @param {HTMLFormElement} form */
function ticked(form) {
  return new FormData(form).getAll('node').map(String);
}
