"""Runs on their way: started, paused, cancelled, tried again; a row made anew.

Everything is in the database: what a run has asked for are its rows' generations. A move that comes
twice, or after a crash, finds them there and asks for nothing twice.
"""

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from assets.actions import runs as queue
from assets.actions.generations import (
    NewAnchor,
    NewGeneration,
    cancel_generation,
    retry_generation,
    start_generations,
)
from assets.engines.request import Operation
from assets.errors import BudgetExceeded, InvalidRequest
from assets.generations.price import exact_words
from assets.generations.states import CANCELLABLE, CANCELLED, FAILED
from assets.models import Asset, BrandKit, Generation, Lane
from assets.runs.plan import affordable
from assets.transactions import write_transaction
from canvas.actions.generate import placeholder
from canvas.actions.ops import apply_changes
from canvas.models import Node, Run, RunRow
from canvas.run_costs import costs_of, limits_on, tier_of
from canvas.run_places import Frames, box_change, lay_out
from canvas.run_words import Writer, Written, mark_problems

Change = dict[str, Any]

CHANGES_AN_OP = 100
"""Placeholders with long prompts: an op holds 240 KiB."""


def start_run(
    *, run: Run, user: User, place: tuple[float, float], only_sample: bool = False
) -> int:
    """Ask for the rows that are ready and were not asked for, as many as the cap and the budgets
    pay for, and put their placeholders on the board; the rest waits, and the run says why.

    place: world units, where its top left corner goes if nothing of it lies there yet. only_sample:
    the first one alone. Returns how many were asked for. Raises InvalidRequest, EngineError; then
    nothing changed.
    """
    with write_transaction():
        run = _locked(run)
        rows = list(run.rows.select_related("run"))
        fresh = [row for row in rows if row.generation_id is None and not row.is_skipped]
        # The library, the rules and the engines may have moved on since they were checked.
        mark_problems(run, fresh, user)
        ready = sorted((row for row in fresh if not row.problem), key=lambda row: row.number)
        wanted = ready[:1] if only_sample else ready
        chosen = _paid_for(run, user, wanted)
        if wanted and not chosen:
            raise InvalidRequest(run.stopped, code="stopped")
        if chosen:
            if not run.frames:
                run.x, run.y = place
            _ask(run, user, rows, chosen, Lane.INTERACTIVE if only_sample else Lane.BULK)
        RunRow.objects.bulk_update(fresh, _WRITTEN, batch_size=200)
        run.state = Run.State.STARTED
        run.started_at = run.started_at or timezone.now()
        run.save()
        return len(chosen)


_WRITTEN = ["problem", "problem_column", "told", "generation", "node"]


def _paid_for(run: Run, user: User, wanted: Sequence[RunRow]) -> Sequence[RunRow]:
    """The first of them that money is left for; of what is missing the run tells."""
    costs = {tier: costs_of(run, tier) for tier in {tier_of(run, row) for row in wanted}}
    prices = [costs[tier_of(run, row)].price_usd for row in wanted]
    limits = limits_on(run, user)
    count = affordable(prices, limits.left_usd)
    run.stopped = ""
    if count < len(wanted):
        left = limits.left_usd or Decimal(0)
        price = sum(prices[count:], Decimal(0))
        run.stopped = (
            f"{len(wanted) - count} of the pictures wait: they cost {exact_words(price)}, and "
            f"{limits.why} leaves {exact_words(left - sum(prices[:count], Decimal(0)))}. "
            "Raise it, then start again."
        )
    return wanted[:count]


def _ask(
    run: Run, user: User, rows: Sequence[RunRow], chosen: Sequence[RunRow], lane: Lane
) -> None:
    writer = Writer(run, user)
    used = _Used(run, chosen)
    written = [writer.write(row) for row in chosen]
    asked = [used.ask(row, words, lane) for row, words in zip(chosen, written, strict=True)]
    generations = start_generations(workspace=run.board.workspace, user=user, asked=asked)
    laid = [row for row in rows if not row.is_skipped]
    laid.sort(key=lambda row: (bool(row.problem), row.number))
    _commit(run, lay_out(run, laid))
    frames = Frames(run, rows)
    expected = {tier: costs_of(run, tier).seconds for tier in {one.tier for one in generations}}
    changes: list[Change] = []
    for row, generation in zip(chosen, generations, strict=True):
        box, parent = frames.place(row)
        row.generation, row.node = generation, uuid.uuid4()
        told = _placeholder(row, generation, expected[generation.tier])
        create = told | box_change(box) | {"parent": parent}
        changes.append({"node": str(row.node), "create": create})
    _commit(run, frames.grown() + changes)


def rerun_row(*, row: RunRow, user: User) -> RunRow:
    """Make the picture of one row anew, with its words as they are now; what was there stays as
    the version before. Raises InvalidRequest, BudgetExceeded; then nothing changed."""
    with write_transaction():
        run = _locked(row.run)
        row = RunRow.objects.select_related("generation").get(id=row.id)
        row.run = run
        if row.generation is None:
            raise InvalidRequest("This row was not started. Start the run.", code="not_started")
        written = Writer(run, user).write(row)
        if not _paid_for(run, user, [row]):
            raise InvalidRequest(run.stopped, code="stopped")
        if row.generation.state in CANCELLABLE:
            cancel_generation(generation=row.generation)
        [asked] = [_Used(run, [row]).ask(row, written, Lane.INTERACTIVE)]
        [made] = start_generations(workspace=run.board.workspace, user=user, asked=[asked])
        _replace(run, row, made)
        row.generation, row.problem, row.problem_column = made, "", None
        row.save()
        run.state = Run.State.STARTED
        run.ended_at = None
        run.save()
        return row


def _replace(run: Run, row: RunRow, made: Generation) -> None:
    """A picture goes behind its new placeholder; a placeholder becomes the new one."""
    live = Node.objects.filter(board_id=run.board_id, deleted_at=None)
    old = live.filter(id=row.node).first() if row.node else None
    told = _placeholder(row, made, costs_of(run, made.tier).seconds)
    if old is not None and old.kind == "generation":
        same = {key: value for key, value in told.items() if key != "kind"}
        fresh = {"code": "", "message": "", "charge": ""}
        row.earlier = [*row.earlier, {"generation": str(row.generation_id), "node": ""}]
        _commit(run, [{"node": str(old.id), "set": same | fresh}])
        return
    row.earlier = [
        *row.earlier,
        {"generation": str(row.generation_id), "node": str(old.id) if old else ""},
    ]
    row.node = uuid.uuid4()
    if old is None:
        box, parent = Frames(run, []).box_of(row)
        place = box_change(box) | {"parent": parent}
    else:
        place = {key: getattr(old, key) for key in ("x", "y", "width", "height", "rotation")}
        place |= {"parent": str(old.parent) if old.parent else None}
    changes: list[Change] = [{"node": str(row.node), "create": told | place}]
    behind = [one["node"] for one in row.earlier if one["node"]]
    there = {str(node) for node in live.filter(id__in=behind).values_list("id", flat=True)}
    for version, node in enumerate(behind, start=1):
        if node in there:
            back = {"version_of": str(row.node), "version": version, "parent": None}
            changes.append({"node": node, "set": back})
    _commit(run, changes)


def pause_run(*, run: Run) -> None:
    """What runs is finished; nothing else is begun until it is resumed."""
    with write_transaction():
        run = _locked(run)
        if run.state == Run.State.STARTED:
            queue.hold(_asked_for(run))
            Run.objects.filter(id=run.id).update(state=Run.State.PAUSED)


def resume_run(*, run: Run) -> None:
    with write_transaction():
        run = _locked(run)
        if run.state == Run.State.PAUSED:
            queue.let_go(_asked_for(run))
            Run.objects.filter(id=run.id).update(state=Run.State.STARTED)


def cancel_run(*, run: Run) -> None:
    """What waits or runs is cancelled; what is made stays."""
    with write_transaction():
        run = _locked(run)
        for generation in _asked_for(run).filter(state__in=CANCELLABLE):
            cancel_generation(generation=generation)
        Run.objects.filter(id=run.id).update(
            state=Run.State.CANCELLED, stopped="", ended_at=timezone.now()
        )


def retry_rows(*, run: Run, user: User, only: int | None = None) -> int:
    """Try again what failed or was cancelled; what was refused needs other words first. only: the
    row of this number alone. Returns how many are tried. What no money is left for stays failed,
    and the run says so."""
    with write_transaction():
        run = _locked(run)
        rows = run.rows.filter(generation__state__in=(FAILED, CANCELLED)).select_related(
            "generation__workspace"
        )
        wanted = list(rows if only is None else rows.filter(number=only))
        chosen = _paid_for(run, user, wanted)
        tried = 0
        for row in chosen:
            assert row.generation is not None
            try:
                retry_generation(generation=row.generation, user=user)
            except BudgetExceeded as reason:
                run.stopped = reason.message
                break
            tried += 1
        if not tried and wanted:
            raise InvalidRequest(run.stopped, code="stopped")
        run.state, run.ended_at = Run.State.STARTED, None
        run.save()
        return tried


def _asked_for(run: Run) -> Any:
    return Generation.objects.filter(id__in=run.rows.exclude(generation=None).values("generation"))


class _Used:
    """What rows name besides words: pictures and brands, read once."""

    def __init__(self, run: Run, rows: Sequence[RunRow]) -> None:
        self._run = run
        anchors = [*run.anchors, *(one for row in rows for one in row.told.get("anchors", []))]
        workspace = run.board.workspace_id
        ids = {one["asset"] for one in anchors}
        found = Asset.objects.filter(workspace_id=workspace).in_bulk(ids)
        self._assets = {str(key): asset for key, asset in found.items()}
        if self._assets.keys() != ids:
            raise InvalidRequest(
                "An anchor of this run is gone. Choose others.", code="anchor_gone"
            )
        brands = {row.told["brand"] for row in rows if "brand" in row.told}
        kits = BrandKit.objects.filter(workspace_id=workspace, archived_at=None).in_bulk(brands)
        self._brands = {str(key): brand for key, brand in kits.items()}
        if self._brands.keys() != brands:
            raise InvalidRequest("A brand of this run is gone. Leave it out.", code="unknown_brand")

    def ask(self, row: RunRow, written: Written, lane: Lane) -> NewGeneration:
        run, told = self._run, row.told
        anchors = tuple(
            NewAnchor(
                self._assets[one["asset"]], one["role"], told.get("strength", one["strength"])
            )
            for one in told.get("anchors", run.anchors)
        )
        return NewGeneration(
            id=uuid.uuid4(),
            operation=Operation.IMAGE_TO_IMAGE if anchors else Operation.TEXT_TO_IMAGE,
            prompt=written.prompt,
            tier=tier_of(run, row),
            width=run.width,
            height=run.height,
            seed=told.get("seed", run.seed),
            anchors=anchors,
            lane=lane,
            brand=self._brands[told["brand"]] if "brand" in told else run.brand,
            template=run.template_version if written.filled else None,
            filled=written.filled,
        )


def _placeholder(row: RunRow, generation: Generation, expected_s: float) -> Change:
    told = placeholder(generation, expected_s=expected_s)
    words = ", ".join(cell for cell in row.cells if cell)[:200]
    return told | ({"name": " ".join(words.split())} if words else {})


def _commit(run: Run, changes: list[Change]) -> None:
    for start in range(0, len(changes), CHANGES_AN_OP):
        apply_changes(board_id=run.board_id, changes=changes[start : start + CHANGES_AN_OP])


def _locked(run: Run) -> Run:
    related = ("board__workspace", "brand", "template_version")
    return Run.objects.select_for_update(of=("self",)).select_related(*related).get(id=run.id)
