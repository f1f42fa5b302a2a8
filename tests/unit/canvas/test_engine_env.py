from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from canvas.engine_env import engine_configs


def test_an_engine_of_the_environment_has_its_fields(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("sk-of-a-file\n")
    for name, value in {
        "KEY_FILE": str(tmp_path / "key"),
        "MODEL": "banana-9",
        "URL": "http://localhost:9/v1/",
        "PRICE_USD": "0.039",
        "SECONDS": "9",
        "CONCURRENCY": "3",
        "OPTIONS": '{"quality": "high"}',
    }.items():
        monkeypatch.setenv(f"ANCHORBOARD_ENGINE_NANO_PRO_{name}", value)

    configs = engine_configs({"sketch": "a.dotted.Path", "nano-pro": "gemini"})

    assert configs == {
        "nano-pro": {
            "api_key": "sk-of-a-file",
            "model": "banana-9",
            "base_url": "http://localhost:9/v1",
            "price_usd": Decimal("0.039"),
            "typical_seconds": 9.0,
            "concurrency": 3,
            "options": {"quality": "high"},
        }
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRICE_USD", "free"),
        ("PRICE_USD", "-1"),
        ("PRICE_USD", "NaN"),
        ("SECONDS", "0"),
        ("CONCURRENCY", "many"),
        ("OPTIONS", "[1]"),
        ("OPTIONS", "{"),
    ],
)
def test_a_bad_value_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"ANCHORBOARD_ENGINE_NANO_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=f"ENGINE_NANO_{name}"):
        engine_configs({"nano": "gemini"})
