"""One fake server for all tests of providers: each asks it for a play of its own."""

from collections.abc import Iterator

import pytest

from tests.providers.all import PROVIDERS
from tests.providers.server import FakeServer


@pytest.fixture(scope="session")
def fake() -> Iterator[FakeServer]:
    with FakeServer(PROVIDERS) as server:
        yield server
        assert server.faults == []
