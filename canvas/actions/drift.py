"""Watching for drift: what people set up and decide, and what follows from canaries."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from assets.actions.canaries import MOST_PROMPTS, add_references, due, judge, run_canaries
from assets.drift.pauses import name_of
from assets.engines.configured import config_of
from assets.engines.registry import build_engine, row_of
from assets.errors import AssetsError, InvalidRequest
from assets.models import (
    BrandKit,
    CanaryRun,
    DriftWatch,
    EngineSetting,
    Generation,
    PackAnchor,
    PackVersion,
    Template,
    Workspace,
)
from assets.transactions import write_transaction
from canvas.actions.audit import record
from canvas.figures.counts import is_usable

logger = logging.getLogger(__name__)

MOST_WATCHES = 40
LONGEST_PROMPT = 1_000


def make_watch(
    *,
    workspace: Workspace,
    user: User,
    brand: BrandKit | None,
    template: Template | None,
    tier: str,
    prompts: Sequence[str],
    every_days: int,
) -> DriftWatch:
    """With what is approved now as its references. Raises InvalidRequest."""
    if not prompts:
        raise InvalidRequest("Write at least one prompt to draw again and again.", code="prompts")
    if len(prompts) > MOST_PROMPTS or max(map(len, prompts)) > LONGEST_PROMPT:
        raise InvalidRequest(
            f"At most {MOST_PROMPTS} prompts, each of {LONGEST_PROMPT} characters.", code="prompts"
        )
    with write_transaction():
        there = DriftWatch.objects.filter(workspace=workspace)
        if there.count() >= MOST_WATCHES:
            raise InvalidRequest(f"A workspace watches {MOST_WATCHES} things at most.")
        if there.filter(brand=brand, template=template, tier=tier).exists():
            raise InvalidRequest("This is watched already.", code="tier")
        watch = DriftWatch.objects.create(
            workspace=workspace,
            brand=brand,
            template=template,
            tier=tier,
            prompts=list(prompts),
            every_days=every_days,
            created_by=user,
        )
        add_references(watch, approved_pictures(watch))
        record(workspace, user, "watch_made", name_of(watch))
        return watch


def remove_watch(*, watch: DriftWatch, user: User) -> None:
    with write_transaction():
        record(watch.workspace, user, "watch_removed", name_of(watch))
        watch.delete()


def take_references(*, watch: DriftWatch, user: User) -> int:
    """What was approved since; how many came."""
    with write_transaction():
        before = watch.references.count()
        add_references(watch, approved_pictures(watch))
        more = watch.references.count() - before
        record(watch.workspace, user, "references_taken", name_of(watch), {"pictures": more})
        return more


def approved_pictures(watch: DriftWatch) -> list[UUID]:
    """Usable pictures of its brand and template, and those of the brand's anchor packs."""
    made = Generation.objects.filter(
        is_usable(watch.workspace_id), workspace_id=watch.workspace_id, result__isnull=False
    )
    if watch.brand_id is not None:
        made = made.filter(brand_id=watch.brand_id)
    if watch.template_id is not None:
        made = made.filter(template_version__template_id=watch.template_id)
    found = dict.fromkeys(made.order_by("created_at").values_list("result_id", flat=True))
    if watch.brand_id is not None:
        versions = PackVersion.objects.filter(pack__brand_id=watch.brand_id, pack__deleted_at=None)
        newest: dict[UUID, UUID] = {}
        for version in versions.order_by("number"):
            newest[version.pack_id] = version.id
        anchors = PackAnchor.objects.filter(version__in=newest.values())
        found |= dict.fromkeys(anchors.values_list("asset_id", flat=True))
    return [one for one in found if one is not None]


def draw_canaries(*, watch: DriftWatch, user: User) -> CanaryRun:
    """Raises AssetsError."""
    return run_canaries(watch=watch, user=user, why="Asked for")


def on_generation_ended(generation_id: UUID) -> None:
    """Judge its canaries, where it is one; what is out of its limit is paused at once."""
    run = judge(generation_id)
    if run is None or run.is_good is None:
        return
    with write_transaction():
        watch = DriftWatch.objects.select_for_update(of=("self",)).get(id=run.watch_id)
        if run.is_good:
            _end_pause(watch, None)
        elif watch.paused_at is None or watch.overridden_version != run.engine_version:
            watch.paused_at = timezone.now()
            watch.paused_why = (
                f"its canaries lie {run.score:.2f} from the references, the limit is "
                f"{run.limit:.2f}."
            )
            watch.overridden_by, watch.overridden_version = None, ""
            watch.save()
            facts = {"score": run.score, "limit": run.limit, "engine": run.engine_version}
            record(watch.workspace, None, "paused_for_drift", name_of(watch), facts)


def override_pause(*, watch: DriftWatch, user: User) -> None:
    """A lead lets it go on with this version of the engine."""
    last = watch.runs.last()
    with write_transaction():
        watch.overridden_by = user
        watch.overridden_version = last.engine_version if last else ""
        watch.save(update_fields=["overridden_by", "overridden_version"])
        record(watch.workspace, user, "drift_overridden", name_of(watch))


def _end_pause(watch: DriftWatch, user: User | None) -> None:
    if watch.paused_at is None:
        return
    watch.paused_at, watch.paused_why = None, ""
    watch.overridden_by, watch.overridden_version = None, ""
    watch.save()
    record(watch.workspace, user, "drift_ended", name_of(watch))


def restorable(watch: DriftWatch) -> CanaryRun | None:
    """The last good run of an engine of the Engines page that had other settings than now."""
    for run in watch.runs.filter(is_good=True).order_by("-begun_at"):
        row = row_of(run.engine)
        if row is None or row.removed_at is not None or not run.setting:
            continue
        if run.setting != {"model": row.model, "options": row.options}:
            return run
    return None


def restore_version(*, watch: DriftWatch, user: User) -> None:
    """The engine has the model and the options of the last good run again, for everybody.
    Raises InvalidRequest."""
    run = restorable(watch)
    row = row_of(run.engine) if run else None
    if run is None or row is None:
        raise InvalidRequest("There is no earlier version to go back to. Choose another engine.")
    with write_transaction():
        row = EngineSetting.objects.select_for_update(of=("self",)).get(id=row.id)
        facts: dict[str, Any] = {"from": row.model, "to": run.setting["model"]}
        row.model, row.options = run.setting["model"], run.setting["options"]
        row.changed_at = timezone.now()
        build_engine(config_of(row))
        row.save(update_fields=["model", "options", "changed_at"])
        _end_pause(watch, user)
        record(watch.workspace, user, "engine_restored", row.label, facts)


def draw_due_canaries(now: datetime) -> None:
    """What upkeep does: by schedule, and as soon as an engine's version is another one."""
    for watch, why in due(now):
        try:
            run_canaries(watch=watch, user=watch.created_by, why=why[:80])
        except AssetsError as error:
            logger.warning("canaries of watch %s were not drawn: %s", watch.id, error.message)
