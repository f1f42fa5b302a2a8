"""The people on boards as other processes last told of them. From any thread."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

# A process tells of its people every two seconds: one that is silent for longer has died.
SILENT_AFTER_S = 7.0

People = dict[str, dict[str, Any]]
"""By key: {"name", "colour", ...} as in a presence frame."""


class Elsewhere:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._told: dict[str, tuple[float, dict[UUID, People]]] = {}

    def hear(self, process: str, boards: dict[UUID, People]) -> None:
        """All the people of a process."""
        with self._lock:
            self._told[process] = (self._clock(), boards)

    def drop_silent(self) -> None:
        with self._lock:
            silent = self._clock() - SILENT_AFTER_S
            self._told = {name: told for name, told in self._told.items() if told[0] > silent}

    def on(self, board_id: UUID) -> dict[str, People]:
        """The people on a board, by process."""
        with self._lock:
            found = {name: boards.get(board_id) for name, (_, boards) in self._told.items()}
        return {name: people for name, people in found.items() if people}

    def cards(self, board_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
        """As {"key", "name", "colour"}; boards without anybody are left out."""
        cards: dict[UUID, list[dict[str, Any]]] = {}
        for board_id in board_ids:
            for people in self.on(board_id).values():
                for key, one in people.items():
                    card = {"key": key, "name": one["name"], "colour": one["colour"]}
                    cards.setdefault(board_id, []).append(card)
        return cards
