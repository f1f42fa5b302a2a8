"""Fragments for the inspector."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from assets.engines.registry import engine_label
from assets.generations.patches import edge_of
from assets.models import Generation
from assets.packs import pack_names
from canvas.access import require_board
from canvas.clip_panel import clip_panel
from canvas.concealment import is_concealed
from canvas.errors import NotFound
from canvas.lineage import lineage_of
from canvas.models import Node
from canvas.proof_badge import crop_words, proof_badge
from canvas.refining import next_tier
from canvas.risk_panel import RiskPanel


@never_cache
@require_GET
def picture_panel(request: HttpRequest, board_id: UUID, node_id: UUID) -> HttpResponse:
    """All that is known of one picture; guests are told its name, size and lineage alone."""
    board, access = require_board(request, board_id)
    node = (
        Node.objects.filter(
            board=board, id=node_id, kind="image", deleted_at=None, asset__isnull=False
        )
        .select_related("asset__clip", "asset__created_by", "generation", "generation__created_by")
        .first()
    )
    if node is None or (access.is_guest and is_concealed(node)):
        raise NotFound("This picture is not on the board any more.")
    node.board = board
    generation = None if access.is_guest else node.generation
    context: dict[str, object] = {
        "board": board,
        "access": access,
        "node": node,
        "asset": node.asset,
        "generation": generation,
        "told": {} if access.is_guest else node.asset and node.asset.told,
        "refining": next_tier(generation) if generation and access.may_edit else None,
        "engine": _engine(generation) if generation else "",
        "packs": pack_names(generation.anchors) if generation else [],
        "crop": crop_words(generation.facts) if generation else "",
        "clip": clip_panel(node.asset),
        "proof": proof_badge(generation.facts) if generation else None,
        "edge": edge_of(generation) if generation and access.may_edit else None,
        "lineage": lineage_of(node, for_guest=access.is_guest),
        "is_guest": access.is_guest,
        "risk": None if access.is_guest else RiskPanel(node, access),
    }
    return render(request, "canvas/panels/_picture.html", context)


def _engine(generation: Generation) -> str:
    """Name and version; a version that begins with the engine's key is shown without it. "" where
    none was asked."""
    if not generation.engine:
        return ""
    version = generation.engine_version.removeprefix(f"{generation.engine}-")
    return f"{engine_label(generation.engine)} {version}".strip()
