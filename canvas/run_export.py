"""A run as a table for spreadsheets: its own columns, and what became of each row."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse

from assets.models import Attempt
from canvas.models import Run, RunRow
from canvas.run_costs import generations_of
from canvas.run_facts import rows_of, state_of

COLUMNS = (
    *("Row", "State", "Reason", "Picture", "Cost USD", "Seed", "Engine", "Prompt"),
    *("Prompt version", "Version"),
)


def file_name(run: Run) -> str:
    return f"{re.sub(r'[^a-z0-9]+', '-', run.name.lower()).strip('-') or 'run'}.csv"


def lines_of(run: Run, site: str) -> Iterator[list[object]]:
    """site: the address that pictures are linked below, with its last slash."""
    yield [*run.columns, *COLUMNS]
    version = run.template_version
    prompt = f"{version.template.name} v{version.number}" if version else ""
    for row in rows_of(run):
        yield [*row.cells, *_outcome(row, site, prompt)]


def _outcome(row: RunRow, site: str, prompt: str) -> list[object]:
    made = row.generation
    if made is None:
        return [row.number, state_of(row), row.problem, "", "", "", "", row.prompt, "", ""]
    link = ""
    if made.result_id is not None:
        link = site + reverse("asset", args=[made.result_id, "full"]).lstrip("/")
    return [
        row.number,
        state_of(row),
        made.error_message,
        link,
        _cost_of(row),
        made.seed,
        made.engine_version or made.engine,
        made.prompt,
        prompt if made.template_version_id else "",
        len(row.earlier) + 1,
    ]


def _cost_of(row: RunRow) -> Decimal:
    lines = Attempt.objects.filter(generation_id__in=generations_of([row]))
    total = lines.exclude(state=Attempt.State.RESERVED).aggregate(usd=Sum("amount_usd"))["usd"]
    return total or Decimal(0)
