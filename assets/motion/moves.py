"""The motions: each a function of time over a still. No file, no codec, no randomness but a seed.

Every motion that loops is a function of time that is the still itself at 0 and at 1: so the first
frame, the last frame and the poster are the same bytes, and nothing jumps where the loop closes.
"""

import math
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask
from assets.compositing.masks import grow
from assets.compositing.subject import find_subject
from assets.engines.sketch.fill import fill
from assets.motion.fields import Plane, flow, ripple
from assets.motion.terms import Motion, Terms

Move = Callable[[float, int], Image]
"""(time 0 to 1, number of the frame) -> (H, W, 3) uint8, a new array."""

ZOOM = 0.16
"""Of the largest Ken Burns move: how much closer it comes."""
PLANES = 0.03
"""Of the short side: how far the foreground of the largest parallax goes."""
FILL_SIDE = 640
"""px at which what lies behind the foreground is filled: it shows for some px at an edge alone."""
GRAIN_ROOM = 84
"""px that grain is larger than its picture: each frame sees another part of it."""
LIGHT = 70.0
"""Levels that the brightest light adds."""


def move_of(still: Image, terms: Terms) -> Move:
    """still: (H, W, 3) uint8; both sides even."""
    rng = np.random.default_rng(terms.seed)
    match terms.motion:
        case Motion.KEN_BURNS:
            return _ken_burns(still, terms, rng)
        case Motion.PARALLAX:
            return _parallax(still, terms, rng)
        case Motion.LIGHT:
            return _light(still, terms, rng)
        case Motion.GRAIN:
            return _grain(still, terms, rng)
        case _:
            return _drift(still, terms, rng)


def progress(time: float, loops: bool) -> float:
    """0 at the start; back at 0 at the end of a loop, else 1. Level at both ends: no jerk."""
    return (1 - math.cos((2 if loops else 1) * math.pi * time)) / 2


def _ken_burns(still: Image, terms: Terms, rng: np.random.Generator) -> Move:
    height, width = still.shape[:2]
    zoom = ZOOM * (0.25 + 0.75 * terms.amount)
    focus = width * (0.5 + 0.3 * rng.uniform(-1, 1)), height * (0.5 + 0.3 * rng.uniform(-1, 1))

    def at(time: float, _: int) -> Image:
        far = progress(time, terms.loops)
        return still.copy() if far == 0 else _zoomed(still, 1 + zoom * far, focus)

    return at


def _zoomed(image: Image, scale: float, focus: tuple[float, float]) -> Image:
    """About `focus`, px, which stays where it is: the view never leaves the picture."""
    x, y = focus
    matrix = np.array([[scale, 0, x * (1 - scale)], [0, scale, y * (1 - scale)]], np.float32)
    return _warped(image, matrix)


def _warped(image: Image, matrix: Plane) -> Image:
    height, width = image.shape[:2]
    made = cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
    )
    return np.asarray(made, np.uint8)


def _parallax(still: Image, terms: Terms, rng: np.random.Generator) -> Move:
    """The subject before what lies behind it, which is filled where the subject stood. Where no
    subject stands out, the view comes closer instead."""
    height, width = still.shape[:2]
    found = find_subject(still, np.zeros((height, width), np.bool_))
    if found is None or not found.any() or found.all():
        return _ken_burns(still, terms, rng)
    selected: Mask = np.where(found, np.uint8(255), np.uint8(0))
    behind = _behind(still, grow(selected, max(2, min(height, width) // 120)), terms.seed)
    blur = max(1.0, min(height, width) / 500)
    alpha = np.asarray(cv2.GaussianBlur(selected, (0, 0), blur), np.uint8)
    reach = PLANES * min(height, width) * (0.3 + 0.7 * terms.amount)
    angle = rng.uniform(-0.35, 0.35) + (math.pi if rng.random() < 0.5 else 0)
    across, down = reach * math.cos(angle), reach * math.sin(angle)
    middle = width / 2, height / 2

    def at(time: float, _: int) -> Image:
        far = progress(time, terms.loops)
        if far == 0:
            return still.copy()
        # Both planes come a little closer, so that no border comes into view.
        back = _plane(behind, 1 + 0.03 * far, middle, -0.4 * across * far, -0.4 * down * far)
        scale = 1 + 0.05 * far
        front = _plane(still, scale, middle, across * far, down * far)
        share = _plane(alpha, scale, middle, across * far, down * far, is_mask=True)
        return mixed(back, front, share)

    return at


def _plane(
    image: Image,
    scale: float,
    focus: tuple[float, float],
    x: float,
    y: float,
    *,
    is_mask: bool = False,
) -> Image:
    matrix = np.array(
        [[scale, 0, focus[0] * (1 - scale) + x], [0, scale, focus[1] * (1 - scale) + y]], np.float32
    )
    if not is_mask:
        return _warped(image, matrix)
    height, width = image.shape[:2]
    return np.asarray(cv2.warpAffine(image, matrix, (width, height)), np.uint8)


def _behind(still: Image, hole: Mask, seed: int) -> Image:
    """The still with what is under `hole` filled from its surroundings."""
    height, width = still.shape[:2]
    share = min(1.0, FILL_SIDE / max(height, width))
    size = max(16, round(width * share)), max(16, round(height * share))
    small = np.ascontiguousarray(cv2.resize(still, size, interpolation=cv2.INTER_AREA), np.uint8)
    part = cv2.resize(hole, size, interpolation=cv2.INTER_AREA) > 0
    if part.all():
        return still
    filled = cv2.resize(
        fill(small, part, seed=seed), (width, height), interpolation=cv2.INTER_CUBIC
    )
    return np.asarray(cv2.copyTo(filled, hole, still.copy()), np.uint8)


def _drift(still: Image, terms: Terms, rng: np.random.Generator) -> Move:
    """A texture that flows for ever: two copies of it half a round apart, each fading out before it
    is set back. Source: Vlachos, Water flow in Portal 2, SIGGRAPH 2010 course notes."""
    height, width = still.shape[:2]
    motion = terms.motion
    flow_x, flow_y = flow(motion, height, width, terms.amount, rng)
    waves = None
    if motion in (Motion.WATER, Motion.FABRIC):
        waves = ripple(motion, height, width, terms.amount, rng)
    if motion is Motion.FABRIC:
        flow_x, flow_y = 0 * flow_x, 0 * flow_y
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    rounds = max(1, round(terms.seconds / 4))

    def at(time: float, _: int) -> Image:
        turn = (rounds * time) % 1.0
        if min(turn, 1 - turn) < 1e-9:
            return still.copy()
        wave_x, wave_y = _waves(waves, time, rounds)
        share = abs(1 - 2 * turn)  # of the copy that lies still at 0 and at 1
        near = turn if turn < 0.5 else turn - 1
        main = _flowed(still, x - wave_x - near * flow_x, y - wave_y - near * flow_y)
        if motion is Motion.FABRIC:
            return main
        far = turn - 0.5
        other = _flowed(still, x - wave_x - far * flow_x, y - wave_y - far * flow_y)
        return np.asarray(cv2.addWeighted(main, share, other, 1 - share, 0), np.uint8)

    return at


def _waves(
    waves: tuple[Plane, Plane, Plane] | None, time: float, rounds: int
) -> tuple[Plane | float, Plane | float]:
    """Displacements that are nought where the clip begins and where it ends."""
    if waves is None:
        return 0.0, 0.0
    size_x, size_y, phase = waves
    lift = np.sin(phase + np.float32(2 * math.pi * 2 * rounds * time)) - np.sin(phase)
    return size_x * lift, size_y * lift


def _flowed(still: Image, map_x: Plane, map_y: Plane) -> Image:
    made = cv2.remap(still, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(made, np.uint8)


def _light(still: Image, terms: Terms, rng: np.random.Generator) -> Move:
    """A soft band of light from one side to the other; outside of it nothing is touched."""
    height, width = still.shape[:2]
    slant = rng.uniform(0.25, 0.5) * (1 if rng.random() < 0.5 else -1)
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    along = x + np.float32(slant) * y
    first, last, half = float(along.min()), float(along.max()), 0.35
    strength = LIGHT * (0.3 + 0.7 * terms.amount)

    def at(time: float, _: int) -> Image:
        centre = first - half + (last - first + 2 * half) * time
        window = np.clip(1 - np.abs(along - np.float32(centre)) / half, 0, 1)
        light = strength * window * window * (3 - 2 * window)
        share = light[..., None] / np.float32(255)
        # Screen: what is bright already does not burn out.
        lit = still + (255 - still.astype(np.float32)) * share
        return np.asarray(np.rint(lit), np.uint8)

    return at


def _grain(still: Image, terms: Terms, rng: np.random.Generator) -> Move:
    height, width = still.shape[:2]
    strength = 3 + 12 * terms.amount
    size = (height + GRAIN_ROOM, width + GRAIN_ROOM)
    grains = rng.normal(0, strength, size).astype(np.float32)
    tile = np.asarray(cv2.GaussianBlur(grains, (0, 0), 0.6), np.float32)
    places = [(int(a), int(b)) for a, b in rng.integers(0, GRAIN_ROOM, (997, 2))]
    round_trip = terms.count - 1

    def at(_: float, number: int) -> Image:
        top, left = places[(number % round_trip if terms.loops else number) % len(places)]
        part = np.rint(tile[top : top + height, left : left + width]).astype(np.int16)
        return np.asarray(np.clip(still + part[..., None], 0, 255), np.uint8)

    return at


def mixed(under: Image, over: Image, share: Mask) -> Image:
    """`over` by `share` of 255 on `under`; exactly the one or the other at 0 and at 255."""
    part = share.astype(np.float32) * np.float32(1 / 255)
    made = np.asarray(cv2.blendLinear(over, under, part, 1 - part), np.uint8)
    cv2.copyTo(under, _where(share == 0), made)
    cv2.copyTo(over, _where(share == 255), made)
    return made


def _where(flags: NDArray[np.bool_]) -> Mask:
    return np.where(flags, np.uint8(255), np.uint8(0))
