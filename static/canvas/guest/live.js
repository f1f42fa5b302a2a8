// The socket of a guest's page: hears that something is new, and that the link was closed.

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const CLOSED = 4403;

export class Live {
  #open;
  #timers;
  #on;
  /** @type {WebSocket | null} */
  #socket = null;
  #pause = FIRST_PAUSE_MS;
  #isOver = false;
  /** @type {any} */
  #timer = null;

  /**
   * @param {{open: () => WebSocket, on: {news: () => void, rights: () => void, closed: () => void},
   *   timers?: {setTimeout: (work: () => void, ms: number) => any, clearTimeout: (id: any) => void}}} parts
   *   news: also whenever it is connected again: something may have been missed
   */
  constructor({ open, on, timers = globalThis }) {
    this.#open = open;
    this.#on = on;
    this.#timers = timers;
  }

  start() {
    if (this.#socket || this.#isOver) return;
    this.#timers.clearTimeout(this.#timer);
    const socket = this.#socket = this.#open();
    socket.addEventListener('open', () => {
      this.#pause = FIRST_PAUSE_MS;
      this.#on.news();
    });
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(data).type));
    socket.addEventListener('close', ({ code }) => this.#lost(code));
  }

  stop() {
    this.#isOver = true;
    this.#timers.clearTimeout(this.#timer);
    this.#socket?.close();
  }

  /** @param {string} type */
  #hear(type) {
    if (type === 'rights') this.#on.rights();
    else if (type !== 'pong') this.#on.news();
  }

  /** @param {number} code */
  #lost(code) {
    this.#socket = null;
    if (this.#isOver) return;
    if (code === CLOSED) {
      this.#isOver = true;
      this.#on.closed();
      return;
    }
    this.#timer = this.#timers.setTimeout(() => this.start(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
  }
}
