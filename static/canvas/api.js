// Talks to the server by HTTP: pictures, masks and generations. Everything else goes by the socket.

/** @import { BoardConfig, Box } from './types.js' */
/** @import { Pack } from './packs/plan.js' */
/** @import { ExportNews } from './export/progress.js' */

/** A refusal, or no answer: `message` is a sentence for people. */
export class ApiError extends Error {
  /** @param {string} code @param {string} message @param {number} status 0: the server was not reached */
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** @typedef {{id: string, width: number, height: number, name: string}} SentAsset */

export class Api {
  #urls;
  #csrf;
  #fetch;
  #newRequest;

  /**
   * @param {{urls: BoardConfig['urls'], csrf: string, fetch: typeof globalThis.fetch, newRequest: () => XMLHttpRequest}} parts
   *   newRequest: fetch tells nothing of how far an upload is
   */
  constructor({ urls, csrf, fetch, newRequest }) {
    this.#urls = urls;
    this.#csrf = csrf;
    this.#fetch = fetch;
    this.#newRequest = newRequest;
  }

  /** @param {object} body what canvas/views/generation_request.py reads @returns {Promise<{generations: {id: string, node: string, state: string}[], notice: string, warning: string}>} notice: a budget that is running out, or ""; warning: of words to mind, or "" */
  generate(body) {
    return this.#ask(this.#urls.generate, JSON.stringify(body), { 'Content-Type': 'application/json' });
  }

  /** What is made on the board from now on is made for this brand. @param {string | null} brand */
  useBrand(brand) {
    return this.#ask(this.#urls.brand, JSON.stringify({ brand }), { 'Content-Type': 'application/json' });
  }

  /** Ask the leads to allow a prompt that a rule blocks. @param {string} prompt @param {string | null} brand @returns {Promise<{said: string}>} */
  appeal(prompt, brand) {
    return this.#ask(this.#urls.appeal, JSON.stringify({ prompt, brand }), { 'Content-Type': 'application/json' });
  }

  /** @param {object} body what canvas/views/formats.py reads @returns {Promise<{generations: {id: string, node: string, state: string}[]}>} */
  makeFormats(body) {
    return this.#ask(this.#urls.formats, JSON.stringify(body), { 'Content-Type': 'application/json' });
  }

  /** @param {FormData} form of the export dialog @returns {Promise<{id: string, file: string, news: string, stop: string}>} */
  newExport(form) {
    return this.#ask(this.#urls.new_export, form);
  }

  /** @param {{kind: string, x: number, y: number, width: number, height: number}} region world units @returns {Promise<Blob>} */
  async exportRegion(region) {
    return (await this.#send(this.#urls.export_region, JSON.stringify(region), { 'Content-Type': 'application/json' })).blob();
  }

  /** @param {string} url @returns {Promise<ExportNews>} */
  exportNews(url) {
    return this.#ask(url, undefined, {}, 'GET');
  }

  /** @param {string} url @returns {Promise<{state: string}>} */
  stopExport(url) {
    return this.#ask(url);
  }

  /** What the server knows of finished pictures. @param {string} query
   * @returns {Promise<{found: {node: string, prompt: string, engine: string, by: string}[], has_more: boolean}>} */
  find(query) {
    return this.#ask(`${this.#urls.find}?${new URLSearchParams({ q: query })}`, undefined, {}, 'GET');
  }

  /** The others of this workspace. @returns {Promise<{id: string, title: string, url: string}[]>} */
  async otherBoards() {
    return (await this.#ask(this.#urls.other_boards, undefined, {}, 'GET')).boards;
  }

  /** Anchor packs of this workspace, at their newest versions. @returns {Promise<Pack[]>} */
  async newestPacks() {
    return (await this.#ask(this.#urls.newest_packs, undefined, {}, 'GET')).packs;
  }

  /** @param {string} path below the board's comments/ @param {object} [body] with one it is sent @returns {Promise<any>} */
  comments(path, body) {
    const url = this.#urls.comments + path;
    return body ? this.#ask(url, JSON.stringify(body), { 'Content-Type': 'application/json' }) : this.#ask(url, undefined, {}, 'GET');
  }

  /** @param {{decision: string, pictures: {node: string, asset: string | null}[], note?: string, checked?: string[], password?: string}} body
   * @returns {Promise<{decided: number, refused: {node: string, name: string, code: string, why: string}[]}>} */
  decide(body) {
    return this.#ask(this.#urls.decisions, JSON.stringify(body), { 'Content-Type': 'application/json' });
  }

  /** @param {{title: string, picked: number, maybe: number, rejected: number, open: number}} review @returns {Promise<{told: number}>} */
  completeReview(review) {
    return this.#ask(this.#urls.complete_review, JSON.stringify(review), { 'Content-Type': 'application/json' });
  }

  /** What an edit promised when it was made; null: this picture is no edit, or nobody knows.
   * @param {string} node @returns {Promise<{source: string, result: string, changed_outside: number | null} | null>} */
  async editOf(node) {
    return (await this.#ask(this.#urls.edit_of.replace('{id}', node), undefined, {}, 'GET')).edit;
  }

  /** Of pictures that were marked as rejected. @param {string[]} nodes @param {string} reason @returns {Promise<{told: number}>} */
  tellRejected(nodes, reason) {
    return this.#ask(this.#urls.rejections, JSON.stringify({ nodes, reason }), { 'Content-Type': 'application/json' });
  }

  /** @param {string} path below the board's runs/ @param {object} [body] with one it is sent @param {'POST' | 'GET' | 'DELETE'} [method]
   * @returns {Promise<any>} */
  runs(path, body, method = body ? 'POST' : 'GET') {
    return this.#ask(this.#urls.runs + path, body && JSON.stringify(body), body ? { 'Content-Type': 'application/json' } : {}, method);
  }

  /** A table of pictures to make, as a draft. @param {{id: string, name: string, tier: string}} run @param {Blob} file CSV @returns {Promise<any>} */
  sendTable(run, file) {
    return this.#ask(`${this.#urls.runs}tables/?${new URLSearchParams(run)}`, file, { 'Content-Type': 'text/csv' });
  }

  /** @param {string} generation */
  cancel(generation) {
    return this.#ask(this.#urls.cancel.replace('{id}', generation));
  }

  /** @param {string} generation @param {string} [tier] another one than before */
  retry(generation, tier) {
    const body = tier ? JSON.stringify({ tier }) : undefined;
    return this.#ask(this.#urls.retry.replace('{id}', generation), body, body ? { 'Content-Type': 'application/json' } : {});
  }

  /** What made the pictures of the board, by generation; `batch`: those asked for at one time share it;
   * `rank`: how many were asked for before it.
   * @returns {Promise<Map<string, {tier: string, batch: string, rank: number}>>} */
  async origins() {
    return new Map(Object.entries((await this.#ask(this.#urls.origins, undefined, {}, 'GET')).generations));
  }

  /** Pictures of another workspace, for use on this board. @param {string[]} assets at most 2,000
   * @returns {Promise<{copies: Record<string, string>}>} id here by id there */
  copyPictures(assets) {
    return this.#ask(this.#urls.copies, JSON.stringify({ assets }), { 'Content-Type': 'application/json' });
  }

  /**
   * @param {Blob} png white = regenerate @param {string} pictureAsset
   * @returns {Promise<SentAsset>}
   */
  async sendMask(png, pictureAsset) {
    const form = new FormData();
    form.append('file', png, 'mask.png');
    form.append('picture', pictureAsset);
    return (await this.#ask(this.#urls.masks, form)).asset;
  }

  /**
   * Smart select. @param {{node: string, clicks?: {x: number, y: number, adds: boolean}[], box?: number[] | null, subject?: boolean}} asked px of the picture
   * @returns {Promise<Blob>} a PNG of the picture's size: 255 = selected
   */
  async select(asked) {
    return (await this.#send(this.#urls.select, JSON.stringify(asked), { 'Content-Type': 'application/json' })).blob();
  }

  /**
   * What a hole would look like filled from its surroundings; nothing is kept or paid.
   * @param {string} node @param {Blob} png the mask, small @returns {Promise<{look: Blob, area: Box}>} area: where it lies, px
   */
  async lookAtFill(node, png) {
    const answer = await this.#send(this.#urls.fill_look.replace('{id}', node), png, { 'Content-Type': 'image/png' });
    const [x, y, width, height] = (answer.headers.get('X-Area') ?? '').split(',').map(Number);
    return { look: await answer.blob(), area: { x, y, width, height } };
  }

  /**
   * What another edge of an edit would look like; nothing is kept.
   * @param {string} node @param {{transition: number}} blend
   * @returns {Promise<{picture: Blob, area: number[], score: number}>} area: where it lies, [x, y, width, height] px
   */
  async lookAtBlend(node, blend) {
    const answer = await this.#send(this.#urls.blend_look.replace('{id}', node), JSON.stringify(blend), { 'Content-Type': 'application/json' });
    const area = (answer.headers.get('X-Area') ?? '').split(',').map(Number);
    return { picture: await answer.blob(), area, score: Number(answer.headers.get('X-Seam')) };
  }

  /** @param {File} file a board's @param {string} workspace @returns {Promise<string>} where the new board is */
  async importBoard(file, workspace) {
    const form = new FormData();
    form.append('workspace', workspace);
    form.append('file', file);
    return (await this.#send(this.#urls.import, form)).url;
  }

  /** Keep the board as it is now. @param {string} name */
  async saveVersion(name) {
    const form = new FormData();
    form.append('name', name);
    await this.#send(this.#urls.save_version, form);
  }

  /** Bring deleted things back. @param {string[]} nodes @returns {Promise<string[]>} what came back */
  async restore(nodes) {
    const body = JSON.stringify({ nodes });
    return (await this.#ask(this.#urls.trash_restore, body, { 'Content-Type': 'application/json' })).nodes;
  }

  /** @param {string} node @param {{transition: number | null, erased?: string}} blend null: as it is @returns {Promise<{generation: string, asset: string}>} */
  blend(node, blend) {
    return this.#ask(this.#urls.blend.replace('{id}', node), JSON.stringify(blend), { 'Content-Type': 'application/json' });
  }

  /**
   * @param {File} file @param {(fraction: number) => void} onProgress 0 to 1
   * @returns {Promise<SentAsset>}
   */
  sendPicture(file, onProgress) {
    const form = new FormData();
    form.append('file', file);
    const request = this.#newRequest();
    return new Promise((resolve, reject) => {
      request.upload.addEventListener('progress', (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      });
      request.addEventListener('load', () => {
        const body = parsed(request.responseText);
        if (request.status === 201 && body?.asset) resolve(body.asset);
        else reject(errorOf(request.status, body));
      });
      request.addEventListener('error', () => reject(notReached()));
      request.addEventListener('timeout', () => reject(notReached()));
      request.open('POST', this.#urls.upload);
      request.setRequestHeader('X-CSRFToken', this.#csrf);
      request.setRequestHeader('Accept', 'application/json');
      request.send(form);
    });
  }

  /** @param {string} url @param {BodyInit} [body] @param {Record<string, string>} [headers] @param {'POST'|'GET'|'DELETE'} [method]
   * @returns {Promise<any>} */
  async #ask(url, body, headers = {}, method = 'POST') {
    const response = await this.#send(url, body, headers, method);
    const answer = parsed(await response.text());
    if (!answer) throw errorOf(response.status, answer);
    return answer;
  }

  /** @param {string} url @param {BodyInit} [body] @param {Record<string, string>} [headers] @param {'POST'|'GET'|'DELETE'} [method]
   * @returns {Promise<Response>} a good one */
  async #send(url, body, headers = {}, method = 'POST') {
    let response;
    try {
      response = await this.#fetch(url, {
        method, body, headers: { 'X-CSRFToken': this.#csrf, Accept: 'application/json', ...headers },
      });
    } catch {
      throw notReached();
    }
    if (!response.ok) throw errorOf(response.status, parsed(await response.text()));
    return response;
  }
}

function notReached() {
  return new ApiError('unreachable', 'The server was not reached. Check the connection and try again.', 0);
}

/** @param {number} status @param {any} body */
function errorOf(status, body) {
  if (typeof body?.message === 'string') return new ApiError(String(body.code ?? ''), body.message, status);
  if (status === 413) return new ApiError('too_large', 'The file is larger than the server takes.', status);
  if (status === 403) return new ApiError('signed_out', 'The server did not accept this. Reload the page and try again.', status);
  return new ApiError('unexpected', `The server could not do this (answer ${status}). Try again in a moment.`, status);
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
