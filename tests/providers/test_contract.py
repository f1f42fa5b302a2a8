"""What every hosted engine makes of a provider that misbehaves: each fault has its class, says
whether it may be asked again and whether it may have cost, and never shows the key."""

import asyncio
from contextlib import aclosing

import pytest

from assets.engines.base import ConfiguredEngine
from assets.engines.http import MOST_ANSWER_BYTES
from assets.errors import (
    BadEngineOutput,
    EngineAuthFailed,
    EngineError,
    EngineOutOfCredit,
    EngineRefusedRequest,
    EngineUnavailable,
    NoImage,
    RateLimited,
)
from assets.generations.failures import MOST_MESSAGE_CHARACTERS
from tests.providers.asking import a_request, asked, engine_at
from tests.providers.provider import Play
from tests.providers.server import FakeServer
from tests.providers.setups import SETUPS

WAIT_S = 10

# mode -> the classes that are right, whether asking again is safe, whether it was charged
FAULTS = {
    "rate limited": ((RateLimited,), True, False),
    "busy": ((EngineUnavailable,), True, False),
    "down": ((EngineUnavailable,), False, None),
    "wrong key": ((EngineAuthFailed,), False, False),
    "no credit": ((EngineOutOfCredit,), False, False),
    "redirect": ((EngineRefusedRequest,), False, False),
    "cut off": ((EngineUnavailable,), False, None),
    "wrong type": ((BadEngineOutput,), False, None),
    "invalid json": ((BadEngineOutput,), False, None),
    "deep json": ((BadEngineOutput,), False, None),
    "no object": ((BadEngineOutput, NoImage), False, None),
    "empty": ((BadEngineOutput, NoImage), False, None),
    "bad base64": ((BadEngineOutput,), False, None),
    "not a picture": ((BadEngineOutput,), False, None),
    "bomb": ((BadEngineOutput,), False, None),
}
every_engine = pytest.mark.parametrize("name", SETUPS)


@every_engine
@pytest.mark.parametrize("mode", ["ok", "jpeg", "slow"])
def test_a_picture_comes_of_the_view_asked_for(fake: FakeServer, name: str, mode: str) -> None:
    outcome, play = asked(fake, SETUPS[name], mode)
    assert outcome.error is None
    assert outcome.output is not None
    height, width, channels = outcome.output.image.shape
    assert (width / height, channels) == (1.0, 3)
    fractions = [one.fraction for one in outcome.progress]
    assert fractions == sorted(fractions)
    assert all(0 <= fraction <= 1 for fraction in fractions)
    assert play.key not in repr(outcome.output.facts)


@every_engine
@pytest.mark.parametrize("mode", FAULTS)
def test_a_fault_has_its_class(fake: FakeServer, name: str, mode: str) -> None:
    classes, is_safe, was_billed = FAULTS[mode]
    outcome, play = asked(fake, SETUPS[name], mode)
    error = outcome.error
    assert isinstance(error, classes), error
    assert isinstance(error, EngineError)
    assert (error.is_safe_to_repeat, error.was_billed) == (is_safe, was_billed)
    assert play.key not in error.message
    assert 20 < len(error.message) <= MOST_MESSAGE_CHARACTERS
    assert len(play.calls_to(play.calls[0].route)) == 1, "nothing is asked twice by itself"


@every_engine
def test_a_wait_is_passed_on(fake: FakeServer, name: str) -> None:
    outcome, _ = asked(fake, SETUPS[name], "rate limited")
    assert isinstance(outcome.error, RateLimited)
    assert outcome.error.retry_after_s == 1


@every_engine
@pytest.mark.parametrize("mode", ["hang", "drip"])
def test_a_run_ends_at_its_deadline_and_hangs_up(fake: FakeServer, name: str, mode: str) -> None:
    play = fake.play(SETUPS[name].provider, mode)
    with pytest.raises(TimeoutError):
        asyncio.run(_run_until_called(engine_at(play, SETUPS[name]), play))
    assert play.calls[-1].dropped.wait(WAIT_S)


async def _run_until_called(engine: ConfiguredEngine, play: Play) -> None:
    """The deadline passes a moment after the provider was called."""

    async def bring_forward() -> None:
        assert await asyncio.to_thread(play.is_called.wait, WAIT_S)
        deadline.reschedule(asyncio.get_running_loop().time() + 0.05)

    async with asyncio.timeout(None) as deadline, asyncio.TaskGroup() as group:
        group.create_task(bring_forward())
        async with aclosing(engine.run(a_request())) as events:  # type: ignore[type-var]
            async for _ in events:
                pass


def test_an_answer_without_end_is_not_read_to_its_end(fake: FakeServer) -> None:
    outcome, play = asked(fake, SETUPS["gemini"], "huge")
    assert isinstance(outcome.error, BadEngineOutput)
    assert play.calls[0].dropped.wait(WAIT_S)
    assert play.calls[0].sent < 2 * MOST_ANSWER_BYTES


@every_engine
def test_the_probe_tells_a_wrong_key_and_a_right_one(fake: FakeServer, name: str) -> None:
    setup = SETUPS[name]
    asyncio.run(engine_at(fake.play(setup.provider), setup).probe())
    play = fake.play(setup.provider, "wrong key")
    with pytest.raises(EngineAuthFailed) as caught:
        asyncio.run(engine_at(play, setup).probe())
    assert play.key not in caught.value.message


@every_engine
def test_the_version_changes_with_what_changes_pictures(fake: FakeServer, name: str) -> None:
    play, setup = fake.play(SETUPS[name].provider), SETUPS[name]
    version = engine_at(play, setup).version
    assert engine_at(play, setup).version == version
    assert engine_at(play, setup, model="other").version != version
    assert engine_at(play, setup, capabilities={"max_anchors": 1}).version != version
