"""One fake server for all tests of providers: each asks it for a play of its own."""

from collections.abc import Iterator

import pytest

from tests.providers.gemini import Gemini
from tests.providers.server import FakeServer


@pytest.fixture(scope="session")
def fake() -> Iterator[FakeServer]:
    with FakeServer({"gemini": Gemini()}) as server:
        yield server
        assert server.faults == []
