"""What an engine's answer means when it is no picture: status and body -> an error with words.

Adapters read what is their provider's own (`ProviderClient(explain=...)`); what they don't know
falls to the status here, so that a new code of a provider always has a class.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineAuthFailed,
    EngineError,
    EngineOutOfCredit,
    EngineRefusedRequest,
    EngineTimeout,
    EngineUnavailable,
    RateLimited,
)

MOST_WORDS = 300
"""Characters of a provider's own words in a message."""
LONGEST_WAIT_S = 24 * 3600.0


@dataclass(frozen=True)
class Answer:
    """One answer that is no success. body: its JSON, or None; text: the same as it came, without
    the key. is_repeatable: the request was a read, or carried an idempotency key."""

    engine: str
    status: int
    headers: Mapping[str, str]
    body: Any
    text: str
    is_repeatable: bool = False

    @property
    def words(self) -> str:
        """What the provider says, short and on one line; "" where it says nothing readable."""
        return shortened(_said(self.body) or ("" if "<" in self.text[:200] else self.text))

    @property
    def retry_after_s(self) -> float | None:
        return retry_after_s(self.headers)


def it_says(words: str) -> str:
    """A provider's own words, as `Answer.words` has them, as the end of a message; "" for none."""
    return f' It says: "{words.rstrip(".")}".' if words else ""


Explain = Callable[[Answer], AssetsError | None]
"""A provider's own reading of an answer; None: the status decides."""


def error_of(answer: Answer) -> EngineError:
    """By the HTTP status alone."""
    status, engine = answer.status, answer.engine
    says = it_says(answer.words)
    if status in (401, 403):
        return EngineAuthFailed(
            f"{engine} does not accept its key ({status}). Have an administrator check the key on "
            f"the Engines page.{says}"
        )
    if status == 402:
        return EngineOutOfCredit(
            f"The account of {engine} has no credit left. Have an administrator top it up, or "
            f"choose another tier.{says}"
        )
    if status == 429:
        return RateLimited(
            f"{engine} takes no more requests at the moment.{says}",
            retry_after_s=answer.retry_after_s,
        )
    if status in (408, 504):
        return EngineTimeout(
            f"{engine} took too long and gave up ({status}). Retry it.{says}",
            is_safe_to_repeat=answer.is_repeatable,
        )
    if status >= 500:
        # 503 comes from what stands before the engine: it did not begin.
        is_safe = answer.is_repeatable or status == 503
        return EngineUnavailable(
            f"{engine} has a fault of its own ({status}). Retry in a minute.{says}",
            is_safe_to_repeat=is_safe,
            was_billed=False if status == 503 else None,
            retry_after_s=answer.retry_after_s,
        )
    if status == 404:
        return EngineRefusedRequest(
            f"{engine} knows no such model or address (404). Have an administrator check both on "
            f"the Engines page.{says}"
        )
    if status == 413:
        return EngineRefusedRequest(
            f"The pictures are too large for {engine}. Use fewer or smaller anchors.{says}"
        )
    if status >= 400:
        return EngineRefusedRequest(f"{engine} refused this request ({status}).{says}")
    if status >= 300:
        return EngineRefusedRequest(
            f"The address of {engine} sends on to another one ({status}), which is not followed. "
            "Have an administrator set the final address on the Engines page."
        )
    return BadEngineOutput(f"{engine} gave an answer that nobody can read ({status}).{says}")


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """`retry-after-ms`, then `Retry-After` as seconds or a date (RFC 9110, 10.2.3); None: not said.

    headers: with names in lower case, or of a mapping that does not care.
    """
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        raw = headers.get(name, "").strip()
        seconds = _number(raw)
        if seconds is not None:
            return min(seconds * scale, LONGEST_WAIT_S)
    return _until(headers.get("retry-after", ""))


def _number(raw: str) -> float | None:
    try:
        value = float(raw)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _until(raw: str) -> float | None:
    try:
        moment = parsedate_to_datetime(raw)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), LONGEST_WAIT_S)


def _said(body: Any) -> str:
    """The sentence in the shapes that providers use: error as an object or a string, FastAPI's
    detail, RFC 7807, or one of these alone in a list."""
    if isinstance(body, list):
        return _said(body[0]) if body else ""
    if isinstance(body, str):
        return body
    if not isinstance(body, dict):
        return ""
    for name in ("error", "message", "detail", "msg", "title"):
        said = _said(body.get(name))
        if said:
            return said
    return ""


def shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_WORDS else line[: MOST_WORDS - 1] + "…"
