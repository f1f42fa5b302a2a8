// The masks of one picture: in which order, how each is called, shown and used, which one is painted, with one
// undo for all of it. Pure: no canvas, no screen, no server.

import { MaskRaster, unionOf } from './mask_raster.js';

/** @import { MaskTint } from './types.js' */
/** @import { Box } from './mask_raster.js' */

/** Each is as many bytes as the picture has px. Twin of canvas/views/generation_request.py. */
export const MOST_MASKS = 8;
/** @type {readonly MaskTint[]} */
export const TINTS = Object.freeze(['blue', 'amber', 'rose', 'green', 'violet', 'white']);
const MOST_NAME = 200;

/**
 * One mask.
 * @typedef {object} MaskLayer
 * @property {string} id of its node, also before there is one
 * @property {MaskRaster} raster
 * @property {Box | null} box around what counts as selected
 * @property {string} name
 * @property {string} prompt what is to be under it
 * @property {number} strength 0 to 1
 * @property {boolean} ownWords prompt and strength are its own; the others share theirs
 * @property {boolean} off left out of the edit
 * @property {MaskTint} tint
 * @property {string | null} asset its px as the server has them; null: it has none of it
 * @property {boolean} isChanged its px are others than those
 */

/** @typedef {Partial<Pick<MaskLayer, 'name' | 'strength' | 'prompt' | 'ownWords' | 'off' | 'tint'>>} Values */
/** @typedef {{layer: MaskLayer, before: Values, after: Values}} Turn */
/** @typedef {{all: MaskLayer[], active: MaskLayer}} List */
/** @typedef {{pixels: MaskLayer} | {turns: Turn[]} | {before: List, after: List}} Step */
/** @typedef {{prompt: string, strength: number, layers: MaskLayer[], box: Box}} Call what one engine call is for */

export class MaskLayers {
  /** Lowest first. @type {MaskLayer[]} */
  all = [];
  /** The one that is painted. @type {MaskLayer} */
  active;
  /** Something is otherwise than it was kept. */
  isUnkept = false;
  /** @type {Step[]} */
  #undo = [];
  /** @type {Step[]} */
  #redo = [];
  /** Whose strength is being dragged, and what it was. @type {{layer: MaskLayer, before: {strength: number}}[] | null} */
  #dragged = null;
  #picture;
  #newId;

  /** @param {{width: number, height: number, newId: () => string}} parts px of the picture */
  constructor({ width, height, newId }) {
    this.#picture = { width, height };
    this.#newId = newId;
    this.active = this.#made({});
    this.all = [this.active];
  }

  get canUndo() { return this.#undo.some(isThere('canUndo')); }
  get canRedo() { return this.#redo.some(isThere('canRedo')); }
  get canAdd() { return this.all.length < MOST_MASKS; }

  /** Stored masks in place of what is here, as the state that undo starts from. @param {(Values & {id: string, asset: string | null, pixels: Uint8Array})[]} stored lowest first */
  load(stored) {
    this.all = stored.map(({ pixels, ...values }) => {
      const layer = this.#made(values);
      layer.raster.load(pixels);
      this.measure(layer);
      return layer;
    });
    this.active = this.all[this.all.length - 1];
    this.#undo = [];
    this.#redo = [];
    this.isUnkept = false;
  }

  /** Its px are others now: find its box anew. @param {MaskLayer} layer */
  measure(layer) {
    layer.box = layer.raster.bounds();
  }

  /** An empty one above the active one, with the words of the others. */
  add() {
    if (!this.canAdd) return;
    const shared = this.all.find(({ ownWords }) => !ownWords) ?? this.active;
    const layer = this.#made({ prompt: shared.prompt, strength: shared.strength, name: this.#freeName(), tint: this.#freeTint() });
    const at = this.all.indexOf(this.active) + 1;
    this.#list([...this.all.slice(0, at), layer, ...this.all.slice(at)], layer);
  }

  /** The active one goes; the last one is emptied by painting, not by this. @returns {boolean} */
  remove() {
    if (this.all.length < 2) return false;
    const at = this.all.indexOf(this.active);
    const left = this.all.filter((layer) => layer !== this.active);
    this.#list(left, left[Math.max(0, at - 1)]);
    return true;
  }

  /** @param {string} id @returns {boolean} whether another one is painted now */
  choose(id) {
    const layer = this.all.find((one) => one.id === id);
    if (!layer || layer === this.active) return false;
    this.active = layer;
    return true;
  }

  /** The next one up or down, round about. @param {1 | -1} by */
  step(by) {
    const at = this.all.indexOf(this.active);
    return this.choose(this.all[(at + by + this.all.length) % this.all.length].id);
  }

  /** Where the active one lies among the others. @param {1 | -1} by 1: up */
  move(by) {
    const at = this.all.indexOf(this.active);
    const to = at + by;
    if (to < 0 || to >= this.all.length) return;
    const all = this.all.filter((layer) => layer !== this.active);
    all.splice(to, 0, this.active);
    this.#list(all, this.active);
  }

  /** @param {string} name an empty one changes nothing */
  rename(name) {
    const line = name.replace(/\s+/g, ' ').trim().slice(0, MOST_NAME);
    if (line) this.#turn([this.active], { name: line });
  }

  /** @param {MaskLayer} layer @param {boolean} off */
  switchOff(layer, off) { this.#turn([layer], { off }); }

  /** @param {MaskTint} tint */
  colour(tint) { this.#turn([this.active], { tint }); }

  /** Words of its own begin as those of the others, and go back to them. @param {boolean} ownWords */
  setOwnWords(ownWords) {
    const shared = this.all.find((layer) => layer !== this.active && !layer.ownWords);
    const words = !ownWords && shared ? { prompt: shared.prompt, strength: shared.strength } : {};
    this.#turn([this.active], { ownWords, ...words });
  }

  /** @param {number} strength 0 to 1 @param {boolean} [isDone] false: it is being dragged, and is one step in the end */
  setStrength(strength, isDone = true) {
    this.#dragged ??= this.#sharing().map((layer) => ({ layer, before: { strength: layer.strength } }));
    for (const { layer } of this.#dragged) layer.strength = strength;
    if (!isDone) return;
    const turns = this.#dragged.filter(({ before }) => before.strength !== strength).map((turn) => ({ ...turn, after: { strength } }));
    this.#dragged = null;
    if (turns.length) this.#record({ turns });
  }

  /** Typing has an undo of its own, in its field. @param {string} prompt */
  say(prompt) {
    for (const layer of this.#sharing()) layer.prompt = prompt;
    this.isUnkept = true;
  }

  /** @returns {boolean} whether there was something */
  undo() { return this.#travel(this.#undo, this.#redo, 'undo'); }
  redo() { return this.#travel(this.#redo, this.#undo, 'redo'); }

  /** What each engine call would be for, lowest first: masks with the same words are one. @returns {Call[]} */
  calls() {
    /** @type {Map<string, Call>} */
    const calls = new Map();
    for (const layer of this.all) {
      const { box, off, strength } = layer;
      if (off || !box) continue;
      const prompt = layer.prompt.trim();
      const key = `${strength} ${prompt}`;
      const call = calls.get(key);
      if (!call) calls.set(key, { prompt, strength, layers: [layer], box });
      else {
        call.layers.push(layer);
        call.box = unionOf(call.box, box);
      }
    }
    return [...calls.values()];
  }

  /** Would nothing of the picture be kept? */
  isFull() {
    const used = this.all.filter(({ off, box }) => !off && box);
    const box = used.reduce((/** @type {Box | null} */ all, layer) => (layer.box ? unionOf(all ?? layer.box, layer.box) : all), null);
    if (!box || box.width < this.#picture.width || box.height < this.#picture.height) return false;
    const rasters = used.map(({ raster }) => raster);
    return rasters[0].data.every((_, at) => rasters.some((raster) => raster.isSelected(at)));
  }

  /** Those that what is said of the active one is said of too. */
  #sharing() {
    return this.active.ownWords ? [this.active] : this.all.filter(({ ownWords }) => !ownWords);
  }

  /** @param {Partial<MaskLayer>} values @returns {MaskLayer} */
  #made(values) {
    const { width, height } = this.#picture;
    const raster = new MaskRaster(width, height);
    /** @type {MaskLayer} */
    const layer = {
      id: this.#newId(), raster, box: null, name: 'Mask', prompt: '', strength: 1, ownWords: false, off: false, tint: 'blue', asset: null,
      isChanged: false, ...values,
    };
    raster.onStep = () => this.#record({ pixels: layer });
    return layer;
  }

  /** @param {MaskLayer[]} layers @param {Values} values */
  #turn(layers, values) {
    const keys = /** @type {(keyof Values)[]} */ (Object.keys(values));
    const turns = layers.filter((layer) => keys.some((key) => layer[key] !== values[key])).map((layer) => (
      { layer, before: Object.fromEntries(keys.map((key) => [key, layer[key]])), after: values }
    ));
    if (!turns.length) return;
    for (const { layer, after } of turns) Object.assign(layer, after);
    this.#record({ turns });
  }

  /** @param {MaskLayer[]} all @param {MaskLayer} active */
  #list(all, active) {
    const before = { all: this.all, active: this.active };
    const after = { all, active };
    Object.assign(this, after);
    this.#record({ before, after });
  }

  /** @param {Step} step */
  #record(step) {
    this.#undo.push(step);
    this.#redo = [];
    this.isUnkept = true;
  }

  /** @param {Step[]} from @param {Step[]} to @param {'undo' | 'redo'} way */
  #travel(from, to, way) {
    for (let step = from.pop(); step; step = from.pop()) {
      if (!this.#go(step, way)) continue; // its px are too long ago to be kept
      to.push(step);
      this.isUnkept = true;
      return true;
    }
    return false;
  }

  /** @param {Step} step @param {'undo' | 'redo'} way */
  #go(step, way) {
    const end = way === 'undo' ? 'before' : 'after';
    if ('pixels' in step) {
      if (!step.pixels.raster[way]()) return false;
      step.pixels.isChanged = true;
      this.measure(step.pixels);
      if (this.all.includes(step.pixels)) this.active = step.pixels;
    } else if ('turns' in step) for (const turn of step.turns) Object.assign(turn.layer, turn[end]);
    else Object.assign(this, step[end]);
    return true;
  }

  #freeName() {
    const names = new Set(this.all.map(({ name }) => name));
    let number = this.all.length + 1;
    while (names.has(`Mask ${number}`)) number += 1;
    return `Mask ${number}`;
  }

  #freeTint() {
    const worn = new Set(this.all.map(({ tint }) => tint));
    return TINTS.find((tint) => !worn.has(tint)) ?? TINTS[this.all.length % TINTS.length];
  }
}

/** @param {'canUndo' | 'canRedo'} can */
function isThere(can) {
  return (/** @type {Step} */ step) => !('pixels' in step) || step.pixels.raster[can];
}
