// Frames between this page and the server. Twin of canvas/realtime/protocol.py; PROTOCOL.md there
// explains them.

/** @import { Change, CommittedOp, Person, PresenceState, ToldProgress } from './types.js' */

/** An op this long goes out in parts: the server takes frames of 256 KiB. */
export const MAX_OP_BYTES = 200 * 1024;
/** Ids in a selection or a drag. */
export const MAX_IDS = 200;
/** Characters said beside a cursor. */
export const MAX_CHAT = 120;
/** Of the masks that somebody makes: closed paths, and their numbers all together. */
export const MAX_OUTLINE_PATHS = 16;
export const MAX_OUTLINE_NUMBERS = 480;
/** A picture has so many across and down. */
export const OUTLINE_UNITS = 10_000;

export const CLOSE = {
  BAD_PROTOCOL: 4400,
  SIGNED_OUT: 4401,
  ACCESS_ENDED: 4403,
  NO_SUCH_BOARD: 4404,
  TOO_MANY_FRAMES: 4429,
};

/**
 * @typedef {{type: 'welcome', revision: number, role: string, you: string, people: Person[],
 *   progress: Record<string, ToldProgress>, ops?: CommittedOp[], snapshot_url?: string}} Welcome
 * @typedef {{type: 'ops', ops: CommittedOp[]}} Ops
 * @typedef {{type: 'nack', op_id: string|null, code: string, message: string}} Nack
 * @typedef {{type: 'presence', people: Record<string, (Person & PresenceState)|null>}} PresenceFrame
 * @typedef {{type: 'progress', generations: Record<string, ToldProgress>}} ProgressFrame
 * @typedef {{type: 'error', code: string, message: string}} ErrorFrame
 * @typedef {{type: 'resync'}|{type: 'pong'}|{type: 'comments'}} Signal
 * @typedef {Welcome|Ops|Nack|PresenceFrame|ProgressFrame|ErrorFrame|Signal} ServerFrame
 */

/** What a frame must have to be one of its type; the server is trusted with the rest. */
/** @type {Map<string, (frame: any) => boolean>} */
const SHAPES = new Map(
  Object.entries({
    welcome: (frame) => Number.isInteger(frame.revision) && Array.isArray(frame.people)
      && (Array.isArray(frame.ops) || typeof frame.snapshot_url === 'string'),
    ops: (frame) => Array.isArray(frame.ops),
    nack: (frame) => typeof frame.code === 'string',
    presence: (frame) => isPlain(frame.people),
    progress: (frame) => isPlain(frame.generations),
    error: (frame) => typeof frame.code === 'string',
    resync: () => true,
    pong: () => true,
    comments: () => true,
  }),
);

/** A frame, or null for one that this page does not know: a newer server may send more.
 * @param {unknown} data @returns {ServerFrame|null} */
export function parseFrame(data) {
  if (typeof data !== 'string') return null;
  let frame;
  try {
    frame = JSON.parse(data);
  } catch {
    return null; // no JSON is no frame
  }
  return isPlain(frame) && SHAPES.get(frame.type)?.(frame) ? frame : null;
}

/** @param {number} revision what this page has; under 0: nothing yet */
export function helloFrame(revision) {
  return JSON.stringify(revision < 0 ? { type: 'hello' } : { type: 'hello', revision });
}

/** @param {{op_id: string, changes: Change[]}} op */
export function opFrame({ op_id, changes }) {
  return JSON.stringify({ type: 'op', op_id, changes });
}

/** @param {PresenceState} state */
export function presenceFrame(state) {
  return JSON.stringify({ type: 'presence', ...state });
}

export function pingFrame() {
  return '{"type":"ping"}';
}

/** @param {any} value */
function isPlain(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
