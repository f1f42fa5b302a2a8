"""The words of a run's rows: what each would send to its engine, or why it cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User

from assets.actions.prompts import lists_of
from assets.engines.request import Operation
from assets.errors import AssetsError
from assets.generations.rules import clean_prompt
from assets.policy import refuse_blocked, replaced, terms_of
from assets.prompts.slots import SlotRule, checked_values, rules_of
from assets.prompts.template import Template, TemplateError, escaped, parse
from canvas.models import Run, RunRow


@dataclass(frozen=True)
class Written:
    """filled: as of Generation; {} where the row has words of its own."""

    prompt: str
    filled: dict[str, Any]


class Writer:
    """Writes out the rows of one run, as the library and the rules are now."""

    def __init__(self, run: Run, user: User | None) -> None:
        self._run = run
        self._user = user
        self._lists = lists_of(run.board.workspace_id)
        self._terms = terms_of(run.board.workspace_id, run.brand_id)

    @cached_property
    def template(self) -> Template:
        """Raises TemplateError."""
        return parse(self._run.prompt, lists=self._lists)

    @cached_property
    def rules(self) -> tuple[SlotRule, ...]:
        """Raises TemplateError."""
        return rules_of(self.template.slots, self._run.slots)

    def write(self, row: RunRow) -> Written:
        """Raises TemplateError, InvalidRequest."""
        written = Written(row.prompt, {}) if row.prompt else self._fill(row)
        prompt = clean_prompt(written.prompt, Operation.TEXT_TO_IMAGE)
        refuse_blocked(self._terms, user=self._user, prompt=prompt, others=())
        return Written(replaced(self._terms, prompt), written.filled)

    def _fill(self, row: RunRow) -> Written:
        """Alternatives are taken in turn, one a row."""
        values = checked_values(self.rules, values_of(self._run, row))
        plain = {name: escaped(value) for name, value in values.items()}
        filled = self.template.fill(plain, lists=self._lists)
        choice = (row.number - 1) % filled.count
        told = {"text": self.template.text, "values": values, "choice": choice}
        return Written(filled.render(choice), told)


def values_of(run: Run, row: RunRow) -> dict[str, str]:
    """What a row says of the slots."""
    values = {slot: str(value) for slot, value in row.told.get("values", {}).items()}
    columns: Mapping[str, int] = run.mapping
    return values | {slot: row.cells[at] for slot, at in columns.items() if at < len(row.cells)}


def mark_problems(run: Run, rows: Iterable[RunRow], user: User | None) -> None:
    """Say on each row why it cannot be asked for; nothing is saved."""
    writer = Writer(run, user)
    for row in rows:
        row.problem, row.problem_column = _problem(run, writer, row)


def _problem(run: Run, writer: Writer, row: RunRow) -> tuple[str, int | None]:
    if row.cells and not any(row.cells) and not row.prompt:
        return "The row is blank.", None
    if misread := row.told.get("misread", ""):
        return misread, None
    try:
        writer.write(row)
    except TemplateError as wrong:
        column = run.mapping.get(wrong.slot) if wrong.slot else None
        return _with_what_is_there(wrong, row, column), column
    except AssetsError as wrong:
        return wrong.message, None
    return "", None


def _with_what_is_there(wrong: TemplateError, row: RunRow, column: int | None) -> str:
    there = row.cells[column] if column is not None and column < len(row.cells) else ""
    return f"“{there[:40]}”: {wrong.message}" if there else wrong.message
