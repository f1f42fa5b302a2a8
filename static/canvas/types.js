// Shared shapes of the board's code. Imports nothing and runs nothing.

/** @typedef {{x: number, y: number}} Point A point; its name says the space (world or screen px). */
/** @typedef {{x: number, y: number, width: number, height: number}} Box Top left corner and size. */
/** @typedef {{top: number, right: number, bottom: number, left: number}} Insets Screen px covered. */

/** @typedef {'image'|'generation'|'frame'|'note'|'text'|'shape'|'line'|'mask'} Kind */
/** @typedef {'ink'|'grey'|'amber'|'blue'|'green'|'rose'} Colour */
/** @typedef {'blue'|'amber'|'rose'|'green'|'violet'|'white'} MaskTint */
/** @typedef {'canvas'|'mask'|'extend'|'present'|'review'} Mode */
/** @typedef {''|'pick'|'maybe'|'reject'} Mark */
/** @typedef {'anchor'|'mask'|'source'|'variation'|'refine'|'last'} EdgeRole */

/**
 * A node as in canvas/realtime/PROTOCOL.md: flat, in world units. Never altered: a change makes a
 * new object, so a node may be a key of a WeakMap for whatever was computed from it.
 * Only the first row is there for every kind; `kind` says which others are.
 * @typedef {object} BoardNode
 * @property {string} id
 * @property {Kind} kind
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {number} rotation degrees, clockwise, about the centre
 * @property {string} order fractional index; greater is nearer
 * @property {string|null} parent a frame
 * @property {string|null} asset
 * @property {string|null} generation
 * @property {string} name
 * @property {true} [locked] this and the next four are there only while they say something
 * @property {true} [hidden]
 * @property {number} [opacity] 0..1; 1 without it
 * @property {string[]} [tags]
 * @property {string[]} [groups] ids that are nodes of nothing: members share them, innermost first
 * @property {number} [image_width] image, generation: px
 * @property {number} [image_height]
 * @property {string|null} [candidate_of] image, generation
 * @property {string|null} [version_of] image: the picture that is shown in its place
 * @property {number} [version] image: its place in a stack of versions, from 1
 * @property {Mark} [mark] image: what somebody thought of it in review
 * @property {string} [mark_reason] image
 * @property {'in_review'|'changes_requested'|'approved'|'rejected'} [review] image: holds while `review_of` is its asset
 * @property {string|null} [review_of] image: the asset that was decided on
 * @property {'medium'|'high'} [risk] image, once its approval was asked for or decided
 * @property {number} [clip_ms] image: that moves for so long; without it a picture
 * @property {''|'subject'|'style'|'composition'|'character'|'colour'} [anchor_role] image
 * @property {number} [anchor_strength] image: 0..1
 * @property {'queued'|'running'|'failed'|'blocked'|'cancelled'} [state] generation
 * @property {string} [code] generation
 * @property {string} [message] generation: why it failed, for people
 * @property {string} [charge] generation: what it was charged, in words, once it ended without a picture
 * @property {string} [prompt] generation, mask
 * @property {string} [tier] generation
 * @property {number} [expected_s] generation
 * @property {true} [flip_x] image: drawn mirrored left to right
 * @property {true} [flip_y] image: drawn mirrored top to bottom
 * @property {string} [alt] image: what it shows, in words
 * @property {number} [format_width] frame: px that it stands for
 * @property {number} [format_height] frame
 * @property {string} [run] frame: the run whose pictures it holds
 * @property {string} [text] note, text
 * @property {Colour} [colour] note (never ink), text, shape, line
 * @property {number} [size] text: of its letters, world units
 * @property {'left'|'centre'|'right'} [align] text; left without it
 * @property {true} [bold] text
 * @property {true} [wraps] text: lines end at its width; without it the width follows what is written
 * @property {'rectangle'|'ellipse'} [shape] shape
 * @property {'none'|'tint'|'solid'} [fill] shape; none without it
 * @property {number} [thickness] shape, line: world units
 * @property {'nw'|'ne'|'se'|'sw'} [start] line: the corner that it starts from, to the opposite one
 * @property {'none'|'end'|'both'} [heads] line: where it has arrow heads
 * @property {string|null} [picture] mask
 * @property {number} [strength] mask: 0..1
 * @property {true} [own_words] mask: prompt and strength are not those of the picture's other masks
 * @property {true} [off] mask: left out when the picture is edited
 * @property {MaskTint} [tint] mask: how it is shown over its picture; blue without it
 */

/**
 * @typedef {object} BoardEdge
 * @property {string} id
 * @property {string} source
 * @property {string} target
 * @property {EdgeRole} role
 * @property {number|null} strength 0..1
 */

/**
 * One create, set or delete; PROTOCOL.md lists the forms.
 * @typedef {{node?: string, edge?: string, board?: {title?: string}, create?: Record<string, any>,
 *   set?: Record<string, any>, delete?: true}} Change
 */
/** @typedef {{op_id: string, changes: Change[]}} PendingOp */
/** @typedef {{revision: number, op_id: string, actor: string|number|null, changes: Change[]}} CommittedOp */
/** @typedef {{revision: number, title: string, nodes: BoardNode[], edges: BoardEdge[]}} Snapshot */
/** @typedef {{nodes: Set<string>, edges: Set<string>, board: boolean}} Changed What a store change touched. */

/** @typedef {{key: string, name: string, colour: number|string}} Person `colour`: 1..6 of --p1..6. */
/** @typedef {{ids: string[], dx: number, dy: number}} Drag */
/**
 * @typedef {object} PresenceState
 * @property {[number, number]|null} [cursor] world
 * @property {string[]} [selection]
 * @property {[number, number, number, number]|null} [viewport] world x, y, width, height
 * @property {Drag|null} [drag]
 * @property {string|null} [following] key of the person whose view is shared
 * @property {[number, number]|null} [laser] world: where it points now
 * @property {'here'|'presenting'|null} [spotlight] asks the others to come, or to watch
 * @property {string|null} [chat] said beside the cursor
 * @property {string|null} [masking] a picture whose editor is open
 * @property {number[][]|null} [outline] of the masks that are made on it: closed paths, see shared_outline.js
 */
/** @typedef {Person & PresenceState} PersonPresence */
/** @typedef {'preparing'|'waiting'|'making'|'finishing'} Stage */
/** @typedef {{sequence: number, fraction: number, stage: Stage, elapsed_s: number, preview?: string}} ToldProgress `preview` is a data URL. */
/** @typedef {ToldProgress & {heard_at: number}} Progress heard_at: ms, of `performance.now()` */

/** @typedef {'connecting'|'live'|'offline'|'closed'} Connection */
/**
 * @typedef {object} SavedState What the top bar says.
 * @property {'connecting'|'saved'|'saving'|'waiting'|'offline'|'closed'} state waiting: the server is slow to answer
 * @property {string} text "Saved", "Saving…", "Not saved yet: 3 changes kept", "Offline: 3 changes kept", or why it was closed
 * @property {number} unsaved ops not yet acknowledged
 */

/**
 * @typedef {object} Tier
 * @property {string} key
 * @property {string} label
 * @property {string} engine
 * @property {string} engine_label
 * @property {boolean} is_offline
 * @property {string} price_usd
 * @property {string} second_usd of a clip
 * @property {string[]} motions that it knows by name
 * @property {Record<string, number>} seconds by operation: what one picture typically takes
 * @property {number} at_once pictures that it makes at the same time
 * @property {number} max_anchors
 * @property {boolean} has_mask of its own
 * @property {boolean} has_seed
 * @property {boolean} has_strength
 * @property {number} min_pixels
 * @property {number} max_pixels
 * @property {number} max_side 0: any
 * @property {number} max_ratio long side by short one; 0: any
 * @property {[number, number][]} sizes the only ones it makes, or none for any
 * @property {number} multiple_of
 * @property {string[]} operations
 */

/** @typedef {{id: string, name: string, colour: string, words: Record<string, string[]>}} Brand words: lines for prompts, by kind */

/**
 * What the page says of itself (`#board-config`).
 * @typedef {object} BoardConfig
 * @property {{id: string, title: string, workspace: string, brand?: string | null}} board brand: whose rules count for what is made
 * @property {Brand[]} [brands]
 * @property {'owner'|'lead'|'designer'|'reviewer'|'viewer'|'guest who comments'} role
 * @property {boolean} may_edit
 * @property {boolean} may_comment
 * @property {boolean} may_mark pick, maybe and reject pictures
 * @property {Record<string, string>} checklist by key, what stands behind an approval at high risk; empty for who decides nothing
 * @property {boolean} is_guest
 * @property {{key: string, name: string}} you
 * @property {{x: number, y: number, zoom: number} | null} [place] where a link opens the board: the middle of the view
 * @property {Record<string, string>} urls socket, snapshot, sheets, upload, copies, masks, generate, cancel, retry,
 *   origins, picture_panel, share_panel, asset (with `{id}` and `{level}`), boards, find,
 *   other_boards
 * @property {Tier[]} tiers
 * @property {{key: string, label: string, reason: string}[]} [closed_tiers] whose engine cannot be used, and why
 * @property {Tier | null} motion what makes clips
 * @property {{key: string, name: string, width: number, height: number}[]} formats px, as channels ask for them
 * @property {{upload_bytes: number, prompt_characters: number, max_pixels: number, items: number, clip_seconds: [number, number],
 *   clip_sides: number[]}} limits clip_sides: px of the short side
 * @property {boolean} [debug] gives the benchmark its hook, `window.bench`
 */

/**
 * A pointer event as tools get it. `screen` is in px of the stage, `world` in board units; both
 * objects are reused from event to event: copy what is kept.
 * @typedef {object} ToolPointer
 * @property {Point} screen
 * @property {Point} world
 * @property {number} button
 * @property {number} detail 2 on the second press of a double click
 * @property {boolean} shift
 * @property {boolean} alt
 * @property {boolean} mod Ctrl, or Cmd on a Mac
 * @property {'mouse'|'pen'|'touch'} pointerType
 * @property {number} pressure 0..1
 */

/** Side of a drawn thing: paints in screen px; the context is already scaled to device pixels.
 * @typedef {(context: CanvasRenderingContext2D, viewport: PaintView) => void} OverlayPainter */
/** @typedef {{x: number, y: number, zoom: number, width: number, height: number,
 *   worldToScreen(point: Point, out?: Point): Point}} PaintView What painters need of a Viewport. */

/** @typedef {() => void} Unsubscribe */

export {};
