"""Stand-ins that implement the real interfaces and can be told how to fail."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import cv2
import numpy as np

from assets.compositing.geometry import Size
from assets.engines.base import Capabilities, EngineEvent, Output, Probe, Progress
from assets.engines.config import EngineConfig
from assets.engines.kinds import AdapterKind, Choice, Model, Option
from assets.engines.request import PICTURES, GenerationRequest, Image, Operation
from assets.engines.sketch.engine import SketchEngine
from assets.errors import EngineAuthFailed, EngineUnavailable, RateLimited, SafetyBlock

MOVED_PX = 7
NEARER = 1.03
CAST = 20


class ScriptedEngine:
    """Does what the words of the prompt say, so that a running server can be told too.

    fail once     EngineUnavailable on the first run with this very prompt, a picture after it
    busy once     RateLimited for 30 s, likewise        away once     not reached, likewise
    fail always   EngineUnavailable each time           rate limit    RateLimited
    block         SafetyBlock                           crash         an error of no known kind
    slow          `slow_steps` previews, `slow_step_s` apart
    hang          never ends                            no output     ends without a picture
    wrong size    half of the width that was asked for   wrong type    floats where bytes belong
    other size    the same view, a quarter larger
    shift7        an edit's crop moved 7 px to the right, with 20 more red everywhere
    reframe       an edit's crop seen from 3 % nearer
    noise         noise by seed, everywhere              glare         white, everywhere
    Anything else: one flat colour by seed.
    """

    key = "scripted"
    label = "Scripted"
    version = "1"
    slow_steps = 40
    slow_step_s = 0.1

    def __init__(self, capabilities: Capabilities | None = None) -> None:
        self._capabilities = capabilities or Capabilities(
            operations=PICTURES,
            max_pixels=4096 * 4096,
            max_anchors=4,
            has_mask=True,
            streams_previews=True,
            price_usd=Decimal("0.039"),
            typical_seconds=2.0,
        )
        self.requests: list[GenerationRequest] = []
        self.running = 0
        self.most_running = 0
        self.closed = 0

    def capabilities(self) -> Capabilities:
        return self._capabilities

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        earlier = Counter(seen.prompt for seen in self.requests)[request.prompt]
        self.requests.append(request)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            async for event in self._play(request, is_first=earlier == 0):
                yield event
        finally:
            self.running -= 1
            self.closed += 1

    async def _play(
        self, request: GenerationRequest, *, is_first: bool
    ) -> AsyncIterator[EngineEvent]:
        words = request.prompt
        picture = self._picture(request)
        yield Progress(0.25, picture[::4, ::4])
        if "hang" in words:
            await asyncio.Event().wait()
        if "slow" in words:
            for step in range(self.slow_steps):
                await asyncio.sleep(self.slow_step_s)
                yield Progress(0.25 + 0.7 * step / self.slow_steps, picture[::4, ::4])
        if "fail always" in words or ("fail once" in words and is_first):
            raise EngineUnavailable("The engine is down for a moment. Retry in a minute.")
        if "busy once" in words and is_first:
            raise RateLimited("The engine is busy.", retry_after_s=30)
        if "away once" in words and is_first:
            raise EngineUnavailable("The engine cannot be reached.", is_safe_to_repeat=True)
        if "rate limit" in words:
            raise RateLimited("The engine takes no more today. Retry later.", retry_after_s=9_000)
        if "block" in words:
            raise SafetyBlock("A rule forbids this.", rule="violence", decided_by=self.label)
        if "crash" in words:
            raise ZeroDivisionError("secret detail of the inside")
        if "no output" in words:
            return
        if "wrong size" in words:
            picture = picture[:, : request.width // 2]
        if "other size" in words:
            larger = (request.width * 5 // 4, request.height * 5 // 4)
            picture = np.asarray(cv2.resize(picture, larger), dtype=np.uint8)
        yield Output(picture if "wrong type" not in words else picture / 255.0)  # type: ignore[arg-type]

    def _picture(self, request: GenerationRequest) -> Image:
        shape = (request.height, request.width, 3)
        random = np.random.default_rng(request.seed)
        if "shift7" in request.prompt and request.source is not None:
            moved = np.roll(request.source[..., :3], MOVED_PX, axis=1).astype(np.int16)
            moved[..., 0] += CAST
            return np.clip(moved, 0, 255).astype(np.uint8)
        if "reframe" in request.prompt and request.source is not None:
            return reframed(request.source[..., :3])
        if "glare" in request.prompt:
            return np.full(shape, 255, dtype=np.uint8)
        if "noise" in request.prompt:
            return random.integers(0, 256, shape, dtype=np.uint8)
        return np.broadcast_to(random.integers(0, 256, 3, dtype=np.uint8), shape).copy()


def reframed(picture: Image) -> Image:
    """The middle of a picture, enlarged by NEARER to its own size."""
    height, width = picture.shape[:2]
    rest_x, rest_y = (1 - NEARER) * (width - 1) / 2, (1 - NEARER) * (height - 1) / 2
    matrix = np.array([[NEARER, 0.0, rest_x], [0.0, NEARER, rest_y]])
    seen = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC)
    return np.asarray(seen, dtype=np.uint8)


class FlakyEngine:
    """By the number after "no." in its prompt: one that 50 divides is refused, and charged; by 25
    it fails for good; by 10 it is told of too many requests once. One small picture for each."""

    key = "flaky"
    label = "Flaky"
    version = "1"

    def __init__(self) -> None:
        self.prompts: list[str] = []

    def capabilities(self) -> Capabilities:
        return Capabilities(
            operations=frozenset({Operation.TEXT_TO_IMAGE, Operation.IMAGE_TO_IMAGE}),
            max_pixels=1024 * 1024,
            max_anchors=4,
            price_usd=Decimal("0.01"),
            typical_seconds=2.0,
            at_once=11,
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        is_first = request.prompt not in self.prompts
        self.prompts.append(request.prompt)
        number = int(request.prompt.partition("no. ")[2].split()[0])
        if number % 50 == 0:
            raise SafetyBlock(
                "A likeness rule forbids this.",
                rule="likeness",
                decided_by=self.label,
                was_billed=True,
            )
        if number % 25 == 0:
            raise EngineUnavailable("The engine gave up.", was_billed=False)
        if number % 10 == 0 and is_first:
            raise RateLimited("Too many requests.", retry_after_s=1)
        shape = (request.height, request.width, 3)
        yield Output(np.full(shape, 128, dtype=np.uint8))


class NoMaskEngine(ScriptedEngine):
    """Like a hosted engine: no mask of its own, and two sizes only."""

    key = "no_mask"
    label = "Without masks"

    def __init__(self) -> None:
        super().__init__(
            Capabilities(
                operations=PICTURES,
                max_pixels=1024 * 1024,
                sizes=(Size(512, 512), Size(640, 384)),
                max_anchors=1,
                has_mask=False,
            )
        )


class MovableClock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class ConfiguredFake(ScriptedEngine):
    """A `ScriptedEngine` that is set up by an `EngineConfig`, as the kind `FAKE_KIND`.

    Its probe says what its key says: "wrong" is refused, and so on.
    """

    def __init__(self, config: EngineConfig) -> None:
        super().__init__()
        self.config = config
        self.key = config.key
        self.label = config.label
        self.version = f"fake {config.model}"

    def capabilities(self) -> Capabilities:
        return self.config.capabilities(super().capabilities())

    async def probe(self) -> Probe:
        if self.config.api_key == "wrong":
            raise EngineAuthFailed(f"{self.label} does not accept its key <b>(401)</b>.")
        if self.config.api_key == "hang":
            await asyncio.Event().wait()
        if self.config.api_key == "crash":
            raise ZeroDivisionError("secret detail of the inside")
        return Probe(models=("fake-1", "fake-2"), note="All is well.")


FAKE_KIND = AdapterKind(
    key="fake",
    label="Fake provider",
    path="tests.fakes.ConfiguredFake",
    about="Paints flat colours.",
    base_url="https://fake.example/v1",
    models=(Model("fake-1", "Fake One", price_usd=Decimal("0.04"), seconds=7),),
    options=(
        Option(
            "quality", "Quality", "auto", choices=(Choice("auto", "Auto"), Choice("high", "High"))
        ),
        Option("note", "Note"),
    ),
)


class MovingEngine(SketchEngine):
    """The offline engine with the price and the time of a hosted one that makes clips."""

    key = "moving"

    def capabilities(self) -> Capabilities:
        seconds = {Operation.ANIMATE: 12.0}
        return replace(
            super().capabilities(), second_usd=Decimal("0.30"), seconds_by_operation=seconds
        )
