// How far a download of pictures is: a line beside the board, a way to end it, and what stayed behind.

import { element, icon } from '../elements.js';
import { counted } from '../generation_form.js';

/** @typedef {{state: string, done: number, total: number, exported: number, stayed: {title: string, why: string}[]}} ExportNews */

const ASK_EVERY_MS = 700;

export class ExportProgress {
  #side;
  #ask;
  #stop;
  #root = element('section', { id: 'export-tray', 'aria-label': 'Export' });
  #words = element('p', { class: 'grow cut', role: 'status' });
  #share = element('i');
  #bar = element('div', { class: 'bar' }, this.#share);
  #stayed = element('ul', { class: 'small stayed' });
  #cancel;
  #timer = 0;

  /**
   * @param {HTMLElement} side where it stands
   * @param {{ask: () => Promise<ExportNews>, stop: () => Promise<unknown>}} server
   */
  constructor(side, { ask, stop }) {
    this.#side = side;
    this.#ask = ask;
    this.#stop = stop;
    this.#cancel = element('button', { type: 'button', class: 'btn s', onclick: () => { void this.#end(); } }, 'Cancel');
    const close = element('button', { type: 'button', class: 'btn s sq quiet', 'aria-label': 'Close', title: 'Close; the download goes on', onclick: () => this.close() }, icon('x', 's'));
    this.#root.append(element('div', { class: 'row' }, this.#words, this.#cancel, close), this.#bar, this.#stayed);
    this.#words.textContent = 'Export: begins…';
    document.getElementById('export-tray')?.remove();
    this.#side.append(this.#root);
    this.#later();
  }

  close() {
    window.clearTimeout(this.#timer);
    this.#root.remove();
  }

  #later() {
    this.#timer = window.setTimeout(() => { void this.#look(); }, ASK_EVERY_MS);
  }

  async #look() {
    try {
      this.#show(await this.#ask());
    } catch {
      this.#later(); // the server is asked again: the download is a matter of its own
    }
  }

  async #end() {
    await this.#stop();
    window.clearTimeout(this.#timer);
    await this.#look();
  }

  /** @param {ExportNews} news */
  #show(news) {
    if (!this.#root.isConnected) return;
    this.#words.textContent = exportWords(news);
    this.#words.title = this.#words.textContent;
    this.#share.style.setProperty('--v', `${news.total ? (news.done / news.total) * 100 : 0}%`);
    const isOver = news.state === 'finished' || news.state === 'stopped';
    this.#cancel.hidden = isOver;
    this.#bar.hidden = isOver;
    this.#stayed.replaceChildren(...(isOver ? news.stayed : []).map(({ title, why }) => element('li', {}, element('b', {}, title), ` ${why}`)));
    if (!isOver) this.#later();
  }
}

/** @param {ExportNews} news */
export function exportWords({ state, done, total, exported }) {
  if (state === 'waiting') return 'Export: begins…';
  if (state === 'running') return `Exporting ${done} of ${total}`;
  if (state === 'stopped') return `Export cancelled after ${counted(exported, 'picture')}: its file is not whole`;
  return exported === total ? `${counted(exported, 'picture')} exported` : `${exported} of ${total} exported`;
}
