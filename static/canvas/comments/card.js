// The card of one thread beside its pin: what was said, who reacted, what to answer; or the first
// comment on a place that was just pointed at.

import { timeCode } from '../clips/quote.js';
import { ApiError } from '../api.js';
import { askSure, askText } from '../ask_text.js';
import { element, icon } from '../elements.js';
import { timeWords } from '../unfinished_mask.js';
import { MentionField, namedIn } from './mention_field.js';

/** @import { Point } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Pins } from './pins.js' */
/** @import { Comment, Place, Thread, Threads, Told } from './threads.js' */

const REACTIONS = { 'thumbs-up': 'I like it', 'heart': 'I love it', 'eye': 'Seen', 'check': 'Done' };
const WIDTH = 320;
const GAP = 16;
/** Room it takes at least, for the side it opens to (CSS px). */
const LEAST_HEIGHT = 200;

export class Card {
  #editor;
  #threads;
  #pins;
  #offers;
  #root;
  #head = element('header', { class: 'row' });
  #list = element('ol', { class: 'said' });
  #field;
  #send;
  #problem = element('p', { class: 'small bad', role: 'alert', hidden: true });
  /** @type {Thread | null} */
  #thread = null;
  /** @type {Place | null} */
  #place = null;
  /** Not sent yet, by thread. @type {Map<string, string>} */
  #drafts = new Map();
  #isSending = false;
  #lastRead = '';

  /**
   * @param {Editor} editor @param {Threads} threads @param {Pins} pins @param {HTMLElement} page
   * @param {{mask: ((thread: Thread, told: Told) => void) | null, compare: (thread: Thread, version: string) => void}} offers
   *   mask: makes a mask of what was circled, null for who edits nothing
   */
  constructor(editor, threads, pins, page, offers) {
    this.#editor = editor;
    this.#threads = threads;
    this.#pins = pins;
    this.#offers = offers;
    this.#field = new MentionField(() => threads.people, { label: 'Comment', placeholder: 'Reply', send: () => { void this.#submit(); } });
    this.#send = element('button', { type: 'button', class: 'btn s primary', onclick: () => { void this.#submit(); } }, 'Send');
    const foot = element('footer', { hidden: !editor.config.may_comment }, this.#field.root, element('div', { class: 'row' }, element('span', { class: 'small three grow' }, editor.config.is_guest ? '' : '@ names a member'), this.#send));
    this.#root = element('section', { id: 'comment-card', class: 'pop', role: 'dialog', 'aria-label': 'Comments', hidden: true }, this.#head, this.#list, this.#problem, foot);
    this.#root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    });
    page.append(this.#root);
    editor.renderer.onDrawn(() => this.#follow());
    editor.escapes.push(() => this.close());
    editor.on('mode', ({ mode }) => { if (mode !== 'canvas') this.close(); });
    threads.subscribe(() => {
      if (document.activeElement === this.#field.text) this.#field.look();
      void this.#again();
    });
  }

  /** @param {Thread} thread */
  async open(thread) {
    this.close();
    this.#thread = thread;
    this.#pins.opened = thread;
    this.#head.replaceChildren();
    this.#list.replaceChildren(element('li', { class: 'three' }, 'One moment…'));
    this.#field.text.placeholder = 'Reply';
    this.#field.text.value = this.#drafts.get(thread.id) ?? '';
    this.#show();
    await this.#again();
  }

  /** @param {Place} place */
  begin(place) {
    this.close();
    this.#place = place;
    this.#pins.showDraft(place);
    this.#head.replaceChildren(element('b', { class: 'grow' }, typeof place.at_ms === 'number' ? `New comment at ${timeCode(place.at_ms / 1000)}` : 'New comment'), this.#closer());
    this.#list.replaceChildren();
    this.#field.text.placeholder = 'What should be different here?';
    this.#show();
    this.#field.text.focus();
    void this.#threads.load(); // who has joined meanwhile can be named
  }

  /** @returns {boolean} whether it was open */
  close() {
    if (this.#root.hidden) return false;
    if (this.#thread) this.#drafts.set(this.#thread.id, this.#field.value);
    const hadFocus = this.#root.contains(document.activeElement);
    this.#thread = this.#place = this.#pins.opened = null;
    this.#pins.showDraft(null);
    this.#field.clear();
    this.#root.hidden = true;
    if (hadFocus) document.getElementById('stage')?.focus({ preventScroll: true });
    return true;
  }

  #show() {
    this.#problem.hidden = true;
    this.#root.hidden = false;
    this.#editor.renderer.requestOverlay();
  }

  /** What is said there now. */
  async #again() {
    const thread = this.#thread;
    if (!thread) return;
    if (!this.#threads.byId(thread.id)) { // its last comment was deleted, here or by somebody else
      this.close();
      return;
    }
    try {
      const told = await this.#threads.told(thread.id);
      if (this.#thread?.id === thread.id) this.#draw(told);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {Told} told */
  #draw(told) {
    const thread = this.#threads.byId(told.id);
    if (!thread) return;
    const isAtEnd = this.#list.scrollTop + this.#list.clientHeight >= this.#list.scrollHeight - GAP;
    this.#thread = this.#pins.opened = thread;
    const act = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ run) => element('button', { type: 'button', class: 'btn s sq quiet', title: label, 'aria-label': label, onclick: run }, icon(name));
    const { mask } = this.#offers;
    const mayResolve = this.#editor.config.may_comment && !this.#editor.config.is_guest;
    this.#head.replaceChildren(
      element('b', { class: 'grow' }, `Comment ${told.number}${thread.at_ms === null ? '' : ` at ${timeCode(thread.at_ms / 1000)}`}`, told.resolved_by ? element('span', { class: 'small three' }, ` resolved by ${told.resolved_by}`) : null),
      ...(mayResolve ? [act(thread.is_resolved ? 'undo-2' : 'check', thread.is_resolved ? 'Open again' : 'Resolve', () => { void this.#try(this.#threads.resolve(told.id, !thread.is_resolved)); })] : []),
      this.#closer(),
    );
    this.#read(thread);
    this.#list.replaceChildren(...told.comments.map((comment) => this.#comment(thread, comment)));
    const isMaskable = mask && thread.node && thread.outline.length && this.#editor.store.node(thread.node) && this.#editor.canEdit;
    if (isMaskable) this.#list.append(element('li', {}, element('button', { type: 'button', class: 'btn s', onclick: () => mask(thread, told) }, icon('contrast', 's'), 'Turn drawing into mask')));
    if (thread.node && !this.#editor.store.node(thread.node)) this.#list.append(element('li', { class: 'three small' }, 'The picture is in the trash.'));
    if (isAtEnd) this.#list.scrollTop = this.#list.scrollHeight;
    this.#editor.renderer.requestOverlay();
  }

  /** What comes while the card is open is read too, each time once. @param {Thread} thread */
  #read({ id, last_at, is_unread }) {
    const mark = `${id} ${last_at}`;
    if (!is_unread || mark === this.#lastRead) return;
    this.#lastRead = mark;
    void this.#threads.read(id).catch(() => {}); // it stays unread
  }

  /** @param {Thread} thread @param {Comment} comment */
  #comment(thread, comment) {
    const at = new Date(comment.at).getTime();
    const who = element('p', { class: 'by-line' }, element('b', { class: 'cut' }, comment.author.name), comment.author.is_guest ? element('span', { class: 'chip line' }, 'guest') : null, element('time', { class: 'small three', datetime: comment.at, title: new Date(at).toLocaleString() }, timeWords(at, Date.now()) + (comment.is_edited ? ' · edited' : '')), this.#ownActs(thread, comment));
    if (comment.proposed) {
      const version = comment.proposed;
      return element('li', { class: 'proposal' }, who, element('p', {}, comment.text), element('button', { type: 'button', class: 'btn s', onclick: () => this.#offers.compare(thread, version) }, icon('square-split-horizontal', 's'), 'Before and after'));
    }
    return element('li', {}, who, element('p', { class: 'text' }, ...withMentions(comment)), this.#reactions(thread, comment));
  }

  /** What one may do with one's own words. @param {Thread} thread @param {Comment} comment */
  #ownActs(thread, comment) {
    if (!comment.author.is_you || comment.proposed || this.#editor.config.is_guest) return null;
    const act = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ run) => element('button', { type: 'button', class: 'btn s sq quiet', title: label, 'aria-label': label, onclick: run }, icon(name, 's'));
    return element('span', { class: 'own' },
      act('pencil', 'Edit your comment', () => this.#rewrite(thread, comment)),
      act('trash-2', 'Delete your comment', () => askSure({ title: 'Delete this comment?', hint: this.#list.childElementCount > 1 ? 'The rest of the thread stays.' : 'The thread goes with it.', action: 'Delete' }, () => { void this.#remove(thread, comment); })));
  }

  /** @param {Thread} thread @param {Comment} comment */
  #rewrite(thread, comment) {
    askText({ title: 'Edit your comment', value: comment.text, most: 10_000, isLong: true, isNeeded: true }, (text) => {
      if (text.trim() && text.trim() !== comment.text) void this.#try(this.#threads.rewrite(thread.id, comment.id, text.trim(), namedIn(text, this.#threads.people)));
    });
  }

  /** @param {Thread} thread @param {Comment} comment */
  async #remove(thread, comment) {
    try {
      const told = await this.#threads.remove(thread.id, comment.id);
      if (told) this.#draw(told);
      else this.close();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {Thread} thread @param {Comment} comment */
  #reactions(thread, comment) {
    const may = this.#editor.config.may_comment && !this.#editor.config.is_guest;
    const buttons = Object.entries(REACTIONS).map(([kind, label]) => {
      const reaction = comment.reactions.find((one) => one.kind === kind);
      if (!may && !reaction) return null;
      const people = reaction?.people ?? [];
      return element('button', {
        type: 'button', class: 'btn s quiet', disabled: !may, 'aria-pressed': String(Boolean(reaction?.is_yours)), 'aria-label': `${label}, ${people.length}`, title: people.length ? `${label}: ${people.join(', ')}` : label,
        onclick: () => { void this.#try(this.#threads.react(thread.id, comment.id, kind, !reaction?.is_yours)); },
      }, icon(kind, 's'), people.length ? String(people.length) : null);
    });
    return element('div', { class: 'reactions' }, ...buttons);
  }

  async #submit() {
    const text = this.#field.value.trim();
    if (!text || this.#isSending) return;
    this.#isSending = true;
    const [thread, place] = [this.#thread, this.#place];
    try {
      if (thread) {
        const told = await this.#threads.reply(thread.id, text, this.#field.mentions);
        this.#field.clear();
        this.#drafts.delete(thread.id);
        this.#draw(told);
        this.#list.scrollTop = this.#list.scrollHeight;
      } else if (place) {
        const told = await this.#threads.start(place, text, this.#field.mentions);
        this.close();
        this.#editor.tools.done();
        const made = this.#threads.byId(told.id);
        if (made) await this.open(made);
      }
      this.#problem.hidden = true;
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isSending = false;
    }
  }

  /** @param {Promise<Told>} work */
  async #try(work) {
    try {
      this.#draw(await work);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof ApiError)) throw error;
    this.#problem.textContent = error.message;
    this.#problem.hidden = false;
  }

  #closer() {
    return element('button', { type: 'button', class: 'btn s sq quiet', title: 'Close  Esc', 'aria-label': 'Close', onclick: () => this.close() }, icon('x'));
  }

  /** Beside the pin, within the view; a thread without a place stands where the list is. */
  #follow() {
    if (this.#root.hidden) return;
    const point = this.#thread ? this.#pins.pointOf(this.#thread) : this.#place && this.#pins.draftPoint(this.#place);
    const { width, height } = this.#editor.viewport;
    const { x, y } = cardPlace(point, { width, height: height - this.#root.offsetHeight });
    this.#root.style.transform = `translate(${x}px, ${y}px)`;
  }
}

/** Right of a point where there is room, else left of it. @param {Point | null} point @param {{width: number, height: number}} room
 * @returns {Point} whole CSS px */
export function cardPlace(point, { width, height }) {
  if (!point) return { x: GAP * 4, y: LEAST_HEIGHT };
  const right = point.x + 2 * GAP;
  const x = right + WIDTH < width ? right : point.x - GAP - WIDTH;
  const clamped = (/** @type {number} */ value, /** @type {number} */ most) => Math.round(Math.max(GAP, Math.min(value, most)));
  return { x: clamped(x, width - WIDTH - GAP), y: clamped(point.y - 2 * GAP, height - GAP) };
}

/** @param {Comment} comment @returns {(Node | string)[]} */
function withMentions({ text, mentions }) {
  /** @type {(Node | string)[]} */
  let parts = [text];
  for (const name of mentions) {
    /** @type {(Node | string)[]} */
    const named = [];
    for (const part of parts) {
      if (typeof part !== 'string') named.push(part);
      else for (const [i, piece] of part.split(`@${name}`).entries()) named.push(...(i ? [element('span', { class: 'mention' }, `@${name}`), piece] : [piece]));
    }
    parts = named;
  }
  return parts;
}
