// One row of the list view, as elements that are used again for other nodes.

import { element } from '../elements.js';
import { sayNode } from '../node_words.js';
import { pictureUrl } from '../picture_url.js';

/** @import { Editor } from '../editor.js' */
/** @import { Row } from './rows.js' */

const COLUMNS = ['picture', 'title', 'kind', 'state', 'prompt', 'frame', 'size', 'by', 'when', 'risk', 'comments'];
const dates = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const exactDates = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

export function makeRow() {
  const cells = COLUMNS.map((name, i) => element('span', { role: 'gridcell', 'aria-colindex': i + 1, class: `cut ${name}` }));
  cells[0].append(element('img', { alt: '', loading: 'lazy', decoding: 'async', hidden: true }));
  return element('div', { role: 'row', class: 'list-row' }, ...cells);
}

/**
 * @param {HTMLElement} item @param {Row} row
 * @param {{editor: Editor, at: number, count: number, isSelected: boolean, isActive: boolean}} state
 */
export function drawRow(item, row, { editor, at, count, isSelected, isActive }) {
  const { node } = row;
  item.hidden = false;
  item.id = `row-${node.id}`;
  item.dataset.node = node.id;
  item.toggleAttribute('data-active', isActive);
  setAttribute(item, 'aria-rowindex', String(at + 2));
  setAttribute(item, 'aria-selected', String(isSelected));
  setAttribute(item, 'aria-label', sayNode(editor, node, at + 1, count));
  const [picture, ...cells] = /** @type {HTMLElement[]} */ ([...item.children]);
  drawPicture(/** @type {HTMLImageElement} */ (picture.firstElementChild), node.kind === 'image' && node.asset ? pictureUrl(editor.config, node.asset) : '');
  const size = `${Math.round(node.image_width ?? node.width)} × ${Math.round(node.image_height ?? node.height)}`;
  const made = row.madeAt ? new Date(row.madeAt) : null;
  const texts = [row.title || 'Without a name', row.kind, row.state, row.prompt, row.frame, size, row.by, made ? dates.format(made) : '', row.risk, row.comments ? String(row.comments) : ''];
  cells.forEach((cell, i) => { if (cell.textContent !== texts[i]) cell.textContent = texts[i]; });
  cells[0].classList.toggle('three', !row.title);
  cells[3].title = row.prompt;
  cells[7].title = made ? exactDates.format(made) : '';
}

/** @param {HTMLImageElement} image @param {string} url */
function drawPicture(image, url) {
  image.hidden = !url;
  if (url && image.getAttribute('src') !== url) image.src = url;
}

/** Unchanged ones cost no style. @param {HTMLElement} item @param {string} name @param {string} value */
function setAttribute(item, name, value) {
  if (item.getAttribute(name) !== value) item.setAttribute(name, value);
}
