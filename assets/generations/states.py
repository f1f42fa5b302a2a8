"""The life of a generation: which moves are allowed, and how a late worker is kept out.

    queued -> running -> succeeded | failed | blocked | cancelled
    queued -> cancelled
    failed | blocked | cancelled -> queued     (retry, by a person)
    running -> queued                          (the worker stopped in the middle, or the try failed
                                                and is made again by itself, some time later)

Values are those of `assets.models.GenerationState` and `Lane`; no Django here.
"""

from typing import Final

QUEUED: Final = "queued"
RUNNING: Final = "running"
SUCCEEDED: Final = "succeeded"
FAILED: Final = "failed"
BLOCKED: Final = "blocked"
CANCELLED: Final = "cancelled"

INTERACTIVE: Final = "interactive"
BULK: Final = "bulk"
"""Lanes: bulk gives way to what somebody sits and waits for."""

MOVES: Final[dict[str, frozenset[str]]] = {
    QUEUED: frozenset({RUNNING, CANCELLED}),
    RUNNING: frozenset({SUCCEEDED, FAILED, BLOCKED, CANCELLED, QUEUED}),
    SUCCEEDED: frozenset(),
    FAILED: frozenset({QUEUED}),
    BLOCKED: frozenset({QUEUED}),
    CANCELLED: frozenset({QUEUED}),
}

CANCELLABLE: Final = frozenset({QUEUED, RUNNING})
RETRYABLE: Final = frozenset({FAILED, BLOCKED, CANCELLED})

# A job that took the server down with it twice may be only unlucky; at the third time it is not
# taken up again, or it would keep the server from ever staying up.
MOST_INTERRUPTIONS: Final = 3


class AttemptLost(Exception):
    """This run is not the newest of its generation any more: what it made is dropped.

    Every run carries the attempt number it claimed. A move is one UPDATE on (id, state running,
    that number); where it changes no row, somebody cancelled the generation or took it up again.
    """


def may_move(old: str, new: str) -> bool:
    return new in MOVES[old]


def after_interruption(interruptions: int) -> str:
    """The state of a generation whose run was cut off, `interruptions` counting this one."""
    return QUEUED if interruptions < MOST_INTERRUPTIONS else FAILED
