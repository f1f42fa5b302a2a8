// What comes from outside by paste or drop: files, a picture of another page, words. Addresses are not
// fetched, by nobody: the server would become a way into its own network, and a browser may not.

import { isBoardFile } from './board_files.js';
import { LONGEST_TEXT, cleanText, lengthOf } from './long_text.js';
import { pictureUrl } from './picture_url.js';
import { addNote } from './tools/note.js';

/** @import { Point } from './types.js' */
/** @import { Editor } from './editor.js' */

/** @typedef {{files: File[], folders: number, picture: string, words: string}} Content
 *   picture: the address of one, if there is no file of it */

const IMAGE = /<img\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const DATA_URL = /^data:(image\/[a-z0-9.+-]+)(;base64)?,(.*)$/is;
const PICTURE_NAME = /\.(?:png|apng|jpe?g|webp|gif|bmp|tiff?|avif|heic)$/i;

/**
 * Read it all now: after the event a DataTransfer is empty.
 * @param {DataTransfer} data
 * @returns {Content}
 */
export function contentOf(data) {
  let folders = 0;
  const files = [];
  for (const item of data.items) {
    if (item.kind !== 'file') continue;
    if (item.webkitGetAsEntry?.()?.isDirectory) {
      folders += 1;
      continue;
    }
    const file = item.getAsFile();
    if (file) files.push(file);
  }
  const words = cleanText(data.getData('text/plain')).trim();
  return { files, folders, words, picture: pictureAddress(data.getData('text/html'), data.getData('text/uri-list'), words) };
}

/** The picture that is dragged or copied off a page; '' for none.
 * @param {string} html @param {string} list of addresses, RFC 2483 @param {string} words */
export function pictureAddress(html, list, words) {
  const found = IMAGE.exec(html);
  // A page's text may hold pictures too: then the text is what was meant.
  if (found && (!words || /^\S+$/.test(words))) return (found[1] ?? found[2] ?? found[3]).replaceAll('&amp;', '&');
  const address = list.split(/\r?\n/).find((line) => line && !line.startsWith('#')) ?? '';
  return PICTURE_NAME.test(address.replace(/[?#].*$/, '')) ? address : '';
}

/** @param {string} address @returns {File|null} the picture that a data: address holds */
export function pictureInAddress(address) {
  const found = DATA_URL.exec(address);
  if (!found) return null;
  const [, type, isBase64, body] = found;
  try {
    const bytes = isBase64 ? Uint8Array.from(atob(body.replace(/\s/g, '')), (char) => char.charCodeAt(0)) : new TextEncoder().encode(decodeURIComponent(body));
    return new File([bytes], 'Pasted picture', { type: type.toLowerCase() });
  } catch {
    return null; // cut off, or no base64 after all
  }
}

export class Incoming {
  #editor;
  #fetch;
  #origin;

  /** @param {Editor} editor @param {{fetch: typeof globalThis.fetch, origin: string}} page */
  constructor(editor, { fetch, origin }) {
    this.#editor = editor;
    this.#fetch = fetch;
    this.#origin = origin;
  }

  /** Put it on the board. @param {Content} content @param {Point} world @returns {boolean} whether there was anything */
  take({ files: all, folders, picture, words }, world) {
    const boards = all.filter(isBoardFile);
    const files = all.filter((file) => !isBoardFile(file));
    for (const file of boards) this.#editor.emit('board-file', { file });
    const own = this.#ownPicture(picture);
    const inline = files.length ? null : pictureInAddress(picture);
    if (folders) this.#say(`${folders === 1 ? 'A folder is' : 'Folders are'} not taken. Open it and drop the pictures in it.`);
    if (own) void this.#takeOwn(own, world);
    else if (files.length) this.#editor.emit('files', { files, world });
    else if (inline) this.#editor.emit('files', { files: [inline], world });
    else if (picture) this.#say('Only the address of that picture arrived, not the picture. Save the picture first, then drop the file.');
    else if (words) this.#takeWords(words, world);
    else return folders + boards.length > 0;
    return true;
  }

  /** @param {string} words @param {Point} world */
  #takeWords(words, world) {
    if (lengthOf(words) > LONGEST_TEXT) this.#editor.emit('long-text', { text: words });
    else addNote(this.#editor, world.x, world.y, words);
  }

  /** A picture of this site, as large as it is, not as it was shown there. @param {string} address */
  #ownPicture(address) {
    const { asset } = this.#editor.config.urls;
    const path = new RegExp(`^${asset.replace('{id}', '([0-9a-f-]{36})').replace('{level}', '\\w+')}$`, 'i');
    if (!address || !URL.canParse(address, this.#origin)) return '';
    const url = new URL(address, this.#origin);
    const id = url.origin === this.#origin ? path.exec(url.pathname)?.[1] : '';
    return id ? pictureUrl(this.#editor.config, id, 'original') : '';
  }

  /** @param {string} address @param {Point} world */
  async #takeOwn(address, world) {
    const answer = await this.#fetch(address).catch(() => null);
    if (!answer?.ok) {
      this.#say('That picture could not be read: it is gone, or you have no access to it.');
      return;
    }
    const blob = await answer.blob();
    this.#editor.emit('files', { files: [new File([blob], 'Pasted picture', { type: blob.type })], world });
  }

  /** @param {string} message */
  #say(message) {
    this.#editor.emit('notice', { message, kind: 'bad' });
  }
}
