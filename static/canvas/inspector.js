// The inspector follows the selection: facts of the board, of one thing, or what several have in
// common. What only the server knows of a picture it draws itself (panels/_picture.html).

import { element, fillSlider, find, icon } from './elements.js';
import { failureOf } from './failures.js';
import { counted, priceWords } from './generation_form.js';
import { jobsOf } from './jobs.js';
import { LookPanel } from './look_panel.js';
import { NOUNS } from './nouns.js';
import { fetchPanel, loadPanel } from './panels.js';
import { throttled } from './throttle.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Generator } from './generator.js' */
/** @import { VersionPeek } from './version_peek.js' */
/** @import { Settings } from './prompt_bar.js' */

/** Quick steps through pictures ask for the last one only. */
const SETTLE_MS = 90;
/** A marquee takes in more with every frame: nobody reads what stands there in between. */
const SEVERAL_EVERY_MS = 150;

const KEYS = [['Describe a picture', 'P'], ['Upload pictures', 'Ctrl Shift K'], ['Draw a frame', 'F'], ['Write a note', 'N'], ['Show everything', 'Shift 1'], ['Undo', 'Ctrl Z']];

export class Inspector {
  #editor;
  #generator;
  #peek;
  #root;
  #title;
  #body;
  #acts;
  #look;
  #timer = 0;
  /** What the body shows: a new look only when that changes. */
  #shown = '';

  /** @param {Editor} editor @param {HTMLElement} root @param {Generator} generator @param {VersionPeek} peek */
  constructor(editor, root, generator, peek) {
    this.#peek = peek;
    peek.subscribe(() => this.#show());
    this.#editor = editor;
    this.#generator = generator;
    this.#look = new LookPanel(editor);
    this.#root = root;
    this.#title = find(root, '[data-title]');
    this.#body = find(root, '[data-body]');
    this.#acts = /** @type {HTMLElement | null} */ (root.querySelector('[data-picture-acts]'));
    const showSeveral = throttled(() => this.#show(), SEVERAL_EVERY_MS);
    editor.selection.subscribe(({ size }) => (size > 1 ? showSeveral() : this.#show()));
    editor.on('progress', () => { if (editor.selectedNode()?.kind === 'generation') this.#show(); });
    editor.store.subscribe(({ nodes, edges, board }) => {
      const { ids } = editor.selection;
      const isTouched = ids.size ? edges.size > 0 || [...ids].some((id) => nodes.has(id)) : board || nodes.size > 0;
      if (isTouched) this.#show();
    });
    this.#show();
  }

  /**
   * How a picture was made, as its panel tells it; null: it was not generated, or nobody may know.
   * @param {BoardNode} node
   * @returns {Promise<Settings | null>}
   */
  async settingsOf(node) {
    const panel = this.#body.querySelector(`.picture-panel[data-node="${node.id}"]`);
    const source = panel ?? await fetchPanel(this.#panelUrl(node));
    return settingsIn(source?.querySelector('[data-reuse]') ?? null);
  }

  #show() {
    const nodes = this.#editor.selectedNodes();
    const node = nodes.length === 1 ? nodes[0] : null;
    const isPicture = node?.kind === 'image';
    if (this.#acts) this.#acts.hidden = !isPicture;
    this.#acts?.toggleAttribute('data-clip', Boolean(node?.clip_ms));
    document.getElementById('board')?.toggleAttribute('data-picture', isPicture);
    if (node && isPicture) {
      const seen = this.#peek.seen(node);
      this.#title.textContent = seen.name || 'Picture';
      this.#showPicture(seen);
      return;
    }
    window.clearTimeout(this.#timer);
    this.#shown = '';
    this.#body.removeAttribute('aria-busy');
    if (!node && nodes.length === 0) this.#showBoard();
    else if (!node) this.#showSeveral(nodes);
    else this.#showOne(node);
  }

  /** @param {BoardNode} node */
  #showPicture(node) {
    // All that the panel tells: a picture that was only moved is not asked for again.
    const key = [node.id, node.asset, node.name, ...this.#relatives(node)].join(' ');
    if (this.#shown === key) return;
    if (!this.#shown.startsWith(node.id)) this.#body.setAttribute('aria-busy', 'true');
    this.#shown = key;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(async () => {
      const hasArrived = await loadPanel(this.#body, this.#panelUrl(node));
      if (this.#shown !== key) return;
      this.#body.removeAttribute('aria-busy');
      for (const slider of this.#body.querySelectorAll('.slider')) fillSlider(/** @type {HTMLInputElement} */ (slider));
      if (hasArrived) return;
      // Not committed yet, or offline: its next change asks again.
      this.#shown = '';
      this.#body.replaceChildren(section(null, facts([['Size', `${node.image_width} × ${node.image_height} px`]])));
    }, SETTLE_MS);
  }

  /** What its lineage shows: a placeholder that became a picture is another relative.
   * @param {BoardNode} node */
  #relatives(node) {
    const { store } = this.#editor;
    return store.edgesOf(node.id).map(({ id, source, target }) => `${id} ${store.node(source === node.id ? target : source)?.kind}`);
  }

  /** @param {BoardNode} node */
  #panelUrl(node) {
    return this.#editor.config.urls.picture_panel.replace('{id}', node.id);
  }

  #showBoard() {
    const isKnown = this.#editor.store.revision >= 0;
    this.#title.textContent = isKnown ? this.#editor.store.title : this.#editor.config.board.title;
    /** @type {Record<string, number>} */
    const counts = {};
    for (const node of this.#editor.store.nodes()) {
      if (!this.#editor.store.isAside(node)) counts[node.kind] = (counts[node.kind] ?? 0) + 1;
    }
    const count = (/** @type {string} */ kind) => (isKnown ? String(counts[kind] ?? 0) : '…'); // no number before there is one
    const rows = /** @type {[string, string][]} */ ([['Pictures', count('image')], ['Frames', count('frame')], ['Notes', count('note')]]);
    if (counts.generation) rows.push(['Unfinished', String(counts.generation)]);
    const parts = [section('On this board', facts(rows))];
    if (this.#editor.config.may_edit) {
      parts.push(section('How to start', element('ul', { class: 'starts' }, ...KEYS.map(([words, keys]) => (
        element('li', {}, words, element('span', { class: 'kbd' }, keys))
      )))));
    }
    this.#body.replaceChildren(...parts);
  }

  /** @param {BoardNode[]} nodes */
  #showSeveral(nodes) {
    this.#title.textContent = `${nodes.length} selected`;
    const rows = /** @type {[string, string][]} */ (Object.entries(NOUNS).flatMap(([kind, [, many]]) => {
      const count = nodes.filter((node) => node.kind === kind).length;
      return count ? [[many[0].toUpperCase() + many.slice(1), String(count)]] : [];
    }));
    this.#put([section(null, facts(rows)), ...this.#looks(nodes)]);
  }

  /** @param {BoardNode} node */
  #showOne(node) {
    if (node.kind === 'frame') {
      this.#title.textContent = node.name || 'Frame';
      const inside = this.#editor.store.childrenOf(node.id).length;
      this.#body.replaceChildren(section(null, facts([['Holds', counted(inside, 'thing')], ['Size', `${Math.round(node.width)} × ${Math.round(node.height)}`]])));
    } else if (node.kind === 'note') {
      this.#showLook(node, 'Note');
    } else if (node.kind === 'text') {
      this.#showLook(node, 'Text');
    } else if (node.kind === 'shape') {
      this.#showLook(node, node.shape === 'ellipse' ? 'Ellipse' : 'Rectangle');
    } else if (node.kind === 'line') {
      this.#showLook(node, node.heads === 'none' ? 'Line' : 'Arrow');
    } else if (node.kind === 'generation') {
      this.#showPlaceholder(node);
    }
  }

  /** @param {BoardNode} node @param {string} title */
  #showLook(node, title) {
    this.#title.textContent = title;
    this.#put(this.#looks([node]));
  }

  /** @param {BoardNode[]} nodes */
  #looks(nodes) {
    return this.#editor.canEdit ? this.#look.sections(nodes) : [];
  }

  /** What stays keeps the focus. @param {HTMLElement[]} parts */
  #put(parts) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const hadFocus = this.#body.contains(focused);
    this.#body.replaceChildren(...parts);
    if (hadFocus && focused?.isConnected) focused.focus();
  }

  /** @param {BoardNode} node */
  #showPlaceholder(node) {
    const [job] = jobsOf([node], (id) => this.#editor.progressOf(id));
    this.#title.textContent = job.state === 'queued' ? 'Queued' : job.state === 'running' ? 'Being made' : failureOf(node).title;
    const parts = [];
    const isOver = job.state === 'failed' || job.state === 'blocked' || job.state === 'cancelled';
    const why = isOver ? failureOf(node).words : (job.state === 'queued' && node.message) || job.words || 'Waiting for the engine';
    parts.push(section(
      null,
      why ? element('p', { class: isOver && job.state !== 'cancelled' ? 'bad' : 'two' }, why) : null,
      isOver && node.charge ? element('p', { class: 'two', 'data-charge': true }, node.charge) : null,
    ));
    if (node.prompt) parts.push(section('Prompt', element('p', {}, node.prompt)));
    parts.push(section(null, facts([['Tier', this.#editor.config.tiers.find(({ key }) => key === node.tier)?.label ?? node.tier ?? ''], ['Size', `${node.image_width} × ${node.image_height} px`]])));
    if (this.#editor.canEdit) {
      const button = (/** @type {string} */ name, /** @type {string} */ words, /** @type {() => void} */ run) => element('button', { type: 'button', class: 'btn', onclick: run }, icon(name), words);
      const generation = node.generation ?? '';
      parts.push(section(null, element('div', { class: 'row wrap' }, ...(isOver
        ? [
          button('refresh-cw', 'Retry', () => { void this.#generator.retry(generation); }),
          node.prompt && !node.candidate_of ? button('pencil', 'Edit prompt', () => this.#editor.emit('edit-prompt', { id: node.id })) : null,
          button('trash-2', 'Remove', () => { void this.#generator.remove(node.id); }),
        ]
        : [button('x', 'Cancel', () => { void this.#generator.cancel(generation); })]))));
      if (isOver) parts.push(...this.#otherTiers(node));
    }
    this.#body.replaceChildren(...parts);
  }

  /** @param {BoardNode} node */
  #otherTiers(node) {
    const others = this.#editor.config.tiers.filter(({ key }) => key !== node.tier);
    if (others.length === 0) return [];
    const rows = others.map((tier) => element(
      'button', { type: 'button', class: 'btn', title: tier.engine_label, onclick: () => { void this.#generator.retry(node.generation ?? '', tier.key); } },
      tier.label, element('span', { class: 'sub two' }, priceWords(tier.price_usd, 1)),
    ));
    return [section('Try another tier', element('div', { class: 'row wrap' }, ...rows))];
  }
}

/** What a "Reuse everything" button carries. @param {Element | null} button @returns {Settings | null} */
export function settingsIn(button) {
  if (!(button instanceof HTMLElement)) return null;
  const { prompt = '', tier, seed, width, height } = button.dataset;
  return { prompt, tier, seed: seed ? Number(seed) : null, width: Number(width) || undefined, height: Number(height) || undefined };
}

/** @param {string | null} title @param {...(Node | null)} content */
function section(title, ...content) {
  return element('section', { class: 'sec' }, title ? element('h3', {}, title) : null, ...content);
}

/** @param {[string, string][]} rows */
function facts(rows) {
  return element('dl', { class: 'facts' }, ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
}
