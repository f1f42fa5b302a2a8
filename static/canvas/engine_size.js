// Which size an engine is asked for, and what becomes of it, in words: shown before anything is paid for.
// engineSize is the twin of engine_size in assets/generations/fit.py; both are held to
// tests/data/engine_sizes.json.

/** @typedef {{width: number, height: number}} Size px */
/**
 * @typedef {object} Bounds sizes: the only ones, or none for any within the rest; max_side, max_ratio: 0 for any
 * @property {[number, number][]} sizes
 * @property {number} min_pixels @property {number} max_pixels
 * @property {number} max_side @property {number} max_ratio @property {number} multiple_of
 */

/** Ratios that differ by less show the same view. */
const SAME_VIEW = 0.02;
/** Wanted px for each px that is made: beyond it the picture is visibly enlarged. */
const ENLARGED = 1.3;

/** @param {Size} wanted @param {Bounds} engine @returns {Size} */
export function engineSize(wanted, engine) {
  if (engine.sizes.length) return nearestOf(engine.sizes, wanted);
  const step = engine.multiple_of;
  const [width, height] = withinBounds(wanted, engine).map((side) => ({
    low: Math.max(Math.floor(side / step), 1) * step, high: Math.ceil(Number((side / step).toFixed(6))) * step,
  }));
  const around = [
    { width: width.high, height: height.high }, { width: width.low, height: height.high },
    { width: width.high, height: height.low }, { width: width.low, height: height.low },
  ];
  return around.find((size) => isTaken(size, engine)) ?? around[3];
}

/**
 * "Made as 1536 × 1024 px, then cropped", or "" where the picture is made as it is wanted.
 * @param {Size} wanted @param {Bounds} engine
 */
export function sizeWords(wanted, engine) {
  const made = engineSize(wanted, engine);
  const isCropped = Math.abs((made.width * wanted.height) / (made.height * wanted.width) - 1) > SAME_VIEW;
  const isEnlarged = Math.max(wanted.width / made.width, wanted.height / made.height) > ENLARGED;
  if (!isCropped && !isEnlarged) return '';
  const then = [isEnlarged && 'enlarged', isCropped && 'cropped'].filter(Boolean).join(' and ');
  return `Made as ${made.width} × ${made.height} px, then ${then}`;
}

/** By ratio, among equals by area. @param {[number, number][]} sizes @param {Size} wanted */
function nearestOf(sizes, wanted) {
  const rated = sizes.map(([width, height]) => ({
    size: { width, height },
    ratio: Number(Math.abs(Math.log(width / height) - Math.log(wanted.width / wanted.height)).toFixed(6)),
    area: Math.abs(Math.log(width * height) - Math.log(wanted.width * wanted.height)),
  }));
  return rated.reduce((best, one) => (one.ratio - best.ratio || one.area - best.area) < 0 ? one : best).size;
}

/** Less of the long side where the ratio is too wide, then scaled in its ratio. @param {Size} wanted @param {Bounds} engine */
function withinBounds({ width, height }, engine) {
  const widest = engine.max_ratio || Infinity;
  const [across, down] = [Math.min(width, height * widest), Math.min(height, width * widest)];
  const area = across * down;
  const most = Math.min(1, Math.sqrt(engine.max_pixels / area), (engine.max_side || Infinity) / Math.max(across, down));
  const scale = Math.max(most, Math.sqrt(engine.min_pixels / area));
  return [across * scale, down * scale];
}

/** @param {Size} size @param {Bounds} engine */
function isTaken({ width, height }, engine) {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return engine.min_pixels <= width * height && width * height <= engine.max_pixels
    && long <= (engine.max_side || Infinity) && long <= short * (engine.max_ratio || Infinity);
}
