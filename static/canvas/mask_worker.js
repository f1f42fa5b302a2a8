// A worker's own script: what the page asks for is done here, while the page goes on.

import { done } from './mask_work.js';

/** @import { Work } from './mask_work.js' */

addEventListener('message', async (/** @type {MessageEvent<{number: number, work: Work}>} */ { data: { number, work } }) => {
  postMessage({ number, result: await done(work) });
});
