// The icons that stand on the board itself: Lucide outlines (ISC licence) on a grid of 24 units.
// Made when first drawn, because Path2D is the browser's.

const OUTLINES = /** @type {const} */ ({
  anchor: 'M12 22V8M5 12H2a10 10 0 0 0 20 0h-3M15 5a3 3 0 1 1-6 0a3 3 0 0 1 6 0z',
  clock: 'M12 6v6l4 2M22 12a10 10 0 1 1-20 0a10 10 0 0 1 20 0z',
  alert: 'M12 8v4M12 16h.01M22 12a10 10 0 1 1-20 0a10 10 0 0 1 20 0z',
  retry: 'M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.740 2.740L3 8M3 3v5h5',
  shield: 'M20 13c0 5-3.500 7.500-7.660 8.950a1 1 0 0 1-.67-.01C7.500 20.500 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.500-1.200 6.240-2.720a1.170 1.170 0 0 1 1.520 0C14.510 3.810 17 5 19 5a1 1 0 0 1 1 1z',
  cancelled: 'M22 12a10 10 0 1 1-20 0a10 10 0 0 1 20 0zM4.900 4.900l14.200 14.200',
  lock: 'M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM7 11V7a5 5 0 0 1 10 0v4',
  missing: 'M2 2l20 20M10.410 10.410a2 2 0 1 1-2.830-2.830M13.500 13.500L6 21M18 12l3 3M3.590 3.590A1.990 1.990 0 0 0 3 5v14a2 2 0 0 0 2 2h14c.550 0 1.052-.220 1.410-.590M21 15V5a2 2 0 0 0-2-2H9',
  layers: 'M12.830 2.180a2 2 0 0 0-1.660 0L2.600 6.080a1 1 0 0 0 0 1.830l8.580 3.910a2 2 0 0 0 1.660 0l8.580-3.900a1 1 0 0 0 0-1.830zM2 12a1 1 0 0 0 .580.910l8.600 3.910a2 2 0 0 0 1.650 0l8.580-3.900A1 1 0 0 0 22 12M2 17a1 1 0 0 0 .580.910l8.600 3.910a2 2 0 0 0 1.650 0l8.580-3.900A1 1 0 0 0 22 17',
  mask: 'M22 12a10 10 0 1 1-20 0a10 10 0 0 1 20 0zM12 18a6 6 0 0 0 0-12v12z',
});

/** @type {Map<string, Path2D>} */
const paths = new Map();

/** @param {keyof typeof OUTLINES} name @returns {Path2D} */
export function icon(name) {
  let path = paths.get(name);
  if (!path) paths.set(name, (path = new Path2D(OUTLINES[name])));
  return path;
}
