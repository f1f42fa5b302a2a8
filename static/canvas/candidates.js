// The strip of undecided results: shown in place on the picture while one is pointed at or chosen,
// then accepted (a version beside its source) or discarded.

import { rightOf } from './beside.js';
import { element, fillSlider, find, icon } from './elements.js';
import { counted } from './generation_form.js';
import { jobsOf } from './jobs.js';
import { fetchPanel } from './panels.js';
import { pictureUrl } from './picture_url.js';
import { showChanges } from './stacks.js';

/** @import { BoardNode, Change, Point } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { EditMode } from './edit_mode.js' */
/** @import { Generator } from './generator.js' */
/** @import { Job } from './jobs.js' */
/** @import { Toasts } from './toasts.js' */

/** Level of the picture that is shown in place: sharp at the size of a window. */
const SHOWN_LEVEL = 2048;
const GAP = 16;

export class Candidates {
  #editor;
  #mode;
  #generator;
  #toasts;
  #root;
  #list;
  #page;
  /** @type {string | null} the chosen one; null: before */
  #chosen = null;
  /** @type {string | null} the one pointed at */
  #pointed = null;
  #isBefore = false;
  #share = 1;
  #isPlanned = false;
  /** Decoded pictures by asset. @type {Map<string, HTMLImageElement>} */
  #pictures = new Map();
  /** @type {Map<string, {tile: HTMLElement, key: string}>} */
  #tiles = new Map();
  /** Results that were there when new ones were asked for; null: none are awaited. @type {Set<string> | null} */
  #known = null;
  /** null: what the panel told of another picture still stands there. @type {string | null} */
  #shownFacts = null;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {Editor} editor @param {EditMode} mode @param {HTMLElement} page #board @param {Generator} generator @param {Toasts} toasts */
  constructor(editor, mode, page, generator, toasts) {
    this.#editor = editor;
    this.#mode = mode;
    this.#generator = generator;
    this.#toasts = toasts;
    this.#page = page;
    this.#root = find(page, '#candidates');
    this.#list = find(this.#root, '[data-list]');
    const act = (/** @type {string} */ name, /** @type {() => void} */ run) => find(this.#root, `[data-act=${name}]`).addEventListener('click', run);
    act('accept', () => this.accept());
    act('accept-all', () => this.acceptAll());
    act('discard', () => this.discard());
    act('discard-all', () => this.discardAll());
    mode.subscribe(() => this.#switched());
    editor.store.subscribe(() => this.#plan());
    editor.on('progress', () => this.#plan());
    editor.textures.onLoad((_, generation) => {
      // At once: the preview before it is closed, and the next frame may come before the plan.
      if (generation && this.#shown()?.generation === generation) this.#show();
      this.#plan();
    });
  }

  /** @returns {BoardNode[]} in the order they were asked for */
  all() {
    const picture = this.#mode.picture;
    if (!picture) return [];
    return this.#editor.store.candidatesOf(picture.id).sort((a, b) => (a.order < b.order ? -1 : 1));
  }

  /** Are results looked at, or the original beside them? Then no tint of the mask is to lie over them. */
  get isShowing() {
    return Boolean(this.#shown()) || this.#isBefore;
  }

  /** How much of the picture's width the result covers, from the left: 0..1. */
  get share() {
    return this.#share;
  }

  set share(share) {
    this.#share = Math.min(1, Math.max(0, share));
    this.#show();
  }

  /** Can result and before lie side by side in the picture? Not an extension, nor where it is turned. */
  get canSplit() {
    const picture = this.#mode.picture;
    const node = this.#shown();
    return Boolean(picture && node?.kind === 'image' && !picture.rotation && !picture.flip_x && node.image_width === picture.image_width && node.image_height === picture.image_height);
  }

  /** The chosen result; null: before. @returns {string | null} */
  get chosen() {
    return this.#chosen;
  }

  /** @param {() => void} listener another one is on show, or none */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** New ones were asked for: the first that is done is shown unless something else is chosen first. */
  expect() {
    this.#chosen = null;
    this.#known = new Set(this.all().map(({ id }) => id));
    this.#plan();
  }

  /** Back to the picture itself: painting goes on. */
  showBefore() {
    this.#known = null;
    this.#choose(null);
  }

  /** Held: the original, whatever is chosen. @param {boolean} isHeld */
  holdBefore(isHeld) {
    this.#isBefore = isHeld;
    this.#show();
  }

  /** @param {1 | -1} step */
  step(step) {
    const ids = [null, ...this.all().map(({ id }) => id)];
    const at = ids.indexOf(this.#chosen);
    this.#choose(ids[(at + step + ids.length) % ids.length]);
  }

  accept() {
    const node = this.#chosenNode();
    if (node?.kind === 'image') this.#accept([node]);
  }

  acceptAll() {
    this.#accept(this.all().filter(({ kind }) => kind === 'image'));
  }

  discard() {
    const node = this.#chosenNode();
    if (node) this.#discard([node]);
  }

  discardAll() {
    this.#discard(this.all());
  }

  #chosenNode() {
    return this.all().find(({ id }) => id === this.#chosen) ?? null;
  }

  /** The one to be seen. */
  #shown() {
    const id = this.#pointed ?? this.#chosen;
    return (id && this.all().find((node) => node.id === id)) || null;
  }

  /** @param {BoardNode[]} nodes finished ones */
  #accept(nodes) {
    const picture = this.#mode.picture;
    if (!picture || !nodes.length) return;
    if (nodes.length === 1 && this.#editor.store.versionsBehind(picture.id).length) {
      this.#acceptOnStack(picture, nodes[0]);
      return;
    }
    const orders = this.#editor.topOrders(nodes.length);
    const spots = this.#spotsBeside(picture, nodes);
    const changes = nodes.map((node, i) => ({ node: node.id, set: {
      candidate_of: null, ...spots[i], rotation: picture.rotation, flip_x: Boolean(picture.flip_x), flip_y: Boolean(picture.flip_y), order: orders[i], parent: this.#editor.frameFor({ ...spots[i], width: node.width, height: node.height }),
    } }));
    const ids = nodes.map(({ id }) => id);
    this.#editor.commit(changes, { label: `Accept ${counted(nodes.length, 'result')}`, takeBack: toTrash(ids) });
    this.#editor.emit('accepted', { picture: picture.id, ids });
    const left = this.all().length;
    this.#mode.leave();
    this.#editor.selection.set(ids);
    const box = this.#editor.bounds([picture.id, ...ids]);
    if (box) this.#editor.viewport.flyTo(box);
    const waiting = left ? ` ${counted(left, 'result')} ${left === 1 ? 'waits' : 'wait'} on the picture.` : '';
    this.#toasts.say(`${counted(nodes.length, 'new version')} beside the original.${waiting}`, { action: { label: 'Undo', run: () => this.#editor.undo() } });
  }

  /** Where versions lie on one spot already, the new one lies there too. @param {BoardNode} picture @param {BoardNode} node */
  #acceptOnStack(picture, node) {
    this.#editor.commit(showChanges(this.#editor.store, picture, node), { label: 'Accept 1 result', takeBack: toTrash([node.id]) });
    this.#editor.emit('accepted', { picture: picture.id, ids: [node.id] });
    this.#mode.leave();
    this.#editor.selection.set([node.id]);
    this.#toasts.say('The new version lies on the stack.', { action: { label: 'Undo', run: () => this.#editor.undo() } });
  }

  /** @param {BoardNode} picture @param {BoardNode[]} nodes @returns {Point[]} */
  #spotsBeside(picture, nodes) {
    const obstacles = this.#editor.renderer.scene.obstacles(picture);
    const row = rightOf(nodes, picture, obstacles, GAP);
    if (row) return row;
    const width = Math.max(...nodes.map((node) => node.width));
    const height = Math.max(...nodes.map((node) => node.height));
    return this.#editor.freeSpots({ count: nodes.length, width, height, near: picture, gap: GAP });
  }

  /** @param {BoardNode[]} nodes */
  #discard(nodes) {
    if (!nodes.length) return;
    const all = this.all();
    const next = all[all.indexOf(nodes[0]) + 1] ?? all[all.indexOf(nodes[0]) - 1] ?? null;
    for (const node of nodes) {
      const isUnderWay = node.state === 'queued' || node.state === 'running';
      if (node.kind === 'generation' && isUnderWay && node.generation) void this.#generator.cancel(node.generation);
    }
    this.#editor.commit(nodes.map(({ id }) => ({ node: id, delete: true })), { label: `Discard ${counted(nodes.length, 'result')}` });
    this.#choose(nodes.length === 1 && next && !nodes.includes(next) ? next.id : null);
    this.#toasts.say(`${counted(nodes.length, 'result')} discarded.`, { action: { label: 'Undo', run: () => this.#editor.undo() } });
  }

  #switched() {
    const isOpen = this.#mode.picture !== null;
    this.#root.hidden = !isOpen;
    this.#chosen = null;
    this.#pointed = null;
    this.#isBefore = false;
    this.#share = 1;
    this.#known = null;
    this.#shownFacts = null;
    this.#tiles.clear();
    this.#list.replaceChildren();
    if (isOpen) this.#plan();
    else this.#pictures.clear();
  }

  /** @param {string | null} id */
  #choose(id) {
    this.#chosen = id;
    if (id) this.#known = null;
    this.#plan();
    this.#show();
  }

  #plan() {
    if (this.#isPlanned || !this.#mode.picture) return;
    this.#isPlanned = true;
    requestAnimationFrame(() => {
      this.#isPlanned = false;
      if (!this.#mode.picture) return;
      this.#draw();
      this.#show();
    });
  }

  /* The strip. */

  #draw() {
    const all = this.all();
    if (this.#chosen && !all.some(({ id }) => id === this.#chosen)) this.#chosen = null;
    const first = all.find(({ id, kind }) => kind === 'image' && this.#known && !this.#known.has(id));
    if (first) {
      this.#known = null;
      this.#chosen = first.id;
    }
    const jobs = new Map(jobsOf(all, (id) => this.#editor.progressOf(id)).map((job) => [job.node.id, job]));
    const tiles = [this.#beforeTile(), ...all.map((node, i) => this.#tile(node, i + 1, jobs.get(node.id)))];
    if (tiles.length !== this.#list.children.length || tiles.some((tile, i) => tile !== this.#list.children[i])) this.#list.replaceChildren(...tiles);
    for (const id of [...this.#tiles.keys()]) if (id !== 'before' && !all.some((node) => node.id === id)) this.#tiles.delete(id);
    this.#drawDecisions(all);
  }

  /** @param {BoardNode[]} all */
  #drawDecisions(all) {
    const done = all.filter(({ kind }) => kind === 'image');
    const chosen = this.#chosenNode();
    const button = (/** @type {string} */ name) => find(this.#root, `[data-act=${name}]`);
    find(this.#root, '.decide').hidden = all.length === 0;
    button('accept').disabled = chosen?.kind !== 'image';
    button('accept').firstChild.textContent = chosen ? `Accept ${all.indexOf(chosen) + 1}` : 'Accept';
    button('accept-all').hidden = done.length < 2;
    button('discard').disabled = !chosen;
    button('discard-all').hidden = all.length < 2;
    find(this.#root, '[data-none]').textContent = all.length ? '' : this.#editor.mode === 'mask'
      ? 'Results appear here and in place on the picture, for you to accept or discard.'
      : 'Results appear here, in place on the picture. Nothing is made until you press Extend.';
  }

  #beforeTile() {
    const picture = /** @type {BoardNode} */ (this.#mode.picture);
    return this.#kept('before', `before ${picture.asset}`, this.#chosen === null, () => this.#newTile(null, [
      element('img', { src: this.#url(picture.asset, 128), alt: '' }), element('span', { class: 'chip over' }, 'Before'),
    ], 'Before'));
  }

  /** @param {BoardNode} node @param {number} number @param {Job | undefined} job */
  #tile(node, number, job) {
    const isChosen = node.id === this.#chosen;
    if (!job) {
      return this.#kept(node.id, `done ${node.asset} ${number}`, isChosen, () => this.#newTile(node.id, [
        element('img', { src: this.#url(node.asset, 128), alt: '' }), element('span', { class: 'chip over' }, String(number)),
      ], `Result ${number}`));
    }
    const isOver = job.state === 'failed' || job.state === 'blocked' || job.state === 'cancelled';
    if (isOver) return this.#kept(node.id, `${job.state} ${job.words}`, isChosen, () => this.#failedTile(node, job.words, number));
    const tile = this.#kept(node.id, `job ${number}`, isChosen, () => this.#newTile(node.id, [
      element('img', { alt: '', hidden: true }), element('span', { class: 'chip over' }), element('div', { class: 'bar' }, element('i')),
    ], `Result ${number}, being made`));
    const words = `${number} · ${job.state === 'queued' ? job.words.replace(/, .*/, '') : job.words.replace(/.* · /, '')}`;
    find(tile, '.chip').textContent = words;
    find(tile, '.bar i').style.setProperty('--v', `${job.share * 100}%`);
    const preview = this.#editor.progressOf(node.generation ?? '')?.preview;
    const image = /** @type {HTMLImageElement} */ (find(tile, 'img'));
    if (preview && image.src !== preview) { image.src = preview; image.hidden = false; }
    return tile;
  }

  /** @param {BoardNode} node @param {string} words @param {number} number */
  #failedTile(node, words, number) {
    const tile = element(
      'li', { class: 'cand failed', role: 'option', tabindex: 0, 'aria-label': `Result ${number}: ${words}` },
      element('span', { class: 'why', title: words }, words),
      element(
        'span', { class: 'row' },
        element('button', { type: 'button', class: 'btn s', onclick: () => { if (node.generation) void this.#generator.retry(node.generation); } }, icon('refresh-cw', 's'), 'Retry'),
        element('button', { type: 'button', class: 'btn s quiet', onclick: () => this.#discard([node]) }, 'Remove'),
      ),
    );
    tile.addEventListener('click', () => this.#choose(node.id));
    return tile;
  }

  /** A tile that is still right stays: the pointer over it must not lose it. @param {string} id @param {string} key @param {boolean} isChosen @param {() => HTMLElement} make */
  #kept(id, key, isChosen, make) {
    let kept = this.#tiles.get(id);
    if (kept?.key !== key) {
      kept = { tile: make(), key };
      this.#tiles.set(id, kept);
    }
    kept.tile.setAttribute('aria-selected', String(isChosen));
    return kept.tile;
  }

  /** @param {string | null} id @param {Node[]} content @param {string} name */
  #newTile(id, content, name) {
    const tile = element('li', { class: 'cand', role: 'option', tabindex: 0, 'aria-label': name, title: name }, ...content);
    tile.addEventListener('click', () => this.#choose(id));
    tile.addEventListener('keydown', (event) => this.#tileKey(event, id));
    if (id) {
      tile.addEventListener('pointerenter', () => { this.#pointed = id; this.#show(); });
      tile.addEventListener('pointerleave', () => { this.#pointed = null; this.#show(); });
    }
    return tile;
  }

  /** A focused tile has these keys for itself. @param {KeyboardEvent} event @param {string | null} id */
  #tileKey(event, id) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === ' ' || event.key === 'Enter') this.#choose(id);
    else if (step) this.step(/** @type {1 | -1} */ (step));
    else return;
    event.preventDefault();
    if (event.key === 'Enter') this.accept();
    if (step) requestAnimationFrame(() => this.#tiles.get(this.#chosen ?? 'before')?.tile.focus());
  }

  /* In place on the picture. */

  #show() {
    const picture = this.#mode.picture;
    if (!picture) return;
    const node = this.#isBefore ? null : this.#shown();
    const bitmap = node && this.#bitmapOf(node);
    const isExtension = node && (node.image_width !== picture.image_width || node.image_height !== picture.image_height);
    this.#editor.renderer.setSubstitute(picture.id, bitmap ? { bitmap, box: isExtension ? boxOf(node) : undefined, share: this.canSplit ? this.#share : 1 } : null);
    this.#showFacts(this.#chosenNode());
    for (const listener of this.#listeners) listener();
  }

  /** @param {BoardNode} node */
  #bitmapOf(node) {
    if (node.kind === 'generation') return this.#editor.textures.preview(node.generation ?? '') ?? null;
    if (!node.asset) return null;
    const known = this.#pictures.get(node.asset);
    if (known) return known.complete && known.naturalWidth ? known : this.#editor.textures.preview(node.generation ?? '') ?? null;
    const image = new Image();
    image.src = this.#url(node.asset, SHOWN_LEVEL);
    this.#pictures.set(node.asset, image);
    image.decode().then(() => this.#show(), () => { this.#pictures.delete(node.asset ?? ''); });
    return this.#editor.textures.preview(node.generation ?? '') ?? null;
  }

  /** Proof and facts of the chosen one, as its panel tells them. @param {BoardNode | null} node */
  #showFacts(node) {
    const slot = this.#page.querySelector(`#editor-panel [data-for="${this.#editor.mode}"] [data-shown]`);
    if (!(slot instanceof HTMLElement)) return;
    const id = node?.kind === 'image' ? node.id : '';
    const key = id && `${id} ${node?.asset}`; // blended anew, it has other facts
    if (key === this.#shownFacts) return;
    this.#shownFacts = key;
    slot.hidden = !id;
    if (!id) {
      slot.replaceChildren();
      return;
    }
    const number = this.all().findIndex((one) => one.id === id) + 1;
    void fetchPanel(this.#editor.config.urls.picture_panel.replace('{id}', id)).then((panel) => {
      if (this.#shownFacts !== key) return;
      const proof = panel?.querySelector('[aria-label="Proof"]');
      slot.replaceChildren(element('h3', { class: 'h3' }, `Result ${number}`), ...(proof ? [...proof.children] : []));
      for (const slider of slot.querySelectorAll('.slider')) fillSlider(/** @type {HTMLInputElement} */ (slider));
      for (const listener of this.#listeners) listener();
    });
  }

  /** @param {string | null} asset @param {number} level */
  #url(asset, level) {
    return pictureUrl(this.#editor.config, asset, level);
  }
}

/** @param {BoardNode} node */
function boxOf({ x, y, width, height }) {
  return { x, y, width, height };
}

/** Who takes back that they accepted a result has decided: it goes to the trash, not back among the
 * undecided. @param {string[]} ids */
function toTrash(ids) {
  return (/** @type {Change[]} */ inverse) => [
    ...inverse.filter(({ node }) => !node || !ids.includes(node)), ...ids.map((id) => ({ node: id, delete: /** @type {const} */ (true) })),
  ];
}
