"""What a kind of engine is to the Engines page: a row of `adapters.ADAPTERS`."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Choice:
    """One of the values that an option may have."""

    value: str
    label: str


@dataclass(frozen=True)
class Option:
    """A setting of this adapter alone, stored in `EngineConfig.options[name]`.

    choices: one of these; none: free text, of at most `most_characters`. default: what counts when
    nothing is stored. help: one sentence, or "".
    """

    name: str
    label: str
    default: str = ""
    choices: tuple[Choice, ...] = ()
    help: str = ""
    is_long: bool = False
    most_characters: int = 200


@dataclass(frozen=True)
class Model:
    """A model worth suggesting. price_usd, seconds: of one picture; what the page fills in first,
    for people to correct (providers.md has the sources)."""

    id: str
    label: str
    price_usd: Decimal = Decimal(0)
    seconds: float = 20.0


@dataclass(frozen=True)
class AdapterKind:
    """One kind of engine.

    path: dotted, to its class. about: one sentence that says what it is good for.
    base_url: the usual one, "" where there is none. asks_key: "required", "optional" (local servers
    behind a proxy; "user:password" is sent as HTTP Basic where the adapter says so) or "never".
    asks_model: likewise. is_local: usually runs on the same machine or network and costs nothing.
    takes_workflows: of its own, in place of the built-in ones (`comfyui.workflows`).
    """

    key: str
    label: str
    path: str
    about: str
    base_url: str = ""
    asks_key: str = "required"
    asks_model: str = "required"
    models: tuple[Model, ...] = ()
    options: tuple[Option, ...] = ()
    is_local: bool = False
    takes_workflows: bool = False
    concurrency: int = 2
