// Asks for pictures: finds their places, makes their ids, and says in words what went wrong.

import { ApiError } from './api.js';

/** @import { Box } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Api } from './api.js' */
/** @import { Toasts } from './toasts.js' */

/**
 * @typedef {object} Asked
 * @property {'text_to_image'|'image_to_image'|'inpaint'|'outpaint'|'upscale'|'animate'} operation
 * @property {string} prompt
 * @property {string} tier
 * @property {{width: number, height: number}} size px of each picture
 * @property {{width: number, height: number}} world its size on the board
 * @property {number} count
 * @property {number | null} [seed]
 * @property {{node: string, role: string, strength: number, pack?: string | null}[]} [anchors]
 * @property {string} [source] node
 * @property {{node: string, prompt: string, strength: number}[]} [masks] lowest first, each with what is to be there; strength: 0 to 1
 * @property {'change'|'add'|'remove'|'background'|'fix'} [intent] what an inpaint is for
 * @property {'tight'|'balanced'|'whole'|[number, number, number, number]} [context] what the engine sees: a preset, or px of the source
 * @property {{left: number, top: number, right: number, bottom: number, keep_exactly: boolean}} [extend]
 * @property {number} [scale] times, of an upscale
 * @property {{motion: string, seconds: number, side: number, loops: boolean, amount: number, last: string | null}} [clip] of an animate; last: a node
 * @property {string} [refines] the one of the anchors that this is a better picture of
 * @property {Box} [near] the new pictures go beside this box; without it into the middle of the view
 * @property {Box} [candidateBox] results wait in the strip, and this is where they belong on the board
 */

export class Generator {
  #editor;
  #api;
  #toasts;
  #isWarned = false;

  /** @param {Editor} editor @param {Api} api @param {Toasts} toasts */
  constructor(editor, api, toasts) {
    this.#editor = editor;
    this.#api = api;
    this.#toasts = toasts;
  }

  /** @param {Asked} asked @returns {Promise<string[]>} ids of the new nodes; none when it was refused (and said) */
  async ask(asked) {
    const spots = this.#spots(asked);
    const items = spots.map(({ x, y }) => ({
      generation: this.#editor.newId(), node: this.#editor.newId(), x, y, width: asked.world.width, height: asked.world.height,
    }));
    try {
      const { notice, warning } = await this.#api.generate({
        operation: asked.operation, prompt: asked.prompt, tier: asked.tier,
        width: asked.size.width, height: asked.size.height, seed: asked.seed ?? null,
        anchors: asked.anchors ?? [], source: asked.source ?? null, masks: asked.masks ?? [],
        intent: asked.intent ?? 'change', context: asked.context ?? 'balanced', extend: asked.extend ?? null, scale: asked.scale ?? null,
        clip: asked.clip ?? null, refines: asked.refines ?? null, brand: this.#editor.config.board.brand ?? null,
        candidate: Boolean(asked.candidateBox), items,
      });
      this.#warn(notice);
      if (warning) this.#toasts.say(warning, { kind: 'info' });
    } catch (error) {
      if (error instanceof ApiError && error.code === 'policy_blocked') this.#appealable(error.message, asked.prompt || (asked.masks?.[0]?.prompt ?? ''));
      else this.#refused(error, () => { void this.ask(asked); });
      return [];
    }
    if (!asked.candidateBox) this.#show(items);
    return items.map((item) => item.node);
  }

  /** A rule of the workspace is no failure: a lead can allow it. @param {string} message @param {string} prompt */
  #appealable(message, prompt) {
    this.#toasts.say(message, {
      kind: 'bad',
      stays: true,
      action: {
        label: 'Appeal to a lead',
        run: async () => {
          try {
            this.#toasts.say((await this.#api.appeal(prompt, this.#editor.config.board.brand ?? null)).said);
          } catch (error) {
            this.#refused(error);
          }
        },
      },
    });
  }

  /** @param {string} generation @returns {Promise<void>} */
  async cancel(generation) {
    try {
      await this.#api.cancel(generation);
    } catch (error) {
      this.#refused(error);
    }
  }

  /** @param {string} generation @param {string} [tier] another one than before @returns {Promise<void>} */
  async retry(generation, tier) {
    try {
      await this.#api.retry(generation, tier);
    } catch (error) {
      this.#refused(error);
    }
  }

  /** Take a placeholder off the board; what still runs is stopped first. @param {string} nodeId */
  async remove(nodeId) {
    const node = this.#editor.store.node(nodeId);
    if (!node) return;
    const isUnderWay = node.state === 'queued' || node.state === 'running';
    if (node.kind === 'generation' && isUnderWay && node.generation) await this.cancel(node.generation);
    this.#editor.commit([{ node: nodeId, delete: true }], { label: 'Remove placeholder', undoable: !isUnderWay });
  }

  /** @param {Asked} asked */
  #spots({ count, world, near, candidateBox }) {
    if (candidateBox) return Array.from({ length: count }, () => candidateBox);
    return this.#editor.freeSpots({ count, width: world.width, height: world.height, near: near ?? null });
  }

  /** A budget that runs out is told once on each page, not with every picture. @param {string} notice */
  #warn(notice) {
    if (!notice || this.#isWarned) return;
    this.#isWarned = true;
    this.#toasts.say(notice, { kind: 'info' });
  }

  /** Free space may lie outside the view: go there. @param {Box[]} boxes */
  #show(boxes) {
    const left = Math.min(...boxes.map((box) => box.x));
    const top = Math.min(...boxes.map((box) => box.y));
    const right = Math.max(...boxes.map((box) => box.x + box.width));
    const bottom = Math.max(...boxes.map((box) => box.y + box.height));
    const view = this.#editor.viewport.visibleBox();
    const isSeen = left >= view.x && top >= view.y && right <= view.x + view.width && bottom <= view.y + view.height;
    if (!isSeen) this.#editor.viewport.flyTo({ x: left, y: top, width: right - left, height: bottom - top });
  }

  /** @param {unknown} error @param {() => void} [again] for requests that may be sent once more */
  #refused(error, again) {
    if (!(error instanceof ApiError)) throw error;
    const canRepeat = again && (error.status === 0 || error.status >= 500);
    this.#toasts.say(error.message, { kind: 'bad', action: canRepeat ? { label: 'Try again', run: again } : undefined });
  }
}
