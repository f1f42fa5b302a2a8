// Ticks for what runs without saying how far it is: its placeholder tells the time.

/** @import { BoardNode, Progress } from './types.js' */

const TICK_MS = 1000;

export class RunningClock {
  #store;
  #progressOf;
  #tick;
  /** @type {Set<string>} nodes that run */
  #running = new Set();

  /**
   * @param {{store: {nodes: () => Iterable<BoardNode>, node: (id: string) => BoardNode | null | undefined, subscribe: (listener: (news: {nodes: Iterable<string>}) => void) => unknown},
   *   progressOf: (generation: string) => Progress | null, tick: (generations: string[]) => void, every: (work: () => void, ms: number) => unknown}} parts
   *   tick: told the generations whose time is shown
   */
  constructor({ store, progressOf, tick, every }) {
    this.#store = store;
    this.#progressOf = progressOf;
    this.#tick = tick;
    for (const { id } of store.nodes()) this.#note(id);
    store.subscribe(({ nodes }) => { for (const id of nodes) this.#note(id); });
    every(() => this.#beat(), TICK_MS);
  }

  /** @param {string} id */
  #note(id) {
    if (this.#store.node(id)?.state === 'running') this.#running.add(id);
    else this.#running.delete(id);
  }

  #beat() {
    const shown = [];
    for (const id of this.#running) {
      const generation = this.#store.node(id)?.generation;
      if (generation && this.#progressOf(generation)?.fraction === 0) shown.push(generation);
    }
    if (shown.length) this.#tick(shown);
  }
}
