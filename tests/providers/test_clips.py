"""Clips of hosted engines against the fakes: submitted, looked at, brought in, cancelled."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from assets.engines.base import ClipEnd, ClipFrame
from assets.engines.request import GenerationRequest, Operation
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineError,
    EngineUnavailable,
    RateLimited,
    SafetyBlock,
)
from assets.motion.terms import Motion, Terms
from tests.providers.asking import DEADLINE_S, SetUp, engine_at
from tests.providers.clips import FRAMES, HEIGHT, WIDTH
from tests.providers.pictures import decoded, drawn
from tests.providers.provider import Play
from tests.providers.server import FakeServer
from tests.providers.setups import CLIP_INPUT, FAL, REPLICATE, SEEDANCE

CLIP = {"clip_input": CLIP_INPUT}
SETUPS = {
    "seedance": SEEDANCE,
    "fal": replace(FAL, options=FAL.options | CLIP),
    "replicate": replace(REPLICATE, options=REPLICATE.options | CLIP),
}
SUBMIT = {"seedance": "new_task", "fal": "submit", "replicate": "create_official"}
every_engine = pytest.mark.parametrize("name", SETUPS)


@dataclass
class Heard:
    frames: list[ClipFrame] = field(default_factory=list)
    end: ClipEnd | None = None
    error: AssetsError | None = None


def request(*, loops: bool = True) -> GenerationRequest:
    return GenerationRequest(
        operation=Operation.ANIMATE,
        prompt="steam rises",
        width=WIDTH,
        height=HEIGHT,
        seed=4_000_000_000,
        source=drawn(WIDTH, HEIGHT, seed=4),
        motion=Terms(Motion.STEAM, 3.5, loops=loops),
    )


def heard(play: Play, setup: SetUp, asked: GenerationRequest | None = None) -> Heard:
    async def listen() -> Heard:
        found = Heard()
        try:
            async with asyncio.timeout(DEADLINE_S):
                async with aclosing(engine_at(play, setup).run(asked or request())) as events:  # type: ignore[type-var]
                    async for event in events:
                        if isinstance(event, ClipFrame):
                            found.frames.append(event)
                        if isinstance(event, ClipEnd):
                            found.end = event
        except AssetsError as error:
            found.error = error
        return found

    return asyncio.run(listen())


@every_engine
def test_a_clip_is_brought_in_frame_by_frame(fake: FakeServer, name: str) -> None:
    play = fake.play(SETUPS[name].provider)
    found = heard(play, SETUPS[name])

    assert (found.error, len(found.frames)) == (None, FRAMES)
    assert found.end is not None
    assert {(one.image.shape, one.fps) for one in found.frames} == {((HEIGHT, WIDTH, 3), 24)}
    assert found.frames[-1].fraction == 1.0
    (download,) = play.calls_to("clip")
    submitted = play.calls_to(SUBMIT[name])
    assert len(submitted) == 1, "a clip is asked for once"
    assert play.key not in str(submitted[0].json)
    assert download.method == "GET"


def test_a_loop_ends_on_its_first_frame_and_is_billed_by_whole_seconds(fake: FakeServer) -> None:
    play = fake.play("ark")
    heard(play, SEEDANCE)
    body = play.calls_to("new_task")[0].json

    first, last = (part for part in body["content"] if part["type"] == "image_url")
    assert first["image_url"] == last["image_url"]
    assert decoded(first["image_url"]["url"]).shape == (HEIGHT, WIDTH, 3)
    assert (body["duration"], body["resolution"], body["ratio"]) == (4, "720p", "3:2")
    assert (body["generate_audio"], body["watermark"]) == (False, False)

    play = fake.play("ark")
    heard(play, SEEDANCE, request(loops=False))
    assert [part.get("role") for part in play.calls_to("new_task")[0].json["content"]] == [
        None,
        "first_frame",
    ]


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("text blocked", SafetyBlock),
        ("task blocked", SafetyBlock),
        ("task failed", EngineError),
        ("unknown status", BadEngineOutput),
        ("not a clip", BadEngineOutput),
        ("broken clip", BadEngineOutput),
        ("clip elsewhere", BadEngineOutput),
        ("rate limited", RateLimited),
        ("down", EngineUnavailable),
        ("invalid json", BadEngineOutput),
    ],
)
def test_what_goes_wrong_is_said_and_never_asked_for_twice(
    fake: FakeServer, mode: str, error: type[AssetsError]
) -> None:
    routes = {"text blocked": "new_task", "down": "new_task", "invalid json": "new_task"}
    play = fake.play("ark", mode, at=routes.get(mode))
    found = heard(play, SEEDANCE)

    assert isinstance(found.error, error)
    assert found.end is None
    assert play.key not in found.error.message
    assert len(play.calls_to("new_task")) <= 1


@every_engine
def test_what_nobody_waits_for_is_cancelled_there(fake: FakeServer, name: str) -> None:
    play = fake.play(SETUPS[name].provider, "never done")

    async def leave() -> None:
        async with aclosing(engine_at(play, SETUPS[name]).run(request())) as events:  # type: ignore[type-var]
            async for _ in events:
                if play.calls_to("task") or play.calls_to("status") or play.calls_to("get"):
                    return

    asyncio.run(leave())
    (job,) = play.jobs.values()
    assert job.get("is_deleted") or job.get("is_cancelled")


def test_a_second_has_the_price_of_the_setting(fake: FakeServer) -> None:
    engine = engine_at(fake.play("ark"), SEEDANCE, second_usd="0.216")
    assert engine.capabilities().second_usd == Decimal("0.216")
    with pytest.raises(ValueError, match="price of a second"):
        engine_at(fake.play("ark"), SEEDANCE, second_usd="much").capabilities()
