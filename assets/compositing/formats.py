"""A picture in another format: cropped or extended to exact px, of one resample of the whole.

Pure. A plan says what will be done before anybody pays for it; the same plan is carried out.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np

from assets.compositing.arrays import Image
from assets.compositing.geometry import Box, Extent, Size
from assets.compositing.outpaint import Growth, growth_steps

MOST_CROPPED = 0.18
"""Share of the picture that may be cut off unasked: a square becomes 6:5, but no 4:5."""
SOFT = 1.5
"""Scale from which people are told that the picture is enlarged."""


class Way(StrEnum):
    """same: it has these px already. scale: resampled whole. Neither asks an engine, nor does
    crop."""

    SAME = "same"
    SCALE = "scale"
    CROP = "crop"
    EXTEND = "extend"


@dataclass(frozen=True)
class FormatPlan:
    """size: px of the result. scaled: of the whole picture, resampled once. part: of it in the
    result, px of `scaled`. growth: what an engine adds to it; none but for an extension.

    keeps_subject: nothing of the subject is cut off. lost: share that cropping costs, 0 to 1.
    """

    size: Size
    way: Way
    scaled: Size
    part: Box
    growth: Growth
    keeps_subject: bool
    lost: float

    @property
    def calls(self) -> int:
        """Of the engine, each with its price."""
        return len(self.steps)

    @property
    def steps(self) -> list[Growth]:
        return growth_steps(self.scaled, self.growth) if self.way is Way.EXTEND else []

    @property
    def picture(self) -> Box:
        """Where the whole picture lies, px of the result; a crop reaches over its edges."""
        x, y = self.growth.left - self.part.x, self.growth.top - self.part.y
        return Box(x, y, self.scaled.width, self.scaled.height)

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "way": self.way.value,
            "size": [self.size.width, self.size.height],
            "scaled": [self.scaled.width, self.scaled.height],
            "part": self.part.as_list(),
        }


def plan_format(
    picture: Extent,
    size: Size,
    *,
    at: tuple[float, float] = (0.5, 0.5),
    subject: Box | None = None,
    way: Way | None = None,
    keep_exactly: bool = True,
) -> FormatPlan:
    """What makes `picture` (px) a picture of `size`.

    at: where the original sits in an extension, and which part of it a crop keeps: 0 left or top,
    1 right or bottom. subject: px of the picture, which a crop keeps whole where it can. way: CROP
    or EXTEND as chosen; else a crop where it loses little and nothing of the subject.
    """
    if (picture.width, picture.height) == (size.width, size.height):
        return _whole(size, Way.SAME)
    crop = _crop(picture, size, at, subject)
    if crop.way is Way.SCALE or way is Way.CROP:
        return crop
    extension = _extend(picture, size, at, keep_exactly)
    if way is Way.EXTEND:
        return extension
    return crop if crop.keeps_subject and crop.lost <= MOST_CROPPED else extension


def _whole(size: Size, way: Way) -> FormatPlan:
    return FormatPlan(size, way, size, Box.of(size), Growth(), keeps_subject=True, lost=0.0)


def _crop(picture: Extent, size: Size, at: tuple[float, float], subject: Box | None) -> FormatPlan:
    scale = max(size.width / picture.width, size.height / picture.height)
    scaled = Size(
        max(size.width, round(picture.width * scale)),
        max(size.height, round(picture.height * scale)),
    )
    if scaled == size:
        return _whole(size, Way.SCALE)
    kept = None if subject is None else _scaled(subject, scale, scaled)
    across = _cut_from(scaled.width, size.width, at[0], (kept.x, kept.right) if kept else None)
    down = _cut_from(scaled.height, size.height, at[1], (kept.y, kept.bottom) if kept else None)
    part = Box(across, down, size.width, size.height)
    return FormatPlan(
        size,
        Way.CROP,
        scaled,
        part,
        Growth(),
        keeps_subject=kept is None or part.contains(kept),
        lost=1 - size.area / scaled.area,
    )


def _cut_from(side: int, wanted: int, at: float, kept: tuple[int, int] | None) -> int:
    """First px of the part that is kept: as chosen, moved as far as the subject needs."""
    start = round((side - wanted) * at)
    if kept is not None and kept[1] - kept[0] <= wanted:
        start = min(max(start, kept[1] - wanted), kept[0])
    return min(max(start, 0), side - wanted)


def _extend(picture: Extent, size: Size, at: tuple[float, float], keep_exactly: bool) -> FormatPlan:
    scale = min(size.width / picture.width, size.height / picture.height)
    scaled = Size(
        min(size.width, max(1, round(picture.width * scale))),
        min(size.height, max(1, round(picture.height * scale))),
    )
    across, down = size.width - scaled.width, size.height - scaled.height
    if across == down == 0:
        return _whole(size, Way.SCALE)
    left, top = round(across * at[0]), round(down * at[1])
    growth = Growth(left, top, across - left, down - top, keep_exactly=keep_exactly)
    return FormatPlan(
        size, Way.EXTEND, scaled, Box.of(scaled), growth, keeps_subject=True, lost=0.0
    )


def _scaled(box: Box, scale: float, within: Size) -> Box:
    x, y = round(box.x * scale), round(box.y * scale)
    right, bottom = round(box.right * scale), round(box.bottom * scale)
    return Box(x, y, right - x, bottom - y).clip(within)


def scale_whole(picture: Image, size: Extent) -> Image:
    """(H, W, C) resampled once to `size`: area average down, Lanczos up. The same array where it
    has this size."""
    height, width = picture.shape[:2]
    if (width, height) == (size.width, size.height):
        return picture
    shrinks = size.width * size.height < width * height
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4
    return np.asarray(
        cv2.resize(picture, (size.width, size.height), interpolation=how), dtype=np.uint8
    )


def cropped(picture: Image, plan: FormatPlan) -> Image:
    """The result of a plan that asks no engine: (plan.size.height, plan.size.width, C)."""
    whole = scale_whole(picture, plan.scaled)
    return np.ascontiguousarray(whole[plan.part.rows, plan.part.columns])
