// Small rectangles that stand for formats.

/**
 * Give an element the size of a ratio. @param {HTMLElement} shape @param {number} ratio width to height
 * @param {number} [side] px of the longer side
 */
export function setShape(shape, ratio, side = 13) {
  shape.style.width = `${Math.round(side * Math.min(1, ratio))}px`;
  shape.style.height = `${Math.round(side * Math.min(1, 1 / ratio))}px`;
}
