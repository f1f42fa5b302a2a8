"""What a person is told when a run does not end in a picture: one place for every error."""

import errno
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from assets.errors import AssetsError, SafetyBlock
from assets.generations.retries import MOST_TRIES
from assets.generations.states import BLOCKED, FAILED

MOST_MESSAGE_CHARACTERS = 600


@dataclass(frozen=True)
class Failure:
    """state: failed or blocked. message: a sentence for people. facts: plain JSON values."""

    state: str
    code: str
    message: str
    facts: dict[str, Any] = field(default_factory=dict)
    is_ours: bool = False
    """A fault of this program: its traceback belongs in the log, and nowhere else."""


def failure_of(error: Exception) -> Failure:
    """Never passes on the text of an error that was not written for people."""
    if isinstance(error, SafetyBlock):
        facts = {"rule": error.rule, "decided_by": error.decided_by}
        return Failure(BLOCKED, error.code, readable(error.message), facts)
    if isinstance(error, AssetsError):
        return Failure(FAILED, error.code, readable(error.message))
    if isinstance(error, MemoryError):
        return Failure(
            FAILED,
            "out_of_memory",
            "This server has too little memory for a picture of this size. Choose a smaller one.",
        )
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure(
            FAILED,
            "disk_full",
            "The server's disk is full, so the picture could not be kept. Free some space there, "
            "then retry.",
        )
    return Failure(
        FAILED,
        "internal_error",
        "Anchorboard could not finish this picture because of a fault of its own, which is in "
        "the server's log. Retry; if it happens again, tell whoever runs the server.",
        is_ours=True,
    )


def readable(message: str) -> str:
    """A provider's words as one line that boards and databases take: no control characters, no
    lone surrogates, at most `MOST_MESSAGE_CHARACTERS`."""
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in message)
    line = " ".join(plain.split())
    if len(line) <= MOST_MESSAGE_CHARACTERS:
        return line
    return line[: MOST_MESSAGE_CHARACTERS - 1] + "…"


def deadline_message(deadline_s: float) -> str:
    return (
        f"The engine took longer than {deadline_s:g} s, so it was stopped. Retry, or choose a "
        "smaller size or another tier."
    )


def put_off_message(message: str, pause_s: float, tries: int) -> str:
    """tries: those that failed so far, this one counted. To be read while it is queued."""
    return (
        f"{message} It is tried again by itself in about {max(1, round(pause_s))} s "
        f"(try {tries + 1} of {MOST_TRIES})."
    )


NO_PICTURE = "The engine ended without a picture. Retry, or choose another tier."
WRONG_SIZE = "The engine gave back a picture of another size than asked for. Retry it."
NOT_A_PICTURE = "The engine gave back something that is no picture. Retry it."
STOPPED_TOO_OFTEN = (
    "The server stopped while this was being made, three times, so it was not started again. "
    "Retry it, at a smaller size if it happens again."
)
