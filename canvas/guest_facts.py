"""What a guest's page of pictures is told: no more than its link shows. Plain JSON."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from canvas.comment_facts import thread_facts
from canvas.link_access import Guest
from canvas.link_pictures import ShownPicture, shown_pictures
from canvas.models import Decision, LinkVisit, Thread

Json = dict[str, Any]


def page_facts(guest: Guest) -> Json:
    """pictures: in order. threads: of this link, on what it shows, oldest first."""
    pictures = shown_pictures(guest.link)
    decisions = _own_decisions(guest)
    return {
        "may_comment": guest.access.may_comment,
        "may_decide": guest.access.may_decide,
        "may_download": guest.access.may_download,
        "is_complete": _is_complete(guest),
        "pictures": [picture_facts(one, decisions.get(one.node)) for one in pictures],
        "threads": _threads(guest, pictures),
    }


def picture_facts(one: ShownPicture, decision: Decision | None = None) -> Json:
    """decision: the guest's own. One on other bytes is `is_stale`, and to be made again."""
    is_stale = decision is not None and decision.sha256 != one.asset.sha256
    return {
        "node": str(one.node),
        "asset": str(one.asset.id),
        "sha256": one.asset.sha256,
        "width": one.asset.width,
        "height": one.asset.height,
        "name": one.name,
        "alt": one.alt,
        "prompt": one.prompt,
        "decision": None if decision is None or is_stale else decision.kind,
        "is_stale": is_stale,
    }


def _own_decisions(guest: Guest) -> dict[UUID, Decision]:
    """The last one by node."""
    if not guest.access.may_decide:
        return {}
    made = Decision.objects.filter(link=guest.link, guest=guest.access.guest)
    return {one.node: one for one in made.order_by("at", "id")}


def _threads(guest: Guest, pictures: Iterable[ShownPicture]) -> list[Json]:
    if not guest.access.may_comment:
        return []
    shown = [one.node for one in pictures]
    threads = Thread.objects.filter(link=guest.link, node__in=shown).order_by("number")
    return [
        thread_facts(one, guest.access)
        | {
            "node": str(one.node),
            "asset": one.asset_id and str(one.asset_id),
            "x": one.x,
            "y": one.y,
        }
        for one in threads
    ]


def _is_complete(guest: Guest) -> bool:
    visits = LinkVisit.objects.filter(link=guest.link, guest=guest.access.guest)
    return visits.exclude(completed_at=None).exists()
