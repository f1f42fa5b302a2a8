"""The seam where engines come and go: what each can do, and what it says while it works."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from assets.compositing.adapters import Adapter
from assets.compositing.geometry import Size
from assets.engines.request import GenerationRequest, Image, Operation
from assets.motion.terms import Motion


@dataclass(frozen=True)
class Capabilities:
    """sizes: the only sizes it makes, or () for any of `min_pixels` to `max_pixels` with sides in
    `multiple_of` up to `max_side` px and a long side of at most `max_ratio` short ones (0: any).

    has_mask: takes a mask of its own; edit_kind: how it is told of the hole where it does not.
    has_seed: the same seed gives the same picture. has_strength: can be told how closely to follow
    an anchor. price_usd and typical_seconds: of one picture, on a machine that is not idle;
    seconds_by_operation: of the operations that take another time.
    second_usd: of one second of a clip. motions: those that it knows by name; an engine that knows
    none is told in words what should move.
    at_once, per_minute: calls that it takes at the same time, and that may begin in a minute; None:
    nobody has said.
    is_offline: works on this machine alone, by drawing and not by AI; pages say so.
    """

    operations: frozenset[Operation]
    max_pixels: int
    sizes: tuple[Size, ...] = ()
    min_pixels: int = 1
    max_side: int = 0
    max_ratio: float = 0.0
    multiple_of: int = 1
    max_anchors: int = 0
    has_mask: bool = False
    edit_kind: Adapter = Adapter.KEY_COLOUR
    has_strength: bool = True
    has_seed: bool = True
    streams_previews: bool = False
    at_once: int | None = None
    per_minute: int | None = None
    is_offline: bool = False
    price_usd: Decimal = Decimal(0)
    second_usd: Decimal = Decimal(0)
    motions: tuple[Motion, ...] = ()
    typical_seconds: float = 1.0
    seconds_by_operation: Mapping[Operation, float] = field(default_factory=dict)

    def seconds_of(self, operation: Operation) -> float:
        return self.seconds_by_operation.get(operation, self.typical_seconds)


@dataclass(frozen=True)
class Progress:
    """fraction: 0 to 1, never falling. preview: any size, of the aspect of the request."""

    fraction: float
    preview: Image | None = None


@dataclass(frozen=True)
class Output:
    """The picture, of the size asked for or of the nearest that the engine has.

    facts: plain JSON values worth keeping. cost_usd: what the provider says that it charged, where
    it does; None: the price of the setting counts.
    """

    image: Image
    facts: dict[str, Any] = field(default_factory=dict)
    cost_usd: Decimal | None = None


@dataclass(frozen=True)
class ClipFrame:
    """The next frame of a clip, of the size asked for or of the nearest that the engine has.

    fraction: 0 to 1, of all frames. fps: the same in all frames of a clip.
    """

    image: Image
    fraction: float
    fps: Fraction


@dataclass(frozen=True)
class ClipEnd:
    """After the last frame. facts, cost_usd: as of Output."""

    facts: dict[str, Any] = field(default_factory=dict)
    cost_usd: Decimal | None = None


EngineEvent = Progress | Output | ClipFrame | ClipEnd


class Engine(Protocol):
    """key: as in the registry. version: changes whenever the same request makes another picture.

    `run` yields any number of Progress and then one Output, of an animate all its frames and
    one ClipEnd, or raises an EngineError or a SafetyBlock. Closing the iterator stops the work.
    """

    key: str
    label: str
    version: str

    def capabilities(self) -> Capabilities: ...

    def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]: ...


@dataclass(frozen=True)
class Probe:
    """What a cheap call that costs nothing told. models: ids to suggest, () where it lists none.

    note: one sentence worth knowing, such as that the chosen model is not in the list, or "".
    """

    models: tuple[str, ...] = ()
    note: str = ""


class ConfiguredEngine(Engine, Protocol):
    """An engine that is set up by an `EngineConfig`: every one that `adapters.ADAPTERS` lists."""

    async def probe(self) -> Probe:
        """Ask for something that needs the key and is not billed: the list of models, or the
        account. Raises EngineError when the engine could not be used as it is set up."""
