// The masks of a picture as a list: which one is painted, which are used, how they are called and tinted.

import { element, fillSlider, find, icon } from './elements.js';
import { TINTS } from './mask_layers.js';
import { FIRST_OPACITY } from './mask_view.js';

/** @import { MaskLayer, MaskLayers } from './mask_layers.js' */
/** @import { Memory } from './memory.js' */

/**
 * @typedef {object} MaskListHost
 * @property {(work: (layers: MaskLayers) => void) => void} turn
 * @property {(id: string) => void} choose
 * @property {() => void} opacity the tints are to be denser or thinner
 */

export class MaskList {
  /** Of the tints, 0 to 1. */
  opacity;
  #root;
  #host;
  /** @type {MaskLayers | null} */
  #layers = null;
  /** What stands in the list, so that it is made anew only for something else. */
  #told = '';
  /** The id of the mask that is being renamed. @type {string | null} */
  #renamed = null;

  /** @param {HTMLElement} root [data-masks] @param {Memory} memory @param {MaskListHost} host */
  constructor(root, memory, host) {
    this.#root = root;
    this.#host = host;
    this.opacity = Math.min(1, Math.max(0.1, Number(memory.read('mask-opacity', FIRST_OPACITY)) || FIRST_OPACITY));
    find(root, '[data-act=add-mask]').addEventListener('click', () => host.turn((layers) => layers.add()));
    const own = find(root.parentElement ?? root, '[name=own_words]');
    own.addEventListener('change', () => host.turn((layers) => layers.setOwnWords(own.checked)));
    const slider = find(root, '[name=opacity]');
    const show = () => {
      slider.value = String(Math.round(this.opacity * 100));
      find(root, '[data-opacity]').textContent = `${slider.value} %`;
      fillSlider(slider);
    };
    slider.addEventListener('input', () => {
      this.opacity = Number(slider.value) / 100;
      memory.write('mask-opacity', this.opacity);
      show();
      host.opacity();
    });
    show();
  }

  /** @param {MaskLayers} layers */
  show(layers) {
    this.#layers = layers;
    const { all, active } = layers;
    find(this.#root, '[data-act=add-mask]').disabled = !layers.canAdd;
    const own = /** @type {HTMLElement} */ (this.#root.parentElement?.querySelector('[data-own-words]'));
    own.hidden = all.length < 2;
    find(own, '[name=own_words]').checked = active.ownWords;
    const told = JSON.stringify([all.map(({ id, name, off, tint, ownWords }) => [id, name, off, tint, ownWords]), active.id, this.#renamed]);
    if (told === this.#told) return;
    this.#told = told;
    const focused = this.#root.contains(document.activeElement) ? document.activeElement?.getAttribute('data-focus') : null;
    find(this.#root, '[data-list]').replaceChildren(...all.toReversed().map((layer) => this.#row(layer, all)));
    if (focused) /** @type {HTMLElement | null} */ (this.#root.querySelector(`[data-focus="${focused}"]`))?.focus();
  }

  /** The painted one's name becomes a field. */
  rename() {
    if (!this.#layers) return;
    this.#renamed = this.#layers.active.id;
    this.show(this.#layers);
    const field = /** @type {HTMLInputElement | null} */ (this.#root.querySelector('[data-list] input'));
    field?.focus();
    field?.select();
  }

  /** @param {MaskLayer} layer @param {MaskLayer[]} all */
  #row(layer, all) {
    const { id, name, off, tint } = layer;
    const isActive = layer === this.#layers?.active;
    const use = button({ label: `Use ${name}`, title: off ? 'Left out. Use it' : 'Used. Leave it out', sign: off ? 'eye-off' : 'eye', focus: `use ${id}`, isOn: !off }, () => (
      this.#host.turn((layers) => layers.switchOff(layer, !layer.off))
    ));
    const look = element('button', {
      type: 'button', class: `tint ${tint}`, 'aria-label': `Tint of ${name}: ${tint}`, title: `Tint: ${tint}. Click for another`, 'data-focus': `tint ${id}`,
      onclick: () => {
        this.#host.choose(id);
        this.#host.turn((layers) => layers.colour(TINTS[(TINTS.indexOf(tint) + 1) % TINTS.length]));
      },
    });
    const called = this.#renamed === id ? this.#nameField(layer) : element('button', {
      type: 'button', class: 'called cut', 'aria-pressed': String(isActive), title: name, 'data-focus': `name ${id}`,
      onclick: () => this.#host.choose(id), ondblclick: () => this.rename(),
    }, name);
    const row = element('li', { class: isActive ? 'on' : '', 'data-mask': id }, use, look, called);
    if (layer.ownWords && !isActive) row.append(element('span', { class: 'three small' }, 'own prompt'));
    if (isActive && all.length > 1) row.append(...this.#acts(layer, all));
    return row;
  }

  /** @param {MaskLayer} layer @param {MaskLayer[]} all */
  #acts({ name }, all) {
    const at = all.indexOf(/** @type {MaskLayer} */ (this.#layers?.active));
    return [
      button({ label: `Move ${name} up`, sign: 'arrow-up', focus: 'up', isDisabled: at === all.length - 1 }, () => this.#host.turn((layers) => layers.move(1))),
      button({ label: `Move ${name} down`, sign: 'arrow-down', focus: 'down', isDisabled: at === 0 }, () => this.#host.turn((layers) => layers.move(-1))),
      button({ label: `Delete ${name}`, sign: 'trash-2', focus: 'delete' }, () => this.#host.turn((layers) => { layers.remove(); })),
    ];
  }

  /** @param {MaskLayer} layer */
  #nameField({ name }) {
    const end = (/** @type {string | null} */ value) => {
      if (!this.#renamed) return; // losing the focus comes after Enter too
      this.#renamed = null;
      this.#host.turn((layers) => { if (value !== null) layers.rename(value); });
    };
    const field = /** @type {HTMLInputElement} */ (element('input', {
      class: 'field', value: name, 'aria-label': 'Name of the mask', maxlength: 200, autocomplete: 'off', onblur: () => end(field.value),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        end(event.key === 'Enter' ? field.value : null);
      },
    }));
    return field;
  }
}

/** @param {{label: string, title?: string, sign: string, focus: string, isOn?: boolean, isDisabled?: boolean}} look @param {() => void} run */
function button({ label, title = label, sign, focus, isOn, isDisabled = false }, run) {
  return element('button', {
    type: 'button', class: 'btn sq s quiet', 'aria-label': label, title, 'data-focus': focus, disabled: isDisabled,
    'aria-pressed': isOn === undefined ? null : String(isOn), onclick: run,
  }, icon(sign));
}
