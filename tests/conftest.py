"""How two workers share the suite (`python -m pytest -n 2`)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# How quickly examples are drawn says how busy the machine is.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

JOURNEYS = "tests/browser/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """One worker takes all journeys, first, while the other takes everything else: two cores are
    too few for two browsers. xdist's own groups do nothing under pytest 9.2."""
    from xdist.scheduler import LoadScopeScheduling

    class JourneysTogether(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return JOURNEYS if nodeid.startswith(JOURNEYS) else nodeid

    return JourneysTogether(config, log)
