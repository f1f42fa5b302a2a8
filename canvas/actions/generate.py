"""Generate on a board: the rows of the engine's work and the nodes that stand for it, together."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.auth.models import User

from assets.actions.generations import (
    NewAnchor,
    NewClip,
    NewGeneration,
    NewPart,
    retry_generation,
    start_generations,
)
from assets.actions.parts import Masked, join_parts
from assets.compositing.geometry import Box, Preset
from assets.compositing.intents import Intent
from assets.compositing.outpaint import Growth
from assets.engines.registry import engine_for
from assets.engines.request import Operation
from assets.errors import InvalidRequest
from assets.generations.edit_jobs import calls_needed
from assets.generations.names import picture_name
from assets.generations.price import quote
from assets.generations.rules import MOST_SEED, check_seed
from assets.generations.timing import with_measured_times
from assets.models import Asset, BrandKit, Generation, PackVersion
from assets.motion.terms import Motion
from assets.packs import versions_holding
from assets.transactions import write_transaction
from canvas.actions.ops import apply_changes
from canvas.brand_facts import brand_of, brand_of_board, risk_for
from canvas.errors import NotFound
from canvas.models import Board, Edge, Node

Change = dict[str, Any]

BoardsOwn = Literal["board"]
BOARDS_OWN: BoardsOwn = "board"


@dataclass(frozen=True)
class AskedAnchor:
    """pack: the version of an anchor pack that it came with, if it did."""

    node: uuid.UUID
    role: str
    strength: float
    pack: uuid.UUID | None = None


@dataclass(frozen=True)
class AskedMask:
    """What is to be under a mask, and how far from what is there: 0 to 1."""

    node: uuid.UUID
    prompt: str
    strength: float


@dataclass(frozen=True)
class AskedClip:
    """How the source is to move; last: the node of the picture that it ends on. See NewClip."""

    motion: Motion
    seconds: float
    side: int
    loops: bool
    amount: float
    last: uuid.UUID | None


@dataclass(frozen=True)
class Item:
    """One picture and where its placeholder lies: world units, top left corner and size.

    parent: the frame that carries it, if any.
    """

    generation: uuid.UUID
    node: uuid.UUID
    x: float
    y: float
    width: float
    height: float
    parent: uuid.UUID | None = None


@dataclass(frozen=True)
class Asked:
    """What the prompt bar or an editor asks for. anchors, source, masks: nodes of the board.

    width, height: px; an edit's follow from its source. seed: of the first item, the next one has
    the next seed; None for one by chance. candidate: results wait in the editor's strip.
    masks: lowest first. Those with the same words are one edit; `prompt` is not read then.
    scale: of an upscale. brand: whose rules count; BOARDS_OWN for the one that the board has.
    clip: of an animate; `masks` say where the source may move.
    """

    operation: Operation
    prompt: str
    tier: str
    width: int
    height: int
    seed: int | None
    anchors: tuple[AskedAnchor, ...]
    source: uuid.UUID | None
    masks: tuple[AskedMask, ...]
    extend: Growth | None
    candidate: bool
    items: tuple[Item, ...]
    intent: Intent = Intent.CHANGE
    context: Preset | Box = Preset.BALANCED
    scale: int | None = None
    refines: uuid.UUID | None = None
    brand: uuid.UUID | BoardsOwn | None = BOARDS_OWN
    clip: AskedClip | None = None


@dataclass(frozen=True)
class Placed:
    generation: Generation
    node: uuid.UUID


def generate_on_board(*, board: Board, user: User, asked: Asked) -> list[Placed]:
    """Start the generations and put their placeholders on the board, all in one transaction.

    Asking again with the same ids changes nothing and gives the same answer. Raises NotFound for
    nodes that are not on this board, InvalidRequest, InvalidMask, OpRejected; then nothing changed.
    """
    wanted = {item.generation: item.node for item in asked.items}
    repeated = placed_before(board, wanted)
    if repeated:
        return repeated
    # Before the transaction: masks are decoded and encoded, and other writers would wait for it.
    masked = _masked(_nodes_named(board, asked), asked, user)
    with write_transaction():
        # Of two requests with these ids at the same moment the later one finds them here.
        repeated = placed_before(board, wanted)
        if repeated:
            return repeated
        nodes = _nodes_named(board, asked)
        packs = _packs_named(board, asked, nodes)
        generations = start_generations(
            workspace=board.workspace,
            user=user,
            asked=_new_generations(asked, nodes, packs, masked, _brand(board, asked)),
        )
        placed = [
            Placed(generation, item.node)
            for generation, item in zip(generations, asked.items, strict=True)
        ]
        creates = _node_changes(asked, nodes, generations)
        apply_changes(board_id=board.id, changes=creates + _edge_changes(asked))
        return placed


def retry_on_board(*, placed: Placed, board: Board, user: User, tier: str | None) -> None:
    """Queue a picture again that was not made; `tier` is another one, or None. Raises what
    `retry_generation` does; then nothing changed."""
    with write_transaction():
        risk = risk_for(placed.generation.brand, placed.generation.prompt)
        generation = retry_generation(generation=placed.generation, user=user, tier=tier, risk=risk)
        if tier is not None:
            told = {"tier": generation.tier, "expected_s": _expected_s(generation)}
            apply_changes(board_id=board.id, changes=[{"node": str(placed.node), "set": told}])


def placed_before(board: Board, wanted: dict[uuid.UUID, uuid.UUID]) -> list[Placed]:
    """What an earlier request with these ids placed; none: the ids are all new.

    wanted: nodes by their generations. Raises InvalidRequest where only some of them are known, or
    they belong elsewhere.
    """
    there = Node.objects.filter(board=board, generation__in=wanted).select_related("generation")
    placed = {
        node.generation.id: Placed(node.generation, node.id)
        for node in there
        if node.generation is not None and wanted[node.generation.id] == node.id
    }
    if placed.keys() == wanted.keys():
        return [placed[generation_id] for generation_id in wanted]
    is_taken = (
        Generation.objects.filter(id__in=wanted).exists()
        or Node.objects.filter(board=board, id__in=wanted.values()).exists()
    )
    if is_taken:
        raise InvalidRequest(
            "These ids belong to something else already. Generate again.", code="id_taken"
        )
    return []


@dataclass(frozen=True)
class Picture:
    """A live node of this board with what it shows."""

    node: Node
    asset: Asset


Named = dict[uuid.UUID, Picture]


def _nodes_named(board: Board, asked: Asked) -> Named:
    """The pictures and masks that the request names. Raises NotFound, InvalidRequest."""
    pictures = [anchor.node for anchor in asked.anchors]
    if asked.source is not None:
        pictures.append(asked.source)
    if asked.clip is not None and asked.clip.last is not None:
        pictures.append(asked.clip.last)
    return pictures_named(board, pictures, masks=[mask.node for mask in asked.masks])


def pictures_named(
    board: Board, pictures: Iterable[uuid.UUID], *, masks: Iterable[uuid.UUID] = ()
) -> Named:
    """Live pictures of this board, and masks. Raises NotFound, InvalidRequest."""
    wanted = [(node, "image") for node in pictures]
    wanted += [(node, "mask") for node in masks]
    ids = {node_id for node_id, _ in wanted}
    rows = Node.objects.filter(board=board, id__in=ids, deleted_at=None).select_related("asset")
    found = {row.id: row for row in rows}
    if found.keys() != ids:
        raise NotFound(
            "A picture or mask that this needs is not on the board any more. Choose another one.",
            code="node_not_found",
        )
    named = {}
    for node_id, kind in wanted:
        node = found[node_id]
        if node.kind != kind or node.asset is None:
            raise InvalidRequest(
                "What was chosen is no finished picture. Choose one that is.", code="not_a_picture"
            )
        named[node_id] = Picture(node, node.asset)
    return named


def _packs_named(board: Board, asked: Asked, named: Named) -> dict[uuid.UUID, PackVersion]:
    wanted = {
        (anchor.pack, named[anchor.node].asset.id)
        for anchor in asked.anchors
        if anchor.pack is not None
    }
    return versions_holding(board.workspace_id, wanted) if wanted else {}


def _masked(named: Named, asked: Asked, user: User) -> Masked:
    """Raises InvalidMask, InvalidRequest."""
    if not asked.masks:
        return Masked(None, asked.prompt)
    if asked.source is None:
        raise InvalidRequest("Choose the picture that should be edited.", code="no_source")
    parts = [NewPart(named[one.node].asset, one.prompt, one.strength) for one in asked.masks]
    return join_parts(picture=named[asked.source].asset, parts=parts, user=user)


def _new_generations(
    asked: Asked,
    named: Named,
    packs: dict[uuid.UUID, PackVersion],
    masked: Masked,
    brand: BrandKit | None,
) -> list[NewGeneration]:
    if asked.seed is not None:
        check_seed(asked.seed)
    operation = asked.operation
    if operation is Operation.TEXT_TO_IMAGE and asked.anchors:
        operation = Operation.IMAGE_TO_IMAGE
    anchors = tuple(
        NewAnchor(
            named[anchor.node].asset,
            anchor.role,
            anchor.strength,
            pack=packs[anchor.pack] if anchor.pack is not None else None,
        )
        for anchor in asked.anchors
    )
    clip = _clip(asked.clip, named) if asked.clip is not None else None
    return [
        NewGeneration(
            id=item.generation,
            operation=operation,
            prompt=masked.prompt,
            tier=asked.tier,
            width=asked.width,
            height=asked.height,
            seed=None if asked.seed is None else (asked.seed + number) % (MOST_SEED + 1),
            anchors=anchors,
            source=named[asked.source].asset if asked.source is not None else None,
            mask=masked.mask,
            strength=masked.strength,
            parts=masked.parts,
            intent=asked.intent,
            context=asked.context,
            extend=asked.extend,
            scale=asked.scale,
            brand=brand,
            risk=risk_for(brand, masked.prompt, *(part.prompt for part in masked.parts)),
            clip=clip,
        )
        for number, item in enumerate(asked.items)
    ]


def _brand(board: Board, asked: Asked) -> BrandKit | None:
    """Raises NotFound."""
    if asked.brand == BOARDS_OWN:
        return brand_of_board(board)
    return brand_of(board.workspace_id, asked.brand) if asked.brand else None


def _clip(asked: AskedClip, named: Named) -> NewClip:
    last = named[asked.last].asset if asked.last is not None else None
    return NewClip(asked.motion, asked.seconds, asked.side, asked.loops, asked.amount, last)


def _node_changes(asked: Asked, named: Named, generations: list[Generation]) -> list[Change]:
    source = named[asked.source] if asked.source is not None else None
    changes = []
    for item, generation in zip(asked.items, generations, strict=True):
        width, height = _world_size(item, asked.operation, generation, source)
        create = placeholder(generation) | {
            "x": item.x,
            "y": item.y,
            "width": width,
            "height": height,
            "candidate_of": str(asked.source) if asked.candidate else None,
            "parent": str(item.parent) if item.parent is not None else None,
        }
        changes.append({"node": str(item.node), "create": create})
    return changes


def placeholder(generation: Generation, *, expected_s: float | None = None) -> Change:
    """What a node tells of the generation that it stands for; its place is not told. expected_s:
    where it is known already, as of hundreds at once."""
    return {
        "kind": "generation",
        "name": picture_name(generation),
        "generation": str(generation.id),
        "state": generation.state,
        "prompt": generation.prompt,
        "tier": generation.tier,
        "image_width": generation.width,
        "image_height": generation.height,
        "expected_s": _expected_s(generation) if expected_s is None else expected_s,
    }


def _expected_s(generation: Generation) -> float:
    known = engine_for(generation.engine).capabilities()
    capabilities = with_measured_times(generation.engine, known)
    operation = Operation(generation.operation)
    return quote(capabilities, operation, calls=calls_needed(generation)).seconds


def _world_size(
    item: Item, operation: Operation, generation: Generation, source: Picture | None
) -> tuple[float, float]:
    """An extended picture keeps the scale that its source is shown at; others lie as asked."""
    if operation is not Operation.OUTPAINT or source is None:
        return item.width, item.height
    return (
        generation.width * source.node.width / source.asset.width,
        generation.height * source.node.height / source.asset.height,
    )


def _edge_changes(asked: Asked) -> list[Change]:
    """Lineage, from what was used to each placeholder."""
    used: list[Change] = [
        {
            "source": str(anchor.node),
            "role": (Edge.Role.REFINE if anchor.node == asked.refines else Edge.Role.ANCHOR).value,
            "strength": anchor.strength,
        }
        for anchor in asked.anchors
    ]
    if asked.source is not None:
        used.append({"source": str(asked.source), "role": Edge.Role.SOURCE.value})
    if asked.clip is not None and asked.clip.last is not None:
        used.append({"source": str(asked.clip.last), "role": Edge.Role.LAST.value})
    used += [{"source": str(mask.node), "role": Edge.Role.MASK.value} for mask in asked.masks]
    return [
        {"edge": str(uuid.uuid4()), "create": {**edge, "target": str(item.node)}}
        for item in asked.items
        for edge in used
    ]
