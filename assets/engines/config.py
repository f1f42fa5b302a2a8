"""What one configured engine is made of: plain values, from the environment or from its row.

Model ids, sizes, prices and limits are data here, never code: providers change them monthly.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import orjson

from assets.compositing.adapters import Adapter
from assets.compositing.geometry import Size
from assets.engines.base import Capabilities
from assets.engines.request import Operation

HIDDEN = "[key]"
SHORTEST_SECRET = 4
"""Characters. Hiding what is shorter would eat words, and such a thing is no secret."""


HAVE_FIELDS = frozenset({"price_usd", "typical_seconds", "at_once", "is_offline"})
"""Capabilities that no option overrides: they have fields of their own, or are no setting."""


@dataclass(frozen=True)
class EngineConfig:
    """key: names the engine on generations, such as "gemini:pro". adapter: a key of `ADAPTERS`.

    base_url: without a slash at its end. may_be_private: whether that address may lie on this
    machine or in its network; only the installation's owner and the environment say so.
    api_key: or "user:password" for HTTP Basic. concurrency: calls at the same time, >= 1.
    price_usd, typical_seconds: of one picture, until there are measured ones.
    options: JSON values. "capabilities" overrides what the adapter says of itself (see
    `capabilities`); the rest is the adapter's own (its row in `ADAPTERS` says which).
    """

    key: str
    adapter: str
    label: str
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    model: str = ""
    enabled: bool = True
    may_be_private: bool = False
    price_usd: Decimal = Decimal(0)
    concurrency: int = 2
    typical_seconds: float = 20.0
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def option(self, name: str, default: Any = None) -> Any:
        return self.options.get(name, default)

    def capabilities(self, of_adapter: Capabilities) -> Capabilities:
        """What the adapter can, with the price, time and limit of this setting, and its overrides.

        options["capabilities"]: field of Capabilities -> JSON value; sizes as [[width, height],
        ...], operations as names. Raises ValueError, in words, for what is no such value.
        """
        known = replace(
            of_adapter,
            at_once=self.concurrency,
            price_usd=self.price_usd,
            typical_seconds=self.typical_seconds,
        )
        return replace(known, **read_overrides(self.option("capabilities") or {}))

    def digest(self) -> str:
        """Of what changes the picture that a request makes: 12 hexadecimal digits."""
        said = orjson.dumps([self.model, dict(self.options)], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(said).hexdigest()[:12]

    def redacted(self, text: str) -> str:
        """`text` without the key, in any of the ways that a provider may echo it."""
        for secret in self._secrets():
            text = text.replace(secret, HIDDEN)
        return text

    def _secrets(self) -> list[str]:
        """Longest first, so that no rest of one stays."""
        if not self.api_key:
            return []
        said = {self.api_key, *self.api_key.split(":", 1)}
        encoded = {base64.b64encode(self.api_key.encode()).decode()}
        encoded |= {quote(one, safe="") for one in said}
        shown = {one for one in said | encoded if len(one) >= SHORTEST_SECRET}
        return sorted(shown, key=len, reverse=True)


def read_overrides(raw: Mapping[str, Any]) -> dict[str, Any]:
    """JSON values -> values of `Capabilities`. Raises ValueError with a sentence for people."""
    known = {one.name for one in fields(Capabilities)} - HAVE_FIELDS
    unknown = raw.keys() - known
    if unknown:
        raise ValueError(
            f"There is no capability '{sorted(unknown)[0]}'. Known are: {', '.join(sorted(known))}."
        )
    return {name: _READERS.get(name, _plain)(name, value) for name, value in raw.items()}


def _sizes(name: str, value: Any) -> tuple[Size, ...]:
    try:
        sizes = tuple(Size(int(width), int(height)) for width, height in value)
    except (TypeError, ValueError):
        sizes = ()
    if not sizes or any(min(size.width, size.height) < 1 for size in sizes):
        raise ValueError(f"{name} is a list of [width, height] in px, such as [[1024, 1024]].")
    return sizes


def _operations(name: str, value: Any) -> frozenset[Operation]:
    try:
        return frozenset(Operation(one) for one in value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is a list of: {', '.join(Operation)}.") from None


def _edit_kind(name: str, value: Any) -> Adapter:
    known = [kind.value for kind in Adapter if kind is not Adapter.NATIVE_MASK]
    if value not in known:
        raise ValueError(f"{name} is one of: {', '.join(known)}; a mask of its own is has_mask.")
    return Adapter(value)


def _seconds(name: str, value: Any) -> dict[Operation, float]:
    try:
        return {Operation(one): float(seconds) for one, seconds in value.items()}
    except (AttributeError, TypeError, ValueError):
        raise ValueError(f"{name} gives seconds by operation: {', '.join(Operation)}.") from None


def _per_minute(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{name} is a whole number of calls, 1 or more.")
    return value


def _plain(name: str, value: Any) -> Any:
    default = getattr(Capabilities(frozenset(), 1), name)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise ValueError(f"{name} is true or false.")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{name} is a number, 0 or more.")
    return type(default)(value)


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "sizes": _sizes,
    "operations": _operations,
    "edit_kind": _edit_kind,
    "seconds_by_operation": _seconds,
    "per_minute": _per_minute,
}
