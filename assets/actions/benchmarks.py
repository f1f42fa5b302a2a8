"""Benchmarks: which cells can be made, making them, and judging what came."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from assets.actions.generations import NewAnchor, NewGeneration, price_before, start_generations
from assets.compositing.geometry import Preset
from assets.compositing.intents import Intent
from assets.engines.registry import engine_of_tier
from assets.engines.request import Operation
from assets.errors import AssetsError, EngineUnavailable, InvalidRequest
from assets.generations.bills import NOTHING
from assets.generations.edit_jobs import extension_terms
from assets.generations.fit import engine_size
from assets.generations.states import CANCELLABLE
from assets.generations.timing import with_measured_times
from assets.models import (
    Asset,
    Benchmark,
    BenchmarkPicture,
    BenchmarkRun,
    Generation,
    Judgement,
    Lane,
    Workspace,
)
from assets.transactions import write_transaction

MOST_BRIEFS, MOST_COPIES, MOST_CALLS = 24, 8, 600
REPEATS = 10
"""Pictures that are judged twice, of at least twice as many."""
SIDE = 1024
LONGEST_JUDGEMENT_S = 120.0
"""More is a pause and no looking."""


@dataclass(frozen=True)
class Cell:
    """One brief by one tier. why: words where it cannot be made, else "". usd: of all copies."""

    brief: int
    tier: str
    why: str
    usd: Decimal = NOTHING
    seconds: float = 0.0


def brief_of(made: Generation) -> dict[str, Any]:
    """A picture that was asked for here, as a brief."""
    return {
        "operation": made.operation,
        "prompt": made.prompt,
        "width": made.width,
        "height": made.height,
        "anchors": [{k: a[k] for k in ("asset", "role", "strength")} for a in made.anchors],
        "source": str(made.source_id) if made.source_id else None,
        "mask": str(made.mask_id) if made.mask_id else None,
        "edit": {k: v for k, v in made.edit.items() if k != "parts"},
    }


def text_brief(prompt: str) -> dict[str, Any]:
    return {
        "operation": Operation.TEXT_TO_IMAGE.value,
        "prompt": prompt,
        "width": SIDE,
        "height": SIDE,
        "anchors": [],
        "source": None,
        "mask": None,
        "edit": {},
    }


def dry_run(benchmark: Benchmark) -> list[Cell]:
    """Every cell by the same rules as when it is made: calls, price and time are exact but for how
    long engines take, which is the median of what they took."""
    assets = _assets(benchmark)
    return [
        _cell(benchmark, assets, number, tier)
        for number in range(len(benchmark.briefs))
        for tier in benchmark.tiers
    ]


def _cell(benchmark: Benchmark, assets: Mapping[str, Asset], number: int, tier: str) -> Cell:
    try:
        new = _new(benchmark, assets, number, tier, 0)
        price = price_before(workspace=benchmark.workspace, new=new)
        engine = engine_of_tier(tier, benchmark.workspace_id)
    except AssetsError as error:
        return Cell(number, tier, error.message)
    capabilities = with_measured_times(engine.key, engine.capabilities())
    each = capabilities.seconds_of(new.operation)
    at_once = min(capabilities.at_once or benchmark.copies, benchmark.copies)
    rounds = -(-benchmark.copies // max(1, at_once))
    return Cell(number, tier, "", price * benchmark.copies, each * rounds)


def begin_run(*, benchmark: Benchmark, user: User) -> BenchmarkRun:
    """Raises InvalidRequest, BudgetExceeded; then nothing was written."""
    if BenchmarkPicture.objects.filter(
        run__benchmark=benchmark, generation__state__in=CANCELLABLE
    ).exists():
        raise InvalidRequest("A run of it is under way. Wait until it has ended.")
    cells = dry_run(benchmark)
    able = [cell for cell in cells if not cell.why]
    if not able:
        raise InvalidRequest("None of these tiers can make any of these briefs.")
    if len(able) * benchmark.copies > MOST_CALLS:
        raise InvalidRequest(f"A run makes at most {MOST_CALLS} pictures.")
    assets = _assets(benchmark)
    wanted = [(cell, copy) for cell in able for copy in range(benchmark.copies)]
    asked = [_new(benchmark, assets, c.brief, c.tier, copy) for c, copy in wanted]
    with write_transaction():
        rows = start_generations(workspace=benchmark.workspace, user=user, asked=asked)
        run = BenchmarkRun.objects.create(
            benchmark=benchmark,
            begun_at=timezone.now(),
            engines={tier: _engine(benchmark, tier) for tier in benchmark.tiers},
            cannot=[[cell.brief, cell.tier, cell.why] for cell in cells if cell.why],
        )
        BenchmarkPicture.objects.bulk_create(
            BenchmarkPicture(run=run, brief=c.brief, tier=c.tier, copy=copy, generation=row)
            for (c, copy), row in zip(wanted, rows, strict=True)
        )
        return run


def _engine(benchmark: Benchmark, tier: str) -> dict[str, str]:
    try:
        engine = engine_of_tier(tier, benchmark.workspace_id)
    except EngineUnavailable:
        return {"key": "", "version": "", "label": tier}
    return {"key": engine.key, "version": engine.version, "label": engine.label}


def _assets(benchmark: Benchmark) -> dict[str, Asset]:
    """Those that briefs name, by id."""
    ids = [one for brief in benchmark.briefs for one in (brief["source"], brief["mask"]) if one]
    ids += [anchor["asset"] for brief in benchmark.briefs for anchor in brief["anchors"]]
    rows = Asset.objects.filter(workspace_id=benchmark.workspace_id, id__in=ids)
    return {str(asset.id): asset for asset in rows}


def _new(
    benchmark: Benchmark, assets: Mapping[str, Asset], number: int, tier: str, copy: int
) -> NewGeneration:
    """Raises InvalidRequest where a picture of the brief is gone, EngineUnavailable."""
    brief = benchmark.briefs[number]
    operation, edit = Operation(brief["operation"]), brief["edit"]
    try:
        anchors = tuple(
            NewAnchor(assets[one["asset"]], one["role"], one["strength"])
            for one in brief["anchors"]
        )
        source, mask = (assets[brief[key]] if brief[key] else None for key in ("source", "mask"))
    except KeyError as error:
        raise InvalidRequest("A picture of this brief is gone.") from error
    engine = engine_of_tier(tier, benchmark.workspace_id)
    size = engine_size(brief["width"], brief["height"], engine.capabilities())
    scaled, growth = extension_terms(edit) if operation is Operation.OUTPAINT else (None, None)
    return NewGeneration(
        id=uuid.uuid4(),
        operation=operation,
        prompt=brief["prompt"],
        tier=tier,
        width=size.width,
        height=size.height,
        seed=1 + copy,
        anchors=anchors,
        source=source,
        mask=mask,
        strength=float(edit.get("strength", 1.0)),
        intent=Intent(edit.get("intent", Intent.CHANGE)),
        context=Preset.BALANCED,
        extend=growth,
        scaled=scaled,
        scale=edit.get("scale"),
        lane=Lane.BULK,
    )


def next_to_judge(run: BenchmarkRun, user: User) -> tuple[BenchmarkPicture, bool] | None:
    """In an order by chance that stays the same for one person; then REPEATS of them once more.
    None: all is judged."""
    pictures = list(
        run.pictures.exclude(generation__result=None).select_related("generation__source")
    )
    done = set(
        Judgement.objects.filter(picture__run=run, person=user).values_list(
            "picture_id", "is_repeat"
        )
    )
    ordered = sorted(pictures, key=lambda one: _chance(one, user, "first"))
    for picture in ordered:
        if (picture.id, False) not in done:
            return picture, False
    again = sorted(pictures, key=lambda one: _chance(one, user, "again"))
    for picture in again[: repeats_of(len(pictures))]:
        if (picture.id, True) not in done:
            return picture, True
    return None


def repeats_of(pictures: int) -> int:
    return min(REPEATS, pictures // 2)


def _chance(picture: BenchmarkPicture, user: User, what: str) -> str:
    return hashlib.sha256(f"{what} {picture.id} {user.pk}".encode()).hexdigest()


def judge_picture(
    *, picture: BenchmarkPicture, user: User, verdict: str, is_repeat: bool, seconds: float
) -> None:
    """Judging twice changes the verdict. Raises InvalidRequest."""
    if verdict not in Judgement.Verdict.values:
        raise InvalidRequest("There is no such verdict. Reload the page.")
    Judgement.objects.update_or_create(
        picture=picture,
        person=user,
        is_repeat=is_repeat,
        defaults={"verdict": verdict, "seconds": min(LONGEST_JUDGEMENT_S, max(0.0, seconds))},
    )


def make_benchmark(
    *,
    workspace: Workspace,
    user: User,
    name: str,
    tiers: Sequence[str],
    copies: int,
    briefs: Sequence[dict[str, Any]],
) -> Benchmark:
    """Raises InvalidRequest."""
    if not briefs or len(briefs) > MOST_BRIEFS:
        raise InvalidRequest(f"Give it 1 to {MOST_BRIEFS} briefs: write some, or tick some.")
    if not tiers:
        raise InvalidRequest("Choose at least one tier.")
    return Benchmark.objects.create(
        workspace=workspace,
        name=name,
        tiers=list(tiers),
        copies=max(1, min(MOST_COPIES, copies)),
        briefs=list(briefs),
        created_by=user,
    )
