// Decisions on one picture or many, and rejections with one reason: what is asked first, what is told after.

import { ApiError } from '../api.js';
import { askText } from '../ask_text.js';
import { element } from '../elements.js';
import { markChanges } from '../marks.js';
import { countOf } from '../nouns.js';
import { whenSaved } from '../when_saved.js';
import { talliesOf } from './pictures.js';

/** @import { BoardNode } from '../types.js' */
/** @import { Api } from '../api.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Toasts } from '../toasts.js' */

/** @typedef {'approve' | 'approve_with_changes' | 'changes_required' | 'not_relevant'} Kind */
/** @typedef {{node: string, name: string, code: string, why: string}} Refused */

/** @type {Record<Kind, {label: string, done: string, hint: string}>} */
export const KINDS = {
  approve: { label: 'Approve', done: 'approved', hint: '' },
  approve_with_changes: { label: 'Approve with changes', done: 'approved with changes', hint: 'What has to change first.' },
  changes_required: { label: 'Changes required', done: 'sent back for changes', hint: 'What should be different.' },
  not_relevant: { label: 'Not relevant', done: 'found not relevant', hint: '' },
};
const MOST_NOTE = 500;
const MOST_TOLD = 8;

export class Decisions {
  #editor;
  #api;
  #toasts;

  /** @param {Editor} editor @param {Api} api @param {Toasts} toasts */
  constructor(editor, api, toasts) {
    this.#editor = editor;
    this.#api = api;
    this.#toasts = toasts;
  }

  /** One picture that needs no words is decided on at once. @param {BoardNode[]} nodes pictures @param {Kind} kind */
  decide(nodes, kind) {
    if (!nodes.length) return;
    const { label, hint } = KINDS[kind];
    const seen = nodes.map(({ id, asset }) => ({ node: id, asset }));
    if (nodes.length === 1 && !hint) {
      void this.#send(kind, seen, '');
      return;
    }
    askText({ title: `${label}: ${countOf(nodes)}`, hint: hint || 'A note for who made them, if you like.', value: '', most: MOST_NOTE, isLong: true, action: label }, (note) => { void this.#send(kind, seen, note); });
  }

  /**
   * @param {BoardNode[]} nodes pictures @param {(reason: string) => void} [mark] sets the marks; else they are set on the board
   */
  reject(nodes, mark = (reason) => this.#editor.commit(markChanges(nodes, 'reject', reason), { label: `Reject ${countOf(nodes)}` })) {
    if (!nodes.length) return;
    const hint = 'It stands on each picture, and who made them is told once.';
    askText({ title: `Reject ${countOf(nodes)}`, hint, value: '', most: MOST_NOTE, action: 'Reject' }, (text) => {
      const reason = text.trim();
      mark(reason);
      whenSaved(this.#editor, () => { void this.#tell(nodes.map(({ id }) => id), reason); });
    });
  }

  /** Without deciding: who asked is told how far it came. @param {string} title @param {BoardNode[]} nodes */
  async complete(title, nodes) {
    const { pick, maybe, reject, open } = talliesOf(nodes);
    try {
      const { told } = await this.#api.completeReview({ title, picked: pick, maybe, rejected: reject, open });
      this.#toasts.say(`Review complete${told ? `: ${told === 1 ? 'one person was' : `${told} people were`} told` : ', and on the record'}.`);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {string[]} ids @param {string} reason */
  async #tell(ids, reason) {
    try {
      const { told } = await this.#api.tellRejected(ids, reason);
      if (told) this.#toasts.say(`${told === 1 ? 'One person was' : `${told} people were`} told.`);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {Kind} kind @param {{node: string, asset: string | null}[]} pictures @param {string} note
   * @param {{checked: string[], password: string}} [sure] */
  async #send(kind, pictures, note, sure = { checked: [], password: '' }) {
    try {
      const { decided, refused } = await this.#api.decide({ decision: kind, pictures, note: note.trim(), ...sure });
      const unsure = refused.filter(({ code }) => code === 'not_confirmed');
      const others = refused.filter(({ code }) => code !== 'not_confirmed');
      if (decided) this.#toasts.say(`${decided === 1 ? 'One picture' : `${decided} pictures`} ${KINDS[kind].done}.`);
      if (others.length) this.#tellRefused(others, decided);
      if (unsure.length) this.#confirm(kind, pictures.filter(({ node }) => unsure.some((one) => one.node === node)), note, sure.password ? unsure[0].why : '');
      document.dispatchEvent(new CustomEvent('risk-changed'));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** At high risk: the whole checklist, and the password again. @param {Kind} kind
   * @param {{node: string, asset: string | null}[]} pictures @param {string} note @param {string} problem */
  #confirm(kind, pictures, note, problem) {
    const many = pictures.length === 1 ? 'This picture is' : `${pictures.length} of them are`;
    const boxes = Object.entries(this.#editor.config.checklist).map(([value, words]) => element('label', { class: 'row small' }, element('input', { type: 'checkbox', class: 'check', name: 'checked', value, required: true }), words));
    const password = /** @type {HTMLInputElement} */ (element('input', { class: 'field', type: 'password', autocomplete: 'current-password', required: true, 'aria-label': 'Your password, to approve', placeholder: 'Your password, to approve' }));
    const dialog = dialogOf('Approve at high risk', [
      element('p', { class: 'two' }, `${many} of high risk. Each line holds for all of them:`),
      problem ? element('p', { class: 'error', role: 'alert' }, problem) : null,
      element('fieldset', { class: 'checklist', 'aria-label': 'Rights checklist' }, ...boxes), password,
    ], 'Approve', () => {
      const checked = [.../** @type {NodeListOf<HTMLInputElement>} */ (dialog.querySelectorAll('[name="checked"]:checked'))].map(({ value }) => value);
      void this.#send(kind, pictures, note, { checked, password: password.value });
    });
  }

  /** @param {Refused[]} refused @param {number} decided */
  #tellRefused(refused, decided) {
    const [first] = refused;
    if (refused.length === 1 && !decided) {
      this.#toasts.bad(first.why);
      return;
    }
    /** @type {Map<string, string[]>} */
    const byReason = new Map();
    for (const { why, name } of refused) byReason.set(why, [...(byReason.get(why) ?? []), name]);
    const rows = [...byReason].map(([why, names]) => element('li', {}, element('p', {}, why), element('p', { class: 'small three' }, names.slice(0, MOST_TOLD).join(', ') + (names.length > MOST_TOLD ? ` and ${names.length - MOST_TOLD} more` : ''))));
    dialogOf(`${refused.length} ${refused.length === 1 ? 'picture was' : 'pictures were'} not decided on`, [element('ul', { class: 'refused' }, ...rows)], '', null);
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!(error instanceof ApiError)) throw error;
    this.#toasts.bad(error.message);
  }
}

/** @param {string} title @param {(Node | null)[]} content @param {string} action @param {(() => void) | null} take null: only to be read */
function dialogOf(title, content, action, take) {
  const dialog = /** @type {HTMLDialogElement} */ (element('dialog', { class: 'dlg s ask-text', 'aria-labelledby': 'decision-title' },
    element('form', { method: 'dialog', class: 'stack-s', onsubmit: () => take?.() },
      element('h2', { class: 't15 strong', id: 'decision-title' }, title), ...content,
      element('div', { class: 'row' }, take ? element('button', { type: 'submit', class: 'btn primary' }, action) : null,
        element('button', { type: 'button', class: 'btn quiet', onclick: () => dialog.close() }, take ? 'Cancel' : 'Close')))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
