// Work that follows something faster than people can read: at once, then as often as it is worth it.

/**
 * Runs at once, or, `waitMs` or less after the last time, when that is over. However often it is asked
 * for in between, it runs once.
 * @param {() => void} run
 * @param {number} waitMs
 * @param {{now?: () => number, setTimeout?: (run: () => void, ms: number) => unknown}} [clock]
 * @returns {() => void}
 */
export function throttled(run, waitMs, { now = () => performance.now(), setTimeout = window.setTimeout.bind(window) } = {}) {
  let lastRun = -Infinity;
  let isWaiting = false;
  const runNow = () => {
    isWaiting = false;
    lastRun = now();
    run();
  };
  return () => {
    if (isWaiting) return;
    const rest = lastRun + waitMs - now();
    if (rest <= 0) {
      runNow();
      return;
    }
    isWaiting = true;
    setTimeout(runNow, rest);
  };
}
