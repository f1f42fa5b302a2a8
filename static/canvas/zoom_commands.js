// Zooming by keys and by the menu of the zoom field.

/** @import { Editor } from './editor.js' */

const STEP = 1.25;

/** @param {Editor} editor */
export function registerZoom(editor) {
  const { commands, viewport } = editor;
  const to = (/** @type {number} */ zoom) => () => viewport.zoomTo(zoom);
  commands.register({ id: 'zoom.in', label: 'Zoom in', keys: '+', run: () => viewport.zoomBy(STEP) });
  commands.register({ id: 'zoom.out', label: 'Zoom out', keys: '-', run: () => viewport.zoomBy(1 / STEP) });
  commands.register({ id: 'zoom.actual', label: 'Zoom to 100 %', keys: ['Shift+0', 'Mod+0'], run: to(1) });
  commands.register({ id: 'zoom.half', label: 'Zoom to 50 %', run: to(0.5) });
  commands.register({ id: 'zoom.double', label: 'Zoom to 200 %', run: to(2) });
  commands.register({
    id: 'zoom.fit', label: 'Show everything', keys: 'Shift+1', mode: 'canvas',
    run: () => {
      const box = editor.bounds();
      if (box) viewport.flyTo(box);
      else viewport.zoomTo(1);
    },
  });
  commands.register({
    id: 'zoom.selection', label: 'Zoom to selection', keys: 'Shift+2', mode: 'canvas',
    enabled: () => editor.selection.ids.size > 0,
    why: () => 'select something first',
    run: () => {
      const box = editor.bounds(editor.selection.ids);
      if (box) viewport.flyTo(box, { mostZoom: 2 });
    },
  });
}
