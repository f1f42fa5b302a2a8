"""Smart select: from clicks or a box to the mask of a thing, without model weights.

A flood of like colours around a click says roughly what is meant; GrabCut decides it on a small
copy, where it takes a fifth of a second; the edge is then drawn again at the picture's own
resolution, by what each px there is more like. Clicks to add and to take away are hard seeds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask, Plane, check_picture, flatten
from assets.compositing.geometry import Box, Size
from assets.compositing.masks import mask_box
from assets.errors import InvalidRequest

PROXY_SIDE = 384
"""px, long side of the copy that GrabCut works on: its time follows the area."""
ROUNDS = 3
"""Of GrabCut from seeds; a third changes little, a fifth nothing."""
REACH_LIKE = (44, 22, 22)
"""L, a, b levels (8 bit) from the clicked colour up to which the flood goes on: light varies more
over a thing than hue does."""
REACH_AWAY = (8, 8, 8)
"""The same for a click that takes away: it means the small thing under it."""
SEED_SHARE = 1 / 64
"""Radius of a click's seed, of the copy's long side."""
AROUND_SHARE = 1 / 12
"""Width of the ring around the flood that may belong to it, of the copy's long side."""
SMALL_HOLE = 0.02
"""Share of the selected part up to which a hole in it is filled."""
EDGE_SIDE = 1536
"""px, long side of the selected part at which its edge is drawn; larger ones are scaled."""
MOST_POINTS = 64


@dataclass(frozen=True)
class Click:
    """In picture px. adds: part of the thing; else not part of it."""

    x: float
    y: float
    adds: bool = True


def select_object(picture: Image, *, clicks: Sequence[Click] = (), box: Box | None = None) -> Mask:
    """The thing that the clicks point at, or that the box surrounds: (H, W), 255 on 0.

    Clicks refine a box. Deterministic. Empty where nothing was found. Raises InvalidRequest
    without an adding click or a box, for points outside the picture, a box under 2 px, or more
    than MOST_POINTS clicks.
    Source: Rother, Kolmogorov, Blake, "GrabCut", ACM Transactions on Graphics 23(3), 2004.
    """
    check_picture(picture)
    size = Size(picture.shape[1], picture.shape[0])
    area = _checked(size, clicks, box)
    pixels = flatten(picture)
    small, scale = proxy(pixels)
    found = _decide(small, [_scaled(click, scale, small) for click in clicks], area, scale)
    return edge_drawn(pixels, found, scale)


def _checked(size: Size, clicks: Sequence[Click], box: Box | None) -> Box | None:
    if box is None and not any(click.adds for click in clicks):
        raise InvalidRequest(
            "Click on what should be selected, or draw a box around it.", code="nothing_pointed_at"
        )
    if len(clicks) > MOST_POINTS:
        raise InvalidRequest(
            f"At most {MOST_POINTS} clicks count for one selection. Refine it with the brush.",
            code="too_many_clicks",
        )
    for click in clicks:
        if not (0 <= click.x < size.width and 0 <= click.y < size.height):
            raise InvalidRequest("A click lies outside of the picture.", code="outside_picture")
    if box is None:
        return None
    area = box.intersect(Box.of(size))
    if area.width < 2 or area.height < 2:
        raise InvalidRequest("Draw a larger box around the thing.", code="box_too_small")
    return area


def proxy(pixels: Image) -> tuple[Image, float]:
    """A copy for GrabCut, and its px a picture px (at most 1)."""
    height, width = pixels.shape[:2]
    scale = min(1.0, PROXY_SIDE / max(width, height))
    target = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, target, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), scale


def _scaled(click: Click, scale: float, small: Image) -> tuple[int, int, bool]:
    x = min(small.shape[1] - 1, int(click.x * scale))
    y = min(small.shape[0] - 1, int(click.y * scale))
    return x, y, click.adds


def _decide(
    small: Image, clicks: Sequence[tuple[int, int, bool]], box: Box | None, scale: float
) -> Mask:
    """On the copy: (h, w), 255 on 0."""
    height, width = small.shape[:2]
    lab = smoothed_lab(small)
    labels: NDArray[np.uint8] = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    if box is not None:
        left, top = int(box.x * scale), int(box.y * scale)
        right = max(left + 1, -int(-box.right * scale // 1))
        bottom = max(top + 1, -int(-box.bottom * scale // 1))
        labels[:] = cv2.GC_BGD
        labels[top:bottom, left:right] = cv2.GC_PR_FGD
    else:
        _label_by_likeness(labels, lab, clicks)
    radius = max(1, round(max(height, width) * SEED_SHARE / 2))
    for x, y, adds in clicks:
        if adds:
            cv2.circle(labels, (x, y), radius, cv2.GC_FGD, -1)
        else:
            labels[_flood(lab, x, y, REACH_AWAY) > 0] = cv2.GC_BGD
    found = only_pointed_at(cut_out(small, labels), [(x, y) for x, y, adds in clicks if adds])
    return without_small_holes(found, [(x, y) for x, y, adds in clicks if not adds])


def _label_by_likeness(
    labels: NDArray[np.uint8], lab: Image, clicks: Sequence[tuple[int, int, bool]]
) -> None:
    """What is like a clicked place is probably meant, what is far from it surely not."""
    likely = np.zeros(labels.shape, np.uint8)
    for x, y, adds in clicks:
        if adds:
            np.maximum(likely, _flood(lab, x, y, REACH_LIKE), out=likely)
    around = 2 * round(max(labels.shape) * AROUND_SHARE) + 1
    near = cv2.dilate(likely, np.ones((around, around), np.uint8))
    labels[near == 0] = cv2.GC_BGD
    labels[likely > 0] = cv2.GC_PR_FGD


def smoothed_lab(small: Image) -> Image:
    """Lab of 8 bit, with grain gone and edges kept."""
    smooth = cv2.bilateralFilter(small, 7, 30, 5)
    return np.asarray(cv2.cvtColor(smooth, cv2.COLOR_RGB2LAB), dtype=np.uint8)


def _flood(lab: Image, x: int, y: int, reach: tuple[int, int, int]) -> Mask:
    """Connected px whose colour is within `reach` of the one at (x, y): 255 on 0."""
    height, width = lab.shape[:2]
    flooded = np.zeros((height + 2, width + 2), np.uint8)
    flags = 8 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (255 << 8)
    cv2.floodFill(lab.copy(), flooded, (x, y), 0, reach, reach, flags)
    return np.asarray(flooded[1:-1, 1:-1], dtype=np.uint8)


def cut_out(small: Image, labels: NDArray[np.uint8]) -> Mask:
    """GrabCut from `labels`; what is labelled surely is kept where there is nothing to decide."""
    sure = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    if sure.all() or not sure.any():
        return np.where(sure, 255, 0).astype(np.uint8)
    cv2.setRNGSeed(0)  # its clusters start at random: the same clicks must select the same
    models = np.zeros((1, 65)), np.zeros((1, 65))
    bgr = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    cv2.grabCut(bgr, labels, (0, 0, 1, 1), *models, ROUNDS, cv2.GC_INIT_WITH_MASK)
    chosen = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    return np.where(chosen, 255, 0).astype(np.uint8)


def only_pointed_at(found: Mask, points: Sequence[tuple[int, int]]) -> Mask:
    """The connected parts under the points; of a box without points, all but specks."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(found)
    if points:
        kept = {int(parts[y, x]) for x, y in points}
    else:
        largest = max((int(stats[part, cv2.CC_STAT_AREA]) for part in range(1, count)), default=0)
        kept = {part for part in range(1, count) if stats[part, cv2.CC_STAT_AREA] * 20 >= largest}
    kept.discard(0)
    return np.where(np.isin(parts, list(kept)), 255, 0).astype(np.uint8)


def without_small_holes(found: Mask, points: Sequence[tuple[int, int]]) -> Mask:
    """A button is part of the shirt that it is sewn to, until a click takes it away."""
    filled = found.copy()
    count, parts, stats, _ = cv2.connectedComponentsWithStats(255 - found)
    most = cv2.countNonZero(found) * SMALL_HOLE
    taken = {int(parts[y, x]) for x, y in points}
    height, width = found.shape
    for part in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[part])
        is_inside = left > 0 and top > 0 and left + wide < width and top + high < height
        if is_inside and area <= most and part not in taken:
            filled[parts == part] = 255
    return filled


def edge_drawn(pixels: Image, found: Mask, scale: float) -> Mask:
    """`found` at the picture's size: px near its edge go where their colour belongs."""
    height, width = pixels.shape[:2]
    result: Mask = np.zeros((height, width), np.uint8)
    box = mask_box(found)
    if box.area == 0:
        return result
    # The copy's edge may be wrong by some of its px: so wide is the band that is decided anew.
    reach = 2.5 / scale if scale < 1 else 1.0
    part = (
        Box(
            int(box.x / scale),
            int(box.y / scale),
            -int(-box.width // scale),
            -int(-box.height // scale),
        )
        .grow(int(4 * reach) + 1)
        .intersect(Box.of(Size(width, height)))
    )
    shrunk = min(1.0, EDGE_SIDE / max(part.width, part.height))
    target = (max(1, round(part.width * shrunk)), max(1, round(part.height * shrunk)))
    crop = pixels[part.rows, part.columns]
    if shrunk < 1:
        crop = np.asarray(cv2.resize(crop, target, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    rough = _part_of(found, part, scale, target)
    drawn = _decided_by_colour(crop, rough, max(1, round(reach * shrunk)))
    if shrunk < 1:
        whole = (part.width, part.height)
        drawn = np.asarray(cv2.resize(drawn, whole, interpolation=cv2.INTER_LINEAR), np.uint8)
    result[part.rows, part.columns] = np.where(drawn >= 128, 255, 0)
    return result


def _part_of(found: Mask, part: Box, scale: float, target: tuple[int, int]) -> Mask:
    """`found`, of the copy, for `part` of the picture at `target` px: 255 on 0."""
    step_x, step_y = part.width / target[0] * scale, part.height / target[1] * scale
    matrix = np.array(
        [
            [step_x, 0.0, part.x * scale + 0.5 * step_x - 0.5],
            [0.0, step_y, part.y * scale + 0.5 * step_y - 0.5],
        ]
    )
    soft = cv2.warpAffine(
        found,
        matrix,
        target,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cv2.threshold(soft, 127, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def _decided_by_colour(crop: Image, rough: Mask, reach: int) -> Mask:
    """Px within `reach` of the edge of `rough` join the side whose nearby colours they have."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    border = cv2.BORDER_REPLICATE
    inner = cv2.erode(rough, kernel, borderType=border)
    outer = cv2.dilate(rough, kernel, borderType=border)
    colours = cv2.cvtColor(crop, cv2.COLOR_RGB2LAB).astype(np.float32)
    window = 6 * reach + 1
    inside = _near_mean(colours, (inner > 0).astype(np.float32), window)
    outside = _near_mean(colours, (outer == 0).astype(np.float32), window)
    to_inside = np.square(colours - inside).sum(axis=2)
    to_outside = np.square(colours - outside).sum(axis=2)
    band = (outer > 0) & (inner == 0)
    # A part as thin as the band has no inside of its own to compare with: it stays as it was.
    known = np.isfinite(to_inside) & np.isfinite(to_outside)
    drawn = np.where(band & known, to_inside < to_outside, rough > 0)
    return _without_crumbs(np.where(drawn, 255, 0).astype(np.uint8), reach)


def _near_mean(colours: NDArray[np.float32], weight: Plane, window: int) -> NDArray[np.float32]:
    """Mean colour of the weighted px in a window around each px; infinite where there are none."""
    size = (window, window)
    total = cv2.boxFilter(colours * weight[..., None], -1, size, normalize=False)
    count = cv2.boxFilter(weight, -1, size, normalize=False)
    means = total / np.maximum(count, 1)[..., None]
    means[count < 0.5] = np.inf
    return np.asarray(means, dtype=np.float32)


def _without_crumbs(mask: Mask, reach: int) -> Mask:
    """Of px that noise or the grain of wood put on the wrong side: an edge without a comb."""
    return np.asarray(cv2.medianBlur(mask, 2 * max(1, reach // 3) + 1), dtype=np.uint8)
