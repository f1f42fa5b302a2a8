// The colours that people give to text, shapes and lines.

/** @import { BoardNode } from '../types.js' */
/** @import { Palette } from '../palette.js' */

/** @param {Palette} palette @param {BoardNode['colour']} colour */
export function inkOf(palette, colour) {
  switch (colour) {
    case 'grey':
      return palette.drawGrey;
    case 'amber':
      return palette.drawAmber;
    case 'blue':
      return palette.drawBlue;
    case 'green':
      return palette.drawGreen;
    case 'rose':
      return palette.drawRose;
    default:
      return palette.drawInk;
  }
}
