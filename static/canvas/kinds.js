// The node kinds: which keys each has, what a value may be, and which only the server writes.
// Twin of canvas/document/kinds.py; PROTOCOL.md says what they mean.

import {
  asId, boolean, coordinate, idOrNull, line, listOf, number, oneOf, onlyNull, orNull, order, pixels,
  rotation, share, side, text, title, whole, word,
} from './values.js';

/** @import { Check } from './values.js' */

/** @typedef {{check: Check, fallback: any, isRequired: boolean, serverOnly: boolean, isSparse: boolean}} Field */
/** @typedef {{name: string, fields: Map<string, Field>, serverOnly: boolean}} NodeKind */

/** @param {Check} check @returns {Field} a create must bring it */
const required = (check) => ({ check, fallback: null, isRequired: true, serverOnly: false, isSparse: false });
/** @param {Check} check @param {any} fallback @returns {Field} */
const optional = (check, fallback) => ({ check, fallback, isRequired: false, serverOnly: false, isSparse: false });
/** @param {Check} check @param {any} fallback @returns {Field} a node has it only while it is another */
const sparse = (check, fallback) => ({ ...optional(check, fallback), isSparse: true });
/** @param {Field} field @returns {Field} */
const byServer = (field) => ({ ...field, serverOnly: true });

const colour = oneOf('ink', 'grey', 'amber', 'blue', 'green', 'rose');

const CORE = {
  x: required(coordinate),
  y: required(coordinate),
  width: required(side),
  height: required(side),
  rotation: optional(rotation, 0),
  order: required(order),
  parent: optional(idOrNull, null),
  asset: optional(onlyNull, null),
  generation: optional(onlyNull, null),
  name: optional(line(200), ''),
  locked: sparse(boolean, false),
  hidden: sparse(boolean, false),
  opacity: sparse(share, 1),
  tags: sparse(listOf(word(40), 16), []),
  groups: sparse(listOf(asId, 8), []),
};

/** @param {string} name @param {Record<string, Field>} own @returns {[string, NodeKind]} */
const kind = (name, own, serverOnly = false) => [
  name,
  { name, fields: new Map(Object.entries({ ...CORE, ...own })), serverOnly },
];

/** @type {Map<unknown, NodeKind>} */
export const KINDS = new Map([
  kind('image', {
    asset: required(asId),
    generation: byServer(optional(idOrNull, null)),
    image_width: required(pixels),
    image_height: required(pixels),
    anchor_role: optional(oneOf('', 'subject', 'style', 'composition', 'character', 'colour'), ''),
    anchor_strength: optional(share, 0.5),
    candidate_of: optional(idOrNull, null),
    flip_x: sparse(boolean, false),
    flip_y: sparse(boolean, false),
    alt: sparse(text(1_000), ''),
    version_of: sparse(idOrNull, null),
    version: sparse(whole(0, 10_000), 0),
    mark: sparse(oneOf('', 'pick', 'maybe', 'reject'), ''),
    mark_reason: sparse(text(500), ''),
    review: byServer(sparse(oneOf('', 'in_review', 'changes_requested', 'approved', 'rejected'), '')),
    review_of: byServer(sparse(idOrNull, null)),
    risk: byServer(sparse(oneOf('', 'medium', 'high'), '')),
    clip_ms: sparse(whole(0, 600_000), 0),
  }),
  kind(
    'generation',
    {
      generation: byServer(required(asId)),
      state: byServer(optional(oneOf('queued', 'running', 'failed', 'blocked', 'cancelled'), 'queued')),
      code: byServer(optional(line(40), '')),
      message: byServer(optional(text(2_000), '')),
      charge: byServer(sparse(line(80), '')),
      prompt: byServer(optional(text(4_000), '')),
      tier: byServer(optional(line(16), '')),
      image_width: byServer(required(pixels)),
      image_height: byServer(required(pixels)),
      expected_s: byServer(optional(number(0, 86_400), 0)),
      candidate_of: optional(idOrNull, null),
    },
    true,
  ),
  kind('frame', {
    format_width: sparse(orNull(pixels), null),
    format_height: sparse(orNull(pixels), null),
    run: sparse(idOrNull, null),
  }),
  kind('note', {
    text: optional(text(10_000), ''),
    colour: optional(oneOf('amber', 'grey', 'blue', 'green', 'rose'), 'amber'),
  }),
  kind('text', {
    text: optional(text(10_000), ''),
    size: optional(number(4, 2_000), 24),
    colour: optional(colour, 'ink'),
    align: sparse(oneOf('left', 'centre', 'right'), 'left'),
    bold: sparse(boolean, false),
    wraps: sparse(boolean, false),
  }),
  kind('shape', {
    shape: optional(oneOf('rectangle', 'ellipse'), 'rectangle'),
    colour: optional(colour, 'amber'),
    thickness: optional(number(0.5, 200), 3),
    fill: sparse(oneOf('none', 'tint', 'solid'), 'none'),
  }),
  kind('line', {
    start: optional(oneOf('nw', 'ne', 'se', 'sw'), 'nw'),
    heads: optional(oneOf('none', 'end', 'both'), 'none'),
    colour: optional(colour, 'amber'),
    thickness: optional(number(0.5, 200), 3),
  }),
  kind('mask', {
    picture: optional(idOrNull, null),
    asset: required(asId),
    prompt: optional(text(4_000), ''),
    strength: optional(share, 1),
    own_words: sparse(boolean, false),
    off: sparse(boolean, false),
    tint: sparse(oneOf('blue', 'amber', 'rose', 'green', 'violet', 'white'), 'blue'),
  }),
]);

/** @type {Map<string, Field>} */
export const EDGE_FIELDS = new Map(
  Object.entries({
    source: required(asId),
    target: required(asId),
    role: required(oneOf('anchor', 'mask', 'source', 'variation', 'refine', 'last')),
    strength: optional(orNull(share), null),
  }),
);

/** @type {Map<string, Field>} */
export const BOARD_FIELDS = new Map([['title', required(title)]]);
