// The extend tool: choose a picture, then drag its edges outward.

import { PictureTool } from './picture_tool.js';

/** @import { ToolPointer } from '../types.js' */
/** @import { Editor } from '../editor.js' */
/** @import { EditMode } from '../edit_mode.js' */
/** @import { ExtendEditor } from '../extend_editor.js' */

export class ExtendTool extends PictureTool {
  #extendEditor;

  /** @param {Editor} editor @param {EditMode} mode @param {ExtendEditor} extendEditor */
  constructor(editor, mode, extendEditor) {
    super('extend', { editor, mode, pointerEditor: extendEditor, hint: 'Click the picture that should grow.' });
    this.#extendEditor = extendEditor;
    this.cursor = 'crosshair';
  }

  /** @param {ToolPointer} event */
  pointerMove(event) {
    super.pointerMove(event);
    this.cursor = this.isEditing ? this.#extendEditor.cursor : 'crosshair';
  }
}
