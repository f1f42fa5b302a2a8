"""Our engines against the fake providers: how they are set up, and what they are asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.module_loading import import_string

from assets.engines.base import ConfiguredEngine, EngineEvent, Output, Progress
from assets.engines.config import EngineConfig
from assets.engines.configured import known_kind
from assets.engines.request import Anchor, AnchorRole, GenerationRequest, Operation
from assets.errors import AssetsError
from tests.providers.pictures import drawn
from tests.providers.provider import Play
from tests.providers.server import FakeServer

DEADLINE_S = 20.0
LATENCY_S = 0.05


@dataclass(frozen=True)
class SetUp:
    """One engine as an administrator would set it up.

    provider: of the fake server. path: what follows its address. adapter: a key of ADAPTERS.
    arguments: of the engine's class.
    """

    provider: str
    path: str
    adapter: str
    model: str
    options: dict[str, Any] = field(default_factory=dict)
    arguments: dict[str, Any] = field(default_factory=dict)


def engine_at(play: Play, setup: SetUp, **options: Any) -> ConfiguredEngine:
    config = EngineConfig(
        key=f"{setup.provider}:test",
        adapter=setup.adapter,
        label="The Engine",
        base_url=f"{play.url}{setup.path}",
        api_key=play.key,
        model=options.pop("model", setup.model),
        may_be_private=True,
        options=setup.options | options,
    )
    engine: ConfiguredEngine = import_string(known_kind(setup.adapter).path)(
        config, **setup.arguments
    )
    return engine


def a_request(operation: Operation = Operation.TEXT_TO_IMAGE, **more: Any) -> GenerationRequest:
    """A square of 1024 px; edits have a hole in the middle."""
    width, height = more.pop("size", (1024, 1024))
    if operation in (Operation.INPAINT, Operation.OUTPAINT):
        more.setdefault("source", drawn(width, height, seed=4))
        mask = np.zeros((height, width), np.uint8)
        mask[height // 3 : height // 2, width // 3 : width // 2] = 255
        more.setdefault("mask", mask)
    if operation is Operation.IMAGE_TO_IMAGE:
        more.setdefault("anchors", (an_anchor(),))
    return GenerationRequest(
        operation=operation,
        prompt=more.pop("prompt", "a red cup"),
        width=width,
        height=height,
        seed=more.pop("seed", 4_000_000_000),
        **more,
    )


def an_anchor(
    role: AnchorRole = AnchorRole.STYLE, strength: float = 0.5, size: tuple[int, int] = (320, 240)
) -> Anchor:
    return Anchor(drawn(*size, seed=8), role, strength)


@dataclass
class Outcome:
    """output or error: the one that the run ended with."""

    progress: list[Progress] = field(default_factory=list)
    output: Output | None = None
    error: AssetsError | None = None


def outcome_of(
    engine: ConfiguredEngine, request: GenerationRequest, *, deadline_s: float = DEADLINE_S
) -> Outcome:
    """Raises TimeoutError past the deadline, as the one around every run does."""
    return asyncio.run(_outcome(engine, request, deadline_s))


async def _outcome(
    engine: ConfiguredEngine, request: GenerationRequest, deadline_s: float
) -> Outcome:
    outcome = Outcome()
    events: AsyncIterator[EngineEvent] = engine.run(request)
    try:
        async with asyncio.timeout(deadline_s), aclosing(events):  # type: ignore[type-var]
            async for event in events:
                if isinstance(event, Output):
                    outcome.output = event
                else:
                    outcome.progress.append(event)
    except AssetsError as error:
        outcome.error = error
    return outcome


def asked(
    fake: FakeServer, setup: SetUp, mode: str = "ok", *, at: str | None = None, **options: Any
) -> tuple[Outcome, Play]:
    """One plain request in this mode."""
    play = fake.play(setup.provider, mode, at=at)
    play.latency_s = LATENCY_S
    request = options.pop("request", None) or a_request()
    return outcome_of(engine_at(play, setup, **options), request), play
