"""Smart select on stored pictures. People click several times on one: it is decoded once."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

from assets.actions.assets import load_pixels
from assets.compositing.arrays import Image, Mask
from assets.compositing.geometry import Box
from assets.compositing.select import Click, select_object
from assets.models import Asset


class PictureSelector:
    """Keeps the pixels of the last pictures within `budget` bytes. Safe to call from threads."""

    def __init__(self, budget: int = 192 * 1024 * 1024) -> None:
        self._budget = budget
        self._kept: OrderedDict[UUID, Image] = OrderedDict()
        self._lock = threading.Lock()

    def select(self, asset: Asset, *, clicks: Sequence[Click], box: Box | None) -> Mask:
        """(asset.height, asset.width), 255 on 0. Raises InvalidRequest, StorageFailed."""
        return select_object(self._pixels(asset), clicks=clicks, box=box)

    def _pixels(self, asset: Asset) -> Image:
        with self._lock:
            if asset.id in self._kept:
                self._kept.move_to_end(asset.id)
                return self._kept[asset.id]
        pixels = load_pixels(asset)
        with self._lock:
            self._kept[asset.id] = pixels
            while len(self._kept) > 1 and sum(p.nbytes for p in self._kept.values()) > self._budget:
                self._kept.popitem(last=False)
        return pixels
