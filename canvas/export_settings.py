"""What somebody chose in the export dialog: read from its form, kept as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from assets.compositing.geometry import Size
from assets.errors import InvalidRequest
from assets.export.metadata import Level
from assets.export.names import DEFAULT_PATTERN, check_pattern
from assets.export.presets import DEFAULT_PRESETS, FILE_KINDS, Preset
from assets.models import Workspace
from canvas.models import Board, ExportPreset

MOST_PICTURES = 2_000
MOST_WORDS = 80


@dataclass(frozen=True)
class ExportSettings:
    """brand, campaign, sku: what the tokens of the pattern give; sku "" for each picture's own.
    is_sheet: all of them on the pages of a contact sheet, instead of files."""

    preset: Preset
    pattern: str
    brand: str
    campaign: str
    sku: str = ""
    level: Level = Level.MINIMAL
    signs: bool = True
    is_sheet: bool = False

    @property
    def sizes(self) -> tuple[Size | None, ...]:
        return self.preset.sizes or (None,)

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        told["preset"]["sizes"] = [[one.width, one.height] for one in self.preset.sizes]
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "ExportSettings":
        preset = dict(told["preset"])
        preset["sizes"] = tuple(Size(*one) for one in preset["sizes"])
        return cls(**{**told, "preset": Preset(**preset), "level": Level(told["level"])})


def presets_of(workspace: Workspace) -> tuple[Preset, ...]:
    rows = ExportPreset.objects.filter(workspace=workspace).order_by("position", "name")
    return tuple(map(as_preset, rows)) or DEFAULT_PRESETS


def as_preset(row: ExportPreset) -> Preset:
    sizes = tuple(Size(*one) for one in row.sizes)
    return Preset(str(row.id), row.name, row.kind, sizes, row.most_kb)


def brand_of(board: Board) -> str:
    return board.brand.name if board.brand is not None else board.workspace.name


def read_settings(posted: Mapping[str, Any], board: Board) -> ExportSettings:
    """What is missing is as the dialog first shows it. Raises InvalidRequest, BadPattern."""
    presets = presets_of(board.workspace)
    key = posted.get("preset") or presets[0].key
    preset = next((one for one in presets if one.key == key), None)
    if preset is None:
        raise InvalidRequest(
            "This preset is not there any more. Choose another one.", code="unknown_preset"
        )
    # With another preset its own kind of file comes; a kind chosen after that counts.
    kind = posted.get("kind") if posted.get("preset_was") == preset.key else preset.kind
    level = posted.get("metadata", Level.MINIMAL.value)
    if level not in list(Level):
        raise InvalidRequest("Metadata is none, minimal or full.", code="unknown_metadata")
    if kind not in FILE_KINDS:
        kind = preset.kind
    return ExportSettings(
        preset=Preset(preset.key, preset.name, str(kind), preset.sizes, preset.most_kb),
        pattern=check_pattern(posted.get("pattern", DEFAULT_PATTERN)),
        brand=_words(posted.get("brand", brand_of(board))),
        campaign=_words(posted.get("campaign", board.title)),
        sku=_words(posted.get("sku", "")),
        level=Level(level),
        signs="signs" in posted or "asked" not in posted,
        is_sheet="sheet" in posted,
    )


def read_nodes(raw: str) -> list[UUID]:
    """Ids with commas between, each once. Raises InvalidRequest."""
    parts = [one for one in raw.split(",") if one]
    if len(parts) > MOST_PICTURES:
        raise InvalidRequest(
            f"An export takes {MOST_PICTURES:,} pictures at most. Select fewer.",
            code="too_many_pictures",
        )
    return list(dict.fromkeys(_ids(parts)))


def _ids(parts: Iterable[str]) -> Iterable[UUID]:
    for part in parts:
        try:
            yield UUID(part[:40])
        except ValueError:
            raise InvalidRequest(
                "What was selected cannot be read. Open the dialog again."
            ) from None


def _words(raw: str) -> str:
    return " ".join("".join(char for char in raw if char.isprintable()).split())[:MOST_WORDS]
