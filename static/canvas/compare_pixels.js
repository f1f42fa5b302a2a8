// What changed between two pictures of one size, px by px: a share, and a map of how much. Pure.

/** Unchanged px of the map: the picture in dim greys, so that one sees where the change lies. */
const DIM = 0.3;

/**
 * A px is changed when one of its bytes is another: an edit leaves all outside its mask byte for byte.
 * @param {Uint8ClampedArray} before RGBA @param {Uint8ClampedArray} after RGBA, as long
 * @returns {{changed: number, total: number, map: Uint8ClampedArray<ArrayBuffer>}} map: RGBA, opaque; from amber over
 *   red to white the more a px changed
 */
export function differenceOf(before, after) {
  const map = new Uint8ClampedArray(before.length);
  let changed = 0;
  for (let i = 0; i < before.length; i += 4) {
    const by = Math.max(
      Math.abs(before[i] - after[i]), Math.abs(before[i + 1] - after[i + 1]),
      Math.abs(before[i + 2] - after[i + 2]), Math.abs(before[i + 3] - after[i + 3]),
    );
    map[i + 3] = 255;
    if (by === 0) {
      const grey = DIM * (0.3 * before[i] + 0.59 * before[i + 1] + 0.11 * before[i + 2]);
      map[i] = grey; map[i + 1] = grey; map[i + 2] = grey;
    } else {
      changed += 1;
      heat(map, i, by / 255);
    }
  }
  return { changed, total: before.length / 4, map };
}

/** Small changes have to be seen too: half of the scale is for the first sixteenth.
 * @param {Uint8ClampedArray} map @param {number} i @param {number} by 0..1 */
function heat(map, i, by) {
  const t = by ** 0.25;
  map[i] = 110 + 290 * t;
  map[i + 1] = t < 0.5 ? 60 + 200 * t : 160 - 320 * (t - 0.5) + 900 * Math.max(0, t - 0.8);
  map[i + 2] = 900 * Math.max(0, t - 0.75);
}

/** "3.2 % of pixels changed". @param {number} changed @param {number} total */
export function changedWords(changed, total) {
  if (!changed) return 'No pixel changed';
  const percent = (100 * changed) / total;
  if (percent < 0.1) return `${changed.toLocaleString('en-GB')} ${changed === 1 ? 'pixel' : 'pixels'} changed, less than 0.1 %`;
  return `${changed === total ? '100' : Math.min(percent, 99.9).toFixed(1)} % of pixels changed`;
}

/** What an edit promised when it was made: `source` and `result` are assets.
 * @typedef {{source: string, result: string, changed_outside: number | null}} Edit */

/** ", all inside the mask", for an edit and the picture that it was made from. @param {Edit | null} edit @param {string | null} before
 * @param {string | null} after assets */
export function insideWords(edit, before, after) {
  if (!edit || edit.changed_outside === null || edit.source !== before || edit.result !== after) return '';
  return edit.changed_outside === 0 ? ', all inside the mask' : `, ${edit.changed_outside.toLocaleString('en-GB')} outside the mask`;
}

/** Zoom about a point that stays where it is. @param {{x: number, y: number, zoom: number}} view
 * @param {number} factor @param {{x: number, y: number}} point px of the pane */
export function zoomedView({ x, y, zoom }, factor, point) {
  const next = Math.min(32, Math.max(1, zoom * factor));
  if (next === 1) return { x: 0, y: 0, zoom: 1 };
  const by = next / zoom;
  return { x: point.x - (point.x - x) * by, y: point.y - (point.y - y) * by, zoom: next };
}
