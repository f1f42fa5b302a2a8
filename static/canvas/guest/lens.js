// How one picture lies on its stage: fitted, or nearer. Plain numbers in CSS px.

const MOST_ZOOM = 6;
const DOUBLE_TAP_ZOOM = 2.5;

/** @typedef {{x: number, y: number}} Point */

export class Lens {
  /** Of the picture, fitted; and of the stage. */
  #picture = { width: 1, height: 1 };
  #stage = { width: 1, height: 1 };
  /** 1: the whole picture is seen. */
  zoom = 1;
  /** Top left corner of the picture on the stage. */
  x = 0;
  y = 0;

  /** @param {{width: number, height: number}} picture of any unit @param {{width: number, height: number}} stage */
  fit(picture, stage) {
    const scale = Math.min(stage.width / picture.width, stage.height / picture.height);
    this.#picture = { width: picture.width * scale, height: picture.height * scale };
    this.#stage = stage;
    this.reset();
  }

  get size() {
    return this.#picture;
  }

  get isFitted() {
    return this.zoom === 1;
  }

  reset() {
    this.zoom = 1;
    this.#settle(0, 0);
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    this.#settle(this.x + dx, this.y + dy);
  }

  /** What lies under `at` stays there. @param {number} factor @param {Point} at on the stage */
  zoomBy(factor, at) {
    const zoom = Math.min(MOST_ZOOM, Math.max(1, this.zoom * factor));
    const change = zoom / this.zoom;
    this.zoom = zoom;
    this.#settle(at.x - (at.x - this.x) * change, at.y - (at.y - this.y) * change);
  }

  /** Nearer, or all of it again. @param {Point} at */
  toggle(at) {
    if (this.isFitted) this.zoomBy(DOUBLE_TAP_ZOOM, at);
    else this.reset();
  }

  /** @param {Point} at on the stage @returns {Point | null} 0..1 of the picture; null: beside it */
  pointAt(at) {
    const x = (at.x - this.x) / (this.#picture.width * this.zoom);
    const y = (at.y - this.y) / (this.#picture.height * this.zoom);
    return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null;
  }

  /** No gap between the picture and an edge of the stage that it could reach; else in the middle. @param {number} x @param {number} y */
  #settle(x, y) {
    this.x = within(x, this.#picture.width * this.zoom, this.#stage.width);
    this.y = within(y, this.#picture.height * this.zoom, this.#stage.height);
  }
}

/** @param {number} at @param {number} length @param {number} room */
function within(at, length, room) {
  if (length <= room) return (room - length) / 2;
  return Math.min(0, Math.max(room - length, at));
}
