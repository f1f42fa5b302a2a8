// Builds a guest's page of pictures; the only file here that runs at import.

import { Drafts } from './drafts.js';
import { Live } from './live.js';
import { Model } from './model.js';
import { Refused, Server } from './server.js';
import { decisionWords, Viewer } from './viewer.js';

/** @import { Facts, Picture } from './model.js' */

const SAID_MS = 5_000;
// Many changes at once, a drag of somebody's, are asked for once.
const REFRESH_MS = 400;

const page = JSON.parse(document.getElementById('guest-page')?.textContent ?? '{}');
const model = new Model(page.facts);
const server = new Server({ link: page.link, csrf: document.body.dataset.csrf ?? '', fetch: (...request) => fetch(...request) });
const viewer = new Viewer({
  root: find('viewer'), model, server, drafts: new Drafts(window.localStorage, page.link),
  actions: { decide, send, shown },
});
const live = new Live({
  open: () => new WebSocket(`${window.location.origin.replace(/^http/, 'ws')}/ws/link/${page.link}/`),
  on: { news: refreshSoon, rights: () => window.location.reload(), closed: showClosed },
});

/** @type {ReturnType<typeof setTimeout> | undefined} */
let saidTimer;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let refreshTimer;

document.addEventListener('click', (event) => {
  const card = /** @type {Element} */ (event.target).closest('#cards [data-node]');
  if (card instanceof HTMLElement) viewer.open(model.indexOf(card.dataset.node ?? ''));
});
document.getElementById('next')?.addEventListener('click', () => viewer.open(Math.max(0, model.undecidedAfter(-1))));
document.getElementById('complete')?.addEventListener('click', () => void guarded(async () => {
  take(await server.complete());
  say('Thank you. Whoever sent you the link is told that your review is complete.');
}));
// A locked phone drops its connections; what happened meanwhile is asked for.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') return;
  live.start();
  refreshSoon();
});
window.addEventListener('popstate', openFromAddress);

renderList();
openFromAddress();
live.start();

/** @param {Picture} picture @param {string} kind */
async function decide(picture, kind) {
  await guarded(async () => {
    take(await server.decide({ node: picture.node, sha256: picture.sha256, decision: kind }));
    say(`${model.nameOf(picture)}: ${decisionWords(kind)}`);
  });
}

/** @param {{node: string, text: string, pin: {x: number, y: number} | null, thread: string | null}} words */
async function send({ node, text, pin, thread }) {
  if (text.length > page.most_characters) {
    say(`A comment has at most ${page.most_characters.toLocaleString('en-GB')} characters, this one has ${text.length.toLocaleString('en-GB')}. Shorten it, or send several.`);
    return false;
  }
  return guarded(async () => {
    if (thread) {
      await server.reply(thread, text);
      take(await server.facts());
    } else {
      take(await server.comment({ node, text, x: pin?.x ?? 0.5, y: pin?.y ?? 0.5 }));
    }
  });
}

/** The address says which picture is open: Back closes it, and a page that was dropped opens it again. @param {string | null} node */
function shown(node) {
  const hash = node ? `#${node}` : '';
  if (window.location.hash === hash) return;
  const address = window.location.pathname + hash;
  if (node && !window.location.hash) window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
}

function openFromAddress() {
  const index = model.indexOf(window.location.hash.slice(1));
  if (index >= 0) viewer.open(index);
  else viewer.close();
}

function refreshSoon() {
  clearTimeout(refreshTimer);
  refreshTimer = setTimeout(() => void guarded(async () => take(await server.facts()), true), REFRESH_MS);
}

/** @param {Facts} facts */
function take(facts) {
  const isSame = model.hasSamePictures(facts);
  model.facts = facts;
  if (isSame) renderList();
  else void guarded(replaceCards, true);
  viewer.render();
}

async function replaceCards() {
  // The server's own markup, parsed in a document of its own where nothing runs.
  const parsed = new DOMParser().parseFromString(await server.cards(), 'text/html');
  const cards = parsed.getElementById('cards');
  if (cards) find('cards').replaceWith(cards);
  renderList();
}

function renderList() {
  for (const card of document.querySelectorAll('#cards [data-node]')) {
    const node = card.getAttribute('data-node') ?? '';
    const picture = model.pictures[model.indexOf(node)];
    if (!picture) continue;
    const chip = card.querySelector('[data-decision]');
    if (chip instanceof HTMLElement) {
      chip.textContent = picture.is_stale ? 'New version' : decisionWords(picture.decision);
      chip.dataset.is = picture.decision ?? '';
    }
    const count = card.querySelector('[data-count]');
    const comments = model.threadsOn(node).reduce((sum, thread) => sum + thread.comments.length, 0);
    if (count) count.textContent = comments ? `${comments} comment${comments === 1 ? '' : 's'}` : '';
  }
  find('nothing').hidden = model.pictures.length > 0;
  renderProgress();
}

function renderProgress() {
  const words = document.getElementById('progress');
  const bar = /** @type {HTMLProgressElement | null} */ (document.getElementById('bar'));
  if (!words || !bar) return;
  const { length } = model.pictures;
  words.textContent = model.facts.is_complete ? `Review complete, ${model.decided} of ${length} decided` : `${model.decided} of ${length} decided`;
  bar.value = length ? model.decided / length : 0;
  find('foot').hidden = length === 0;
  const next = find('next');
  next.textContent = model.nextWords;
  next.hidden = !model.nextWords;
  find('complete').textContent = model.facts.is_complete ? 'Review is complete' : model.nextWords ? 'Review complete, leave the rest open' : 'Review complete';
}

/** Does something that the server may refuse. @param {() => Promise<void>} work @param {boolean} [isQuiet] nobody asked for it: a lost line is no news */
async function guarded(work, isQuiet = false) {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 410) showClosed();
    else if (!isQuiet || error.status) say(error.message);
    if (error.status === 409) refreshSoon();
    return false;
  }
}

function showClosed() {
  live.stop();
  for (const image of document.images) image.removeAttribute('src');
  document.getElementById('page')?.remove();
  document.body.style.overflow = '';
  find('closed').hidden = false;
}

/** @param {string} words */
function say(words) {
  const said = find('said');
  said.textContent = words;
  said.hidden = false;
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => { said.hidden = true; }, SAID_MS);
}

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
