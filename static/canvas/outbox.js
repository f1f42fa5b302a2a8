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
  #box;
  #seq;

  /**
   * @param {{storage: OpStorage, box: string, now?: () => number}} parts box: board and person;
   *   now: wall clock in ms, so that ops of a later visit sort after those of an earlier one
   */
  constructor({ storage, box, now = Date.now }) {
    this.#storage = storage;
    this.#box = box;
    this.#seq = now();
  }

  /** Resolves when the op would survive a reload. @param {PendingOp} op */
  async add({ op_id, changes }) {
    // A fraction, because the clock may not have moved between two ops: 4,096 ops a ms fit.
    this.#seq += 1 / 4096;
    await this.#storage.put({ box: this.#box, op_id, seq: this.#seq, changes });
  }

  /** @param {string} opId */
  async remove(opId) {
    await this.#storage.remove(this.#box, opId);
  }

  /** What is left of earlier visits, in the order of making. @returns {Promise<PendingOp[]>} */
  async all() {
    const records = await this.#storage.list(this.#box);
    records.sort((a, b) => a.seq - b.seq);
    return records.map(({ op_id, changes }) => ({ op_id, changes }));
  }
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
