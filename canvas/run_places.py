"""Where a run's pictures go on its board: its frames, and the next free places in them."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from assets.runs.layout import Group, Place, extent, frames, picture_size, spot, wall
from canvas.models import Node, Run, RunRow

Change = dict[str, Any]


def label_of(run: Run, row: RunRow) -> str:
    """The frame that a row belongs to."""
    if run.layout == Run.Layout.WALL:
        return run.name
    cells = row.cells
    at = run.group_by or 0
    return (cells[at] if at < len(cells) else "")[:120] or "None"


def planned(run: Run, rows: Sequence[RunRow]) -> list[Group]:
    """The frames that these rows would need, from the top left corner of the whole."""
    size = picture_size(run.width, run.height)
    if run.layout == Run.Layout.WALL:
        columns = run.terms.get("across")
        return [
            wall(run.name, max(1, len(rows)), size, **({"columns": columns} if columns else {}))
        ]
    return [group for group, _ in frames([label_of(run, row) for row in rows], size)]


def block_of(run: Run, rows: Sequence[RunRow]) -> tuple[float, float]:
    """Width and height of the room that the run needs on the board."""
    return extent(planned(run, rows))


def lay_out(run: Run, all_rows: Sequence[RunRow]) -> list[Change]:
    """Make the frames of a run that has none yet, around its corner at run.x, run.y."""
    if run.frames or run.x is None or run.y is None:
        return []
    changes = []
    for group in planned(run, all_rows):
        node = str(uuid.uuid4())
        box = group.box.moved(run.x, run.y)
        room = len(group.places)
        run.frames[group.label] = {"node": node, "room": room, "columns": group.columns}
        told = {"name": group.label, "run": str(run.id)}
        changes.append({"node": node, "create": {"kind": "frame", **box_change(box), **told}})
    return changes


class Frames:
    """The frames as they lie now: people move them. Give each row its place."""

    def __init__(self, run: Run, placed: Iterable[RunRow]) -> None:
        self._run = run
        self._size = picture_size(run.width, run.height)
        ids = [one["node"] for one in run.frames.values()]
        live = Node.objects.filter(board_id=run.board_id, id__in=ids, deleted_at=None)
        self._nodes = {str(node.id): node for node in live}
        self._taken: dict[str, int] = {}
        for row in placed:
            if "at" in row.told:
                label = row.told["frame"]
                self._taken[label] = max(self._taken.get(label, 0), row.told["at"] + 1)

    def place(self, row: RunRow) -> tuple[Place, str | None]:
        """Its box on the board, and the frame that carries it; the row is told."""
        label = label_of(self._run, row)
        if label not in self._run.frames:
            label = next(iter(self._run.frames))
        at = self._taken.get(label, 0)
        self._taken[label] = at + 1
        row.told |= {"frame": label, "at": at}
        return self.box_of(row)

    def box_of(self, row: RunRow) -> tuple[Place, str | None]:
        frame = self._run.frames[row.told["frame"]]
        node = self._nodes.get(frame["node"])
        x, y = (node.x, node.y) if node else (self._run.x or 0.0, self._run.y or 0.0)
        box = spot(row.told["at"], self._size, frame["columns"]).moved(x, y)
        return box, frame["node"] if node else None

    def grown(self) -> list[Change]:
        """Frames that hold more than they were made for."""
        changes = []
        for label, frame in self._run.frames.items():
            count = self._taken.get(label, 0)
            if count > frame["room"] and frame["node"] in self._nodes:
                frame["room"] = count
                box = wall(label, count, self._size, frame["columns"]).box
                node = self._nodes[frame["node"]]
                size = {
                    "width": max(node.width, box.width),
                    "height": max(node.height, box.height),
                }
                changes.append({"node": frame["node"], "set": size})
        return changes


def box_change(place: Place) -> Change:
    return {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
