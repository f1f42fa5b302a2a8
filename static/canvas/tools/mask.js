// The mask tool: choose a picture, then paint what should be regenerated.

import { PictureTool } from './picture_tool.js';

/** @import { Editor } from '../editor.js' */
/** @import { EditMode } from '../edit_mode.js' */
/** @import { MaskEditor } from '../mask_editor.js' */

export class MaskTool extends PictureTool {
  /** @param {Editor} editor @param {EditMode} mode @param {MaskEditor} maskEditor */
  constructor(editor, mode, maskEditor) {
    super('mask', { editor, mode, pointerEditor: maskEditor, hint: 'Click the picture that should be masked.' });
    this.cursor = 'crosshair';
  }
}
