"""What a board's page is told when it loads: who looks, what they may do, where things are."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from assets.engines.base import Engine
from assets.engines.registry import MOTION, engine_of_tier, picture_tiers
from assets.engines.request import Operation
from assets.errors import EngineError
from assets.formats import FORMATS
from assets.generations.limits import limits_of
from assets.generations.rules import MOST_PICTURES, MOST_PROMPT_CHARACTERS
from assets.generations.timing import with_measured_times
from assets.models import BrandKit
from assets.motion.terms import LEAST_SECONDS, MOST_SECONDS, SIDES
from canvas.access import BoardAccess
from canvas.approval import CHECKLIST
from canvas.brand_facts import brands_of, told_of
from canvas.models import Board

NIL = UUID(int=0)
LEVEL = "128"


def board_config(board: Board, access: BoardAccess) -> dict[str, Any]:
    """Plain JSON. Guests are told no tiers, engines or prices: they make nothing."""
    return {
        "board": {
            "id": str(board.id),
            "title": board.title,
            "workspace": str(board.workspace_id),
            "brand": None if access.is_guest else _id_or_none(board.brand_id),
        },
        "brands": [told_of(brand) for brand in _brands(board, access)],
        "role": access.may_do,
        "may_edit": access.may_edit,
        "may_comment": access.may_comment,
        "may_mark": access.may_mark,
        "checklist": CHECKLIST if access.may_mark else {},
        "is_guest": access.is_guest,
        "place": access.place,
        "you": {"key": access.key, "name": access.name},
        "urls": _urls(board.id),
        "tiers": _tiers(board.workspace_id) if access.may_edit else [],
        "motion": _motion(board.workspace_id) if access.may_edit else None,
        "formats": [one.facts for one in FORMATS],
        "closed_tiers": _closed_tiers(board.workspace_id) if access.may_edit else [],
        "limits": {
            "upload_bytes": settings.MAX_UPLOAD_BYTES,
            "prompt_characters": MOST_PROMPT_CHARACTERS,
            "max_pixels": settings.MAX_IMAGE_PIXELS,
            "items": MOST_PICTURES,
            "clip_seconds": [LEAST_SECONDS, MOST_SECONDS],
            "clip_sides": list(SIDES),
        },
        "debug": settings.BENCH_HOOK,
    }


def _id_or_none(id_: UUID | None) -> str | None:
    return None if id_ is None else str(id_)


def _brands(board: Board, access: BoardAccess) -> Iterable[BrandKit]:
    return () if access.is_guest else brands_of(board.workspace_id)


def _urls(board_id: UUID) -> dict[str, str]:
    """Addresses by what they are for; {id} and {level} stand where the page fills something in."""

    def of(name: str) -> str:
        return reverse(name, args=[board_id])

    def of_one(name: str) -> str:
        return reverse(name, args=[board_id, NIL]).replace(str(NIL), "{id}")

    picture = reverse("asset", args=[NIL, LEVEL]).removesuffix(LEVEL) + "{level}"
    return {
        "socket": f"/ws/board/{board_id}/",
        "snapshot": of("snapshot"),
        "rows": of("list_rows"),
        "sheets": of("sheets"),
        "upload": of("upload"),
        "copies": of("copy_pictures"),
        "masks": of("mask_upload"),
        "select": of("select"),
        "fill_look": of_one("fill_look"),
        "blend": of_one("blend"),
        "blend_look": of_one("blend_look"),
        "mask_worker": static("canvas/mask_worker.js"),
        "generate": of("generate"),
        "brand": of("board_brand"),
        "appeal": of("appeal"),
        "formats": of("make_formats"),
        "formats_dialog": of_one("formats_dialog"),
        "cancel": of_one("cancel_generation"),
        "retry": of_one("retry_generation"),
        "origins": of("origins"),
        "set_view": of("set_view"),
        "picture_panel": of_one("picture_panel"),
        "share_panel": of("share_panel"),
        "packs": of("pack_panel"),
        "newest_packs": of("newest_packs"),
        "decisions": of("decisions"),
        "rejections": of("rejections"),
        "complete_review": of("complete_review"),
        "edit_of": of_one("edit_of"),
        "review_panel": of_one("review_panel"),
        "runs": of("runs"),
        "comments": of("comments"),
        "thread": of_one("comment_thread"),
        "asset": picture.replace(str(NIL), "{id}"),
        "clip": reverse("clip", args=[NIL]).replace(str(NIL), "{id}"),
        "trash": of("board_trash"),
        "trash_restore": of("restore_from_board"),
        "versions": of("version_panel"),
        "save_version": of("save_version"),
        "export": of("export_board"),
        "export_dialog": of("export_dialog"),
        "new_export": of("new_export"),
        "export_region": of("export_region"),
        "import": reverse("import_board"),
        "boards": reverse("boards"),
        "find": of("find"),
        "other_boards": of("other_boards"),
    }


def _tiers(workspace_id: UUID) -> list[dict[str, Any]]:
    """Those whose engine can be used: a fault in one setting closes no board."""
    tiers = []
    for key in picture_tiers():
        with suppress(EngineError):
            tiers.append(_tier(key, engine_of_tier(key, workspace_id)))
    return tiers


def _motion(workspace_id: UUID) -> dict[str, Any] | None:
    """None: clips are made by no engine here."""
    with suppress(EngineError):
        tier = _tier(MOTION, engine_of_tier(MOTION, workspace_id))
        if Operation.ANIMATE in tier["operations"]:
            return tier
    return None


def _closed_tiers(workspace_id: UUID) -> list[dict[str, str]]:
    """The others, and why."""
    closed = []
    for key in picture_tiers():
        try:
            engine_of_tier(key, workspace_id)
        except EngineError as error:
            closed.append({"key": key, "label": key.capitalize(), "reason": error.message})
    return closed


def _tier(key: str, engine: Engine) -> dict[str, Any]:
    can = with_measured_times(engine.key, engine.capabilities())
    return {
        "key": key,
        "label": key.capitalize(),
        "engine": engine.key,
        "engine_label": engine.label,
        "is_offline": can.is_offline,
        "price_usd": str(can.price_usd),
        "second_usd": str(can.second_usd),
        "motions": [motion.value for motion in can.motions],
        "seconds": {operation.value: can.seconds_of(operation) for operation in can.operations},
        "at_once": limits_of(engine.key).at_once,
        "max_anchors": can.max_anchors,
        "has_mask": can.has_mask,
        "has_seed": can.has_seed,
        "has_strength": can.has_strength,
        "min_pixels": can.min_pixels,
        "max_pixels": can.max_pixels,
        "max_side": can.max_side,
        "max_ratio": can.max_ratio,
        "sizes": [[size.width, size.height] for size in can.sizes],
        "multiple_of": can.multiple_of,
        "operations": sorted(can.operations),
    }
