"""The seam where engines come and go: what each can do, and what it says while it works."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from assets.compositing.geometry import Size
from assets.engines.request import GenerationRequest, Image, Operation


@dataclass(frozen=True)
class Capabilities:
    """sizes: the only sizes it makes, or () for any up to `max_pixels` with sides in `multiple_of`.

    has_mask: takes a mask of its own. price_usd and typical_seconds: of one picture, on a machine
    that is not idle; seconds_by_operation: of the operations that take another time.
    is_offline: works on this machine alone, by drawing and not by AI; pages say so.
    """

    operations: frozenset[Operation]
    max_pixels: int
    sizes: tuple[Size, ...] = ()
    multiple_of: int = 1
    max_anchors: int = 0
    has_mask: bool = False
    has_seed: bool = True
    streams_previews: bool = False
    is_offline: bool = False
    price_usd: Decimal = Decimal(0)
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
    """The picture, exactly of the size asked for. facts: plain JSON values worth keeping."""

    image: Image
    facts: dict[str, Any] = field(default_factory=dict)


EngineEvent = Progress | Output


class Engine(Protocol):
    """key: as in the registry. version: changes whenever the same request makes another picture.

    `run` yields any number of Progress and then one Output, or raises an EngineError or a
    SafetyBlock. Closing the iterator stops the work.
    """

    key: str
    label: str
    version: str

    def capabilities(self) -> Capabilities: ...

    def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]: ...
