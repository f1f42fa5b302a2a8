// Short messages that come and go: what happened, and what can be done about it.

import { element, icon } from './elements.js';

/** Long enough to read two lines and to reach the button; failures stay longer. */
const SHOWN_MS = 6_000;
const BAD_SHOWN_MS = 12_000;
const MOST_AT_ONCE = 3;

export class Toasts {
  /** @type {Map<string, {toast: HTMLElement, timer: number}>} by text: the same thing is said once */
  #shown = new Map();
  #root;

  /** @param {HTMLElement} root an element with role=status */
  constructor(root) {
    this.#root = root;
  }

  /**
   * @param {string} message
   * @param {{kind?: 'info' | 'bad', action?: {label: string, run: () => void}, stays?: boolean}} [options]
   *   stays: until it is taken away
   * @returns {() => void} takes it away before its time
   */
  say(message, { kind = 'info', action, stays = false } = {}) {
    this.#drop(message);
    const close = () => this.#drop(message);
    const toast = element(
      'div',
      { class: kind === 'bad' ? 'toast failed' : 'toast' },
      kind === 'bad' ? icon('circle-alert') : null,
      element('p', { class: 'grow' }, message),
      action ? element('button', { type: 'button', class: 'btn s', onclick: () => { close(); action.run(); } }, action.label) : null,
      element('button', { type: 'button', class: 'btn s sq quiet', 'aria-label': 'Close message', onclick: close }, icon('x')),
    );
    this.#root.append(toast);
    const life = kind === 'bad' ? BAD_SHOWN_MS : SHOWN_MS;
    const shown = { toast, timer: stays ? 0 : window.setTimeout(close, life) };
    this.#shown.set(message, shown);
    // Who is reading it, or about to press its button, is not hurried.
    const wait = () => window.clearTimeout(shown.timer);
    const goOn = () => { if (!stays) shown.timer = window.setTimeout(close, life / 2); };
    toast.addEventListener('pointerenter', wait);
    toast.addEventListener('focusin', wait);
    toast.addEventListener('pointerleave', goOn);
    toast.addEventListener('focusout', goOn);
    for (const text of [...this.#shown.keys()].slice(0, -MOST_AT_ONCE)) this.#drop(text);
    return close;
  }

  /** @param {string} message */
  bad(message) {
    this.say(message, { kind: 'bad' });
  }

  /** @param {string} message */
  #drop(message) {
    const shown = this.#shown.get(message);
    if (!shown) return;
    window.clearTimeout(shown.timer);
    shown.toast.remove();
    this.#shown.delete(message);
  }
}
