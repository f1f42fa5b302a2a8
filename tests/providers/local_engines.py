"""What the tests of engines on one's own machine share: settings, requests, and one way to run."""

from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from assets.compositing.intents import Intent
from assets.engines.base import Engine, EngineEvent, Output, Progress
from assets.engines.config import EngineConfig
from assets.engines.request import (
    Anchor,
    AnchorRole,
    GenerationRequest,
    Image,
    Mask,
    Operation,
)
from tests.providers.provider import Play

WIDTH, HEIGHT = 96, 64
"""px of what is asked for."""


def setting(play: Play, adapter: str, *, api_key: str = "", **others: Any) -> EngineConfig:
    return EngineConfig(
        key=f"{adapter}:test",
        adapter=adapter,
        label="The Workshop",
        base_url=play.url,
        may_be_private=True,
        api_key=api_key,
        **others,
    )


def gradient() -> Image:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.dstack([x * 2, y * 3, 255 - x * 2]).astype(np.uint8)


def hole() -> Mask:
    """Hard in the middle, with a soft edge at its left."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[16:48, 32:64] = 255
    mask[16:48, 28:32] = 90
    return mask


DRAW = GenerationRequest(
    operation=Operation.TEXT_TO_IMAGE, prompt="a red kite", width=WIDTH, height=HEIGHT, seed=7
)
FOLLOW = replace(
    DRAW,
    operation=Operation.IMAGE_TO_IMAGE,
    anchors=(Anchor(gradient(), AnchorRole.SUBJECT, 0.5),),
)
EDIT = replace(
    DRAW, operation=Operation.INPAINT, source=gradient(), mask=hole(), intent=Intent.CHANGE
)
ERASE = replace(EDIT, prompt="", intent=Intent.REMOVE)
EXTEND = replace(EDIT, operation=Operation.OUTPAINT, intent=None)
ENLARGE = replace(
    DRAW,
    operation=Operation.UPSCALE,
    prompt="",
    source=gradient(),
    width=WIDTH * 2,
    height=HEIGHT * 2,
)


async def events_of(engine: Engine, request: GenerationRequest) -> list[EngineEvent]:
    return [event async for event in engine.run(request)]


async def picture_of(engine: Engine, request: GenerationRequest) -> Image:
    """The picture; that it is the one and last thing which the engine gave is checked too."""
    *before, last = await events_of(engine, request)
    assert isinstance(last, Output)
    fractions = [event.fraction for event in before if isinstance(event, Progress)]
    assert len(fractions) == len(before)
    assert fractions == sorted(fractions)
    return last.image


@asynccontextmanager
async def begun(engine: Engine, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
    """A run that was followed to its first event, and is left at the end."""
    async with aclosing(engine.run(request)) as events:
        yield await anext(events)


def previews(events: Iterable[EngineEvent]) -> list[Image]:
    return [
        event.preview
        for event in events
        if isinstance(event, Progress) and event.preview is not None
    ]
