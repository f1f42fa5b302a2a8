"""Small pictures with a known thing in them, and requests for edits of them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.engines.base import Output, Progress
from assets.engines.request import Anchor, AnchorRole, GenerationRequest, Operation
from assets.engines.sketch.engine import SketchEngine

Picture = NDArray[np.uint8]

RED = (205, 45, 40)


@dataclass
class Run:
    previews: list[Progress]
    output: Output

    @property
    def image(self) -> Picture:
        return self.output.image

    @property
    def facts(self) -> dict[str, Any]:
        return self.output.facts


def make(request: GenerationRequest) -> Run:
    """Run a request to its end."""

    async def collect() -> Run:
        events = [event async for event in SketchEngine().run(request)]
        assert isinstance(events[-1], Output)
        assert all(isinstance(event, Progress) for event in events[:-1])
        return Run([e for e in events[:-1] if isinstance(e, Progress)], events[-1])

    return asyncio.run(collect())


def textured(width: int, height: int, colour: tuple[int, int, int] = (120, 140, 165)) -> Picture:
    """A wall of one colour with grain, over a darker floor."""
    grain = np.random.default_rng(5).normal(0, 6, (height, width, 1))
    picture = np.full((height, width, 3), colour, float)
    picture[int(height * 0.7) :] *= 0.6
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def with_disc(width: int = 200, height: int = 160) -> tuple[Picture, Picture]:
    """A shaded red disc on a wall, and its mask, a little wider."""
    picture, mask = textured(width, height), np.zeros((height, width), np.uint8)
    centre, radius = (width // 2, int(height * 0.45)), int(height * 0.2)
    for r in range(radius, 0, -1):
        shade = 0.55 + 0.45 * (1 - r / radius)
        cv2.circle(picture, centre, r, tuple(int(v * shade) for v in RED), -1)
    cv2.circle(mask, centre, radius + 4, 255, -1)
    return picture, mask


def inpaint(
    source: Picture, mask: Picture, prompt: str, seed: int = 1, strength: float = 1.0
) -> GenerationRequest:
    height, width = mask.shape
    return GenerationRequest(Operation.INPAINT, prompt, width, height, seed, strength, source, mask)


def outpaint(old: Picture, left: int, right: int, prompt: str = "") -> GenerationRequest:
    """The old picture with mirrored strips beside it, as compositing hands it over."""
    source = cv2.copyMakeBorder(old, 0, 0, left, right, cv2.BORDER_REFLECT_101)
    height, width = source.shape[:2]
    mask = np.full((height, width), 255, np.uint8)
    mask[:, left : width - right] = 0
    return GenerationRequest(Operation.OUTPAINT, prompt, width, height, 1, 1.0, source, mask)


def restyle(prompt: str, width: int, height: int, *anchors: Anchor) -> GenerationRequest:
    return GenerationRequest(
        Operation.IMAGE_TO_IMAGE, prompt, width, height, 1, anchors=tuple(anchors)
    )


def draw(prompt: str, width: int = 96, height: int = 96, seed: int = 1) -> GenerationRequest:
    return GenerationRequest(Operation.TEXT_TO_IMAGE, prompt, width, height, seed)


def each_operation() -> dict[str, Callable[[], GenerationRequest]]:
    """A small request of every kind, by name."""
    picture, mask = with_disc()
    anchor = Anchor(picture, AnchorRole.COMPOSITION, 0.6)
    loose = Anchor(picture, AnchorRole.COMPOSITION, 0.2)
    colour = Anchor(picture, AnchorRole.COLOUR, 0.8)
    return {
        "draw": lambda: draw("mug on a table"),
        "restyle": lambda: restyle("watercolour", 120, 96, anchor),
        "echo": lambda: restyle("mug on a table", 120, 96, loose),
        "colours": lambda: restyle("mug on a table", 120, 96, colour),
        "recolour": lambda: inpaint(picture, mask, "make it green"),
        "tone": lambda: inpaint(picture, mask, "darker"),
        "remove": lambda: inpaint(picture, mask, ""),
        "insert": lambda: inpaint(picture, mask, "a vase with flowers"),
        "extend": lambda: outpaint(picture, 60, 60),
    }
