"""What pages are told of runs: where each row is, what it cost, and what all of them come to."""

import uuid
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q, Sum

from assets.errors import AssetsError, EngineError
from assets.generations.bills import NOTHING, Bill, charge_words
from assets.generations.states import BLOCKED, CANCELLED, FAILED, QUEUED, RUNNING, SUCCEEDED
from assets.models import Attempt, BrandKit, Generation, TemplateVersion
from canvas.models import Board, Run, RunRow
from canvas.run_costs import dry_run, generations_of, limits_on
from canvas.run_places import block_of
from canvas.run_words import Writer

OPEN = frozenset({QUEUED, RUNNING})

_STATES = {
    SUCCEEDED: "done",
    FAILED: "failed",
    BLOCKED: "refused",
    CANCELLED: "cancelled",
    RUNNING: "running",
    QUEUED: "queued",
}


def version_in_run(generation_id: uuid.UUID) -> int:
    """The place of a picture among the versions of its row, from 1; 0: it is the only one."""
    rows = RunRow.objects.filter(generation=generation_id).values_list("earlier", flat=True)
    behind = [one for earlier in rows for one in earlier if one["node"]]
    return len(behind) + 1 if behind else 0


def state_of(row: RunRow) -> str:
    """ready, problem, skipped; queued, waiting (held), running, retry, done, failed, refused,
    cancelled."""
    made = row.generation
    if made is None:
        if row.is_skipped:
            return "skipped"
        return "problem" if row.problem else "ready"
    if made.state == QUEUED and made.is_held:
        return "waiting"
    if made.state == QUEUED and made.failed_tries:
        return "retry"
    return _STATES[made.state]


def rows_of(run: Run) -> list[RunRow]:
    rows = list(run.rows.select_related("generation"))
    for row in rows:
        row.run = run
    return rows


def brief_of(run: Run) -> dict[str, Any]:
    return {"id": str(run.id), "kind": run.kind, "name": run.name, "state": run.state}


def runs_of(board: Board) -> list[dict[str, Any]]:
    """The newest first, with how many rows each has."""
    return [brief_of(run) for run in board.runs.all()]


def templates_of(workspace_id: uuid.UUID, brand: BrandKit | None) -> list[dict[str, Any]]:
    """The newest version of each template of the library; of those that a brand has approved, the
    newest of these."""
    versions = TemplateVersion.objects.filter(
        template__workspace_id=workspace_id, template__deleted_at=None
    ).select_related("template")
    approved: set[uuid.UUID] = set()
    if brand is not None:
        approved = set(versions.filter(approvals__brand=brand).values_list("id", flat=True))
    found: dict[uuid.UUID, TemplateVersion] = {}
    for version in versions.order_by("template__name", "number"):
        best = found.get(version.template_id)
        if best is None or version.id in approved or best.id not in approved:
            found[version.template_id] = version
    return [
        {"id": str(one.id), "name": one.template.name, "number": one.number}
        for one in found.values()
    ]


def facts_of(run: Run, user: User | None) -> dict[str, Any]:
    """All of a run, as its page draws it. Money is in US dollars, as text."""
    rows = rows_of(run)
    costs = _costs(rows)
    told = [_row(run, row, costs) for row in rows]
    counts = Counter(one["state"] for one in told)
    ready = [row for row, one in zip(rows, told, strict=True) if one["state"] == "ready"]
    spent = sum((bill.amount_usd for bill in costs.values()), NOTHING)
    return brief_of(run) | {
        "is_over": run.started_at is not None and not ready and not _is_open(rows),
        "prompt": run.prompt,
        "template": _template(run),
        "slots": _slots(run, user),
        "columns": run.columns,
        "mapping": run.mapping,
        "notes": run.notes,
        "tier": run.tier,
        "size": [run.width, run.height],
        "seed": run.seed,
        "anchors": len(run.anchors),
        "brand": run.brand.name if run.brand else "",
        "cap_usd": _usd(run.cap_usd),
        "layout": run.layout,
        "group_by": run.group_by,
        "terms": run.terms,
        "frames": [one["node"] for one in run.frames.values()],
        "block": list(block_of(run, [row for row in rows if not row.is_skipped])),
        "stopped": run.stopped,
        "counts": dict(counts),
        "spent_usd": _usd(spent),
        "plan": _plan(run, ready, user),
        "rows": told,
    }


def _is_open(rows: Sequence[RunRow]) -> bool:
    return any(row.generation is not None and row.generation.state in OPEN for row in rows)


def _costs(rows: Sequence[RunRow]) -> dict[uuid.UUID, Bill]:
    """What was charged, or may have been, for each generation."""
    ended = Attempt.objects.exclude(state=Attempt.State.RESERVED)
    sums = ended.filter(generation_id__in=generations_of(rows)).values_list("generation_id")
    perhaps = Count("id", filter=Q(is_certain=False))
    told = sums.annotate(usd=Sum("amount_usd"), perhaps=perhaps).order_by()
    return {generation: Bill(usd, not unsure) for generation, usd, unsure in told}


def _row(run: Run, row: RunRow, costs: dict[uuid.UUID, Bill]) -> dict[str, Any]:
    made, state = row.generation, state_of(row)
    bills = [costs.get(one, Bill()) for one in generations_of([row])]
    cost = sum((bill.amount_usd for bill in bills), NOTHING)
    told: dict[str, Any] = {"n": row.number, "state": state}
    told["cells"] = row.cells
    if row.told.get("cell") is not None:
        told["cell"] = row.told["cell"]
    if note := _note(row, made, costs):
        told["note"] = note
    if row.problem_column is not None and state == "problem":
        told["at"] = row.problem_column
    if row.prompt:
        told["prompt"] = row.prompt
    if cost:
        told["cost"] = _usd(cost)
    if row.node:
        told["node"] = str(row.node)
    if row.earlier:
        told["version"] = len(row.earlier) + 1
    if made is not None:
        told |= {"generation": str(made.id), "retries": made.failed_tries}
        if made.result_id:
            told["asset"] = str(made.result_id)
        if made.state == SUCCEEDED and made.duration_s is not None:
            told["seconds"] = round(made.duration_s, 1)
    return told


def _note(row: RunRow, made: Generation | None, costs: dict[uuid.UUID, Bill]) -> str:
    if made is None:
        if row.problem and not row.is_skipped:
            return row.problem
        return f"The same as row {row.copy_of}." if row.copy_of else ""
    if made.state in (FAILED, BLOCKED):
        return f"{made.error_message} {charge_words(costs.get(made.id, Bill()))}"
    if made.state == QUEUED and made.failed_tries:
        return made.error_message
    return ""


def _template(run: Run) -> dict[str, Any] | None:
    version = run.template_version
    if version is None:
        return None
    return {"id": str(version.id), "name": version.template.name, "number": version.number}


def _slots(run: Run, user: User | None) -> list[dict[str, Any]]:
    """With what each takes; none where the prompt cannot be read, which its rows say."""
    try:
        rules = Writer(run, user).rules
    except AssetsError:
        return []
    return [
        {"name": rule.name, "default": rule.default, "required": rule.required, "help": rule.help}
        for rule in rules
    ]


def _plan(run: Run, ready: Sequence[RunRow], user: User | None) -> dict[str, Any]:
    """The dry run of what is left to ask for."""
    limits = limits_on(run, user)
    left = {"left_usd": _usd(limits.left_usd), "limit": limits.why}
    try:
        plan = dry_run(run, ready)
    except EngineError as error:
        return left | {"problem": error.message, "calls": len(ready)}
    return left | {
        "calls": plan.calls,
        "most_usd": _usd(plan.most_usd),
        "seconds": plan.seconds,
        "at_once": plan.at_once,
    }


def _usd(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.4f}"
