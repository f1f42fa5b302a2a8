// Flipping through the versions on one spot for oneself: what is drawn changes in this window alone,
// until it is made current. Another selection, Esc or a change of the stack ends it.

import { drawChip } from './draw/pen.js';
import { pictureUrl } from './picture_url.js';
import { placeOf, stackOf } from './stacks.js';

/** @import { BoardNode } from './types.js' */
/** @import { Editor } from './editor.js' */

/** Sharp at the size of a window. */
const SEEN_LEVEL = 2048;
const CHIP_PX = 24;

export class VersionPeek {
  #editor;
  #newImage;
  /** @type {{shown: string, version: string} | null} */
  #open = null;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {Editor} editor @param {() => HTMLImageElement} [newImage] */
  constructor(editor, newImage = () => new Image()) {
    this.#editor = editor;
    this.#newImage = newImage;
    editor.selection.subscribe((ids) => { if (this.#open && !(ids.size === 1 && ids.has(this.#open.shown))) this.end(); });
    editor.store.subscribe(({ nodes }) => { if (this.#open && [this.#open.shown, this.#open.version].some((id) => nodes.has(id))) this.end(); });
    editor.on('will-edit', ({ id }) => { if (this.#open?.shown === id) editor.commands.run('stack.make_current'); });
    editor.on('mode', () => this.end());
    editor.escapes.push(() => this.end());
    editor.renderer.addOverlay(() => this.#label(), () => this.#open !== null);
  }

  /** @param {() => void} listener another version is seen, or none */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** What this person sees in a picture's place. @param {BoardNode} shown @returns {BoardNode} */
  seen(shown) {
    return (this.#open?.shown === shown.id && this.#editor.store.node(this.#open.version)) || shown;
  }

  /** @param {BoardNode} shown @param {BoardNode} version of its stack; `shown` itself ends it */
  show(shown, version) {
    this.end();
    if (version.id === shown.id || !version.asset) return;
    const open = { shown: shown.id, version: version.id };
    this.#open = open;
    const image = this.#newImage();
    image.src = pictureUrl(this.#editor.config, version.asset, SEEN_LEVEL);
    image.decode().then(() => {
      if (this.#open === open) this.#editor.renderer.setSubstitute(shown.id, { bitmap: image, box: placeOf(shown, version) });
    }, () => { if (this.#open === open) this.#editor.emit('notice', { message: 'This version could not be loaded. Check the connection and try again.', kind: 'bad' }); });
    this.#tell();
  }

  /** @returns {boolean} whether there was anything to end */
  end() {
    if (!this.#open) return false;
    this.#editor.renderer.setSubstitute(this.#open.shown, null);
    this.#open = null;
    this.#tell();
    return true;
  }

  #tell() {
    this.#editor.renderer.requestOverlay();
    for (const listener of this.#listeners) listener();
  }

  #label() {
    const { store, renderer } = this.#editor;
    const shown = this.#open && store.node(this.#open.shown);
    if (!shown) return;
    const versions = stackOf(store, shown);
    const number = versions.findIndex(({ id }) => id === this.#open?.version) + 1;
    const { x, y } = renderer.screenBoxOf(shown, { x: 0, y: 0, width: 0, height: 0 });
    drawChip(renderer.overlayPen, `${number} / ${versions.length}, seen by you alone`, x + 4, y + CHIP_PX, Infinity);
  }
}
