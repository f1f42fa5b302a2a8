"""One picture in several formats: frames of exact px, cropped at once or being extended."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from assets.actions.formats import Crop, make_crop, record_crop
from assets.actions.generations import NewGeneration, start_generations
from assets.compositing.formats import FormatPlan, Way, plan_format
from assets.compositing.geometry import Size
from assets.engines.request import Operation
from assets.errors import InvalidRequest
from assets.formats import Format
from assets.models import Asset, Generation
from assets.subjects import subject_of
from canvas.actions.generate import Placed, placed_before, placeholder
from canvas.actions.ops import apply_changes
from canvas.brand_facts import brand_of_board, risk_for
from canvas.errors import NotFound
from canvas.models import Board, Edge, Node

Change = dict[str, Any]
Place = tuple[float, float]


@dataclass(frozen=True)
class FormatItem:
    """format, and the way chosen, if one was. The frame lies at x, y, width, height (world)."""

    format: Format
    way: Way | None
    generation: uuid.UUID
    frame: uuid.UUID
    node: uuid.UUID
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class AskedFormats:
    """source: a picture's node. at: see `plan_format`."""

    source: uuid.UUID
    tier: str
    prompt: str
    at: Place
    keep_exactly: bool
    items: tuple[FormatItem, ...]


def plan_of(
    picture: Asset, size: Size, *, at: Place, keep_exactly: bool, way: Way | None
) -> FormatPlan:
    """The same question has the same answer: what was shown is what is done."""
    return plan_format(
        Size(picture.width, picture.height),
        size,
        at=at,
        subject=subject_of(picture),
        way=way,
        keep_exactly=keep_exactly,
    )


def make_formats(*, board: Board, user: User, asked: AskedFormats) -> list[Placed]:
    """Frames with their pictures or placeholders, all in one transaction, in the order asked.

    Asking again with the same ids changes nothing and gives the same answer. Raises NotFound,
    InvalidRequest, OpRejected, StorageFailed; then nothing on the board changed.
    """
    wanted = {item.generation: item.node for item in asked.items}
    if repeated := placed_before(board, wanted):
        return repeated
    source = picture_node(board, asked.source)
    assert source.asset is not None
    plans = [_plan(source.asset, asked, item) for item in asked.items]
    crops = {
        item.generation: make_crop(
            source=source.asset, plan=plan, name=source.props.get("name", ""), user=user
        )
        for item, plan in zip(asked.items, plans, strict=True)
        if plan.way is not Way.EXTEND
    }
    with transaction.atomic():
        if repeated := placed_before(board, wanted):
            return repeated
        made = _record(board, user, asked, source.asset, plans, crops)
        changes = [change for item in asked.items for change in _changes(item, source, made)]
        apply_changes(board_id=board.id, changes=changes)
        return [Placed(made[item.generation], item.node) for item in asked.items]


def picture_node(board: Board, node_id: uuid.UUID) -> Node:
    """A live, finished picture of this board. Raises NotFound."""
    live = Node.objects.filter(board=board, id=node_id, kind="image", deleted_at=None)
    node = live.filter(asset__isnull=False).select_related("asset__workspace").first()
    if node is None:
        raise NotFound(
            "This picture is not on the board any more. Choose another one.", code="node_not_found"
        )
    return node


def _plan(picture: Asset, asked: AskedFormats, item: FormatItem) -> FormatPlan:
    plan = plan_of(
        picture, item.format.size, at=asked.at, keep_exactly=asked.keep_exactly, way=item.way
    )
    if plan.way is Way.SAME:
        raise InvalidRequest(
            f"The picture has {item.format.width} x {item.format.height} px already. "
            "Choose another format.",
            code="same_format",
        )
    return plan


def _record(
    board: Board,
    user: User,
    asked: AskedFormats,
    source: Asset,
    plans: Iterable[FormatPlan],
    crops: dict[uuid.UUID, Crop],
) -> dict[uuid.UUID, Generation]:
    brand = brand_of_board(board)
    risk = risk_for(brand, asked.prompt)
    extensions = [
        NewGeneration(
            id=item.generation,
            operation=Operation.OUTPAINT,
            prompt=asked.prompt,
            tier=asked.tier,
            source=source,
            extend=plan.growth,
            scaled=plan.scaled,
            brand=brand,
            risk=risk,
        )
        for item, plan in zip(asked.items, plans, strict=True)
        if plan.way is Way.EXTEND
    ]
    started = start_generations(workspace=board.workspace, user=user, asked=extensions)
    cut = [
        record_crop(generation_id=generation_id, crop=crop, user=user)
        for generation_id, crop in crops.items()
    ]
    return {generation.id: generation for generation in [*started, *cut]}


def _changes(item: FormatItem, source: Node, made: dict[uuid.UUID, Generation]) -> list[Change]:
    generation = made[item.generation]
    box = {"x": item.x, "y": item.y, "width": item.width, "height": item.height}
    frame = {
        "kind": "frame",
        **box,
        "name": item.format.name,
        "format_width": item.format.width,
        "format_height": item.format.height,
    }
    name = source.props.get("name", "")
    inside = {**box, "parent": str(item.frame), "name": name}
    return [
        {"node": str(item.frame), "create": frame},
        {"node": str(item.node), "create": _content(generation) | inside},
        {
            "edge": str(uuid.uuid4()),
            "create": {
                "source": str(source.id),
                "target": str(item.node),
                "role": Edge.Role.SOURCE.value,
            },
        },
    ]


def _content(generation: Generation) -> Change:
    if generation.result is None:
        return placeholder(generation)
    return {
        "kind": "image",
        "asset": str(generation.result_id),
        "generation": str(generation.id),
        "image_width": generation.width,
        "image_height": generation.height,
    }
