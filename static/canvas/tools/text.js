// The text tool: a click writes on and on, a drag gives the width at which lines end.

import { TEXT_LINE } from '../draw/text_node.js';
import { tidy } from '../moves.js';
import { BoxTool } from './box_tool.js';

/** @import { BoardNode, Box, Point } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Styles } from '../styles.js' */

const DRAG_FROM_PX = 8;

export class TextTool extends BoxTool {
  name = 'text';
  cursor = 'text';
  #styles;

  /** @param {Editor} editor @param {Styles} styles */
  constructor(editor, styles) {
    super(editor);
    this.#styles = styles;
  }

  /** @param {Box} drawn @param {Point} from @param {Point} to */
  drawn(drawn, from, to) {
    const isDrag = drawn.width * this.editor.viewport.zoom >= DRAG_FROM_PX;
    const there = isDrag ? null : this.editor.nodeAt(to);
    this.editor.tools.done();
    if (there?.kind === 'text') this.editor.emit('text-edit', { id: there.id });
    else this.editor.emit('text-edit', { id: null, draft: this.#draft(isDrag ? drawn : from, isDrag ? drawn.width : 0) });
  }

  /** A text that is no node before something is written. @param {Point} at
   * @param {number} width 0: as wide as what is written @returns {BoardNode} */
  #draft(at, width) {
    const { size, textColour: colour } = this.#styles;
    const height = Math.ceil(size * TEXT_LINE);
    const box = { x: tidy(at.x), y: tidy(width ? at.y : at.y - height / 2), width: width ? Math.max(size, tidy(width)) : size / 2, height };
    return {
      id: this.editor.newId(), kind: 'text', ...box, rotation: 0, order: '', parent: null, asset: null, generation: null,
      name: '', text: '', size, colour, ...(width ? { wraps: true } : {}),
    };
  }
}
