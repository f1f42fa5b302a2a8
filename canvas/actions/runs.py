"""Runs before they are started: made from a table, set up, their rows corrected."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from assets.engines.registry import known_tiers
from assets.errors import InvalidRequest
from assets.generations.rules import check_seed
from assets.models import TemplateVersion
from assets.prompts.template import TemplateError, parse
from assets.runs.mapping import matched, prompt_of
from assets.runs.tables import MOST_CELL_CHARACTERS, Table
from canvas.actions.generate import pictures_named
from canvas.errors import NotFound
from canvas.models import Board, Run, RunRow
from canvas.run_words import Writer, mark_problems

MOST_RUNS = 200
"""Of one board."""


def create_table_run(
    *, board: Board, user: User, run_id: uuid.UUID, name: str, table: Table, tier: str
) -> Run:
    """A draft: nothing is asked for. With the id of a run that is there it is that one. Raises
    InvalidRequest."""
    prompt = prompt_of(table.columns)
    with transaction.atomic():
        Board.objects.select_for_update().get(id=board.id)
        known = Run.objects.filter(id=run_id).first()
        if known is not None:
            if known.board_id != board.id:
                raise InvalidRequest("This id is taken. Try again.", code="id_taken")
            return known
        if board.runs.count() >= MOST_RUNS:
            raise InvalidRequest(f"A board holds {MOST_RUNS} runs. Delete one first.", code="full")
        run = Run(
            id=run_id,
            board=board,
            kind=Run.Kind.TABLE,
            name=_named(name),
            prompt=prompt,
            tier=tier,
            brand=board.brand,
            columns=list(table.columns),
            mapping=matched(parse(prompt).slots, table.columns),
            notes=list(table.notes),
            created_by=user,
        )
        run.save(force_insert=True)
        rows = [
            RunRow(
                run=run,
                number=row.line,
                cells=list(row.cells),
                copy_of=row.copy_of,
                is_skipped=row.is_blank,
                told={"misread": row.problem} if row.problem and not row.is_blank else {},
            )
            for row in table.rows
        ]
        mark_problems(run, rows, user)
        RunRow.objects.bulk_create(rows, batch_size=500)
        return run


def change_run(*, run: Run, user: User, news: Mapping[str, Any]) -> Run:
    """Set up anew what `news` names, and check every row that was not asked for. Raises
    InvalidRequest, NotFound; then nothing changed. A prompt that cannot be read is kept: its rows
    say why."""
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",)).select_related("board").get(id=run.id)
        for key, value in news.items():
            _CHANGES[key](run, value)
        run.save()
        if {"prompt", "template", "mapping"} & news.keys():
            _check_again(run, user)
        return run


def edit_row(*, row: RunRow, user: User, news: Mapping[str, Any]) -> RunRow:
    """cells, prompt, is_skipped. Raises InvalidRequest."""
    cells = news.get("cells")
    if cells is not None:
        if len(cells) != len(row.run.columns):
            raise InvalidRequest("The row has another number of cells. Reload the table.")
        row.cells = [cell.strip()[:MOST_CELL_CHARACTERS] for cell in cells]
        row.told.pop("misread", None)
    if "prompt" in news:
        row.prompt = news["prompt"].strip()
    if "is_skipped" in news:
        row.is_skipped = news["is_skipped"]
    mark_problems(row.run, [row], user)
    row.save()
    return row


def skip_rows(*, run: Run, which: str) -> None:
    """which: problems or copies, of those that were not asked for."""
    rows = run.rows.filter(generation=None)
    rows = rows.exclude(problem="") if which == "problems" else rows.exclude(copy_of=None)
    rows.update(is_skipped=True)


def delete_run(*, run: Run) -> None:
    """Its pictures stay on the board. Raises InvalidRequest while it makes some."""
    if run.rows.filter(generation__state__in=["queued", "running"]).exists():
        raise InvalidRequest("This run is at work. Cancel it first.", code="at_work")
    run.delete()


def _check_again(run: Run, user: User) -> None:
    rows = list(run.rows.filter(generation=None))
    mark_problems(run, rows, user)
    RunRow.objects.bulk_update(rows, ["problem", "problem_column"], batch_size=200)


def _set_name(run: Run, name: str) -> None:
    run.name = _named(name)


def _set_prompt(run: Run, prompt: str) -> None:
    """Words of one's own: of a template they are a version no more."""
    if prompt == run.prompt:
        return
    run.prompt, run.template_version = prompt, None
    _map_anew(run)


def _set_template(run: Run, version_id: uuid.UUID | None) -> None:
    """Raises NotFound."""
    if version_id is None:
        run.template_version, run.slots = None, []
        return
    versions = TemplateVersion.objects.filter(template__workspace_id=run.board.workspace_id)
    version = versions.filter(id=version_id).first()
    if version is None:
        raise NotFound("This template is not in the library any more. Choose another one.")
    run.template_version, run.prompt, run.slots = version, version.text, version.slots
    _map_anew(run)


def _map_anew(run: Run) -> None:
    """What was mapped by hand stays while its slot does."""
    try:
        slots = Writer(run, None).template.slots
    except TemplateError:
        return
    kept = {slot: at for slot, at in run.mapping.items() if slot in slots}
    run.mapping = matched(slots, run.columns) | kept


def _set_mapping(run: Run, mapping: Mapping[str, int | None]) -> None:
    columns = {slot: at for slot, at in mapping.items() if at is not None}
    if any(not 0 <= at < len(run.columns) for at in columns.values()):
        raise InvalidRequest("There is no such column. Reload the table.", code="bad_value")
    run.mapping = columns


def _set_tier(run: Run, tier: str) -> None:
    if tier not in known_tiers():
        raise InvalidRequest("There is no such tier. Choose another one.", code="unknown_tier")
    run.tier = tier


def _set_seed(run: Run, seed: int | None) -> None:
    if seed is not None:
        check_seed(seed)
    run.seed = seed


def _set_size(run: Run, size: Sequence[int]) -> None:
    run.width, run.height = size


def _set_cap(run: Run, cap: Decimal | None) -> None:
    run.cap_usd = cap
    run.stopped = ""


def _set_layout(run: Run, layout: str) -> None:
    if run.frames:
        raise InvalidRequest(
            "The run has its place on the board already. Move its frames there.", code="placed"
        )
    run.layout = layout


def _set_group(run: Run, column: int | None) -> None:
    if column is not None and not 0 <= column < len(run.columns):
        raise InvalidRequest("There is no such column. Reload the table.", code="bad_value")
    run.group_by = column


def _set_anchors(run: Run, anchors: Sequence[Any]) -> None:
    """Nodes of the board, as the prompt bar has them. Raises NotFound, InvalidRequest."""
    named = pictures_named(run.board, [anchor.node for anchor in anchors])
    run.anchors = [
        {
            "asset": str(named[anchor.node].asset.id),
            "role": anchor.role,
            "strength": anchor.strength,
        }
        for anchor in anchors
    ]


_CHANGES: Mapping[str, Callable[[Run, Any], None]] = {
    "name": _set_name,
    "prompt": _set_prompt,
    "template": _set_template,
    "mapping": _set_mapping,
    "tier": _set_tier,
    "seed": _set_seed,
    "size": _set_size,
    "cap_usd": _set_cap,
    "layout": _set_layout,
    "group_by": _set_group,
    "anchors": _set_anchors,
}


def _named(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())[:120]
    return name or "Table run"
