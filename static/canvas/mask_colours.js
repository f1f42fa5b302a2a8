// The colours of masks, as the page's theme has them.

/** @import { Colours } from './mask_view.js' */

/** @returns {Colours} */
export function readMaskColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    casing: read('--casing'), accent: read('--accent'), tints: {
      blue: read('--mask'), amber: read('--mask-amber'), rose: read('--mask-rose'), green: read('--mask-green'), violet: read('--mask-violet'), white: read('--mask-white'),
    },
  };
}
