"""Rights of pictures: those of everything that a picture was made from, the strictest first.

Lineage is read from generations, over all boards: what was used stays used, whatever became of the
lines that a board shows.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import islice
from typing import Any
from uuid import UUID

from assets.models import Asset, Generation, GenerationState, Rights

_AT_ONCE = 5_000
"""Values in one query: SQLite takes some 32,000."""
MOST_STEPS = 200
"""Generations one after the other; nobody makes more of one picture."""


class Standing(IntEnum):
    """The stricter, the larger."""

    OWNED = 0
    LICENSED = 1
    UNDOCUMENTED = 2
    EXPIRED = 3
    UNKNOWN = 4


def standing(kind: str, expires_on: date | None, has_document: bool, today: date) -> Standing:
    """A licence holds through its last day."""
    if kind == Rights.Kind.OWNED:
        return Standing.OWNED
    if kind != Rights.Kind.LICENSED:
        return Standing.UNKNOWN
    if expires_on is not None and expires_on < today:
        return Standing.EXPIRED
    return Standing.LICENSED if has_document else Standing.UNDOCUMENTED


@dataclass(frozen=True)
class Input:
    """A picture that was brought in."""

    asset_id: UUID
    name: str
    standing: Standing
    expires_on: date | None = None


@dataclass(frozen=True)
class Lineage:
    """inputs: what was brought in, the strictest first. prompts: of every step, newest first."""

    inputs: tuple[Input, ...]
    prompts: tuple[str, ...]


def lineages_of(asset_ids: Collection[UUID], *, today: date) -> dict[UUID, Lineage]:
    """Of each of these pictures: a query a step, however many there are."""
    parents: dict[UUID, set[UUID]] = {}
    prompts: dict[UUID, list[str]] = {}
    level = set(asset_ids)
    for _ in range(MOST_STEPS):
        if not level:
            break
        parents |= {asset_id: set() for asset_id in level}
        for result, source, anchors, last, prompt in _made(level):
            assert result is not None
            used = {UUID(anchor["asset"]) for anchor in anchors}
            used |= {UUID(last)} if last else set()
            parents[result] |= (used | {source} if source else used) - {result}
            prompts.setdefault(result, []).append(prompt)
        level = {one for asset_id in level for one in parents[asset_id]} - parents.keys()
    leaves = _inputs({asset_id for asset_id in parents if asset_id not in prompts}, today)
    return {asset_id: _lineage(asset_id, parents, prompts, leaves) for asset_id in asset_ids}


def _made(
    results: Iterable[UUID],
) -> Iterator[tuple[UUID | None, UUID | None, Any, str | None, str]]:
    for part in batched(results, _AT_ONCE):
        made = Generation.objects.filter(result_id__in=part, state=GenerationState.SUCCEEDED)
        yield from made.values_list("result_id", "source_id", "anchors", "edit__last", "prompt")


def batched(ids: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    waiting = iter(ids)
    while part := list(islice(waiting, size)):
        yield part


def _lineage(
    asset_id: UUID,
    parents: dict[UUID, set[UUID]],
    prompts: dict[UUID, list[str]],
    leaves: dict[UUID, Input],
) -> Lineage:
    found = dict.fromkeys([asset_id])
    waiting = [asset_id]
    while waiting:
        news = [one for one in parents.get(waiting.pop(), ()) if one not in found]
        found |= dict.fromkeys(news)
        waiting += news
    inputs = [leaves[one] for one in found if one in leaves]
    inputs.sort(key=lambda one: (-one.standing, one.name, one.asset_id))
    said = [words for one in found for words in prompts.get(one, ()) if words]
    return Lineage(tuple(inputs), tuple(dict.fromkeys(said)))


def _inputs(asset_ids: Iterable[UUID], today: date) -> dict[UUID, Input]:
    """What no generation made was brought in: uploads, and pictures of another workspace."""
    columns = ("id", "name", "rights__kind", "rights__expires_on", "rights__document_name")
    pictures = Asset.objects.filter(role__in=(Asset.Role.PICTURE, Asset.Role.CLIP))
    told = (
        row
        for part in batched(asset_ids, _AT_ONCE)
        for row in pictures.filter(id__in=part).values_list(*columns)
    )
    return {
        asset_id: Input(
            asset_id,
            name or "Picture",
            standing(kind or Rights.Kind.UNKNOWN, expires_on, bool(document), today),
            expires_on,
        )
        for asset_id, name, kind, expires_on, document in told
    }


def used_by(asset: Asset) -> list[Asset]:
    """Every picture that was made from this one, directly or over others; oldest first."""
    made = Generation.objects.filter(
        workspace_id=asset.workspace_id, result__isnull=False, state=GenerationState.SUCCEEDED
    )
    children: dict[UUID, set[UUID]] = {}
    columns = ("result_id", "source_id", "anchors", "edit__last")
    for result, source, anchors, last in made.values_list(*columns):
        ends = [UUID(last)] if last else []
        for used in {source, *(UUID(anchor["asset"]) for anchor in anchors), *ends} - {None}:
            children.setdefault(used, set()).add(result)
    found, waiting = {asset.id}, [asset.id]
    while waiting:
        news = children.get(waiting.pop(), set()) - found
        found |= news
        waiting += news
    shown = (Asset.Role.PICTURE, Asset.Role.CLIP)
    pictures = Asset.objects.filter(id__in=found - {asset.id}, role__in=shown)
    return list(pictures.order_by("created_at", "id"))
