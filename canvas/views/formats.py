"""The dialog of formats: what each will take, told again with every choice; and making them."""

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assets.compositing.formats import Way
from assets.formats import FORMATS, format_of
from canvas.access import require_board
from canvas.actions.formats import AskedFormats, FormatItem, make_formats, picture_node
from canvas.document import values
from canvas.document.kinds import Field
from canvas.format_rows import NINE, PLACES, FormatChoice, format_table, tiers_that_extend
from canvas.views.json_body import (
    BadRequest,
    list_of_at_most,
    read_fields,
    read_json,
    string,
)

WAYS = {way.value: way for way in (Way.CROP, Way.EXTEND)}


@never_cache
@require_GET
def formats_dialog(request: HttpRequest, board_id: UUID, node_id: UUID) -> HttpResponse:
    """The whole dialog; with `asked` in the query, as its form sends it, the content alone."""
    board, _ = require_board(request, board_id, edit=True)
    node = picture_node(board, node_id)
    assert node.asset is not None
    able = tiers_that_extend(board.workspace_id)
    choice = _choice(request.GET, able)
    context = {
        "board": board,
        "node": node,
        "asset": node.asset,
        "choice": choice,
        "table": format_table(
            node.asset, choice, able.get(choice.tier), at_once=settings.GENERATION_CONCURRENCY
        ),
        "tiers": list(able),
        "prompt": request.GET.get("prompt", ""),
        "places": [
            {"value": f"{x:g},{y:g}", "name": name, "is_on": (x, y) == choice.at}
            for (x, y), name in zip(NINE, PLACES, strict=True)
        ],
    }
    part = "_content" if "asked" in request.GET else "_dialog"
    return render(request, f"canvas/formats/{part}.html", context)


def _choice(query: QueryDict, able: Collection[str]) -> FormatChoice:
    """What is not known is as if it were not chosen: this only shows."""
    tier = query.get("tier", "")
    at = {f"{x:g},{y:g}": (x, y) for x, y in NINE}.get(query.get("at", ""), (0.5, 0.5))
    ways = {one.key: WAYS.get(query.get(f"way-{one.key}", "")) for one in FORMATS}
    return FormatChoice(
        ticked=frozenset(query.getlist("format")),
        ways={key: way for key, way in ways.items() if way is not None},
        at=at,
        keep_exactly="keep" in query or "asked" not in query,
        tier=tier if tier in able else next(iter(able), ""),
    )


@require_POST
def new_formats(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{source, tier, prompt, at, keep_exactly, items}` -> 201 `{"generations": [...]}`."""
    board, _ = require_board(request, board_id, edit=True)
    asked = parse_formats(read_json(request))
    placed = make_formats(board=board, user=cast(User, request.user), asked=asked)
    told = [
        {"id": str(one.generation.id), "node": str(one.node), "state": one.generation.state}
        for one in placed
    ]
    return JsonResponse({"generations": told}, status=201)


def parse_formats(body: Any) -> AskedFormats:
    """Raises BadRequest with the key that is wrong."""
    asked = read_fields(body, _REQUEST, "The request")
    items = tuple(_item(raw) for raw in asked["items"])
    if not items:
        raise BadRequest("'items' must name at least one format.", code="bad_value")
    ids = [one for item in items for one in (item.generation, item.frame, item.node)]
    if len(set(ids)) < len(ids) or len({item.format.key for item in items}) < len(items):
        raise BadRequest("'items' names the same thing twice.", code="bad_value")
    at = asked["at"]
    if len(at) != 2 or tuple(at) not in NINE:
        raise BadRequest("'at' must be two of 0, 0.5 and 1.", code="bad_value")
    return AskedFormats(
        source=UUID(asked["source"]),
        tier=asked["tier"],
        prompt=asked["prompt"],
        at=(float(at[0]), float(at[1])),
        keep_exactly=asked["keep_exactly"],
        items=items,
    )


def _item(raw: Any) -> FormatItem:
    read = read_fields(raw, _ITEM, "An item")
    one = format_of(read["format"])
    if one is None:
        raise BadRequest("'format' must be one of the formats on offer.", code="bad_value")
    ids = {key: UUID(read[key]) for key in ("generation", "frame", "node")}
    return FormatItem(**read | ids | {"format": one, "way": WAYS.get(read["way"])})


_COORDINATE = values.number(-values.MAX_COORDINATE, values.MAX_COORDINATE)
_SIDE = values.number(1, values.MAX_SIDE)

_REQUEST = {
    "source": Field(values.as_id),
    "tier": Field(string, ""),
    "prompt": Field(string, ""),
    "at": Field(list_of_at_most(2)),
    "keep_exactly": Field(values.boolean, True),
    "items": Field(list_of_at_most(len(FORMATS))),
}

_ITEM = {
    "format": Field(string),
    "way": Field(values.one_of("", *WAYS), ""),
    "generation": Field(values.as_id),
    "frame": Field(values.as_id),
    "node": Field(values.as_id),
    "x": Field(_COORDINATE),
    "y": Field(_COORDINATE),
    "width": Field(_SIDE),
    "height": Field(_SIDE),
}
