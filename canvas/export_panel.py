"""What the export dialog shows: told anew with every choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assets.compositing.formats import MOST_CROPPED
from assets.errors import InvalidRequest
from assets.export.credentials import is_available
from assets.export.metadata import Level
from assets.export.names import DEFAULT_PATTERN, TOKENS, BadPattern
from assets.export.presets import FILE_KINDS, Preset
from assets.models import SigningCertificate
from canvas.access import BoardAccess
from canvas.export_plan import ExportPlan, PlannedPicture, plan_export
from canvas.export_settings import (
    ExportSettings,
    brand_of,
    presets_of,
    read_nodes,
    read_settings,
)
from canvas.models import Board
from canvas.roles import MANAGING_ROLES

MOST_ROWS = 100
"""More are counted: nobody reads them, and each has a picture."""

LEVELS = (
    (Level.NONE, "None", "Nothing but the pixels and their colour profile"),
    (Level.MINIMAL, "Minimal", "Alt text, and whether a model made it"),
    (Level.FULL, "Full", "Prompt, engine and seed as well"),
)


@dataclass(frozen=True)
class RowOf:
    """A picture in the dialog. leaves: with what is chosen now."""

    picture: PlannedPicture
    leaves: bool

    @property
    def note(self) -> str:
        """Of crops that cut much off."""
        most = max((file.lost for file in self.picture.files), default=0.0)
        return f"crops {most:.0%}" if most > MOST_CROPPED else ""

    @property
    def shown_names(self) -> tuple[str, ...]:
        return tuple(file.name for file in self.picture.files[:3])

    @property
    def further(self) -> int:
        return max(0, len(self.picture.files) - 3)


@dataclass(frozen=True)
class ExportPanel:
    """posted: as the form sends it. What cannot be read is said where it stands."""

    board: Board
    access: BoardAccess
    posted: Mapping[str, Any]

    @property
    def nodes(self) -> str:
        return str(self.posted.get("nodes", ""))

    @cached_property
    def _read(self) -> tuple[ExportSettings, str]:
        """The settings, and what is wrong with the pattern: names are shown by the usual one."""
        try:
            return read_settings(self.posted, self.board), ""
        except BadPattern as refused:
            usual = dict(self.posted.items()) | {"pattern": DEFAULT_PATTERN}
            return read_settings(usual, self.board), refused.message
        except InvalidRequest:
            return read_settings({"pattern": DEFAULT_PATTERN}, self.board), ""

    @property
    def settings(self) -> ExportSettings:
        return self._read[0]

    @property
    def pattern_error(self) -> str:
        return self._read[1]

    @property
    def pattern(self) -> str:
        return str(self.posted.get("pattern", DEFAULT_PATTERN))

    @property
    def brand(self) -> str:
        return str(self.posted.get("brand", brand_of(self.board)))

    @property
    def campaign(self) -> str:
        return str(self.posted.get("campaign", self.board.title))

    @cached_property
    def presets(self) -> tuple[Preset, ...]:
        return presets_of(self.board.workspace)

    kinds = FILE_KINDS
    levels = LEVELS
    tokens = TOKENS

    @cached_property
    def plan(self) -> ExportPlan:
        return plan_export(self.board, read_nodes(self.nodes), self.settings)

    @property
    def is_lead(self) -> bool:
        return self.access.role in MANAGING_ROLES

    @property
    def overrides(self) -> bool:
        return self.is_lead and "override" in self.posted

    @property
    def why(self) -> str:
        return str(self.posted.get("why", ""))

    @cached_property
    def rows(self) -> list[RowOf]:
        return [
            RowOf(one, one.is_ready or (self.overrides and not one.is_gone))
            for one in self.plan.pictures
        ]

    @property
    def shown(self) -> list[RowOf]:
        """Those that stay first: each says why."""
        ordered = sorted(self.rows, key=lambda row: row.leaves) if self.has_more else self.rows
        return ordered[:MOST_ROWS]

    @property
    def has_more(self) -> bool:
        return len(self.rows) > MOST_ROWS

    @property
    def leaving(self) -> int:
        return sum(row.leaves for row in self.rows)

    @property
    def files(self) -> int:
        return sum(len(row.picture.files) for row in self.rows if row.leaves)

    @property
    def held(self) -> int:
        return len(self.plan.held_back)

    @property
    def may_start(self) -> bool:
        return self.leaving > 0 and not self.pattern_error

    can_sign = staticmethod(is_available)

    @cached_property
    def signer(self) -> SigningCertificate | None:
        """None: one for trying out will be made at the first export."""
        return SigningCertificate.objects.filter(workspace=self.board.workspace).first()
