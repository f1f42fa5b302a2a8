// The map at the bottom left: where things are, what is being made, where everybody looks. A press or
// a drag moves the view. Things are drawn when there is time after a change; the frames of the views,
// which move often, lie on a canvas of their own.

import { element, icon } from './elements.js';
import { bothOf, mapView, paintMap } from './minimap_paint.js';
import { personColour, readPalette } from './palette.js';

/** @import { Box } from './types.js' */
/** @import { Editor } from './editor.js' */
/** @import { Memory } from './memory.js' */
/** @import { MapColours, MapView } from './minimap_paint.js' */
/** @import { Palette } from './palette.js' */

const WIDTH = 144;
const HEIGHT = 96;
const AFTER_MS = 200;

export class Minimap {
  #editor;
  #root;
  #things = canvas();
  #views = canvas();
  #image;
  #pixels;
  /** @type {MapView} */
  #view = { x: 0, y: 0, scale: 1 };
  /** @type {Palette} */
  #palette;
  /** @type {MapColours} */
  #colours;
  /** @type {any} */
  #timer = null;
  /** Around all things, as they were painted last. @type {Box | null} */
  #all = null;
  #isFramePlanned = false;
  #isLaidOut = false;
  /** Where on its own frame the pointer took it, world units. @type {{dx: number, dy: number} | null} */
  #drag = null;

  /** @param {Editor} editor @param {HTMLElement} page @param {Memory} memory whether it is shown */
  constructor(editor, page, memory) {
    this.#editor = editor;
    const context = /** @type {CanvasRenderingContext2D} */ (this.#things.getContext('2d'));
    this.#image = context.createImageData(this.#things.width, this.#things.height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#palette = readPalette(getComputedStyle(document.documentElement));
    this.#colours = coloursOf(this.#palette);
    this.#root = element(
      'div', { id: 'map', class: 'pop', role: 'group', 'aria-label': 'Map of the board' }, this.#things, this.#views,
      element('button', { type: 'button', class: 'btn s sq quiet', 'data-command': 'view.map', 'aria-label': 'Hide the map', title: 'Hide the map' }, icon('x', 's')),
    );
    page.append(this.#root);
    this.#attachPointer();
    this.#attachShowing(page, memory);
    document.addEventListener('themechange', () => {
      this.#palette = readPalette(getComputedStyle(document.documentElement));
      this.#colours = coloursOf(this.#palette);
      this.#later();
    });
    editor.store.subscribe(() => this.#later());
    editor.selection.subscribe(() => this.#later());
    editor.viewport.subscribe(() => this.#planFrame());
    editor.presence.subscribe(() => this.#planFrame());
    this.#later();
  }

  get isShown() {
    return !this.#root.hidden && this.#isLaidOut;
  }

  /** @param {HTMLElement} page @param {Memory} memory */
  #attachShowing(page, memory) {
    const show = (/** @type {boolean} */ isShown) => {
      this.#root.hidden = !isShown;
      page.toggleAttribute('data-map', isShown);
      this.#later();
    };
    this.#editor.commands.register({
      id: 'view.map', label: 'Show or hide the map', icon: 'map', mode: 'canvas',
      run: () => {
        const isShown = Boolean(this.#root.hidden);
        show(isShown);
        memory.write('map', isShown);
      },
    });
    show(memory.read('map', true));
    // A phone that was turned, bars that came back. Asked for in a frame, the width costs a layout.
    new ResizeObserver(() => {
      this.#isLaidOut = this.#root.clientWidth > 0;
      this.#later();
      this.#editor.emit('layout'); // in a smaller window it stands over the board
    }).observe(this.#root);
  }

  #attachPointer() {
    const { viewport } = this.#editor;
    const worldOf = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const bounds = this.#views.getBoundingClientRect();
      const ratio = this.#views.width / bounds.width;
      return {
        x: this.#view.x + ((clientX - bounds.left) * ratio) / this.#view.scale,
        y: this.#view.y + ((clientY - bounds.top) * ratio) / this.#view.scale,
      };
    };
    const centre = (/** @type {{x: number, y: number}} */ at) => {
      const box = viewport.visibleBox();
      viewport.setView(viewport.x + at.x - box.x - box.width / 2, viewport.y + at.y - box.y - box.height / 2, viewport.zoom);
    };
    this.#views.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.#views.setPointerCapture(event.pointerId);
      const at = worldOf(event);
      const { x, y, width, height } = viewport.visibleBox();
      const isInside = at.x >= x && at.y >= y && at.x <= x + width && at.y <= y + height;
      this.#drag = isInside ? { dx: at.x - x - width / 2, dy: at.y - y - height / 2 } : { dx: 0, dy: 0 };
      if (!isInside) centre(at);
    });
    this.#views.addEventListener('pointermove', (event) => {
      if (!this.#drag) return;
      const at = worldOf(event);
      centre({ x: at.x - this.#drag.dx, y: at.y - this.#drag.dy });
    });
    const end = () => {
      this.#drag = null;
      this.#later();
    };
    this.#views.addEventListener('pointerup', end);
    this.#views.addEventListener('lostpointercapture', end);
  }

  /** Things, when there is time: many changes in a row are drawn once. */
  #later() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (this.isShown) this.#paint();
    }, AFTER_MS);
  }

  #paint() {
    const { renderer, selection } = this.#editor;
    const { width, height } = this.#things;
    this.#all = renderer.scene.bounds();
    // A drag keeps its map: it would slip away under the pointer.
    if (!this.#drag) this.#view = this.#wanted();
    paintMap(this.#pixels, width, height, renderer.scene.ordered(), this.#view, (id) => selection.has(id), this.#colours);
    /** @type {CanvasRenderingContext2D} */ (this.#things.getContext('2d')).putImageData(this.#image, 0, 0);
    this.#paintViews();
  }

  #planFrame() {
    if (this.#isFramePlanned || !this.isShown) return;
    this.#isFramePlanned = true;
    requestAnimationFrame(() => {
      this.#isFramePlanned = false;
      this.#paintViews();
      if (this.#isOutgrown()) this.#later();
    });
  }

  /** Does the map have to show more, or less, than it does: did the view leave it, or come back? */
  #isOutgrown() {
    const { x, y, scale } = this.#wanted();
    return !this.#drag && (x !== this.#view.x || y !== this.#view.y || scale !== this.#view.scale);
  }

  /** @returns {MapView} all things and where one looks */
  #wanted() {
    return mapView(bothOf(this.#all, this.#editor.viewport.visibleBox()), this.#things.width, this.#things.height);
  }

  /** The frames of the views: yours, and those of the others in their colours. */
  #paintViews() {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#views.getContext('2d'));
    context.clearRect(0, 0, this.#views.width, this.#views.height);
    const { presence, viewport } = this.#editor;
    for (const { viewport: box, colour } of presence.others()) {
      if (box) this.#frame(context, { x: box[0], y: box[1], width: box[2], height: box[3] }, personColour(this.#palette, colour), 2);
    }
    this.#frame(context, viewport.visibleBox(), this.#palette.accentLine, 3);
  }

  /** @param {CanvasRenderingContext2D} context @param {Box} box @param {string} colour @param {number} line device px */
  #frame(context, box, colour, line) {
    const { x, y, scale } = this.#view;
    const half = line / 2;
    const left = Math.max(half, (box.x - x) * scale);
    const top = Math.max(half, (box.y - y) * scale);
    const right = Math.min(this.#views.width - half, (box.x + box.width - x) * scale);
    const bottom = Math.min(this.#views.height - half, (box.y + box.height - y) * scale);
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.beginPath();
    context.roundRect(Math.min(left, this.#views.width - 6), Math.min(top, this.#views.height - 6), Math.max(6, right - left), Math.max(6, bottom - top), 4);
    context.stroke();
  }
}

/** Twice as many px as it takes on the page: sharp where screens are fine. */
function canvas() {
  return /** @type {HTMLCanvasElement} */ (element('canvas', { width: WIDTH * 2, height: HEIGHT * 2 }));
}

/** Tokens as the numbers that pixels are. @param {Palette} palette @returns {MapColours} */
function coloursOf(palette) {
  const dot = /** @type {HTMLCanvasElement} */ (element('canvas', { width: 1, height: 1 }));
  const context = /** @type {CanvasRenderingContext2D} */ (dot.getContext('2d', { willReadFrequently: true }));
  const read = (/** @type {string} */ colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0];
  };
  return {
    thing: read(palette.edge), note: read(palette.press), frame: read(palette.raised), running: read(palette.accentLine),
    failed: read(palette.bad), selected: read(palette.text),
  };
}
