"""What the engines of hosted providers have in common: who they are, and what a call cost."""

from decimal import Decimal, InvalidOperation

import httpx

from assets.engines.adapters import adapter_kind
from assets.engines.answers import Answer, it_says
from assets.engines.config import EngineConfig
from assets.engines.request import Operation
from assets.errors import EngineRefusedRequest, NoImage

EDITING = frozenset(
    {
        Operation.TEXT_TO_IMAGE,
        Operation.IMAGE_TO_IMAGE,
        Operation.INPAINT,
        Operation.OUTPAINT,
    }
)
"""What models that draw and edit by words do."""
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
        self.version = f"{self.wire}-{config.digest()}"
        self._config = config
        self._transport = transport

    def _no_picture(self, words: str = "", *, was_billed: bool | None = None) -> NoImage:
        """words: what it said instead, already without the key."""
        return NoImage(
            f"{self.label} answered without a picture. Retry it, or word the prompt as what is "
            f"to be seen.{it_says(words)}",
            was_billed=was_billed,
        )


def option_of(config: EngineConfig, name: str) -> str:
    """As it is set, else the default of the adapter's row, as text; "" for an option of neither."""
    kind = adapter_kind(config.adapter)
    options = kind.options if kind else ()
    default = next((one.default for one in options if one.name == name), "")
    return str(config.option(name, default))


def whole_option(config: EngineConfig, name: str, *, least: int, most: int) -> int:
    """Raises ValueError, in words that name the option as the Engines page does."""
    told = option_of(config, name).strip()
    if told.isascii() and told.isdecimal() and len(told) < 12 and least <= int(told) <= most:
        return int(told)
    kind = adapter_kind(config.adapter)
    label = next((one.label for one in kind.options if one.name == name), name) if kind else name
    raise ValueError(f"{label} is a whole number, {least} to {most}.")


def second_usd(config: EngineConfig) -> Decimal:
    """What a second of a clip costs. Raises ValueError, in words."""
    try:
        price = Decimal(option_of(config, "second_usd") or "0")
    except InvalidOperation:
        price = Decimal(-1)
    if not (price.is_finite() and 0 <= price <= 1000):
        raise ValueError("The price of a second of a clip is a number of US dollars, such as 0.15.")
    return price


def says(answer: Answer) -> str:
    """The provider's own words as the end of a message, or ""."""
    return it_says(answer.words)


def unknown_model(answer: Answer) -> EngineRefusedRequest:
    return EngineRefusedRequest(
        f"{answer.engine} knows no such model. Have an administrator choose another one on the "
        f"Engines page.{says(answer)}"
    )


def cost_by_tokens(config: EngineConfig, tokens: float | None) -> Decimal | None:
    """US dollars for so many output tokens by options["usd_per_million_tokens"]; None where either
    is not known, and the price of the setting counts."""
    try:
        rate = Decimal(option_of(config, "usd_per_million_tokens") or "0")
    except InvalidOperation:
        return None
    if tokens is None or not 0 < tokens <= MOST_TOKENS or not rate.is_finite() or rate <= 0:
        return None
    return Decimal(int(tokens)) * rate / MILLION
