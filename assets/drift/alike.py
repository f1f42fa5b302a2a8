"""Near-duplicates: pictures that differ by no more than an encoder or a small repair does.

Perceptual hash: the signs of the 63 lowest frequencies of a picture of 32 px (the mean is left
out), by their median. Source: Zauner, Implementation and Benchmarking of Perceptual Image Hash
Functions, 2010, chapter 3.2.1.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

import cv2
import numpy as np

from assets.compositing.arrays import Image, flatten

SIDE = 32
KEPT = 8
NEAR = 6
"""Bits of 64: on photographs, JPEG at quality 30 and half the size stay within, other
pictures are 20 and more apart (tests/bench/drift.py)."""

Name = TypeVar("Name", bound=Hashable)


def hash_of(picture: Image) -> int:
    """0 to 2^64 - 1, of (H, W, 3 or 4)."""
    small = cv2.resize(flatten(picture), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    low = cv2.dct(grey)[:KEPT, :KEPT].ravel()
    bits = low > np.median(low[1:])
    bits[0] = False
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def groups_of(
    hashes: Mapping[Name, int],
    *,
    near: int = NEAR,
    alike: Callable[[Name, Name], bool] = lambda one, other: True,
) -> list[list[Name]]:
    """Those of two and more that lie within `near` bits of the group's first, in the order given,
    and are `alike` by whatever else is asked: a hash knows no colours.

    By the first, not from neighbour to neighbour: chains would join what is not alike.
    """
    groups: list[list[Name]] = []
    firsts: list[int] = []
    for name, value in hashes.items():
        for place, first in enumerate(firsts):
            is_near = (first ^ value).bit_count() <= near
            if is_near and alike(groups[place][0], name):
                groups[place].append(name)
                break
        else:
            groups.append([name])
            firsts.append(value)
    return [group for group in groups if len(group) > 1]
