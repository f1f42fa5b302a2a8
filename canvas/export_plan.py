"""Which pictures of a selection may leave, under which names, and what is said of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from assets.compositing.formats import Way, plan_format
from assets.compositing.geometry import Size
from assets.export.metadata import SourceType, Told
from assets.export.names import Names, stem_of
from assets.export.origins import Origin, origins_of
from assets.export.presets import SUFFIXES
from assets.models import Asset, Generation
from assets.rights import Standing
from canvas.access import display_name
from canvas.approval import Status
from canvas.approval_facts import statuses_of
from canvas.export_settings import ExportSettings
from canvas.models import Board, Node
from canvas.risk_facts import Facts, facts_of

SKU = "sku:"
"""Tags that begin so name the product that a picture shows."""


@dataclass(frozen=True)
class PlannedFile:
    """size: px, None for the picture's own. lost: share that a crop cuts off."""

    name: str
    size: Size | None
    lost: float = 0.0


@dataclass(frozen=True)
class PlannedPicture:
    """node: None for one that is not on the board any more; then nothing else is known of it."""

    node_id: UUID
    files: tuple[PlannedFile, ...] = ()
    node: Node | None = None
    facts: Facts | None = None
    status: Status | None = None
    origin: Origin = Origin(SourceType.UNKNOWN, None)

    @property
    def asset(self) -> Asset | None:
        return self.node.asset if self.node else None

    @property
    def generation(self) -> Generation | None:
        """What made exactly these pixels."""
        made = self.node.generation if self.node else None
        return made if made and self.node and made.result_id == self.node.asset_id else None

    @property
    def title(self) -> str:
        return (self.node and self.node.props.get("name")) or "Picture"

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why it may not leave; empty where it may. An approval that counts has looked at unknown
        rights; a licence that has run out since closes it again."""
        if self.node is None or self.status is None or self.facts is None:
            return ("It is not on the board any more.",)
        expired = [one for one in self.facts.lineage.inputs if one.standing is Standing.EXPIRED]
        said = [f"The licence of {one.name} has expired." for one in expired[:1]]
        if self.status.is_approved:
            return tuple(said)
        unknown = [one for one in self.facts.lineage.inputs if one.standing is Standing.UNKNOWN]
        said += [f"Rights of {one.name} are unknown." for one in unknown[:1]]
        return ("Not approved.", *self.status.missing, *said)

    @property
    def is_ready(self) -> bool:
        return not self.reasons

    @property
    def is_gone(self) -> bool:
        return self.node is None

    @property
    def told(self) -> Told:
        assert self.node is not None and self.asset is not None
        made = self.generation
        return Told(
            source_type=self.origin.source_type,
            title=self.title,
            alt=alt_of(self.node),
            prompt=made.prompt if made else str(self.asset.told.get("prompt", "")),
            engine=made.engine if made else str(self.asset.told.get("by", "")),
            engine_version=made.engine_version if made else "",
            seed=str(made.seed) if made and made.engine else "",
            source_sha256=self.asset.sha256,
        )

    def manifest(self) -> dict[str, object]:
        """Its columns that hold for each of its files. Raises nothing: also of one that is gone."""
        if self.node is None or self.asset is None or self.facts is None or self.status is None:
            return {"picture": str(self.node_id)}
        made, told = self.generation, self.told
        return {
            "picture": self.title,
            "source_sha256": self.asset.sha256,
            "engine": told.engine,
            "engine_version": told.engine_version,
            "seed": told.seed,
            "prompt_version": prompt_version(made),
            "cost_usd": made.cost_usd if made else Decimal(0),
            "class": self.facts.verdict.risk.value,
            "approver": ", ".join(self.status.approvers) if self.status.is_approved else "",
            "alt_text": told.alt,
            "digital_source_type": told.source_type.value,
            "made_by": display_name(made.created_by) if made and made.created_by else "",
            "made_at": (made.created_at if made else self.asset.created_at).isoformat(),
        }


def alt_of(node: Node) -> str:
    """As written, else what the prompt suggests."""
    written = str(node.props.get("alt") or "")
    if written:
        return written
    prompt = node.generation.prompt if node.generation else ""
    return suggested_alt(prompt)


def suggested_alt(prompt: str) -> str:
    """The prompt as a sentence, without settings: twin of that in static/canvas/alt_text.js."""
    words = " ".join(prompt.split(" --")[0].split())[:250].rstrip(" ,;.")
    return f"{words[:1].upper()}{words[1:]}" if words else ""


def prompt_version(made: Generation | None) -> str:
    """Of a template "Mug shot v3"; "free text" for words of one's own."""
    if made is None or not made.prompt:
        return ""
    version = made.template_version
    return f"{version.template.name} v{version.number}" if version else "free text"


@dataclass(frozen=True)
class ExportPlan:
    pictures: tuple[PlannedPicture, ...]

    @property
    def ready(self) -> list[PlannedPicture]:
        return [one for one in self.pictures if one.is_ready]

    @property
    def held_back(self) -> list[PlannedPicture]:
        """Those that a lead may let leave in spite of it."""
        return [one for one in self.pictures if not one.is_ready and not one.is_gone]


def plan_export(board: Board, node_ids: Sequence[UUID], settings: ExportSettings) -> ExportPlan:
    """In the order of `node_ids`, a few queries however many there are. The names are those of the
    whole selection, so that they are the same whoever leaves in the end."""
    nodes = nodes_of(board, node_ids)
    facts = facts_of(board, nodes.values())
    statuses = statuses_of(board, nodes.values())
    origins = origins_of([one.asset_id for one in nodes.values() if one.asset_id])
    names = Names()
    pictures = []
    for number, node_id in enumerate(node_ids, start=1):
        node = nodes.get(node_id)
        if node is None or node.asset_id is None:
            pictures.append(PlannedPicture(node_id))
            continue
        pictures.append(
            PlannedPicture(
                node_id,
                tuple(_files(node, number, settings, names)),
                node,
                facts[node_id],
                statuses[node_id],
                origins[node.asset_id],
            )
        )
    return ExportPlan(tuple(pictures))


def nodes_of(board: Board, node_ids: Iterable[UUID]) -> dict[UUID, Node]:
    """The live pictures among them."""
    found: dict[UUID, Node] = {}
    ids = list(node_ids)
    for start in range(0, len(ids), 500):
        rows = Node.objects.filter(
            board=board,
            id__in=ids[start : start + 500],
            kind="image",
            deleted_at=None,
            asset__isnull=False,
        ).select_related(
            "asset", "generation__created_by", "generation__template_version__template"
        )
        for row in rows:
            row.board = board
            found[row.id] = row
    return found


def _files(
    node: Node, number: int, settings: ExportSettings, names: Names
) -> Iterable[PlannedFile]:
    assert node.asset is not None
    own = Size(node.asset.width, node.asset.height)
    for size in settings.sizes:
        stem = stem_of(settings.pattern, _values(node, number, size or own, settings))
        name = names.take(stem, SUFFIXES[settings.preset.kind])
        lost = plan_format(own, size, way=Way.CROP).lost if size else 0.0
        yield PlannedFile(name, size, lost)


def _values(node: Node, number: int, size: Size, settings: ExportSettings) -> Mapping[str, object]:
    name = str(node.props.get("name") or "picture")
    tags = [str(one) for one in node.props.get("tags", ())]
    sku = next((one[len(SKU) :] for one in tags if one.lower().startswith(SKU)), name)
    return {
        "brand": settings.brand,
        "campaign": settings.campaign,
        "sku": settings.sku or sku,
        "name": name,
        "format": f"{size.width}x{size.height}",
        "preset": settings.preset.name,
        "version": node.props.get("version") or 1,
        "number": f"{number:03}",
        "width": size.width,
        "height": size.height,
        "date": f"{timezone.localdate():%Y-%m-%d}",
    }
