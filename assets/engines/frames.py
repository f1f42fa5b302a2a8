"""Sizes that an engine refuses, asked for all the same: a legal size that shows the view.

An edit's context may be smaller, longer or off the grid of what a hosted engine makes. It is asked
for at the nearest legal size; a view that is too long for it is framed by its own reflection, which
is cut off again from what comes back.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from assets.compositing.geometry import Box, Size, round_up
from assets.engines.base import Capabilities
from assets.engines.request import GenerationRequest, Image, Mask
from assets.errors import EngineRefusedRequest

REACH = 6
"""Steps of the grid to either side of the ideal width that are looked at."""


@dataclass(frozen=True)
class SizeLimits:
    """step: of both sides, px. most_side: px; most_ratio: long to short side; 0: any."""

    least_pixels: int = 1
    most_pixels: int = 2**40
    step: int = 1
    most_side: int = 0
    most_ratio: float = 0.0

    @classmethod
    def of(cls, capabilities: Capabilities) -> "SizeLimits":
        """As set for an engine. Its fixed sizes, where it has some, are asked for as they are."""
        if capabilities.sizes:
            return cls()
        return cls(
            capabilities.min_pixels,
            capabilities.max_pixels,
            capabilities.multiple_of,
            capabilities.max_side,
            capabilities.max_ratio,
        )

    def allows(self, size: Size) -> bool:
        long, short = max(size.width, size.height), min(size.width, size.height)
        return (
            short > 0
            and self.least_pixels <= size.area <= self.most_pixels
            and not (self.most_side and long > self.most_side)
            and not (self.most_ratio and long > self.most_ratio * short)
        )

    def nearest(self, width: int, height: int) -> Size:
        """The legal size nearest in ratio to `width` x `height`, then in pixels.

        Raises EngineRefusedRequest where there is none.
        """
        sizes = [size for size in self._near(width, height) if self.allows(size)]
        if not sizes:
            raise EngineRefusedRequest(
                f"This engine makes nothing like {width} x {height} px. Choose another size, or "
                "have an administrator check its limits on the Engines page."
            )
        wanted = math.log(width / height), math.log(width * height)
        return min(
            sizes,
            key=lambda size: (
                round(abs(math.log(size.width / size.height) - wanted[0]), 3),
                abs(math.log(size.area) - wanted[1]),
            ),
        )

    def _near(self, width: int, height: int) -> Iterator[Size]:
        wanted = Size(width, height)
        if width % self.step == height % self.step == 0:
            yield wanted
        ratio = width / height
        if self.most_ratio:
            ratio = min(max(ratio, 1 / self.most_ratio), self.most_ratio)
        area = min(max(wanted.area, self.least_pixels), self.most_pixels)
        ideal = math.sqrt(area * ratio)
        if self.most_side:
            ideal = min(ideal, self.most_side, self.most_side * ratio)
        middle = math.floor(ideal / self.step)
        for columns in range(max(1, middle - REACH), middle + REACH + 1):
            rows = columns / ratio
            for row in {max(1, math.floor(rows)), math.ceil(rows)}:
                yield Size(columns * self.step, row * self.step)


@dataclass(frozen=True)
class Frame:
    """width, height: px of the view. size: what the engine is asked for. outer: px of the view
    with its frame, of the ratio of `size`; inner: the view in it."""

    width: int
    height: int
    size: Size
    outer: Size
    inner: Box

    @classmethod
    def of(cls, width: int, height: int, limits: SizeLimits) -> "Frame":
        size = limits.nearest(width, height)
        outer = Size(width, height)
        if limits.most_ratio and not _is_within(outer, limits.most_ratio):
            outer = Size(
                max(width, round_up(height * size.width, size.height) // size.height),
                max(height, round_up(width * size.height, size.width) // size.width),
            )
        left, top = (outer.width - width) // 2, (outer.height - height) // 2
        return cls(width, height, size, outer, Box(left, top, width, height))

    @property
    def is_plain(self) -> bool:
        return self.outer == Size(self.width, self.height)

    def framed(self, request: GenerationRequest) -> GenerationRequest:
        """What is edited, and its mask, with the frame around."""
        if self.is_plain:
            return request
        return replace(
            request,
            source=None if request.source is None else self.around(request.source),
            overlay=None if request.overlay is None else self.around(request.overlay),
            mask=None if request.mask is None else self.around_mask(request.mask),
        )

    def around(self, picture: Image) -> Image:
        """(height, width, C) -> (outer.height, outer.width, C), reflected outwards."""
        if self.is_plain:
            return picture
        return self._bordered(picture, cv2.BORDER_REFLECT_101)

    def around_mask(self, mask: Mask) -> Mask:
        """The frame is kept: 0."""
        return mask if self.is_plain else self._bordered(mask, cv2.BORDER_CONSTANT)

    def inside(self, returned: Image) -> Image:
        """The view alone, of what the engine made at any size."""
        if self.is_plain:
            return returned
        height, width = returned.shape[:2]
        across, down = width / self.outer.width, height / self.outer.height
        left, top = round(self.inner.x * across), round(self.inner.y * down)
        right, bottom = round(self.inner.right * across), round(self.inner.bottom * down)
        return np.ascontiguousarray(
            returned[top : max(bottom, top + 1), left : max(right, left + 1)]
        )

    def _bordered(self, pixels: Image, border: int) -> Image:
        right, bottom = self.outer.width - self.inner.right, self.outer.height - self.inner.bottom
        sides = (self.inner.y, bottom, self.inner.x, right)
        return np.asarray(cv2.copyMakeBorder(pixels, *sides, border), dtype=np.uint8)


def _is_within(size: Size, most_ratio: float) -> bool:
    return max(size.width, size.height) <= most_ratio * min(size.width, size.height)
