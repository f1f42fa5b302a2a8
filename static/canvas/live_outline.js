// Tells the others the outline of the masks that you are making, and draws theirs.

import { unionCells } from './mask_outline.js';
import { personColour } from './palette.js';
import { enterPicture } from './picture_space.js';
import { MAX_OUTLINE_NUMBERS, MAX_OUTLINE_PATHS, OUTLINE_UNITS } from './protocol.js';
import { drawnOutline, sharedOutline } from './shared_outline.js';
import { throttled } from './throttle.js';

/** @import { BoardNode, PersonPresence } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { MaskEditor } from './mask_editor.js' */
/** @import { MaskView } from './mask_view.js' */

/** Fast enough to follow a hand, slow enough for thirty who look on. */
const TELL_EVERY_MS = 250;
const LINE_PX = 2;

/** @param {Editor} editor @param {MaskEditor} mask */
export function tellOutline(editor, mask) {
  let told = 'null';
  const tell = throttled(() => {
    const outline = mask.view && mask.layers ? outlineOf(mask.view, mask.layers.active.raster) : null;
    const telling = JSON.stringify(outline);
    if (telling === told) return;
    told = telling;
    editor.presence.show({ outline });
  }, TELL_EVERY_MS);
  mask.subscribe(tell);
  mask.onDrawn(tell);
}

/** @param {MaskView} view @param {{width: number, height: number}} picture */
function outlineOf(view, picture) {
  const masks = view.shrunk();
  const paths = sharedOutline({ ...masks[0], cells: unionCells(masks) }, picture);
  if (!view.drawing || paths.length === MAX_OUTLINE_PATHS) return paths;
  const room = MAX_OUTLINE_NUMBERS - paths.reduce((sum, path) => sum + path.length, 0);
  return [...paths, ...drawnOutline(view.drawing, picture, room)];
}

/** Theirs, each in the person's colour. @param {Editor} editor */
export function showOutlines(editor) {
  const { presence, renderer, store } = editor;
  const shown = () => presence.others().filter(({ masking, outline }) => outline?.length && masking && store.node(masking));
  renderer.addOverlay((context, viewport) => {
    for (const person of shown()) {
      context.save();
      const node = /** @type {BoardNode} */ (store.node(person.masking ?? null));
      const scale = enterPicture(context, viewport, node);
      const { palette } = renderer.overlayPen;
      draw(context, pathOf(person, node), scale, { colour: personColour(palette, person.colour), casing: palette.casing });
      context.restore();
    }
  }, () => shown().length > 0);
}

/** @param {PersonPresence} person @param {BoardNode} node */
function pathOf({ outline }, { image_width: width = 1, image_height: height = 1 }) {
  const path = new Path2D();
  for (const flat of outline ?? []) {
    for (let i = 0; i < flat.length; i += 2) {
      const [x, y] = [(flat[i] * width) / OUTLINE_UNITS, (flat[i + 1] * height) / OUTLINE_UNITS];
      if (i) path.lineTo(x, y);
      else path.moveTo(x, y);
    }
    path.closePath();
  }
  return path;
}

/** @param {CanvasRenderingContext2D} context @param {Path2D} path @param {number} scale @param {{colour: string, casing: string}} look */
function draw(context, path, scale, { colour, casing }) {
  context.lineJoin = 'round';
  context.strokeStyle = casing;
  context.lineWidth = (LINE_PX + 2) / scale;
  context.stroke(path);
  context.strokeStyle = colour;
  context.lineWidth = LINE_PX / scale;
  context.stroke(path);
  context.globalAlpha = 0.16;
  context.fillStyle = colour;
  context.fill(path, 'evenodd');
  context.globalAlpha = 1;
}
