from typing import Any

import pytest

from assets.engines.registry import engine_for, known_tiers
from assets.engines.sketch.engine import SketchEngine
from assets.errors import EngineUnavailable


def test_an_engine_is_made_once() -> None:
    assert isinstance(engine_for("sketch"), SketchEngine)
    assert engine_for("sketch") is engine_for("sketch")


def test_tiers_come_in_the_order_of_the_settings(settings: Any) -> None:
    settings.TIERS = {"pro": "sketch", "draft": "sketch"}
    assert known_tiers() == ("pro", "draft")


def test_an_engine_that_cannot_be_loaded_is_unavailable(settings: Any) -> None:
    settings.ENGINES = {"broken": "assets.engines.nothing.here.Engine", "odd": "no_such_kind"}
    with pytest.raises(EngineUnavailable, match="could not be loaded"):
        engine_for("broken")
    with pytest.raises(EngineUnavailable, match='no kind of engine "no_such_kind"'):
        engine_for("odd")
