// The job tray: what is being made, what waits, what failed and what to do about it.

import { element, find, icon } from './elements.js';
import { jobsOf, summaryOf } from './jobs.js';

/** @import { Editor } from './editor.js' */
/** @import { Generator } from './generator.js' */
/** @import { Job } from './jobs.js' */

export class JobTray {
  #editor;
  #generator;
  #root;
  #list;
  /** @type {Map<string, {row: HTMLElement, key: string}>} by node */
  #rows = new Map();
  #isPlanned = false;
  /** Nodes of kind generation, so that news of other nodes costs nothing. @type {Set<string>} */
  #known = new Set();

  /** @param {Editor} editor @param {HTMLElement} root @param {Generator} generator */
  constructor(editor, root, generator) {
    this.#editor = editor;
    this.#generator = generator;
    this.#root = root;
    this.#list = find(root, '#job-list');
    for (const node of editor.store.nodes()) if (node.kind === 'generation') this.#known.add(node.id);
    editor.store.subscribe(({ nodes }) => {
      let isMine = false;
      for (const id of nodes) {
        const wasKnown = this.#known.has(id);
        const isJob = editor.store.node(id)?.kind === 'generation';
        if (isJob) this.#known.add(id);
        else this.#known.delete(id);
        isMine ||= isJob || wasKnown;
      }
      if (isMine) this.#plan();
    });
    editor.on('progress', () => this.#plan());
    const fold = find(root, '[data-act=fold]');
    fold.addEventListener('click', () => {
      this.#list.hidden = !this.#list.hidden;
      fold.setAttribute('aria-expanded', String(!this.#list.hidden));
    });
    find(root, '[data-act=cancel-all]').addEventListener('click', () => {
      for (const { node, state } of this.#jobs()) {
        if ((state === 'running' || state === 'queued') && node.generation) void this.#generator.cancel(node.generation);
      }
    });
    this.#show();
  }

  #jobs() {
    const nodes = this.#editor.store.nodesOf(this.#known);
    // A cancelled placeholder says so on the board; nobody waits for it.
    return jobsOf(nodes, (id) => this.#editor.progressOf(id)).filter((job) => job.state !== 'cancelled');
  }

  // Progress may come 30 times a second; a frame is soon enough.
  #plan() {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    requestAnimationFrame(() => { this.#isPlanned = false; this.#show(); });
  }

  #show() {
    const jobs = this.#jobs();
    this.#root.hidden = jobs.length === 0;
    const summary = find(this.#root, '[data-summary]');
    summary.textContent = summaryOf(jobs);
    summary.title = summary.textContent; // where there is no room for all of it
    find(this.#root, '[data-act=cancel-all]').hidden = !jobs.some(({ state }) => state === 'running' || state === 'queued');
    const rows = jobs.map((job) => this.#row(job));
    if (rows.some((row, i) => this.#list.children[i] !== row) || rows.length !== this.#list.children.length) this.#list.replaceChildren(...rows);
    for (const id of this.#rows.keys()) if (!jobs.some(({ node }) => node.id === id)) this.#rows.delete(id);
  }

  /** @param {Job} job */
  #row(job) {
    const key = `${job.state} ${job.title} ${job.problem}`;
    let kept = this.#rows.get(job.node.id);
    if (kept?.key !== key) {
      kept = { row: this.#newRow(job), key };
      this.#rows.set(job.node.id, kept);
    }
    const words = kept.row.querySelector('[data-words]');
    if (words && words.textContent !== job.words) words.textContent = job.words;
    const bar = /** @type {HTMLElement | null} */ (kept.row.querySelector('.bar i'));
    bar?.style.setProperty('--v', `${job.share * 100}%`);
    return kept.row;
  }

  /** @param {Job} job */
  #newRow({ node, state, title, problem }) {
    const isOver = state === 'failed' || state === 'blocked';
    const name = element('button', { type: 'button', class: 'name grow cut', title: 'Show on the board', onclick: () => this.#goTo(node.id) }, title);
    const stop = element('button', {
      type: 'button', class: 'btn s sq quiet', 'aria-label': isOver ? `Remove ${title}` : `Cancel ${title}`, title: isOver ? 'Remove' : 'Cancel',
      onclick: () => { if (isOver) void this.#generator.remove(node.id); else if (node.generation) void this.#generator.cancel(node.generation); },
    }, icon('x', 's'));
    if (!isOver) {
      return element(
        'li', { class: 'job' },
        element('div', { class: 'row' }, name, element('span', { class: 'small two', 'data-words': true }), stop),
        state === 'running' ? element('div', { class: 'bar' }, element('i')) : null,
      );
    }
    const retry = element('button', { type: 'button', class: 'btn s', onclick: () => { if (node.generation) void this.#generator.retry(node.generation); } }, icon('refresh-cw', 's'), 'Retry');
    return element(
      'li', { class: 'job' },
      element('div', { class: 'row' }, element('span', { class: 'bad row' }, icon(state === 'blocked' ? 'shield' : 'circle-alert')), name, retry, stop),
      element('p', { class: 'small bad' }, problem),
      element('p', { class: 'why', 'data-words': true }),
    );
  }

  /** @param {string} id */
  #goTo(id) {
    const node = this.#editor.store.node(id);
    const shown = this.#editor.store.node(node?.candidate_of) ?? node;
    if (!shown) return;
    this.#editor.selection.set([shown.id]);
    this.#editor.viewport.flyTo(shown);
  }
}
