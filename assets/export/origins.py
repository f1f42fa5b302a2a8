"""How pictures came to be, for what their files say of it: from generations, over all boards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from assets.export.metadata import SourceType
from assets.models import Asset, Generation, GenerationState
from assets.models.generation import CROP
from assets.rights import MOST_STEPS, batched

_AT_ONCE = 5_000


@dataclass(frozen=True)
class Origin:
    """root: the picture at the other end of a chain of edits, that nothing here was made from;
    itself for an upload. None where the chain begins with a prompt. engine: key of the last that
    worked on it, "" for none."""

    source_type: SourceType
    root: UUID | None
    engine: str = ""


@dataclass(frozen=True)
class _Step:
    source: UUID | None
    operation: str
    engine: str


def origins_of(asset_ids: Collection[UUID]) -> dict[UUID, Origin]:
    """A query a step, however many pictures."""
    steps: dict[UUID, _Step] = {}
    level = set(asset_ids)
    seen: set[UUID] = set()
    for _ in range(MOST_STEPS):
        if not level:
            break
        seen |= level
        news = _made(level)
        steps |= news
        level = {step.source for step in news.values() if step.source} - seen
    made_elsewhere = _made_elsewhere(seen - steps.keys())
    return {asset_id: _origin(asset_id, steps, made_elsewhere) for asset_id in asset_ids}


def _made(results: Collection[UUID]) -> dict[UUID, _Step]:
    """The same pixels may have been made twice: the first time counts."""
    found: dict[UUID, _Step] = {}
    for part in batched(results, _AT_ONCE):
        made = Generation.objects.filter(result_id__in=part, state=GenerationState.SUCCEEDED)
        columns = ("result_id", "source_id", "operation", "engine")
        for result, source, operation, engine in made.order_by("created_at").values_list(*columns):
            assert result is not None
            found.setdefault(result, _Step(None if source == result else source, operation, engine))
    return found


def _made_elsewhere(asset_ids: Collection[UUID]) -> set[UUID]:
    """Of pictures without a generation: those that say that a model made them, and copies of such
    from another workspace."""
    return {
        asset_id
        for part in batched(asset_ids, _AT_ONCE)
        for asset_id, origin, told in Asset.objects.filter(id__in=part).values_list(
            "id", "origin", "told"
        )
        if origin == Asset.Origin.GENERATION or told.get("by")
    }


def _origin(asset_id: UUID, steps: Mapping[UUID, _Step], made_elsewhere: set[UUID]) -> Origin:
    engine, is_edited, at = "", False, asset_id
    walked = {at}
    while (step := steps.get(at)) is not None:
        if step.operation != CROP:
            engine, is_edited = engine or step.engine, True
        if step.source is None:
            return Origin(SourceType.TRAINED, None, engine)
        at = step.source
        if at in walked:
            break
        walked.add(at)
    if at in made_elsewhere:
        return Origin(SourceType.TRAINED, at, engine)
    return Origin(SourceType.COMPOSITE if is_edited else SourceType.UNKNOWN, at, engine)
