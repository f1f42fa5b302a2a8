// What a change does to a node, an edge or the board: checked, applied, made canonical. Twin of
// canvas/document/changes.py; both are held to tests/data/changes.json.
//
// Nothing given is altered: what changed comes back as a new object. A deleted item has
// `deleted: true`, a live one no such key; the store keeps only live ones.

import { BOARD_FIELDS, EDGE_FIELDS, KINDS } from './kinds.js';
import { BadValue, asId } from './values.js';

/** @import { Change } from './types.js' */
/** @import { Field, NodeKind } from './kinds.js' */

/** @typedef {Record<string, any>} Item */
/** @typedef {{target: 'node'|'edge'|'board', id: string, verb: 'create'|'set'|'delete', body: Item}} ParsedChange */
/** @typedef {{after: Item|null, change: Change}} Applied */

export const MAX_CHANGES = 2_000;

const VERBS = /** @type {const} */ (['create', 'set', 'delete']);
// A placeholder may have become a picture while this client still knew it as a placeholder: what
// it may then say of it is where it lies.
const PLACE = new Set([
  'x', 'y', 'width', 'height', 'rotation', 'order', 'parent', 'candidate_of',
  'locked', 'hidden', 'opacity', 'tags', 'groups',
]);
const SAME_LIFE = new Set(['image', 'generation']);

/** A change that is refused. `code` is for programs, the message a sentence for people. */
export class InvalidChange extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** @param {any} change @returns {ParsedChange} */
export function parseChange(change) {
  if (isPlain(change)) {
    const keys = Object.keys(change);
    if (keys.length === 1 && isPlain(change.board)) {
      return { target: 'board', id: '', verb: 'set', body: change.board };
    }
    const target = 'node' in change ? 'node' : 'edge';
    if (keys.length === 2 && 'node' in change !== 'edge' in change) {
      for (const verb of VERBS) {
        if (verb in change && !(verb === 'set' && target === 'edge')) {
          return parseItem(target, change[target], verb, change[verb]);
        }
      }
    }
  }
  throw new InvalidChange(
    'bad_change',
    'A change must name a node, an edge or the board, and what to do with it.',
  );
}

/**
 * @param {Item|null} node
 * @param {ParsedChange} change
 * @param {{server?: boolean}} [options] server: it may write what only the server writes, and set
 *   deleted nodes
 * @returns {Applied}
 */
export function applyToNode(node, change, { server = false } = {}) {
  const isLive = node !== null && !node.deleted;
  if (change.verb === 'create') {
    if (isLive) throw new InvalidChange('exists', 'There is a node with this id already.');
    const after = create(node, change, server);
    const { id, ...body } = after;
    return { after, change: { node: id, create: body } };
  }
  if (!isLive && !server) {
    throw new InvalidChange('no_such_node', 'The node is not on this board, or was deleted.');
  }
  if (change.verb === 'delete') {
    const after = node === null ? null : { ...node, deleted: true };
    return { after, change: { node: change.id, delete: true } };
  }
  if (node === null) throw new InvalidChange('no_such_node', 'The node is not on this board.');
  const body = checkSet(node, change.body, server);
  const after = 'kind' in body ? withKind(node, body) : { ...node, ...body };
  return { after: withoutDefaults(after), change: { node: change.id, set: body } };
}

/** @param {Item|null} edge @param {ParsedChange} change @param {{server?: boolean}} [options] @returns {Applied} */
export function applyToEdge(edge, change, { server = false } = {}) {
  const isLive = edge !== null && !edge.deleted;
  if (change.verb === 'create') {
    if (isLive) throw new InvalidChange('exists', 'There is an edge with this id already.');
    const body = fillIn(EDGE_FIELDS, checked(EDGE_FIELDS, change.body));
    if (body.source === body.target) {
      throw new InvalidChange('bad_value', 'An edge must lead from one node to another.');
    }
    return { after: { id: change.id, ...body }, change: { edge: change.id, create: body } };
  }
  if (!isLive && !server) {
    throw new InvalidChange('no_such_edge', 'The edge is not on this board, or was deleted.');
  }
  const after = edge === null ? null : { ...edge, deleted: true };
  return { after, change: { edge: change.id, delete: true } };
}

/** The board's keys that change. @param {ParsedChange} change @returns {Applied} */
export function applyToBoard(change) {
  const body = checked(BOARD_FIELDS, change.body);
  if (!Object.keys(body).length) {
    throw new InvalidChange('bad_change', "'board' must hold at least one key.");
  }
  return { after: body, change: { board: body } };
}

/**
 * A committed change laid over what is known, unchecked: the server checked it, and a newer server
 * may send keys that this page does not know yet.
 * @param {Item|null} item
 * @param {string} id
 * @param {Change} change
 * @returns {Item|null}
 */
export function mergeCommitted(item, id, change) {
  if (change.create) return { id, ...change.create };
  if (item === null) return null;
  if (change.delete) return { ...item, deleted: true };
  const body = change.set ?? {};
  return withoutDefaults('kind' in body && KINDS.has(body.kind) ? withKind(item, body) : { ...item, ...body });
}

/** What a node's key holds, also one that it has only while it is not the default.
 * @param {Item} node @param {string} key */
export function valueOf(node, key) {
  return key in node ? node[key] : KINDS.get(node.kind)?.fields.get(key)?.fallback;
}

/** @param {any} value */
function isPlain(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {'node'|'edge'} target @param {any} rawId @param {'create'|'set'|'delete'} verb
 * @param {any} body @returns {ParsedChange} */
function parseItem(target, rawId, verb, body) {
  const id = guarded(() => asId(rawId), (why) => new InvalidChange('bad_id', `The id of a ${target} ${why}.`));
  if (verb === 'delete') {
    if (body !== true) throw new InvalidChange('bad_change', "'delete' must be true.");
    return { target, id, verb, body: {} };
  }
  if (!isPlain(body) || !Object.keys(body).length) {
    throw new InvalidChange('bad_change', `'${verb}' must hold at least one key.`);
  }
  return { target, id, verb, body };
}

/** A new node; or, from a client and with the deleted `row` of this id, that one again.
 * @param {Item|null} row @param {ParsedChange} change @param {boolean} server @returns {Item} */
function create(row, change, server) {
  const kind = kindOf(change.body.kind);
  const { kind: _, ...given } = change.body;
  if (row !== null && !server) return revive(row, kind, given);
  if (kind.serverOnly && !server) {
    throw new InvalidChange('server_only', `A node of kind '${kind.name}' is made by the server alone.`);
  }
  if (!server) refuseServerOnly(kind.fields, given, true);
  return withoutDefaults({ id: change.id, kind: kind.name, ...fillIn(kind.fields, checked(kind.fields, given)) });
}

/** @param {Item} row @param {NodeKind} kind @param {Item} given @returns {Item} */
function revive(row, kind, given) {
  const isSame = kind.name === row.kind;
  if (!isSame && !(SAME_LIFE.has(kind.name) && SAME_LIFE.has(row.kind))) {
    throw new InvalidChange('bad_value', 'A node cannot come back as another kind.');
  }
  const body = checked(kind.fields, filterKeys(given, (key) => !kind.fields.get(key)?.serverOnly));
  const { deleted: _, ...kept } = row;
  return withoutDefaults({ ...kept, ...(isSame ? body : filterKeys(body, (key) => PLACE.has(key))) });
}

/** @param {Item} node @param {Item} given @param {boolean} server @returns {Item} */
function checkSet(node, given, server) {
  if (!('kind' in given)) {
    const { fields } = kindOf(node.kind);
    if (!server) refuseServerOnly(fields, given);
    return checked(fields, given);
  }
  if (!server) {
    throw new InvalidChange('server_only', 'The kind of a node is changed by the server alone.');
  }
  const kind = kindOf(given.kind);
  const body = checked(kind.fields, filterKeys(given, (key) => key !== 'kind'));
  for (const [key, field] of kind.fields) {
    // A null of the old kind (a placeholder has no asset) is no value for the new one.
    if (!(key in body) && (node[key] ?? null) === null && !field.isSparse) body[key] = fallbackOf(key, field);
  }
  return { kind: kind.name, ...body };
}

/** @param {Item} node @param {Item} body @returns {Item} props that the new kind lacks fall away */
function withKind(node, body) {
  const { fields } = kindOf(body.kind);
  const kept = filterKeys(node, (key) => key === 'id' || key === 'deleted' || fields.has(key));
  return { ...kept, ...body };
}

/** @param {unknown} name @returns {NodeKind} */
function kindOf(name) {
  const kind = KINDS.get(name);
  if (kind) return kind;
  throw new InvalidChange('unknown_kind', `A node is one of ${[...KINDS.keys()].join(', ')}.`);
}

/** @param {Map<string, Field>} fields @param {Item} given @returns {Item} */
function checked(fields, given) {
  /** @type {Item} */
  const body = {};
  for (const [key, value] of Object.entries(given)) {
    const field = fields.get(key);
    if (!field) throw new InvalidChange('unknown_key', `There is no '${key.slice(0, 40)}' here.`);
    body[key] = guarded(() => field.check(value), (why) => new InvalidChange('bad_value', `'${key}' ${why}.`));
  }
  return body;
}

/** @template T @param {() => T} check @param {(why: string) => InvalidChange} refusal @returns {T} */
function guarded(check, refusal) {
  try {
    return check();
  } catch (error) {
    if (error instanceof BadValue) throw refusal(error.message);
    throw error;
  }
}

/** @param {Map<string, Field>} fields @param {Item} given @param {boolean} [isCreate] a default says
 * nothing new: a client may send back the whole node that it was shown */
function refuseServerOnly(fields, given, isCreate = false) {
  for (const [key, value] of Object.entries(given)) {
    const field = fields.get(key);
    if (!field?.serverOnly) continue;
    if (isCreate && !field.isRequired && value === field.fallback) continue;
    throw new InvalidChange('server_only', `'${key}' is written by the server alone.`);
  }
}

/** @param {Map<string, Field>} fields @param {Item} body @returns {Item} the same, filled in */
function fillIn(fields, body) {
  for (const [key, field] of fields) {
    if (!(key in body) && !field.isSparse) body[key] = fallbackOf(key, field);
  }
  return body;
}

/** The node without those sparse keys that say nothing. @param {Item} node @returns {Item} */
function withoutDefaults(node) {
  const fields = KINDS.get(node.kind)?.fields;
  /** @param {string} key */
  const isIdle = (key) => {
    const field = fields?.get(key);
    return Boolean(field?.isSparse && isSameValue(field.fallback, node[key]));
  };
  return Object.keys(node).some(isIdle) ? filterKeys(node, (key) => !isIdle(key)) : node;
}

/** Values of JSON that stand in nodes: plain ones, and lists of them. @param {any} a @param {any} b */
export function isSameValue(a, b) {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => one === b[i]);
}

/** @param {string} key @param {Field} field */
function fallbackOf(key, field) {
  if (field.isRequired) throw new InvalidChange('missing', `'${key}' is missing.`);
  return field.fallback;
}

/** @param {Item} item @param {(key: string) => boolean} keep @returns {Item} */
function filterKeys(item, keep) {
  return Object.fromEntries(Object.entries(item).filter(([key]) => keep(key)));
}
