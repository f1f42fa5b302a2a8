"""What the dialog of formats shows of each before anything is paid for."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from assets.compositing.edit import outpaint_placement
from assets.compositing.formats import SOFT, FormatPlan, Way
from assets.compositing.geometry import Box, Size, ratio
from assets.engines.base import Capabilities
from assets.engines.registry import engine_of_tier, picture_tiers
from assets.engines.request import Operation
from assets.errors import EngineError
from assets.formats import FORMATS, Format
from assets.generations.price import Quote, quote
from assets.models import Asset
from assets.subjects import subject_of
from canvas.actions.formats import plan_of
from canvas.words import counted

NINE = tuple((x, y) for y in (0.0, 0.5, 1.0) for x in (0.0, 0.5, 1.0))
PLACES = (
    *("top left", "top", "top right"),
    *("left", "middle", "right"),
    *("bottom left", "bottom", "bottom right"),
)


@dataclass(frozen=True)
class FormatChoice:
    """What is chosen in the dialog. ways: of the ticked formats' keys and others, where chosen."""

    ticked: frozenset[str] = frozenset()
    ways: Mapping[str, Way] = field(default_factory=dict)
    at: tuple[float, float] = (0.5, 0.5)
    keep_exactly: bool = True
    tier: str = ""


@dataclass(frozen=True)
class FormatRow:
    """price_usd and seconds: of this format alone. Boxes: px of the format, for the preview."""

    format: Format
    plan: FormatPlan
    quote: Quote
    is_ticked: bool
    chosen_way: str
    notes: list[str]
    subject: Box | None

    @property
    def is_possible(self) -> bool:
        return self.plan.way is not Way.SAME

    @property
    def words(self) -> str:
        match self.plan.way:
            case Way.SAME:
                return "As it is"
            case Way.SCALE:
                return "Scale, 0 calls"
            case Way.CROP:
                return "Crop, 0 calls"
            case Way.EXTEND:
                return f"Extend, {counted(self.plan.calls, 'call')}"

    @property
    def has_choice(self) -> bool:
        return self.plan.way in (Way.CROP, Way.EXTEND)


@dataclass(frozen=True)
class FormatTable:
    """quote: of all that is ticked; None where no tier extends what is to be extended."""

    rows: list[FormatRow]
    quote: Quote | None

    @property
    def ticked(self) -> list[FormatRow]:
        return [row for row in self.rows if row.is_ticked]

    @property
    def seconds(self) -> int:
        """At least 1: nothing is promised to take no time."""
        return max(1, round(self.quote.seconds)) if self.quote else 0

    @property
    def calls(self) -> int:
        return sum(row.plan.calls for row in self.ticked)


def tiers_that_extend(workspace_id: UUID) -> dict[str, Capabilities]:
    """In the order that people see, with what their engines can. A tier whose engine cannot be
    used is none."""
    able = {}
    for tier in picture_tiers():
        with suppress(EngineError):
            capabilities = engine_of_tier(tier, workspace_id).capabilities()
            if Operation.OUTPAINT in capabilities.operations:
                able[tier] = capabilities
    return able


def format_table(
    picture: Asset, choice: FormatChoice, capabilities: Capabilities | None, *, at_once: int
) -> FormatTable:
    """capabilities: of the chosen tier's engine, None where there is none that extends. Raises
    StorageFailed where the picture cannot be looked at."""
    rows = [_row(picture, one, choice, capabilities) for one in FORMATS]
    calls = [row.plan.calls for row in rows if row.is_ticked]
    if capabilities is None:
        return FormatTable(rows, None if any(calls) else Quote.of_nothing())
    return FormatTable(rows, _quote_all(capabilities, calls, at_once))


def _quote_all(capabilities: Capabilities, calls: list[int], at_once: int) -> Quote:
    """Pictures are made `at_once` of them at a time, the calls of one after each other."""
    priced = [quote(capabilities, Operation.OUTPAINT, calls=number) for number in calls if number]
    seconds = sum(one.seconds for one in priced) / at_once
    longest = max((one.seconds for one in priced), default=0.0)
    price = sum((one.price_usd for one in priced), Quote.of_nothing().price_usd)
    return Quote(price, max(seconds, longest))


def _row(
    picture: Asset, one: Format, choice: FormatChoice, capabilities: Capabilities | None
) -> FormatRow:
    way = choice.ways.get(one.key)
    plan = plan_of(picture, one.size, at=choice.at, keep_exactly=choice.keep_exactly, way=way)
    calls = plan.calls
    priced = Quote.of_nothing()
    if capabilities is not None and calls:
        priced = quote(capabilities, Operation.OUTPAINT, calls=calls)
    subject = _placed_subject(picture, plan)
    return FormatRow(
        format=one,
        plan=plan,
        quote=priced,
        is_ticked=one.key in choice.ticked and plan.way is not Way.SAME,
        chosen_way=way.value if way else "",
        notes=_notes(picture, one, plan, subject, capabilities),
        subject=subject,
    )


def _placed_subject(picture: Asset, plan: FormatPlan) -> Box | None:
    """Where the subject comes to lie, px of the format."""
    found = subject_of(picture)
    if found is None:
        return None
    scale_x, scale_y = plan.scaled.width / picture.width, plan.scaled.height / picture.height
    return Box(
        plan.picture.x + round(found.x * scale_x),
        plan.picture.y + round(found.y * scale_y),
        max(1, round(found.width * scale_x)),
        max(1, round(found.height * scale_y)),
    )


def _notes(
    picture: Asset,
    one: Format,
    plan: FormatPlan,
    subject: Box | None,
    capabilities: Capabilities | None,
) -> list[str]:
    notes = []
    if plan.way is Way.CROP:
        notes.append(f"{max(1, round(plan.lost * 100))} % is cut off")
        if not plan.keeps_subject:
            notes.append("the subject is cut")
    if plan.way is Way.EXTEND and capabilities is None:
        notes.append("this tier extends no pictures")
    if plan.way is Way.EXTEND and capabilities is not None and capabilities.sizes:
        notes.append(_native(plan, capabilities))
    scale = plan.scaled.width / picture.width
    if scale > SOFT:
        notes.append(f"enlarged {scale:.1f} ×, so it will be soft")
    if subject is not None and plan.keeps_subject and not one.safe.contains(subject):
        notes.append("the subject leaves the safe area")
    return notes


def _native(plan: FormatPlan, capabilities: Capabilities) -> str:
    """Of an engine that makes some sizes only: which it makes, of which the rest is cropped."""
    size, made = plan.scaled, list[Size]()
    for growth in plan.steps:
        placement = outpaint_placement(
            size,
            growth,
            sizes=capabilities.sizes,
            max_pixels=capabilities.max_pixels,
            multiple_of=capabilities.multiple_of,
        )
        size = growth.grown(size)
        if placement.size not in made:
            made.append(placement.size)
    told = [f"{':'.join(map(str, ratio(one)))} ({one.width} × {one.height})" for one in made]
    return f"the engine makes {' and '.join(told)}, the rest is cropped"
