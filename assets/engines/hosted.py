"""What the engines of hosted providers have in common: who they are, and what a call cost."""

import hashlib
from decimal import Decimal, InvalidOperation

import httpx
import orjson

from assets.engines.answers import Answer
from assets.engines.config import EngineConfig
from assets.errors import EngineRefusedRequest, NoImage

MILLION = Decimal(1_000_000)
MOST_TOKENS = 10_000_000
"""Of one answer. More is no count that anybody should be charged by."""


class HostedEngine:
    """wire: name and version of how this adapter speaks; with the model and the options it makes
    `version`, which changes whenever the same request would make another picture."""

    wire: str

    def __init__(
        self, config: EngineConfig, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.key = config.key
        self.label = config.label
        said = orjson.dumps([config.model, dict(config.options)], option=orjson.OPT_SORT_KEYS)
        self.version = f"{self.wire}-{hashlib.sha256(said).hexdigest()[:12]}"
        self._config = config
        self._transport = transport

    def _no_picture(self, words: str = "", *, was_billed: bool | None = None) -> NoImage:
        """words: what it said instead, already without the key."""
        says = f" It says: {words}" if words else ""
        return NoImage(
            f"{self.label} answered without a picture. Retry it, or word the prompt as what is "
            f"to be seen.{says}",
            was_billed=was_billed,
        )


def says(answer: Answer) -> str:
    """The provider's own words as the end of a message, or ""."""
    return f" It says: {answer.words}" if answer.words else ""


def unknown_model(answer: Answer) -> EngineRefusedRequest:
    return EngineRefusedRequest(
        f"{answer.engine} knows no such model. Have an administrator choose another one on the "
        f"Engines page.{says(answer)}"
    )


def cost_by_tokens(config: EngineConfig, tokens: float | None) -> Decimal | None:
    """US dollars for so many output tokens by options["usd_per_million_tokens"]; None where either
    is not known, and the price of the setting counts."""
    try:
        rate = Decimal(str(config.option("usd_per_million_tokens") or "0"))
    except InvalidOperation:
        return None
    if tokens is None or not 0 < tokens <= MOST_TOKENS or not rate.is_finite() or rate <= 0:
        return None
    return Decimal(int(tokens)) * rate / MILLION
