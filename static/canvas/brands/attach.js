// Puts brands on the page: the switch in the top bar, their words beside the prompt.

import { find } from '../elements.js';
import { BrandSwitch } from './switch.js';
import { attachBrandWords } from './words.js';

/** @import { Api } from '../api.js' */
/** @import { Editor } from '../editor.js' */
/** @import { PromptBar } from '../prompt_bar.js' */

/** @param {Editor} editor @param {HTMLElement} root the page's #board @param {Api} api @param {PromptBar} bar */
export function attachBrands(editor, root, api, bar) {
  const menu = /** @type {HTMLElement | null} */ (root.querySelector('#board-brand'));
  if (!menu) return; // the workspace has none
  const brands = new BrandSwitch(editor, find(root, '#topbar'), menu, (brand) => api.useBrand(brand));
  attachBrandWords(find(root, '#prompt-bar'), brands, (words) => bar.insert(words));
}
