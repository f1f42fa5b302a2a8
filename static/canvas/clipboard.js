// Copy, cut and paste by the browser's own events, which carry the system's clipboard.

import { CLIP_TYPE, makeClip, readClip, wordsOf } from './clip.js';
import { contentOf } from './incoming.js';

/** @import { Point } from './types.js' */
/** @import { Clip } from './clip.js' */
/** @import { Editor } from './editor.js' */
/** @import { Content, Incoming } from './incoming.js' */

const FIELDS = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
/** In the browser's storage: the newest clip of all windows, for pastes that bring words alone. */
const KEPT = 'anchorboard.clip';
/** Browsers give a site 5 MB; what is more travels by the clipboard alone. */
const MOST_KEPT = 2_000_000;

export class Clipboard {
  #editor;
  #incoming;
  #storage;
  /** Where the pointer is over the stage: pasted things land there. @type {Point|null} world */
  pointer = null;
  #isInPlace = false;

  /** @param {Editor} editor @param {{incoming: Incoming, storage: Storage}} parts */
  constructor(editor, { incoming, storage }) {
    this.#editor = editor;
    this.#incoming = incoming;
    this.#storage = storage;
  }

  /** @param {ClipboardEvent} event @param {{isCut?: boolean}} [options] */
  copy(event, { isCut = false } = {}) {
    const { store, selection, mode, config } = this.#editor;
    // What is locked is not cut, and so not taken along either.
    const ids = isCut ? new Set(this.#editor.unlockedNodes().map(({ id }) => id)) : selection.ids;
    if (isInField(event.target) || mode !== 'canvas' || !ids.size) return;
    if (document.getSelection()?.toString()) return; // words of a panel
    const clip = makeClip(store, ids, config.board);
    const words = wordsOf(clip.nodes) || 'Pictures of a board';
    const data = JSON.stringify(clip);
    event.preventDefault();
    event.clipboardData?.setData('text/plain', words);
    event.clipboardData?.setData(CLIP_TYPE, data);
    this.#keep(words, data);
    if (isCut) this.#editor.commands.run('edit.delete');
  }

  /** Ctrl+Shift+V pastes where the things were: browsers then bring words alone. @param {KeyboardEvent} event */
  keyDown({ key, ctrlKey, metaKey, shiftKey }) {
    if (key.toLowerCase() === 'v') this.#isInPlace = (ctrlKey || metaKey) && shiftKey;
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const isInPlace = this.#isInPlace;
    this.#isInPlace = false;
    if (isInField(event.target) || this.#editor.mode !== 'canvas' || !this.#editor.canEdit || !event.clipboardData) return;
    const content = contentOf(event.clipboardData);
    const clip = readClip(event.clipboardData.getData(CLIP_TYPE)) ?? this.#kept(event.clipboardData.getData('text/plain'));
    if (this.#put(clip, content, isInPlace)) event.preventDefault();
  }

  /** From a menu, where no event brings the clipboard: the browser asks the person first.
   * @param {Point|null} world where the menu was opened */
  async pasteFromMenu(world, isInPlace = false) {
    const read = await readSystem().catch(() => null);
    if (!read) {
      this.#editor.emit('notice', { message: `The browser does not let a menu read the clipboard. Press Ctrl+${isInPlace ? 'Shift+' : ''}V instead.`, kind: 'info' });
      return;
    }
    this.pointer = world ?? this.pointer;
    if (!this.#put(this.#kept(read.words), { ...read, folders: 0, picture: '' }, isInPlace)) {
      this.#editor.emit('notice', { message: 'There is nothing on the clipboard that a board can take.', kind: 'info' });
    }
  }

  /** @param {Clip|null} clip @param {Content} content @param {boolean} isInPlace */
  #put(clip, content, isInPlace) {
    if (!clip?.nodes.length) return this.#incoming.take(content, this.#place());
    this.#editor.emit('paste', { clip, pointer: this.pointer && { ...this.pointer }, isInPlace });
    return true;
  }

  /** @param {string} words @param {string} data */
  #keep(words, data) {
    try {
      if (data.length <= MOST_KEPT) this.#storage.setItem(KEPT, JSON.stringify({ words, data }));
      else this.#storage.removeItem(KEPT);
    } catch {
      // A full or forbidden storage: the clipboard itself still has it.
    }
  }

  /** The clip that these words were copied with: words of somewhere else are newer than it.
   * @param {string} words @returns {Clip|null} */
  #kept(words) {
    try {
      const kept = JSON.parse(this.#storage.getItem(KEPT) ?? 'null');
      return kept && words.replace(/\r\n?/g, '\n') === kept.words ? readClip(kept.data) : null;
    } catch {
      return null; // a storage that may not be read, or holds what is not ours
    }
  }

  /** @returns {Point} under the pointer, else the middle of the view; world */
  #place() {
    if (this.pointer) return { x: this.pointer.x, y: this.pointer.y };
    const { x, y, width, height } = this.#editor.viewport.visibleBox();
    return { x: x + width / 2, y: y + height / 2 };
  }
}

/** @returns {Promise<{files: File[], words: string}>} */
async function readSystem() {
  const files = [];
  let words = '';
  for (const item of await navigator.clipboard.read()) {
    const type = item.types.find((one) => one.startsWith('image/'));
    if (type) files.push(new File([await item.getType(type)], 'Pasted picture', { type }));
    else if (item.types.includes('text/plain')) words = await (await item.getType('text/plain')).text();
  }
  return { files, words };
}

/** @param {EventTarget|null} target */
function isInField(target) {
  return Boolean(/** @type {Element|null} */ (target)?.closest?.(FIELDS));
}
