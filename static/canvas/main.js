// Builds the board of this page and connects its parts: the only module that runs when it is imported.

import { BenchHook } from './bench_hook.js';
import { attachInterface } from './board_interface.js';
import { Bindings } from './bindings.js';
import { registerBoardCommands } from './board_commands.js';
import { Clipboard } from './clipboard.js';
import { registerClipboard } from './clipboard_commands.js';
import { Commands } from './commands.js';
import { Editor } from './editor.js';
import { Groups } from './groups.js';
import { History } from './history.js';
import { Incoming } from './incoming.js';
import { StageInput } from './input.js';
import { Memory } from './memory.js';
import { NodeWalk } from './node_walk.js';
import { IndexedDbStorage, LastWords, MemoryStorage, Outbox } from './outbox.js';
import { readPalette } from './palette.js';
import { PictureLoader } from './picture_loader.js';
import { pictureUrl } from './picture_url.js';
import { Presence } from './presence.js';
import { Renderer } from './renderer.js';
import { RunningClock } from './running_clock.js';
import { Selection } from './selection.js';
import { loadSheets } from './sheets.js';
import { Shortcuts } from './shortcuts.js';
import { Store } from './store.js';
import { SnapshotRefused, Sync } from './sync.js';
import { Textures } from './textures.js';
import { DrawTool } from './tools/draw.js';
import { FrameTool } from './tools/frame.js';
import { HandTool } from './tools/hand.js';
import { NoteTool } from './tools/note.js';
import { attachRail } from './tools/rail.js';
import { SelectTool } from './tools/select.js';
import { TextTool } from './tools/text.js';
import { Toolbox } from './tools/toolbox.js';
import { attachDrop, registerUpload } from './tools/upload.js';
import { Viewport } from './viewport.js';

/** @import { BoardConfig } from './types.js' */

/** @type {BoardConfig} */
const config = JSON.parse(byId('board-config').textContent ?? '{}');
const stage = byId('stage');
const loader = new PictureLoader({
  fetch: (url, options) => fetch(url, options),
  createImageBitmap: (blob) => createImageBitmap(blob),
});
const editor = buildEditor();
attachCamera();
attachPage();
attachInterface(editor, byId('board'));
if (config.debug) Object.assign(window, { bench: new BenchHook(editor) });
loadThumbnails();
void editor.sync.start();

function buildEditor() {
  const store = new Store();
  const sync = new Sync({
    store, outbox: buildOutbox(), isGuest: config.is_guest, connect: () => new WebSocket(socketUrl()), fetchSnapshot,
  });
  const presence = new Presence({ send: (state) => sync.sendPresence(state) });
  const viewport = new Viewport({ prefersReducedMotion: () => matchMedia('(prefers-reduced-motion: reduce)').matches });
  const textures = new Textures({
    urlOf: (asset, level) => pictureUrl(config, asset, level),
    loader,
  });
  const selection = new Selection(store);
  const groups = new Groups(store);
  const renderer = new Renderer({
    scene: /** @type {HTMLCanvasElement} */ (byId('scene')),
    viewport, store, textures, selection, groups, presence,
    palette: readPalette(getComputedStyle(document.documentElement)),
    progressOf: (generation) => sync.progressOf(generation),
    browser: {
      requestFrame: (work) => requestAnimationFrame(work),
      createCanvas: () => document.createElement('canvas'),
      setTimeout: (work, ms) => setTimeout(work, ms),
      clearTimeout: (id) => clearTimeout(id),
      now: () => performance.now(),
    },
  });
  const commands = new Commands();
  /** @type {Shortcuts} */
  const shortcuts = new Shortcuts({ commands, modeOf: () => built.mode, bindings: buildBindings() });
  const built = new Editor({
    config, store, viewport, selection, groups, renderer, textures, commands, shortcuts, presence, sync,
    history: new History({ draft: () => store.draft() }), tools: new Toolbox(),
  });
  return built;
}

/** Chosen keys belong to the person, also where two share a browser; the switch to the browser. */
function buildBindings() {
  const person = config.is_guest ? 'guest' : config.you.key;
  return new Bindings({ person: new Memory(window.localStorage, `keys-${person}`), browser: new Memory(window.localStorage, 'keys') });
}

/** Ops survive a reload where the browser stores anything; else they last as long as the page. */
function buildOutbox() {
  const opened = Promise.resolve()
    .then(() => IndexedDbStorage.open(indexedDB))
    .catch(() => new MemoryStorage());
  const storage = {
    put: async (/** @type {any} */ record) => (await opened).put(record),
    remove: async (/** @type {string} */ box, /** @type {string} */ opId) => (await opened).remove(box, opId),
    list: async (/** @type {string} */ box) => (await opened).list(box),
  };
  const lastWords = new LastWords(window.localStorage);
  return new Outbox({ storage, lastWords, box: `${config.board.id} ${config.is_guest ? 'guest' : config.you.key}` });
}

function attachCamera() {
  const { viewport, store, presence, selection, sync, renderer, textures } = editor;
  const resize = () => viewport.resize(stage.clientWidth, stage.clientHeight, window.devicePixelRatio || 1);
  new ResizeObserver(resize).observe(stage);
  window.addEventListener('resize', resize); // a window moved to another screen has another pixel ratio
  resize();
  viewport.setContent(() => editor.bounds());
  const stopFitting = store.subscribe(() => {
    if (store.revision < 0) return;
    stopFitting();
    const box = editor.bounds();
    if (box) viewport.fit(box);
  });
  viewport.subscribe(() => {
    const { x, y, width, height } = viewport.visibleBox();
    presence.show({ viewport: [x, y, width, height] });
  });
  selection.subscribe((ids) => presence.show({ selection: [...ids] }));
  sync.onSaved((saved) => {
    if (saved.state === 'offline' || saved.state === 'closed') presence.clear();
    editor.emit('saved', saved);
  });
  sync.onWelcome(({ you, people }) => {
    presence.welcome(you, people);
    presence.show({ selection: [...selection.ids], drag: null });
  });
  sync.onPresence((people) => presence.receive(people));
  presence.onPeople((people) => editor.emit('people', people));
  sync.onCommitted(({ actor, changes }) => presence.settleDrags(actor, changes.flatMap(({ node }) => node ?? [])));
  sync.onProgress((news) => {
    for (const [generation, { preview }] of Object.entries(news)) {
      if (preview) textures.setPreview(generation, preview);
      renderer.progressed(generation);
    }
    editor.emit('progress', news);
  });
  new RunningClock({
    store, progressOf: (generation) => sync.progressOf(generation), every: (work, ms) => setInterval(work, ms),
    tick: (generations) => {
      for (const generation of generations) renderer.progressed(generation);
      editor.emit('progress', {});
    },
  });
  sync.onClosed((code, message) => editor.emit('closed', { code, message }));
  sync.onWarning((message) => editor.emit('notice', { message, kind: 'bad' }));
}

function attachPage() {
  const { tools, renderer, sync, viewport } = editor;
  const small = matchMedia('(max-width: 720px)');
  const measureDevice = () => { editor.isSmallTouch = small.matches; editor.emit('device'); };
  small.addEventListener('change', measureDevice);
  measureDevice();
  for (const tool of [new SelectTool(editor), new HandTool(viewport), new FrameTool(editor), new NoteTool(editor), new TextTool(editor, editor.styles)]) {
    tools.register(tool);
  }
  for (const drawing of /** @type {const} */ (['rectangle', 'ellipse', 'line', 'arrow'])) tools.register(new DrawTool(editor, editor.styles, drawing));
  registerBoardCommands(editor);
  registerUpload(editor);
  tools.activate('select');
  const incoming = new Incoming(editor, { fetch: (...request) => fetch(...request), origin: window.location.origin });
  const clipboard = new Clipboard(editor, { incoming, storage: window.localStorage });
  new StageInput({ editor, stage, clipboard });
  document.addEventListener('keydown', (event) => clipboard.keyDown(event), { capture: true });
  registerClipboard(editor, clipboard);
  attachDrop(editor, stage, incoming);
  const rail = document.getElementById('tool-rail');
  if (rail) attachRail(editor, rail);
  new NodeWalk(editor, stage, byId('announcer'));
  document.addEventListener('themechange', () => renderer.setPalette(readPalette(getComputedStyle(document.documentElement))));
  window.addEventListener('online', () => sync.retryNow());
  window.addEventListener('offline', () => sync.wentOffline());
  document.addEventListener('visibilitychange', () => { if (!document.hidden) sync.retryNow(); });
  window.addEventListener('pagehide', () => sync.leave());
  window.addEventListener('pageshow', () => sync.stay());
}

function loadThumbnails() {
  const fetchIndex = async (/** @type {string} */ url) => {
    const answer = await fetch(url, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(`sheets: ${answer.status}`);
    return answer.json();
  };
  void loadSheets({ url: config.urls.sheets, fetchIndex, loader, textures: editor.textures });
}

/** @param {string} url */
async function fetchSnapshot(url) {
  const answer = await fetch(url, { cache: 'no-cache', headers: { Accept: 'application/json' } });
  if (answer.ok) return answer.json();
  if (answer.status >= 400 && answer.status < 500) throw new SnapshotRefused(answer.status);
  throw new Error(`snapshot: ${answer.status}`);
}

function socketUrl() {
  const url = new URL(config.urls.socket, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}
