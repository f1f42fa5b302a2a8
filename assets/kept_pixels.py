"""The pixels of the pictures that were asked for last: people click and paint several times on one,
and it is decoded once."""

import threading
from collections import OrderedDict
from uuid import UUID

from assets.actions.assets import load_pixels
from assets.compositing.arrays import Image
from assets.models import Asset


class KeptPixels:
    """Within `budget` bytes. Safe to call from threads; nobody may write into what it gives."""

    def __init__(self, budget: int = 192 * 1024 * 1024) -> None:
        self._budget = budget
        self._kept: OrderedDict[UUID, Image] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, asset: Asset) -> Image:
        """As `load_pixels`. Raises StorageFailed, UnreadableImage."""
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
