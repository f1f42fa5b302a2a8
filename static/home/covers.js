// News of boards: asked for only while somebody looks, and a new cover takes the place of the old one
// only once it is there, so that nothing flickers.

/** @param {Document} page */
export function attachCovers(page) {
  page.addEventListener('htmx:beforeRequest', (event) => {
    if (page.hidden && /** @type {Element} */ (event.target).id === 'news') event.preventDefault();
  });
  page.addEventListener('visibilitychange', () => {
    if (!page.hidden) page.body.dispatchEvent(new Event('home-changed'));
  });
  page.addEventListener('htmx:oobBeforeSwap', (event) => {
    const { target, fragment } = /** @type {CustomEvent} */ (event).detail;
    const shown = target.querySelector?.('img');
    const next = fragment.querySelector?.('.drawn img');
    if (!target.matches?.('.drawn') || !shown || !next) return;
    event.preventDefault();
    void replace(shown, next.getAttribute('src') ?? '');
  });
}

/** @param {HTMLImageElement} shown @param {string} address */
async function replace(shown, address) {
  if (shown.getAttribute('src') === address) return;
  const next = new Image();
  next.src = address;
  try {
    await next.decode();
  } catch {
    return; // the server is away: the older cover stays until the next news
  }
  shown.src = address;
}
