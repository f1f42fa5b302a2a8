// What is used of htmx, which its own script leaves on the window.

/** @typedef {{values?: Record<string, string>, swap?: string, target?: string|Element}} Request */

/** @param {'GET'|'POST'} method @param {string} url @param {Request} request */
export function ask(method, url, request) {
  const htmx = /** @type {any} */ (window).htmx;
  return htmx.ajax(method, url, request);
}
