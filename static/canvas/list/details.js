// What the server knows of the nodes beyond what they carry: asked for once, then only what is newer.

/** @import { Details } from './rows.js' */

const AGAIN_AFTER_MS = 1_000;

export class RowDetails {
  /** @type {Map<string, Details>} */
  #known = new Map();
  #revision = -1;
  #isAsking = false;
  #isStale = true;
  #fetch;
  #changed;

  /** @param {{fetch: (since: number) => Promise<{revision: number, rows: [string, string, string, string | null, string, string][]}>, changed: () => void}} parts */
  constructor({ fetch, changed }) {
    this.#fetch = fetch;
    this.#changed = changed;
  }

  /** @param {string} id @returns {Details | undefined} */
  of(id) {
    return this.#known.get(id);
  }

  /** The board has changed. */
  outdate() {
    this.#isStale = true;
  }

  /** All of it is to be asked again. */
  forget() {
    this.#revision = -1;
    this.#isStale = true;
  }

  /** A failure is asked again at the next change: the list stands without these columns meanwhile. */
  async refresh() {
    if (this.#isAsking || !this.#isStale) return;
    this.#isAsking = true;
    this.#isStale = false;
    try {
      const { revision, rows } = await this.#fetch(this.#revision);
      this.#revision = revision;
      for (const [id, prompt, by, madeAt, risk, engine] of rows) this.#known.set(id, { prompt, by, madeAt: madeAt ?? '', risk, engine });
      if (rows.length) this.#changed();
    } catch {
      this.#isStale = true;
    } finally {
      this.#isAsking = false;
    }
    if (this.#isStale) setTimeout(() => { void this.refresh(); }, AGAIN_AFTER_MS);
  }
}
