// What a guest's page asks of the server, as JSON.

/** @import { Facts } from './model.js' */

/** A refusal in words. */
export class Refused extends Error {
  /** @param {string} message @param {number} status 0: the server was not reached */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export class Server {
  #base;
  #csrf;
  #fetch;

  /** @param {{link: string, csrf: string, fetch: typeof globalThis.fetch}} parts */
  constructor({ link, csrf, fetch }) {
    this.#base = `/g/${link}/`;
    this.#csrf = csrf;
    this.#fetch = fetch;
  }

  /** @param {string} asset @param {string} level */
  picture(asset, level) {
    return `${this.#base}pictures/${asset}/${level}`;
  }

  /** @returns {Promise<Facts>} */
  facts() {
    return this.#ask('');
  }

  /** The list of pictures, as markup of the server's. @returns {Promise<string>} */
  async cards() {
    return (await this.#send('cards/')).text();
  }

  /** @param {{node: string, x: number, y: number, text: string}} comment @returns {Promise<Facts>} */
  comment(comment) {
    return this.#ask('comments/', comment);
  }

  /** @param {string} thread @param {string} text */
  reply(thread, text) {
    return this.#ask(`comments/${thread}/`, { text });
  }

  /** @param {{node: string, sha256: string, decision: string}} decision @returns {Promise<Facts>} */
  decide(decision) {
    return this.#ask('decisions/', decision);
  }

  /** @returns {Promise<Facts>} */
  complete() {
    return this.#ask('complete/', {});
  }

  /** @param {string} path @param {object} [body] */
  async #ask(path, body) {
    return (await this.#send(path, body)).json();
  }

  /** @param {string} path @param {object} [body] */
  async #send(path, body) {
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRFToken': this.#csrf };
    const request = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    let answer;
    try {
      answer = await this.#fetch(this.#base + path, { ...request, credentials: 'same-origin' });
    } catch {
      throw new Refused('There is no connection. What you wrote is kept: try again soon.', 0);
    }
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => ({}));
    throw new Refused(told.message ?? 'The server did not take it. Try again soon.', answer.status);
  }
}
