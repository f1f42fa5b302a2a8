// The only bridge to htmx: asks for fragments that the server draws, and hears when one failed.

/** @typedef {{ajax: (verb: string, url: string, options: {target: Element, swap: string}) => Promise<void>}} Htmx */

/**
 * Put a fragment into an element, in place of what is there.
 * @param {Element} target @param {string} url
 * @returns {Promise<boolean>} whether it arrived
 */
export async function loadPanel(target, url) {
  let hasFailed = false;
  const failed = () => { hasFailed = true; };
  const kinds = ['htmx:responseError', 'htmx:sendError', 'htmx:timeout', 'htmx:swapError'];
  for (const kind of kinds) target.addEventListener(kind, failed);
  try {
    await /** @type {{htmx: Htmx}} */ (/** @type {unknown} */ (window)).htmx.ajax('GET', url, { target, swap: 'innerHTML' });
  } catch {
    hasFailed = true;
  } finally {
    for (const kind of kinds) target.removeEventListener(kind, failed);
  }
  return !hasFailed;
}

/** A fragment as elements, without showing it. @param {string} url @returns {Promise<Document | null>} */
export async function fetchPanel(url) {
  try {
    const response = await fetch(url, { headers: { 'HX-Request': 'true' } });
    return response.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : null;
  } catch {
    return null;
  }
}
