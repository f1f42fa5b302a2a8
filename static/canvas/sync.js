// The life of the connection: hello and welcome, snapshot, acknowledgements, gaps, reconnecting.

import { CLOSE, helloFrame, opFrame, parseFrame, pingFrame, presenceFrame } from './protocol.js';

/** @import { CommittedOp, Connection, PendingOp, Person, PresenceState, Progress, SavedState, Snapshot, ToldProgress, Unsubscribe } from './types.js' */
/** @import { Store } from './store.js' */
/** @import { Outbox } from './outbox.js' */
/** @import { ServerFrame, Welcome } from './protocol.js' */

/**
 * @typedef {object} SocketLike A WebSocket, as far as it is used.
 * @property {(text: string) => void} send
 * @property {(code?: number) => void} close
 * @property {((event: any) => void)|null} onopen
 * @property {((event: any) => void)|null} onmessage
 * @property {((event: any) => void)|null} onclose
 */
/** @typedef {{setTimeout: (work: () => void, ms: number) => any, clearTimeout: (id: any) => void}} Timers */

const BACKOFF_LEAST_MS = 300;
// Whoever waits for a server that is back waits no longer than this; a request every two seconds does
// not weigh on one that is still starting.
const BACKOFF_MOST_MS = 2_000;
// A server that says "too many" gets a whole pause.
const FLOOD_PAUSE_MS = 5_000;
// Ops under way at once: enough to fill a slow line, few enough not to look like a flood. The server
// takes 200 frames a second, and counts one of 256 KiB as 33.
const MOST_IN_FLIGHT = 32;
const MOST_CHARACTERS_IN_FLIGHT = 512 * 1024;
// The database does not answer: the op is kept, and asked again after a pause.
const UNAVAILABLE = 'unavailable';
const UNAVAILABLE_PAUSE_MS = 1_000;
// Half-open connections say nothing: ask, sooner when somebody waits for an acknowledgement.
const PING_IDLE_MS = 20_000;
const PING_WAITING_MS = 5_000;
const PONG_WITHIN_MS = 8_000;
// An answer takes milliseconds: after so long without any, "Saving…" would be a promise.
const SLOW_MS = 3_000;
// So often in a row a server that does not understand this page means: the page is too old.
const PROTOCOL_STRIKES = 3;

/** The snapshot was refused: `status` is HTTP's. */
export class SnapshotRefused extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`snapshot: ${status}`);
    this.status = status;
  }
}

export class Sync {
  /** @type {Connection} */
  #connection = 'connecting';
  #closedWhy = '';
  /** @type {SocketLike|null} */
  #socket = null;
  // Ops frames that came before the state they build on: during a snapshot, or after a hello.
  /** @type {CommittedOp[]|null} */
  #held = null;
  /** @type {Set<string>} stored on this device, so they may be sent */
  #stored = new Set();
  /** @type {Map<string, number>} sent on this connection, not yet answered: how many characters */
  #sent = new Map();
  #charactersSent = 0;
  /** @type {any} */
  #pauseTimer = null;
  #attempt = 0;
  #strikes = 0;
  /** @type {any} */
  #retryTimer = null;
  /** @type {any} */
  #pingTimer = null;
  // Runs while something is unsaved, from the last answer on.
  /** @type {any} */
  #slowTimer = null;
  #isSlow = false;
  /** @type {Map<string, Progress>} */
  #progress = new Map();
  #savedKey = '';
  #hasWarned = false;
  #isLeaving = false;
  #listeners = {
    /** @type {Set<(saved: SavedState) => void>} */ saved: new Set(),
    /** @type {Set<(opId: string, code: string, message: string) => void>} */ nack: new Set(),
    /** @type {Set<(news: Record<string, Progress>) => void>} */ progress: new Set(),
    /** @type {Set<(welcome: Welcome) => void>} */ welcome: new Set(),
    /** @type {Set<(people: Record<string, (Person & PresenceState)|null>) => void>} */ presence: new Set(),
    /** @type {Set<(code: string, message: string) => void>} */ closed: new Set(),
    /** @type {Set<(message: string) => void>} */ warning: new Set(),
    /** @type {Set<(op: CommittedOp) => void>} */ committed: new Set(),
    /** @type {Set<() => void>} */ comments: new Set(),
  };
  #store;
  #outbox;
  #connect;
  #fetchSnapshot;
  #timers;
  #now;
  #random;
  #isGuest;

  /**
   * @param {{store: Store, outbox: Outbox, connect: () => SocketLike,
   *   fetchSnapshot: (url: string) => Promise<Snapshot>, timers?: Timers, random?: () => number, now?: () => number,
   *   isGuest?: boolean}} parts fetchSnapshot throws SnapshotRefused for an answer of 4xx
   */
  constructor({ store, outbox, connect, fetchSnapshot, timers, random = Math.random, now = () => performance.now(), isGuest = false }) {
    this.#store = store;
    this.#outbox = outbox;
    this.#connect = connect;
    this.#fetchSnapshot = fetchSnapshot;
    this.#timers = timers ?? {
      setTimeout: (work, ms) => setTimeout(work, ms),
      clearTimeout: (id) => clearTimeout(id),
    };
    this.#random = random;
    this.#now = now;
    this.#isGuest = isGuest;
  }

  /** @returns {Connection} */
  get connection() {
    return this.#connection;
  }

  /** @returns {SavedState} */
  get savedState() {
    const unsaved = this.#store.pending;
    // "Kept" is said only of what would survive a closed tab.
    const isKept = this.#stored.size >= unsaved;
    const changes = `${unsaved} ${unsaved === 1 ? 'change' : 'changes'} ${isKept ? 'kept' : 'not kept yet'}`;
    switch (this.#connection) {
      case 'closed':
        return { state: 'closed', text: this.#closedWhy, unsaved };
      case 'offline':
        return { state: 'offline', text: unsaved ? `Offline: ${changes}` : 'Offline', unsaved };
      case 'connecting':
        return { state: 'connecting', text: 'Connecting…', unsaved };
      default:
        if (!unsaved) return { state: 'saved', text: 'Saved', unsaved };
        if (this.#isSlow) return { state: 'waiting', text: `Not saved yet: ${changes}`, unsaved };
        return { state: 'saving', text: 'Saving…', unsaved };
    }
  }

  /** @param {string} generationId */
  progressOf(generationId) {
    return this.#progress.get(generationId) ?? null;
  }

  /** Bring back what an earlier visit left, then connect. */
  async start() {
    try {
      for (const op of await this.#outbox.all()) {
        this.#stored.add(op.op_id);
        this.#store.restorePending(op);
      }
    } catch {
      this.#warnOnce();
    }
    this.#open();
  }

  /** Leave for good: the page goes away. */
  stop() {
    this.#connection = 'closed';
    this.#dropSocket();
    this.#expectAnswer();
    this.#timers.clearTimeout(this.#retryTimer);
  }

  /** Connect now, not after the rest of the wait: the network is back, the tab is seen again. */
  retryNow() {
    if (this.#connection === 'closed' || this.#socket) return;
    this.#timers.clearTimeout(this.#retryTimer);
    this.#attempt = 0;
    this.#open();
  }

  /** The network is gone: say so at once instead of after a timeout. */
  wentOffline() {
    if (this.#connection !== 'closed' && this.#socket) this.#lost(0);
  }

  /** The page goes away: what is not stored yet, and all that is made from now on, is kept at once. */
  leave() {
    this.#isLeaving = true;
    for (const op of this.#store.pendingOps()) if (!this.#stored.has(op.op_id)) this.#keepNow(op);
    this.#pump();
  }

  /** It came back instead. */
  stay() {
    this.#isLeaving = false;
  }

  /** Store an own op on this device, then send it. It lies in the store as pending already.
   * @param {PendingOp} op */
  send(op) {
    if (this.#isLeaving) {
      this.#keepNow(op);
      this.#pump();
    }
    this.#announce();
    this.#outbox
      .add(op)
      .catch(() => this.#warnOnce())
      .then(() => {
        // Refused before it was stored: cannot be, but the outbox must not keep it if it were.
        if (!this.#store.isPending(op.op_id)) return this.#settle(op.op_id);
        this.#stored.add(op.op_id);
        this.#announce();
        this.#pump();
        return undefined;
      });
  }

  /** @param {PendingOp} op */
  #keepNow(op) {
    if (this.#outbox.keepNow(op)) this.#stored.add(op.op_id);
  }

  /** Sent if there is a connection; never kept. @param {PresenceState} state */
  sendPresence(state) {
    if (this.#connection === 'live') this.#socket?.send(presenceFrame(state));
  }

  /** @param {(saved: SavedState) => void} listener @returns {Unsubscribe} */
  onSaved(listener) {
    return listen(this.#listeners.saved, listener);
  }

  /** @param {(opId: string, code: string, message: string) => void} listener @returns {Unsubscribe} */
  onNack(listener) {
    return listen(this.#listeners.nack, listener);
  }

  /** @param {(news: Record<string, Progress>) => void} listener @returns {Unsubscribe} */
  onProgress(listener) {
    return listen(this.#listeners.progress, listener);
  }

  /** @param {(welcome: Welcome) => void} listener @returns {Unsubscribe} */
  onWelcome(listener) {
    return listen(this.#listeners.welcome, listener);
  }

  /** @param {(people: Record<string, (Person & PresenceState)|null>) => void} listener @returns {Unsubscribe} */
  onPresence(listener) {
    return listen(this.#listeners.presence, listener);
  }

  /** @param {(code: string, message: string) => void} listener @returns {Unsubscribe} */
  onClosed(listener) {
    return listen(this.#listeners.closed, listener);
  }

  /** @param {(message: string) => void} listener @returns {Unsubscribe} */
  onWarning(listener) {
    return listen(this.#listeners.warning, listener);
  }

  /** Before the store tells of it. @param {(op: CommittedOp) => void} listener @returns {Unsubscribe} */
  onCommitted(listener) {
    return listen(this.#listeners.committed, listener);
  }

  /** Somebody commented: what, is asked for by HTTP. @param {() => void} listener @returns {Unsubscribe} */
  onComments(listener) {
    return listen(this.#listeners.comments, listener);
  }

  #open() {
    const socket = this.#connect();
    this.#socket = socket;
    socket.onopen = () => {
      if (socket === this.#socket) this.#hello();
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#receive(parseFrame(data));
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#lost(code);
    };
    this.#announce();
    // A connection that never opens must not keep us waiting for the system's own timeout.
    this.#expectNews(PONG_WITHIN_MS);
  }

  #hello() {
    this.#held = [];
    this.#socket?.send(helloFrame(this.#store.revision));
  }

  /** @param {ServerFrame|null} frame */
  #receive(frame) {
    if (!frame) return;
    this.#expectQuiet();
    switch (frame.type) {
      case 'welcome':
        this.#welcome(frame);
        break;
      case 'ops':
        if (this.#held) this.#held.push(...frame.ops);
        else this.#apply(frame.ops);
        break;
      case 'nack':
        this.#refused(frame);
        break;
      case 'presence':
        for (const listener of this.#listeners.presence) listener(frame.people);
        break;
      case 'progress':
        this.#news(frame.generations);
        break;
      case 'comments':
        for (const listener of this.#listeners.comments) listener();
        break;
      case 'resync':
        this.#hello();
        break;
      case 'error':
        for (const listener of this.#listeners.warning) listener(frame.message);
        break;
      default: // pong: it was news enough
    }
  }

  /** @param {Welcome} welcome */
  async #welcome(welcome) {
    const socket = this.#socket;
    if (welcome.snapshot_url) {
      try {
        const snapshot = await this.#fetchSnapshot(welcome.snapshot_url);
        if (socket !== this.#socket) return;
        this.#store.load(snapshot);
      } catch (error) {
        if (socket === this.#socket) this.#noSnapshot(error);
        return;
      }
    }
    const held = this.#held ?? [];
    this.#held = null;
    // A welcome may come while another was still loading: what both brought is skipped by revision.
    this.#progress.clear();
    this.#connection = 'live';
    this.#attempt = 0;
    this.#clearSent();
    for (const listener of this.#listeners.welcome) listener(welcome);
    this.#news(welcome.progress ?? {});
    this.#apply([...(welcome.ops ?? []), ...held]);
    this.#pump();
    this.#announce();
  }

  /** @param {unknown} error */
  #noSnapshot(error) {
    const status = error instanceof SnapshotRefused ? error.status : 0;
    if (status === 401) this.#close(CLOSE.SIGNED_OUT);
    else if (status === 403) this.#close(CLOSE.ACCESS_ENDED);
    else if (status === 404) this.#close(CLOSE.NO_SUCH_BOARD);
    else this.#lost(0);
  }

  /** @param {CommittedOp[]} ops in revision order */
  #apply(ops) {
    let hasGap = false;
    this.#store.batch(() => {
      for (const op of ops) {
        if (op.revision > this.#store.revision + 1) {
          hasGap = true;
          return;
        }
        const isOwn = this.#store.isPending(op.op_id);
        if (op.revision === this.#store.revision + 1) {
          for (const listener of this.#listeners.committed) listener(op);
          this.#store.applyCommitted(op);
        } else {
          this.#store.dropPending(op.op_id); // committed before: its effect is in what we have
        }
        if (isOwn) this.#settle(op.op_id);
      }
    });
    this.#strikes = 0;
    if (hasGap) this.#hello();
    this.#pump();
    this.#announce();
  }

  /** @param {{op_id: string|null, code: string, message: string}} nack */
  #refused({ op_id, code, message }) {
    if (!op_id) {
      for (const listener of this.#listeners.warning) listener(message);
      return;
    }
    if (!this.#store.isPending(op_id)) return;
    if (code === UNAVAILABLE) {
      this.#pause();
      return;
    }
    this.#store.dropPending(op_id);
    this.#settle(op_id);
    for (const listener of this.#listeners.nack) listener(op_id, code, message);
    this.#pump();
    this.#announce();
  }

  /** Send all that is unanswered again, from the first: their order must not change. */
  #pause() {
    this.#clearSent();
    this.#timers.clearTimeout(this.#pauseTimer);
    this.#pauseTimer = this.#timers.setTimeout(() => {
      this.#pauseTimer = null;
      this.#pump();
    }, UNAVAILABLE_PAUSE_MS);
  }

  /** @param {Record<string, ToldProgress>} generations */
  #news(generations) {
    /** @type {Record<string, Progress>} */
    const news = {};
    for (const [id, progress] of Object.entries(generations)) {
      const known = this.#progress.get(id);
      // What comes late or twice takes nothing back.
      if (known && progress.sequence < known.sequence) continue;
      // Nor does a frame without a preview take back the one before it, unless it is of a new attempt.
      const isSameAttempt = known && attemptOf(known.sequence) === attemptOf(progress.sequence);
      const heard = { ...(isSameAttempt ? known : {}), ...progress, heard_at: this.#now() };
      this.#progress.set(id, heard);
      news[id] = heard;
    }
    for (const listener of this.#listeners.progress) listener(news);
  }

  /** The server has answered. @param {string} opId */
  #settle(opId) {
    this.#stored.delete(opId);
    this.#charactersSent -= this.#sent.get(opId) ?? 0;
    this.#sent.delete(opId);
    this.#expectAnswer();
    // Left behind, it is sent again at the next visit and acknowledged again: harmless.
    this.#outbox.remove(opId).catch(() => this.#warnOnce());
  }

  /** Send what may be sent, in the order of making. */
  #pump() {
    if (this.#connection !== 'live' || this.#held || this.#pauseTimer !== null) return;
    for (const op of this.#store.pendingOps()) {
      const isFull = this.#sent.size >= MOST_IN_FLIGHT || this.#charactersSent > MOST_CHARACTERS_IN_FLIGHT;
      if (isFull || !this.#stored.has(op.op_id)) break;
      if (this.#sent.has(op.op_id)) continue;
      const frame = opFrame(op);
      this.#sent.set(op.op_id, frame.length);
      this.#charactersSent += frame.length;
      this.#socket?.send(frame);
    }
    this.#expectQuiet();
  }

  #clearSent() {
    this.#sent.clear();
    this.#charactersSent = 0;
  }

  /** @param {number} code */
  #lost(code) {
    this.#dropSocket();
    if (code === CLOSE.BAD_PROTOCOL) this.#strikes += 1;
    const isFinal = [CLOSE.SIGNED_OUT, CLOSE.ACCESS_ENDED, CLOSE.NO_SUCH_BOARD].includes(code);
    if (isFinal || this.#strikes >= PROTOCOL_STRIKES) {
      this.#close(code);
      return;
    }
    this.#connection = 'offline';
    const most = Math.min(BACKOFF_MOST_MS, BACKOFF_LEAST_MS * 2 ** this.#attempt);
    const ms = code === CLOSE.TOO_MANY_FRAMES ? FLOOD_PAUSE_MS : most * (0.5 + this.#random() / 2);
    this.#attempt += 1;
    this.#timers.clearTimeout(this.#retryTimer);
    this.#retryTimer = this.#timers.setTimeout(() => this.#open(), ms);
    this.#announce();
  }

  /** Access ended: nothing more is sent, nothing is asked again. @param {number} code */
  #close(code) {
    this.#dropSocket();
    this.#connection = 'closed';
    this.#closedWhy = this.#why(code);
    for (const listener of this.#listeners.closed) listener(String(code), this.#closedWhy);
    this.#announce();
  }

  /** @param {number} code */
  #why(code) {
    switch (code) {
      case CLOSE.SIGNED_OUT:
        return 'You are signed out. Sign in again to go on.';
      case CLOSE.ACCESS_ENDED:
        return this.#isGuest
          ? 'This link was closed. Ask whoever sent it for a new one.'
          : 'You no longer have access to this board.';
      case CLOSE.NO_SUCH_BOARD:
        return 'This board was deleted, or you no longer have access to it.';
      default:
        return 'This page is older than the server. Reload it to go on.';
    }
  }

  #dropSocket() {
    const socket = this.#socket;
    this.#socket = null;
    this.#held = null;
    this.#clearSent();
    this.#timers.clearTimeout(this.#pingTimer);
    this.#timers.clearTimeout(this.#pauseTimer);
    this.#pauseTimer = null;
    socket?.close();
  }

  /** Something came: ask again after a while of silence. */
  #expectQuiet() {
    const isWaiting = this.#sent.size > 0;
    this.#timers.clearTimeout(this.#pingTimer);
    this.#pingTimer = this.#timers.setTimeout(
      () => {
        this.#socket?.send(pingFrame());
        this.#expectNews(PONG_WITHIN_MS);
      },
      isWaiting ? PING_WAITING_MS : PING_IDLE_MS,
    );
  }

  /** @param {number} ms */
  #expectNews(ms) {
    this.#timers.clearTimeout(this.#pingTimer);
    this.#pingTimer = this.#timers.setTimeout(() => this.#lost(0), ms);
  }

  /** An answer came, or nothing is waited for: patience begins anew. */
  #expectAnswer() {
    this.#timers.clearTimeout(this.#slowTimer);
    this.#slowTimer = null;
    this.#isSlow = false;
  }

  #watchAnswers() {
    if (this.#connection !== 'live' || !this.#store.pending) {
      this.#expectAnswer();
    } else if (this.#slowTimer === null) {
      this.#slowTimer = this.#timers.setTimeout(() => {
        this.#isSlow = true;
        this.#announce();
      }, SLOW_MS);
    }
  }

  #announce() {
    this.#watchAnswers();
    const saved = this.savedState;
    const key = `${saved.state} ${saved.text}`;
    if (key === this.#savedKey) return;
    this.#savedKey = key;
    for (const listener of this.#listeners.saved) listener(saved);
  }

  #warnOnce() {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const message = 'This browser keeps no unsaved changes: stay on this page until it says Saved.';
    for (const listener of this.#listeners.warning) listener(message);
  }
}

/** @template T @param {Set<T>} listeners @param {T} listener @returns {Unsubscribe} */
function listen(listeners, listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The sequence of a generation's news begins anew at each million. @param {number} sequence */
function attemptOf(sequence) {
  return Math.floor(sequence / 1_000_000);
}
