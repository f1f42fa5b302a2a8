"""Where the pictures of a run lie on a board: a wall, or labelled frames. Pure, world units."""

from collections.abc import Sequence
from dataclasses import dataclass

WALL_COLUMNS = 25
FRAME_COLUMNS = 6
PADDING = 24.0
GAP = 16.0
FRAME_GAP = 72.0
"""Names of frames stand above them."""
PICTURE_SIDE = 256.0
"""Of a picture's long side: twin of PICTURE_SIDE in static/canvas/generation_form.js."""


@dataclass(frozen=True)
class Place:
    x: float
    y: float
    width: float
    height: float

    def moved(self, x: float, y: float) -> "Place":
        return Place(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True)
class Group:
    """A frame with a label, and where its pictures lie; from the top left corner of the whole."""

    label: str
    box: Place
    places: tuple[Place, ...]
    columns: int


def picture_size(width_px: int, height_px: int) -> tuple[float, float]:
    scale = PICTURE_SIDE / max(width_px, height_px)
    return width_px * scale, height_px * scale


def wall(label: str, count: int, size: tuple[float, float], columns: int = WALL_COLUMNS) -> Group:
    """`count` >= 1 pictures in one frame, row by row."""
    width, height = size
    across = min(count, columns)
    rows = -(-count // columns)
    places = tuple(spot(at, size, columns) for at in range(count))
    box = Place(
        0.0,
        0.0,
        2 * PADDING + across * (width + GAP) - GAP,
        2 * PADDING + rows * (height + GAP) - GAP,
    )
    return Group(label, box, places, columns)


def spot(at: int, size: tuple[float, float], columns: int) -> Place:
    """The place of the picture `at` in its frame, from the frame's corner."""
    width, height = size
    return Place(
        PADDING + at % columns * (width + GAP),
        PADDING + at // columns * (height + GAP),
        width,
        height,
    )


def frames(labels: Sequence[str], size: tuple[float, float]) -> list[tuple[Group, list[int]]]:
    """A frame for each label, in the order of their first use, in as many columns as make the
    whole about square; with each the pictures that lie in it, by their place in `labels`."""
    members: dict[str, list[int]] = {}
    for at, label in enumerate(labels):
        members.setdefault(label, []).append(at)
    groups = [(wall(label, len(own), size, FRAME_COLUMNS), own) for label, own in members.items()]
    across = max(1, round(len(groups) ** 0.5))
    placed, top = [], 0.0
    for start in range(0, len(groups), across):
        row, left = groups[start : start + across], 0.0
        for group, own in row:
            moved = tuple(place.moved(left, top) for place in group.places)
            placed.append(
                (Group(group.label, group.box.moved(left, top), moved, group.columns), own)
            )
            left += group.box.width + FRAME_GAP
        top += max(group.box.height for group, _ in row) + FRAME_GAP
    return placed


def extent(groups: Sequence[Group]) -> tuple[float, float]:
    """Width and height of all together."""
    return (
        max(group.box.x + group.box.width for group in groups),
        max(group.box.y + group.box.height for group in groups),
    )
