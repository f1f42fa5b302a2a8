import base64
from decimal import Decimal
from urllib.parse import quote

import pytest

from assets.compositing.adapters import Adapter
from assets.compositing.geometry import Size
from assets.engines.base import Capabilities
from assets.engines.config import EngineConfig
from assets.engines.request import Operation

OF_ADAPTER = Capabilities(frozenset(Operation), max_pixels=1_000_000, max_anchors=14)


def config(**values) -> EngineConfig:
    return EngineConfig(**{"key": "k", "adapter": "gemini", "label": "Banana"} | values)


def test_a_key_is_in_no_repr():
    assert "hush-hush" not in repr(config(api_key="hush-hush"))


@pytest.mark.parametrize("echo", ["ke+y/123", quote("ke+y/123", safe="")])
def test_an_echoed_key_is_hidden(echo):
    assert config(api_key="ke+y/123").redacted(f"bad key {echo}!") == "bad key [key]!"


def test_a_password_is_hidden_alone_and_as_http_basic_sends_it():
    api_key = "painter:long password"
    echoed = f"long password, {base64.b64encode(api_key.encode()).decode()}, {api_key}"
    assert config(api_key=api_key).redacted(echoed) == "[key], [key], [key]"


def test_price_and_time_come_from_the_setting():
    known = config(price_usd=Decimal("0.04"), typical_seconds=9).capabilities(OF_ADAPTER)
    assert (known.price_usd, known.typical_seconds) == (Decimal("0.04"), 9)
    assert known.max_anchors == 14


def test_capabilities_are_overridden_by_options():
    raw = {
        "sizes": [[1024, 1024], [1376, 768]],
        "max_anchors": 3,
        "has_mask": True,
        "operations": ["inpaint"],
        "edit_kind": "overlay",
        "max_ratio": 3,
        "seconds_by_operation": {"inpaint": 4},
    }
    known = config(options={"capabilities": raw}).capabilities(OF_ADAPTER)
    assert known.sizes == (Size(1024, 1024), Size(1376, 768))
    assert known.operations == {Operation.INPAINT}
    assert known.edit_kind is Adapter.OVERLAY
    assert (known.max_anchors, known.has_mask, known.max_ratio) == (3, True, 3.0)
    assert known.seconds_of(Operation.INPAINT) == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sizes", [[1024]]),
        ("sizes", []),
        ("sizes", [[0, 5]]),
        ("operations", ["paint"]),
        ("operations", 3),
        ("edit_kind", "native_mask"),
        ("has_mask", 1),
        ("max_anchors", "3"),
        ("max_anchors", -1),
        ("max_pixels", True),
        ("seconds_by_operation", [1]),
        ("speed", 3),
    ],
)
def test_an_override_that_is_none_is_refused_in_words(name, value):
    with pytest.raises(ValueError, match=name):
        config(options={"capabilities": {name: value}}).capabilities(OF_ADAPTER)
