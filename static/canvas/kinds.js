// The node kinds: which keys each has, what a value may be, and which only the server writes.
// Twin of canvas/document/kinds.py; PROTOCOL.md says what they mean.

import {
  asId, coordinate, idOrNull, line, number, oneOf, onlyNull, orNull, order, pixels, rotation, share,
  side, text, title,
} from './values.js';

/** @import { Check } from './values.js' */

/** @typedef {{check: Check, fallback: any, isRequired: boolean, serverOnly: boolean}} Field */
/** @typedef {{name: string, fields: Map<string, Field>, serverOnly: boolean}} NodeKind */

/** @param {Check} check @returns {Field} a create must bring it */
const required = (check) => ({ check, fallback: null, isRequired: true, serverOnly: false });
/** @param {Check} check @param {any} fallback @returns {Field} */
const optional = (check, fallback) => ({ check, fallback, isRequired: false, serverOnly: false });
/** @param {Field} field @returns {Field} */
const byServer = (field) => ({ ...field, serverOnly: true });

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
    anchor_role: optional(oneOf('', 'subject', 'style', 'composition', 'colour'), ''),
    anchor_strength: optional(share, 0.5),
    candidate_of: optional(idOrNull, null),
  }),
  kind(
    'generation',
    {
      generation: byServer(required(asId)),
      state: byServer(optional(oneOf('queued', 'running', 'failed', 'blocked', 'cancelled'), 'queued')),
      code: byServer(optional(line(40), '')),
      message: byServer(optional(text(2_000), '')),
      prompt: byServer(optional(text(4_000), '')),
      tier: byServer(optional(line(16), '')),
      image_width: byServer(required(pixels)),
      image_height: byServer(required(pixels)),
      expected_s: byServer(optional(number(0, 86_400), 0)),
      candidate_of: optional(idOrNull, null),
    },
    true,
  ),
  kind('frame', {}),
  kind('note', {
    text: optional(text(10_000), ''),
    colour: optional(oneOf('amber', 'grey', 'blue', 'green', 'rose'), 'amber'),
  }),
  kind('mask', {
    picture: optional(idOrNull, null),
    asset: required(asId),
    prompt: optional(text(4_000), ''),
    strength: optional(share, 1),
  }),
]);

/** @type {Map<string, Field>} */
export const EDGE_FIELDS = new Map(
  Object.entries({
    source: required(asId),
    target: required(asId),
    role: required(oneOf('anchor', 'mask', 'source', 'variation', 'refine')),
    strength: optional(orNull(share), null),
  }),
);

/** @type {Map<string, Field>} */
export const BOARD_FIELDS = new Map([['title', required(title)]]);
