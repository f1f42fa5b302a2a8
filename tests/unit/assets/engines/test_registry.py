from typing import Any

import pytest

from assets.engines.registry import engine_for, engine_of_tier, known_tiers
from assets.engines.sketch.engine import SketchEngine
from assets.errors import EngineUnavailable


def test_an_engine_is_made_once() -> None:
    assert isinstance(engine_for("sketch"), SketchEngine)
    assert engine_for("sketch") is engine_for("sketch")


def test_tiers_lead_to_their_engines_in_the_order_of_the_settings(
    settings: Any,
) -> None:
    settings.TIERS = {"pro": "sketch", "draft": "sketch"}
    assert known_tiers() == ("pro", "draft")
    assert engine_of_tier("draft") is engine_for("sketch")


def test_what_is_not_set_up_is_said_in_words(settings: Any) -> None:
    settings.TIERS = {"draft": "sketch", "pro": "gone"}
    with pytest.raises(EngineUnavailable, match='no engine "banana"'):
        engine_for("banana")
    with pytest.raises(EngineUnavailable, match='no engine "gone"'):
        engine_of_tier("pro")
    with pytest.raises(EngineUnavailable, match='no tier "gold".*draft'):
        engine_of_tier("gold")


def test_an_engine_that_cannot_be_loaded_is_unavailable(settings: Any) -> None:
    settings.ENGINES = {"broken": "assets.engines.nothing.here.Engine"}
    with pytest.raises(EngineUnavailable, match="could not be loaded"):
        engine_for("broken")
