// The laser: where somebody points, with a trail that fades. Shown to all, never stored.

import { personColour } from './palette.js';
import { Tool } from './tools/tool.js';

/** @import { ToolPointer } from './types.js' */
/** @import { Editor } from './editor.js' */

const TRAIL_MS = 900;
const WIDTH_PX = 6;
const DOT_PX = 5;
/** A key that was held shorter than this was pressed: the laser stays. */
const TAP_MS = 250;

/** @typedef {{x: number, y: number, ms: number}} TrailPoint world */

/** Points of each person that have not faded yet. */
export class Trails {
  /** @type {Map<string, TrailPoint[]>} */
  #points = new Map();

  get isEmpty() {
    return this.#points.size === 0;
  }

  /** @param {string} key @param {number} x world @param {number} y @param {number} ms */
  add(key, x, y, ms) {
    const points = this.#points.get(key) ?? [];
    points.push({ x, y, ms });
    this.#points.set(key, points);
  }

  /** Those that live, oldest first; the rest is forgotten. @param {number} ms @returns {Map<string, TrailPoint[]>} */
  at(ms) {
    for (const [key, points] of this.#points) {
      const living = points.filter((point) => ms - point.ms < TRAIL_MS);
      if (living.length) this.#points.set(key, living);
      else this.#points.delete(key);
    }
    return this.#points;
  }
}

/** @param {Editor} editor */
export function attachLaser(editor) {
  const { presence, renderer, tools, commands, shortcuts } = editor;
  const trails = new Trails();
  const isStill = matchMedia('(prefers-reduced-motion: reduce)');
  /** @type {(() => void) | null} takes the painter away */
  let remove = null;
  const paint = () => {
    const alive = trails.at(performance.now());
    for (const [key, points] of alive) drawTrail(editor, key, points, isStill.matches);
    if (alive.size) requestAnimationFrame(() => renderer.requestOverlay());
    else requestAnimationFrame(() => { if (trails.isEmpty) { remove?.(); remove = null; } });
  };
  const add = (/** @type {string} */ key, /** @type {number} */ x, /** @type {number} */ y) => {
    trails.add(key, x, y, performance.now());
    remove ??= renderer.addOverlay(paint);
    renderer.requestOverlay();
  };
  /** @type {Map<string, [number, number] | null | undefined>} */
  const last = new Map();
  presence.subscribe(() => {
    for (const { key, laser } of presence.others()) {
      if (laser && laser !== last.get(key)) add(key, laser[0], laser[1]);
      last.set(key, laser);
    }
  });

  tools.register(new LaserTool(editor, add));
  let pressedAt = 0;
  let before = '';
  const press = () => {
    pressedAt = performance.now();
    before = tools.name;
    tools.activate('laser');
  };
  const release = () => {
    const isTap = performance.now() - pressedAt < TAP_MS;
    if (before === 'laser' || !isTap) tools.activate(before === 'laser' ? restingTool(editor) : before);
  };
  for (const mode of /** @type {const} */ (['canvas', 'present'])) shortcuts.registerHold({ key: 'K', mode, press, release });
  commands.register({
    id: 'tool.laser', label: 'Laser pointer', keys: 'K',
    enabled: () => editor.mode === 'canvas' || editor.mode === 'present',
    run: () => void tools.activate(tools.name === 'laser' ? restingTool(editor) : 'laser'),
  });
}

/** @param {Editor} editor */
function restingTool({ mode }) {
  return mode === 'present' ? 'present' : 'select';
}

class LaserTool extends Tool {
  name = 'laser';
  cursor = 'crosshair';
  wantsEveryPoint = true;
  #editor;
  #add;

  /** @param {Editor} editor @param {(key: string, x: number, y: number) => void} add */
  constructor(editor, add) {
    super();
    this.#editor = editor;
    this.#add = add;
  }

  /** @param {ToolPointer} event */
  pointerMove({ world }) {
    const { presence } = this.#editor;
    this.#add(presence.you, world.x, world.y);
    presence.show({ laser: [world.x, world.y] });
  }

  pointerLeave() {
    this.#editor.presence.show({ laser: null });
  }

  exit() {
    this.#editor.presence.show({ laser: null });
  }

  /** Presenting goes on by the same keys. @param {KeyboardEvent} event */
  keyDown(event) {
    if (this.#editor.mode !== 'present' || event.key !== ' ') return false;
    event.preventDefault();
    return this.#editor.commands.run('present.next');
  }
}

/** @param {Editor} editor @param {string} key @param {TrailPoint[]} points @param {boolean} isStill */
function drawTrail({ presence, renderer, viewport }, key, points, isStill) {
  const { context, palette } = renderer.overlayPen;
  const now = performance.now();
  const colour = personColour(palette, presence.person(key)?.colour ?? 1);
  const at = (/** @type {TrailPoint} */ { x, y }) => ({ x: (x - viewport.x) * viewport.zoom, y: (y - viewport.y) * viewport.zoom });
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineCap = 'round';
  for (let i = 1; i < points.length && !isStill; i += 1) {
    const left = 1 - (now - points[i].ms) / TRAIL_MS;
    const from = at(points[i - 1]);
    const to = at(points[i]);
    context.globalAlpha = left;
    context.lineWidth = Math.max(1, WIDTH_PX * left);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  const head = at(points[points.length - 1]);
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(head.x, head.y, DOT_PX, 0, 2 * Math.PI);
  context.fill();
}
