"""What engines with a diffusion model on one's own machine have in common: ComfyUI, AUTOMATIC1111,
IOPaint. Their models read descriptions, not instructions, and nothing of theirs is ever billed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from assets.compositing.intents import Intent
from assets.engines.answers import Answer, shortened
from assets.engines.config import EngineConfig
from assets.engines.request import GenerationRequest
from assets.errors import EngineError, EngineRefusedRequest

LEAST_DENOISE, MOST_FOLLOWING = 0.05, 0.8
"""At a denoise of 0 samplers give the source back, or fail. An anchor that is followed as closely
as possible still leaves room for the prompt: below 0.2 nothing of it shows."""


_OUT_OF_MEMORY = ("outofmemory", "out of memory")


@contextmanager
def free_of_charge() -> Iterator[None]:
    """Whatever breaks in here, nobody was charged."""
    try:
        yield
    except EngineError as error:
        error.was_billed = False
        raise


class DiffusionEngine:
    """Who it is, and how it is reached."""

    def __init__(
        self, config: EngineConfig, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.key = config.key
        self.label = config.label
        self.version = f"{config.adapter[:40]}-{config.digest()}"
        self._config = config
        self._transport = transport


def basic_auth(config: EngineConfig) -> tuple[str, str] | None:
    """None where the key is no "user:password"."""
    name, colon, password = config.api_key.partition(":")
    return (name, password) if colon else None


def says_out_of_memory(text: str) -> bool:
    """By the words of PyTorch and of CUDA."""
    return any(sign in text.lower() for sign in _OUT_OF_MEMORY)


def detail_of(answer: Answer) -> str:
    """What FastAPI's `detail` says; "" where there is none. The `error` beside it, which others
    would read first, is the class of a Python exception."""
    detail = answer.body.get("detail") if isinstance(answer.body, dict) else None
    return shortened(detail) if isinstance(detail, str) else ""


@dataclass(frozen=True)
class Description:
    """prompt: what the picture shows. negative: what it must not show. Either may be ""."""

    prompt: str
    negative: str


def description_of(request: GenerationRequest, config: EngineConfig) -> Description:
    """A model that is told "the man on the left" paints one: of what is to go, the words are
    what the picture must not show."""
    unwanted = str(config.option("negative_prompt", ""))
    if request.intent is Intent.REMOVE:
        return Description("", ", ".join(filter(None, [request.prompt, unwanted])))
    return Description(request.prompt, unwanted)


def denoise_of(request: GenerationRequest) -> float:
    """How much of what the model starts from is replaced, 0 to 1."""
    if request.source is None and request.anchors:
        return 1.0 - MOST_FOLLOWING * request.anchors[0].strength
    return max(LEAST_DENOISE, request.strength)


def sampling_of(config: EngineConfig) -> dict[str, int | float | str]:
    """What is set of "steps", "guidance", "sampler" and "scheduler". Raises EngineRefusedRequest,
    to be read by an administrator, where a number is none."""
    made: dict[str, int | float | str] = {}
    steps = _number(config, "steps", least=1, most=200)
    if steps is not None:
        made["steps"] = round(steps)
    guidance = _number(config, "guidance", least=0, most=50)
    if guidance is not None:
        made["guidance"] = guidance
    return made | {
        name: str(config.option(name)) for name in ("sampler", "scheduler") if config.option(name)
    }


def _number(config: EngineConfig, name: str, *, least: float, most: float) -> float | None:
    raw = config.option(name)
    if raw in (None, ""):
        return None
    try:
        value = float(raw)
    except (TypeError, ValueError):
        value = float("nan")
    if not least <= value <= most:
        raise EngineRefusedRequest(
            f"{config.label} is set up with '{str(raw)[:40]}' for {name}, which is a number from "
            f"{least:g} to {most:g}. Have an administrator correct it on the Engines page."
        )
    return value
