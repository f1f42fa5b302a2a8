// How the next drawn thing looks: as the last one was made to look.

/** @import { BoardNode } from './types.js' */

export class Styles {
  /** Of shapes and lines. @type {NonNullable<BoardNode['colour']>} */
  colour = 'amber';
  /** World units. */
  thickness = 3;
  /** @type {NonNullable<BoardNode['fill']>} */
  fill = 'none';
  /** Of text. @type {NonNullable<BoardNode['colour']>} */
  textColour = 'ink';
  /** Of letters, world units. */
  size = 24;

  /** What somebody chose for a thing of a kind. @param {BoardNode['kind']} kind @param {Record<string, any>} set */
  remember(kind, set) {
    if (kind === 'text') {
      this.textColour = set.colour ?? this.textColour;
      this.size = set.size ?? this.size;
    } else if (kind === 'shape' || kind === 'line') {
      this.colour = set.colour ?? this.colour;
      this.thickness = set.thickness ?? this.thickness;
      this.fill = set.fill ?? this.fill;
    }
  }
}
