// Going into an edit of one picture, in place, and back: the camera eases to it, the rest dims, the
// board's bars make room for the editor's. What mask and extend editing have in common.

import { find, radioButtons } from './elements.js';
import { editWords, tierOptions } from './generation_form.js';
import { MOST_ZOOM } from './viewport.js';

/** @import { BoardConfig, BoardNode, Box, Tier } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Toasts } from './toasts.js' */

/** @typedef {'mask' | 'extend'} EditKind */
/**
 * One of the two editors.
 * @typedef {object} PictureEditor
 * @property {(picture: BoardNode) => void} open
 * @property {() => void} close
 * @property {() => void} run asks for the pictures
 * @property {() => void} undo @property {() => void} redo
 * @property {() => {canUndo: boolean, canRedo: boolean}} history
 */

const NAMES = { mask: 'Mask edit', extend: 'Extend' };
const PADDING = 16;

export class EditMode {
  #editor;
  #root;
  #toasts;
  /** @type {Partial<Record<EditKind, PictureEditor>>} */
  #editors = {};
  /** @type {string | null} */
  #pictureId = null;
  /** What was visible before. @type {Box | null} */
  #before = null;
  #zoomBefore = 1;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {Editor} editor @param {HTMLElement} root the page's #board @param {Toasts} toasts */
  constructor(editor, root, toasts) {
    this.#editor = editor;
    this.#root = root;
    this.#toasts = toasts;
    const top = find(root, '#editor-top');
    find(top, '[data-act=leave]').addEventListener('click', () => this.leave());
    find(top, '[data-act=undo]').addEventListener('click', () => this.active?.undo());
    find(top, '[data-act=redo]').addEventListener('click', () => this.active?.redo());
    editor.store.subscribe(({ nodes }) => {
      if (!this.#pictureId || !nodes.has(this.#pictureId)) return;
      if (this.picture) {
        this.#showName();
        return;
      }
      this.leave();
      this.#toasts.say('The picture was deleted by somebody, so its edit ended.');
    });
  }

  /** @param {EditKind} kind @param {PictureEditor} pictureEditor */
  register(kind, pictureEditor) {
    this.#editors[kind] = pictureEditor;
  }

  /** The picture being edited. @returns {BoardNode | null} */
  get picture() {
    return (this.#pictureId && this.#editor.store.node(this.#pictureId)) || null;
  }

  /** @returns {PictureEditor | undefined} */
  get active() {
    const { mode } = this.#editor;
    return mode === 'mask' || mode === 'extend' ? this.#editors[mode] : undefined;
  }

  /** @param {() => void} listener called after going in and after coming back */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** May be asked before a picture is opened; who says no says why. @type {(kind: EditKind, id: string) => boolean} */
  doorkeeper = () => true;

  /** @param {EditKind} kind @param {string} id @param {{isSure?: boolean}} [options] isSure: nobody is asked
   * @returns {boolean} whether there is a picture to edit */
  enter(kind, id, { isSure = false } = {}) {
    const node = this.#editor.store.node(id);
    if (node?.clip_ms) this.#toasts.say('A clip is not edited: edit the picture that it was made from, and move that.');
    if (node?.kind !== 'image' || node.clip_ms || !this.#editor.canEdit) return false;
    if (!isSure && !this.doorkeeper(kind, id)) return true; // they are being asked
    if (this.#editor.mode === 'canvas') {
      this.#before = this.#editor.viewport.visibleBox();
      this.#zoomBefore = this.#editor.viewport.zoom;
    } else {
      this.active?.close();
    }
    this.#pictureId = id;
    this.#editor.selection.set([id]);
    this.#editor.renderer.marks.showsSelection = false; // no handles over what is being edited
    this.#showChrome(kind); // before the mode: what listens to it measures the panels
    this.#editor.setMode(kind);
    this.#editor.renderer.dimExcept(id);
    this.#editors[kind]?.open(node);
    this.showHistory();
    this.#tell();
    this.fit(node);
    return true;
  }

  /** Let a world box fill what the panels leave free. @param {Box} box */
  fit(box) {
    this.#editor.viewport.flyTo(box, { padding: PADDING, mostZoom: MOST_ZOOM });
  }

  leave() {
    if (this.#editor.mode === 'canvas') return;
    this.active?.close();
    const id = this.#pictureId;
    this.#pictureId = null;
    this.#editor.renderer.dimExcept(null);
    if (id) this.#editor.renderer.setSubstitute(id, null);
    this.#showChrome(null);
    this.#editor.setMode('canvas');
    this.#tell();
    this.#editor.renderer.marks.showsSelection = true;
    if (this.#before) this.#editor.viewport.flyTo(this.#before, { padding: 0, mostZoom: this.#zoomBefore });
    find(this.#root, '#stage').focus({ preventScroll: true });
  }

  /** What the top bar says of keeping. @param {string} words */
  sayKept(words) {
    find(this.#root, '#editor-top [data-kept]').textContent = words;
  }

  showHistory() {
    const { canUndo, canRedo } = this.active?.history() ?? { canUndo: false, canRedo: false };
    find(this.#root, '#editor-top [data-act=undo]').disabled = !canUndo;
    find(this.#root, '#editor-top [data-act=redo]').disabled = !canRedo;
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }

  /** @param {EditKind | null} kind */
  #showChrome(kind) {
    this.#root.dataset.mode = kind ?? 'canvas';
    for (const id of ['#editor-top', '#editor-hud', '#editor-panel', '#editor-bar']) find(this.#root, id).hidden = !kind;
    find(this.#root, '#mask-rail').hidden = kind !== 'mask';
    if (!kind) return;
    find(this.#root, '[data-mode-chip]').textContent = NAMES[kind];
    this.sayKept('');
    this.#showName();
  }

  #showName() {
    const node = this.picture;
    if (!node) return;
    find(this.#root, '[data-picture-name]').textContent = node.name || 'Picture';
    find(this.#root, '[data-picture-size]').textContent = `${node.image_width} × ${node.image_height} px`;
  }
}

/**
 * Variants and tier, which both editors ask for.
 * @param {HTMLElement} form @param {{config: BoardConfig, operation: string}} offer
 * @param {() => void} changed
 */
export function attachChoices(form, { config, operation }, changed) {
  const able = config.tiers.filter((tier) => tier.operations.includes(operation));
  const choice = { variants: 2, tier: able[0]?.key ?? '' };
  const showVariants = radioButtons(find(form, '[data-variants]'), ['1', '2', '3', '4'].map((key) => ({ key, label: key })), (key) => {
    choice.variants = Number(key);
    show();
  });
  const showTier = radioButtons(find(form, '[data-tiers]'), tierOptions(config, operation), (key) => {
    choice.tier = key;
    show();
  });
  const show = () => {
    showVariants(String(choice.variants));
    showTier(choice.tier);
    find(form, '[data-honest]').textContent = editWords(able.find(({ key }) => key === choice.tier));
    changed();
  };
  return { choice, tier: () => able.find(({ key }) => key === choice.tier), show };
}
