"""Whether drift keeps a picture from being made."""

from collections.abc import Iterable
from uuid import UUID

from assets.errors import PausedForDrift
from assets.models import DriftWatch

Wanted = tuple[str, UUID | None, UUID | None]
"""Tier, brand, template."""


def refuse_paused(workspace_id: UUID, wanted: Iterable[Wanted]) -> None:
    """Raises PausedForDrift. One query, mostly of nothing."""
    paused = DriftWatch.objects.filter(
        workspace_id=workspace_id, paused_at__isnull=False, overridden_by=None
    )
    asked = list(wanted)
    for watch in paused.select_related("brand", "template"):
        if any(_is_of(watch, one) for one in asked):
            raise PausedForDrift(
                f"{name_of(watch)} is paused: {watch.paused_why} Choose another tier, or have a "
                "lead decide on the Drift page."
            )


def _is_of(watch: DriftWatch, wanted: Wanted) -> bool:
    tier, brand, template = wanted
    return (
        watch.tier == tier
        and watch.brand_id in (None, brand)
        and watch.template_id in (None, template)
    )


def name_of(watch: DriftWatch) -> str:
    """Product on surface for Aurora, tier Draft."""
    what = str(watch.template) if watch.template else "Everything"
    brand = f" for {watch.brand}" if watch.brand else ""
    return f"{what}{brand}, tier {watch.tier.capitalize()}"
