"""Engines that are set up by the environment, for every workspace of the installation.

    ANCHORBOARD_ENGINES=banana=gemini
    ANCHORBOARD_ENGINE_BANANA_KEY=...        ANCHORBOARD_ENGINE_BANANA_MODEL=...

As plain values: settings are read before anything of `assets` may be imported.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from canvas import env


def engine_configs(engines: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """For each engine that names a kind instead of a class: fields of `EngineConfig`, where the
    environment has them. Raises ImproperlyConfigured."""
    return {key: _config(key) for key, kind in engines.items() if "." not in kind}


def _config(key: str) -> dict[str, Any]:
    prefix = f"ENGINE_{re.sub('[^A-Z0-9]', '_', key.upper())}_"
    found: dict[str, Any] = {
        "label": env.text(f"{prefix}LABEL"),
        "base_url": env.text(f"{prefix}URL").rstrip("/"),
        "api_key": env.given_secret(f"{prefix}KEY"),
        "model": env.text(f"{prefix}MODEL"),
    }
    if env.text(f"{prefix}CONCURRENCY"):
        found["concurrency"] = env.integer(f"{prefix}CONCURRENCY", 1, least=1, most=64)
    if env.text(f"{prefix}SECONDS"):
        found["typical_seconds"] = float(env.integer(f"{prefix}SECONDS", 1, least=1, most=3600))
    if price := env.text(f"{prefix}PRICE_USD"):
        found["price_usd"] = _price(f"{prefix}PRICE_USD", price)
    if options := env.text(f"{prefix}OPTIONS"):
        found["options"] = _options(f"{prefix}OPTIONS", options)
    return {name: value for name, value in found.items() if value != ""}


def _price(name: str, raw: str) -> Decimal:
    try:
        price = Decimal(raw)
    except InvalidOperation:
        price = Decimal(-1)
    if not (price.is_finite() and 0 <= price < 1000):
        raise ImproperlyConfigured(
            f"{env.PREFIX}{name} is a price in US dollars from 0 to 1000: got '{raw}'."
        )
    return price


def _options(name: str, raw: str) -> dict[str, Any]:
    try:
        options = json.loads(raw)
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise ImproperlyConfigured(
            f'{env.PREFIX}{name} must be a JSON object, such as {{"quality": "high"}}.'
        )
    return options
