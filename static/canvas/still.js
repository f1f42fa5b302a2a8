// A copy of the scene as it was last drawn, for frames in which only what lies over it changes.

export class Still {
  #createCanvas;
  /** @type {CanvasRenderingContext2D|null} */
  #context = null;
  #isKept = false;

  /** @param {() => HTMLCanvasElement} createCanvas */
  constructor(createCanvas) {
    this.#createCanvas = createCanvas;
  }

  /** @param {CanvasRenderingContext2D} scene */
  keep({ canvas }) {
    this.#context ??= /** @type {CanvasRenderingContext2D} */ (this.#createCanvas().getContext('2d', { alpha: false }));
    const copy = this.#context.canvas;
    if (copy.width !== canvas.width) copy.width = canvas.width;
    if (copy.height !== canvas.height) copy.height = canvas.height;
    this.#context.drawImage(canvas, 0, 0);
    this.#isKept = true;
  }

  /** The scene is another. */
  drop() {
    this.#isKept = false;
  }

  /** Draw it, if there is one. @param {CanvasRenderingContext2D} target @returns {boolean} */
  show(target) {
    if (!this.#isKept || !this.#context) return false;
    target.setTransform(1, 0, 0, 1, 0, 0);
    target.drawImage(this.#context.canvas, 0, 0);
    return true;
  }
}
