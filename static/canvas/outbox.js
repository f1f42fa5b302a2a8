// Ops that the server has not acknowledged, kept on this device until it does.

/** @import { PendingOp } from './types.js' */

/** @typedef {{box: string, op_id: string, seq: number, changes: PendingOp['changes']}} StoredOp */
/**
 * @typedef {object} OpStorage
 * @property {(record: StoredOp) => Promise<void>} put
 * @property {(box: string, opId: string) => Promise<void>} remove
 * @property {(box: string) => Promise<StoredOp[]>} list in any order
 */

const DATABASE = 'anchorboard';
const TABLE = 'outbox';

/** The outbox of one person on one board. */
export class Outbox {
  #storage;
  #lastWords;
  #box;
  #seq;

  /**
   * @param {{storage: OpStorage, box: string, lastWords?: LastWords, now?: () => number}} parts
   *   box: board and person; now: wall clock in ms, so that ops of a later visit sort after those of
   *   an earlier one
   */
  constructor({ storage, box, lastWords = new LastWords(null), now = Date.now }) {
    this.#storage = storage;
    this.#lastWords = lastWords;
    this.#box = box;
    this.#seq = now();
  }

  /** Resolves when the op would survive a reload. @param {PendingOp} op */
  async add(op) {
    await this.#storage.put(this.#record(op));
  }

  /** Kept before this returns, for a page that is going away. False where the browser refuses.
   * @param {PendingOp} op */
  keepNow(op) {
    return this.#lastWords.keep(this.#record(op));
  }

  /** @param {string} opId */
  async remove(opId) {
    this.#lastWords.remove(this.#box, opId);
    await this.#storage.remove(this.#box, opId);
  }

  /** What is left of earlier visits, in the order of making. @returns {Promise<PendingOp[]>} */
  async all() {
    const stored = await this.#storage.list(this.#box);
    const known = new Set(stored.map(({ op_id }) => op_id));
    const records = [...stored, ...this.#lastWords.list(this.#box).filter(({ op_id }) => !known.has(op_id))];
    records.sort((a, b) => a.seq - b.seq);
    return records.map(({ op_id, changes }) => ({ op_id, changes }));
  }

  /** @param {PendingOp} op @returns {StoredOp} */
  #record({ op_id, changes }) {
    // A fraction, because the clock may not have moved between two ops: 4,096 ops a ms fit.
    this.#seq += 1 / 4096;
    return { box: this.#box, op_id, seq: this.#seq, changes };
  }
}

/**
 * Ops that were made while their page went away. IndexedDB answers later than such a page lives, and
 * takes back what it had not finished; local storage has it when the call returns. A key for each op:
 * two tabs that are closed together must not write over each other's.
 */
export class LastWords {
  #storage;

  /** @param {Storage | null} storage null: keeps nothing */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @param {StoredOp} record */
  keep(record) {
    try {
      this.#storage?.setItem(wordsKey(record.box, record.op_id), JSON.stringify(record));
      return this.#storage !== null;
    } catch {
      return false; // full, or refused
    }
  }

  /** @param {string} box @param {string} opId */
  remove(box, opId) {
    this.#storage?.removeItem(wordsKey(box, opId));
  }

  /** @param {string} box @returns {StoredOp[]} in any order */
  list(box) {
    const storage = this.#storage;
    if (!storage) return [];
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
    return keys.filter((key) => key.startsWith(wordsKey(box, ''))).map((key) => JSON.parse(storage.getItem(key) ?? 'null'));
  }
}

/** @param {string} box @param {string} opId */
function wordsKey(box, opId) {
  return `last-words ${box} ${opId}`;
}

/** Keeps ops while the page is open: for browsers that refuse to store (private windows).
 * @implements {OpStorage} */
export class MemoryStorage {
  /** @type {Map<string, StoredOp>} */
  #records = new Map();

  /** @param {StoredOp} record */
  async put(record) {
    this.#records.set(`${record.box} ${record.op_id}`, structuredClone(record));
  }

  /** @param {string} box @param {string} opId */
  async remove(box, opId) {
    this.#records.delete(`${box} ${opId}`);
  }

  /** @param {string} box */
  async list(box) {
    return [...this.#records.values()].filter((record) => record.box === box);
  }
}

/** @implements {OpStorage} */
export class IndexedDbStorage {
  #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
  }

  /** Rejects where the browser refuses. @param {IDBFactory} factory */
  static async open(factory) {
    const request = factory.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      const table = request.result.createObjectStore(TABLE, { keyPath: ['box', 'op_id'] });
      table.createIndex('box', 'box');
    };
    return new IndexedDbStorage(await settled(request));
  }

  /** @param {StoredOp} record */
  async put(record) {
    await this.#write((table) => table.put(record));
  }

  /** @param {string} box @param {string} opId */
  async remove(box, opId) {
    await this.#write((table) => table.delete([box, opId]));
  }

  /** @param {string} box @returns {Promise<StoredOp[]>} */
  async list(box) {
    const table = this.#database.transaction(TABLE).objectStore(TABLE);
    return settled(table.index('box').getAll(box));
  }

  /** @param {(table: IDBObjectStore) => IDBRequest} work */
  #write(work) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(TABLE, 'readwrite');
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(TABLE));
      // At once, not when the page has heard that the request went well: a page that is being closed
      // hears nothing any more, and its last words would be taken back.
      transaction.commit?.();
    });
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
