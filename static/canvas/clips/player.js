// Plays the clip under the pointer, and the one that is selected: muted, in a loop, over its poster. No
// other has a video tag, so a board of two hundred clips costs what two hundred pictures cost. Where
// people want less motion nothing plays before they press play.

import { element, icon } from '../elements.js';
import { lengthWords, timeCode } from './quote.js';

/** @import { BoardNode } from '../types.js' */
/** @import { Editor } from '../editor.js' */

/** On a smaller one nothing can be seen moving. CSS px */
const LEAST_PX = 24;
const BAR_LEAST_PX = 120;

/** @typedef {{id: string, asset: string, video: HTMLVideoElement}} Playing */
/** Marks on the bar: when, and what it leads to. @typedef {{at: number, label: string, open: () => void}} Mark */

export class ClipPlayer {
  /** What stands on the bar of a clip. @type {(node: BoardNode) => Mark[]} */
  marksOf = () => [];
  /** Begin a comment at this second. @type {((node: BoardNode, seconds: number) => void) | null} */
  comment = null;
  #editor;
  #layer;
  #prefersStill;
  /** @type {Map<string, Playing>} */
  #playing = new Map();
  /** @type {{id: string, root: HTMLElement, slider: HTMLInputElement, play: HTMLElement, time: HTMLElement, marks: HTMLElement, shown: string} | null} */
  #bar = null;
  /** Where a clip is to stop as soon as it is in view. @type {{id: string, seconds: number} | null} */
  #due = null;
  /** Stopped by hand, until the selection changes. */
  #isHeld = false;

  /** @param {Editor} editor @param {HTMLElement} layer over the board @param {() => boolean} prefersStill */
  constructor(editor, layer, prefersStill) {
    this.#editor = editor;
    this.#layer = layer;
    this.#prefersStill = prefersStill;
    editor.selection.subscribe(() => { this.#isHeld = false; this.#show(); });
    editor.on('mode', () => this.#show());
    editor.store.subscribe(() => { if (this.#playing.size || this.#bar) this.#show(); });
    editor.renderer.onDrawn(() => this.#show());
  }

  /** Look again at what stands on the bar. */
  refresh() {
    if (this.#bar) this.#bar.shown = '';
    this.#show();
  }

  /** Show the frame at a second of a clip, and stop there; at once, or when it comes into view. @param {string} id @param {number} seconds */
  seek(id, seconds) {
    this.#editor.selection.set([id]);
    this.#isHeld = true;
    this.#due = { id, seconds };
    this.#show();
    const video = this.#playing.get(id)?.video;
    if (video) this.#stopAt(video, seconds);
  }

  /** @param {HTMLVideoElement} video @param {number} seconds */
  #stopAt(video, seconds) {
    this.#due = null;
    video.pause();
    video.currentTime = seconds;
    this.#showTime();
  }

  /** The second that a clip is stopped at, or null. @param {string | null} id */
  stoppedAt(id) {
    const video = id ? this.#playing.get(id)?.video : undefined;
    return video?.paused && this.#isHeld ? video.currentTime : null;
  }

  /** @param {string | null} id @returns {BoardNode | null} */
  #clip(id) {
    const node = id ? this.#editor.store.node(id) : undefined;
    return node?.clip_ms && node.asset && !this.#editor.store.isHidden(node) ? node : null;
  }

  get #selected() {
    const node = this.#editor.selectedNode();
    return node && this.#clip(node.id);
  }

  #show() {
    const isBoard = this.#editor.mode === 'canvas';
    const hovered = isBoard ? this.#clip(this.#editor.renderer.marks.hover) : null;
    const selected = isBoard ? this.#selected : null;
    if (!hovered && !selected && !this.#playing.size && !this.#bar) return; // in every frame of a pan
    /** @type {Map<string, BoardNode>} */
    const wanted = new Map();
    for (const node of [hovered, selected]) if (node && this.#isSeen(node)) wanted.set(node.id, node);
    for (const [id, { asset }] of this.#playing) if (wanted.get(id)?.asset !== asset) this.#end(id);
    for (const node of wanted.values()) this.#place(node);
    this.#showBar(selected && wanted.has(selected.id) ? selected : null);
  }

  /** @param {BoardNode} node */
  #isSeen(node) {
    const box = this.#editor.renderer.screenBoxOf(node, { x: 0, y: 0, width: 0, height: 0 });
    const { width, height } = this.#editor.viewport;
    return Math.min(box.width, box.height) >= LEAST_PX && box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0;
  }

  /** @param {BoardNode} node */
  #place(node) {
    const { video } = this.#playing.get(node.id) ?? this.#begin(node);
    const box = this.#editor.renderer.screenBoxOf(node, { x: 0, y: 0, width: 0, height: 0 });
    const flip = `scale(${node.flip_x ? -1 : 1}, ${node.flip_y ? -1 : 1})`;
    video.style.width = `${box.width}px`;
    video.style.height = `${box.height}px`;
    video.style.transform = `translate(${box.x}px, ${box.y}px) rotate(${node.rotation}deg) ${flip}`;
    video.style.opacity = String(node.opacity ?? 1);
  }

  /** @param {BoardNode} node @returns {Playing} */
  #begin(node) {
    const video = /** @type {HTMLVideoElement} */ (element('video', {
      class: 'clip-video', muted: true, loop: true, playsinline: true, preload: 'auto', disablepictureinpicture: true, 'aria-hidden': 'true', tabindex: '-1',
      src: this.#editor.config.urls.clip.replace('{id}', node.asset ?? ''),
    }));
    video.muted = true; // the attribute is the default of a page that is parsed, not of an element made
    video.addEventListener('timeupdate', () => this.#showTime());
    const playing = { id: node.id, asset: node.asset ?? '', video };
    this.#playing.set(node.id, playing);
    this.#layer.prepend(video); // under pins and bars
    if (this.#due?.id === node.id) this.#stopAt(video, this.#due.seconds);
    else if (!this.#prefersStill() && !this.#isHeld) this.#run(video);
    return playing;
  }

  /** A browser may refuse; then the poster stays. @param {HTMLVideoElement} video */
  #run(video) {
    video.play().catch(() => {});
  }

  /** @param {string} id */
  #end(id) {
    const video = this.#playing.get(id)?.video;
    this.#playing.delete(id);
    video?.pause();
    video?.removeAttribute('src');
    video?.load(); // gives the decoder back at once
    video?.remove();
  }

  /** @param {BoardNode | null} node */
  #showBar(node) {
    if (this.#bar && this.#bar.id !== node?.id) {
      this.#bar.root.remove();
      this.#bar = null;
    }
    if (!node) return;
    const box = this.#editor.renderer.screenBoxOf(node, { x: 0, y: 0, width: 0, height: 0 });
    this.#bar ??= this.#newBar(node);
    const { root } = this.#bar;
    const width = Math.max(BAR_LEAST_PX, box.width);
    root.style.width = `${width}px`;
    root.style.transform = `translate(${box.x + (box.width - width) / 2}px, ${box.y + box.height}px)`;
    this.#showMarks(node);
    this.#showTime();
  }

  /** @param {BoardNode} node */
  #newBar(node) {
    const seconds = (node.clip_ms ?? 0) / 1000;
    const play = element('button', { type: 'button', class: 'btn s sq quiet', onclick: () => this.#toggle() });
    const slider = /** @type {HTMLInputElement} */ (element('input', { class: 'slider', type: 'range', min: 0, max: seconds, step: 0.01, value: 0, 'aria-label': 'Place in the clip', oninput: () => this.#scrub() }));
    const time = element('output', { class: 'small' });
    const marks = element('span', { class: 'marks' });
    const comment = this.comment && this.#editor.config.may_comment
      ? element('button', { type: 'button', class: 'btn s sq quiet', 'aria-label': 'Comment at this frame', title: 'Comment at this frame', onclick: () => this.#begunComment() }, icon('message-circle', 's')) : null;
    const root = element('div', { class: 'clip-bar', role: 'group', 'aria-label': `Clip, ${lengthWords(node.clip_ms ?? 0)}` }, play, element('span', { class: 'track' }, slider, marks), time, comment);
    this.#layer.append(root);
    return { id: node.id, root, slider, play, time, marks, shown: '' };
  }

  get #current() {
    return this.#bar ? this.#playing.get(this.#bar.id)?.video : undefined;
  }

  #toggle() {
    const video = this.#current;
    if (!video) return;
    this.#isHeld = !video.paused;
    if (this.#isHeld) video.pause();
    else this.#run(video);
    this.#showTime();
  }

  #scrub() {
    const video = this.#current;
    if (!video || !this.#bar) return;
    this.#isHeld = true;
    video.pause();
    video.currentTime = Number(this.#bar.slider.value);
    this.#showTime();
  }

  #begunComment() {
    const node = this.#selected;
    const video = this.#current;
    if (!node || !video) return;
    this.#isHeld = true;
    video.pause();
    this.comment?.(node, video.currentTime);
  }

  /** @param {BoardNode} node */
  #showMarks(node) {
    const bar = this.#bar;
    const marks = this.marksOf(node);
    const shown = marks.map(({ at, label }) => `${at} ${label}`).join('|');
    if (!bar || bar.shown === shown) return;
    bar.shown = shown;
    const seconds = Math.max(0.001, (node.clip_ms ?? 0) / 1000);
    bar.marks.replaceChildren(...marks.map(({ at, label, open }) => {
      const mark = element('button', { type: 'button', class: 'clip-mark', 'aria-label': label, title: label, onclick: open });
      mark.style.left = `${(100 * at) / seconds}%`;
      return mark;
    }));
  }

  #showTime() {
    const bar = this.#bar;
    const video = this.#current;
    if (!bar || !video) return;
    bar.slider.value = String(video.currentTime);
    bar.slider.style.setProperty('--v', `${(100 * video.currentTime) / Math.max(0.001, Number(bar.slider.max))}%`);
    bar.time.textContent = timeCode(video.currentTime);
    const isPaused = video.paused;
    const name = isPaused ? 'play' : 'pause';
    if (bar.play.dataset.shows === name) return;
    bar.play.dataset.shows = name;
    bar.play.setAttribute('aria-label', isPaused ? 'Play' : 'Pause');
    bar.play.replaceChildren(icon(name, 's'));
  }
}
