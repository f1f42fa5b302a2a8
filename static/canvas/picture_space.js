// Between the world and the px of a picture that may be turned, mirrored and scaled. Pure.

/** @import { BoardNode, Point } from './types.js' */

/** @typedef {Pick<BoardNode, 'x' | 'y' | 'width' | 'height' | 'rotation' | 'image_width' | 'image_height' | 'flip_x' | 'flip_y'>} Placed */

/** @param {Placed} node @param {Point} world @returns {Point} px, from the picture's top left corner; may lie outside */
export function worldToPicture(node, world) {
  const turned = turn(world, middle(node), -node.rotation);
  const across = (turned.x - node.x) / node.width;
  const down = (turned.y - node.y) / node.height;
  return {
    x: (node.flip_x ? 1 - across : across) * (node.image_width ?? 1),
    y: (node.flip_y ? 1 - down : down) * (node.image_height ?? 1),
  };
}

/** @param {Placed} node @param {Point} px of the picture @returns {Point} world */
export function pictureToWorld(node, { x, y }) {
  const across = x / (node.image_width ?? 1);
  const down = y / (node.image_height ?? 1);
  const at = { x: node.x + (node.flip_x ? 1 - across : across) * node.width, y: node.y + (node.flip_y ? 1 - down : down) * node.height };
  return turn(at, middle(node), node.rotation);
}

/** World units a px of the picture. @param {Placed} node */
export function pixelSize(node) {
  return node.width / (node.image_width ?? 1);
}

/** @param {Placed} node */
function middle(node) {
  return { x: node.x + node.width / 2, y: node.y + node.height / 2 };
}

/** @param {Point} point @param {Point} about @param {number} degrees clockwise */
function turn(point, about, degrees) {
  if (!degrees) return point;
  const angle = (degrees * Math.PI) / 180;
  const dx = point.x - about.x;
  const dy = point.y - about.y;
  return {
    x: about.x + dx * Math.cos(angle) - dy * Math.sin(angle),
    y: about.y + dx * Math.sin(angle) + dy * Math.cos(angle),
  };
}

/**
 * Let a context draw in px of the picture: its origin the top left corner, turned, mirrored and
 * scaled with it.
 * @param {CanvasRenderingContext2D} context @param {{worldToScreen(point: Point): Point, zoom: number}} viewport
 * @param {Placed} node
 */
export function enterPicture(context, viewport, node) {
  const { x, y } = viewport.worldToScreen(middle(node));
  context.translate(x, y);
  context.rotate((node.rotation * Math.PI) / 180);
  const scale = pixelSize(node) * viewport.zoom;
  context.scale(node.flip_x ? -scale : scale, (node.height / (node.image_height ?? 1)) * viewport.zoom * (node.flip_y ? -1 : 1));
  context.translate(-(node.image_width ?? 0) / 2, -(node.image_height ?? 0) / 2);
  return scale;
}
