"""What holds for every engine on one's own machine, whatever goes wrong with its server."""

import asyncio

import pytest

from assets.engines.automatic1111 import Automatic1111Engine
from assets.engines.base import ConfiguredEngine
from assets.engines.comfyui.engine import ComfyUIEngine
from assets.engines.config import EngineConfig
from assets.engines.iopaint import IOPaintEngine
from assets.errors import (
    BadEngineOutput,
    EngineAuthFailed,
    EngineError,
    EngineOutOfCredit,
    EngineRefusedRequest,
    EngineUnavailable,
    RateLimited,
)
from tests.providers.comfyui_nodes import CHECKPOINTS
from tests.providers.local_engines import DRAW, ERASE, picture_of, setting
from tests.providers.provider import RETRY_AFTER_S, Play
from tests.providers.server import FakeServer

# Where each fetches its picture.
PICTURE_ROUTES = {"a1111": "txt2img", "comfyui": "view", "iopaint": "inpaint"}
REQUESTS = {"a1111": DRAW, "comfyui": DRAW, "iopaint": ERASE}
BAD = BadEngineOutput


def engine(name: str, play: Play) -> ConfiguredEngine:
    key = f"ann:{play.key}"
    match name:
        case "a1111":
            return Automatic1111Engine(setting(play, "automatic1111", api_key=key))
        case "comfyui":
            return ComfyUIEngine(
                setting(play, "comfyui", api_key=key, model=CHECKPOINTS[0]), poll_s=0.05
            )
        case _:
            return IOPaintEngine(setting(play, "iopaint", api_key=key))


async def failure_of(name: str, play: Play) -> EngineError:
    with pytest.raises(EngineError) as caught:
        await picture_of(engine(name, play), REQUESTS[name])
    return caught.value


@pytest.mark.parametrize("name", PICTURE_ROUTES)
@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("cut off", EngineUnavailable),
        ("wrong type", BAD),
        ("invalid json", BAD),
        ("deep json", BAD),
        ("no object", BAD),
        ("empty", BAD),
        ("not a picture", BAD),
        ("bomb", BAD),
        ("rate limited", RateLimited),
        ("busy", EngineUnavailable),
        ("down", EngineUnavailable),
        ("wrong key", EngineAuthFailed),
        ("no credit", EngineOutOfCredit),
    ],
)
async def test_each_fault_has_its_class_costs_nothing_and_shows_no_key(
    fake: FakeServer, name: str, mode: str, error: type[EngineError]
) -> None:
    play = fake.play(name, mode, at=PICTURE_ROUTES[name])
    failure = await failure_of(name, play)
    assert type(failure) is error
    assert failure.was_billed is False
    assert play.key not in failure.message
    if mode == "rate limited":
        assert failure.retry_after_s == RETRY_AFTER_S


@pytest.mark.parametrize("name", PICTURE_ROUTES)
async def test_an_address_that_sends_on_is_not_followed(fake: FakeServer, name: str) -> None:
    failure = await failure_of(name, fake.play(name, "redirect"))
    assert isinstance(failure, EngineRefusedRequest)
    assert "set the final address" in failure.message


@pytest.mark.parametrize("name", PICTURE_ROUTES)
async def test_nobody_at_the_address_is_told_and_safe_to_repeat(
    fake: FakeServer, name: str
) -> None:
    play = fake.play(name)
    play.url = "http://127.0.0.1:1"
    failure = await failure_of(name, play)
    assert isinstance(failure, EngineUnavailable)
    assert failure.is_safe_to_repeat
    assert "cannot be reached" in failure.message


@pytest.mark.parametrize("name", PICTURE_ROUTES)
@pytest.mark.parametrize("mode", ["hang", "drip"])
async def test_a_run_that_never_ends_can_be_left_at_once(
    fake: FakeServer, name: str, mode: str
) -> None:
    play = fake.play(name, mode, at=PICTURE_ROUTES[name])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.6):
            await picture_of(engine(name, play), REQUESTS[name])
    assert play.calls_to(PICTURE_ROUTES[name])[0].dropped.wait(10)


async def test_what_is_no_single_picture_is_not_read_to_its_end(fake: FakeServer) -> None:
    play = fake.play("iopaint", "huge", at="inpaint")
    assert isinstance(await failure_of("iopaint", play), BadEngineOutput)
    assert play.calls_to("inpaint")[0].dropped.wait(10)


@pytest.mark.parametrize("name", PICTURE_ROUTES)
async def test_a_private_address_that_may_not_be_is_never_called(
    fake: FakeServer, name: str
) -> None:
    play = fake.play(name)
    config = EngineConfig(
        key="x:1", adapter="x", label="The Workshop", base_url=play.url, model=CHECKPOINTS[0]
    )
    kind = type(engine(name, play))
    with pytest.raises(EngineRefusedRequest, match="in its own network"):
        await picture_of(kind(config), REQUESTS[name])
    assert play.calls == []
