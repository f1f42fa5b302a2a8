"""The frames of a clip, one after the other: only one of them is ever in memory."""

from collections.abc import Iterator

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.compositing.masks import mask_box
from assets.motion.moves import Move, mixed, move_of, progress
from assets.motion.terms import Terms

FADE_SHARE = 1 / 40
"""Of the short side: over which motion fades in, inside the edge of its mask."""


def frames(still: Image, terms: Terms, *, last: Image | None = None) -> Iterator[Image]:
    """(H, W, 3) uint8 each, `terms.count` of them. last: the picture that the clip ends on, of the
    size of `still`; without it a clip that loops ends on its first frame."""
    move = move_of(still, terms)
    back = None if last is None else move_of(last, terms)
    for number in range(terms.count):
        yield _frame(move, back, number, terms)


def _frame(move: Move, back: Move | None, number: int, terms: Terms) -> Image:
    end = terms.count - 1
    # The last frame of a loop is the first again, not what rounding makes of time 1.
    is_back = number == end and terms.loops and back is None
    time = 0.0 if is_back else number / end
    first = move(time, 0 if is_back else number)
    if back is None:
        return first
    share = progress(time, loops=False)
    return np.asarray(
        cv2.addWeighted(first, 1 - share, back(1 - time, end - number), share, 0), np.uint8
    )


def motion_share(mask: Mask) -> Mask:
    """How much of the moving picture is taken: 0 wherever `mask` is 0, up to 255 further inside.

    mask: (H, W), 255 = may move (from 128 on). The fade lies inside, so that all outside stays.
    """
    selected = np.where(mask >= 128, np.uint8(255), np.uint8(0))
    fade = max(1.0, min(mask.shape) * FADE_SHARE)
    # The edge of the picture counts as no edge of the mask: what moves there moves up to it.
    inside = cv2.distanceTransform(selected, cv2.DIST_L2, 5)
    share = np.clip(inside / fade, 0, 1)
    return np.asarray(np.rint(255 * share * share * (3 - 2 * share)), np.uint8)


class Stay:
    """Keeps all outside of a motion mask as the still is, in every frame of any engine."""

    def __init__(self, still: Image, mask: Mask) -> None:
        self._still = still
        self._share = motion_share(mask)
        self._box = mask_box(self._share)

    @property
    def free(self) -> Mask:
        """255 where nothing may change."""
        return np.where(self._share == 0, np.uint8(255), np.uint8(0))

    def over(self, frame: Image) -> Image:
        """A new array."""
        made = self._still.copy()
        if self._box.width:
            rows, columns = self._box.rows, self._box.columns
            made[rows, columns] = mixed(
                np.ascontiguousarray(self._still[rows, columns]),
                np.ascontiguousarray(frame[rows, columns]),
                np.ascontiguousarray(self._share[rows, columns]),
            )
        return made
