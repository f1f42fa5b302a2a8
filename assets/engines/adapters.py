"""Every kind of engine that can be set up, one row each: what the Engines page asks for.

An adapter is one file in this folder with a class

    XEngine(config: EngineConfig, *, transport: httpx.AsyncBaseTransport | None = None)

that implements `base.ConfiguredEngine`: it translates and no more. It is imported when it is used.
Adding one touches its file, its test, a row in `kinds_hosted` or `kinds_local` that is named here,
and one in the README.
"""

from assets.engines.kinds import AdapterKind
from assets.engines.kinds_hosted import (
    ARK,
    BFL,
    FAL,
    GEMINI,
    OPENAI,
    OPENAI_COMPATIBLE,
    REPLICATE,
    SEEDANCE,
)
from assets.engines.kinds_local import AUTOMATIC1111, COMFYUI, IOPAINT

ADAPTERS: tuple[AdapterKind, ...] = (
    GEMINI,
    OPENAI,
    OPENAI_COMPATIBLE,
    ARK,
    SEEDANCE,
    BFL,
    FAL,
    REPLICATE,
    COMFYUI,
    AUTOMATIC1111,
    IOPAINT,
)
"""In the order in which the page offers them."""


def adapter_kind(key: str) -> AdapterKind | None:
    return next((kind for kind in ADAPTERS if kind.key == key), None)
