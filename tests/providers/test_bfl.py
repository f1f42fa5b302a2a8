"""The FLUX engine against the fake: submit, look, fetch."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from assets.compositing.geometry import Box
from assets.engines.base import Progress
from assets.engines.bfl import kept_box
from assets.engines.request import Operation
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineUnavailable,
    SafetyBlock,
)
from tests.providers.asking import a_request, an_anchor, asked, engine_at
from tests.providers.pictures import PAINT, decoded
from tests.providers.server import FakeServer
from tests.providers.setups import BFL


def test_a_task_is_followed_to_its_picture(fake: FakeServer) -> None:
    request = a_request(Operation.IMAGE_TO_IMAGE, anchors=(an_anchor(), an_anchor()))
    outcome, play = asked(fake, BFL, request=request)
    assert outcome.output is not None
    assert outcome.output.cost_usd == Decimal("0.045")
    assert [call.route for call in play.calls] == ["submit", "poll", "poll", "poll", "download"]
    assert "x-key" in play.calls[0].headers
    body = play.calls[0].json
    assert {"input_image", "input_image_2"} <= body.keys()
    assert (body["width"], body["height"], body["output_format"]) == (1024, 1024, "png")
    assert [one.fraction for one in outcome.progress] == [0.0, 0.4, 0.4]


@pytest.mark.parametrize("size", [(96, 64), (300, 100), (4000, 1000)])
def test_no_side_is_too_short_or_long_for_it(fake: FakeServer, size: tuple[int, int]) -> None:
    outcome, play = asked(fake, BFL, request=a_request(size=size))
    assert outcome.error is None
    assert outcome.output is not None
    height, width = outcome.output.image.shape[:2]
    assert width / height == pytest.approx(size[0] / size[1], rel=0.02)


def test_kontext_is_asked_by_ratio(fake: FakeServer) -> None:
    request = a_request(size=(1536, 864))
    outcome, play = asked(fake, BFL, request=request, model="flux-kontext-pro", sizes="ratio")
    assert outcome.output is not None
    assert play.calls[0].json["aspect_ratio"] == "16:9"


def test_a_masked_edit_goes_to_fill_with_a_white_mask(fake: FakeServer) -> None:
    request = a_request(Operation.INPAINT, size=(512, 512))
    outcome, play = asked(fake, BFL, request=request)
    assert outcome.output is not None
    assert play.calls[0].path == "/v1/flux-pro-1.0-fill"
    assert np.array_equal(decoded(play.calls[0].json["mask"]), request.mask)
    assert tuple(outcome.output.image[200, 200]) == PAINT


def test_an_extension_goes_to_expand_with_what_is_kept(fake: FakeServer) -> None:
    mask = np.full((640, 800), 255, np.uint8)
    mask[100:, 40:720] = 0
    request = a_request(Operation.OUTPAINT, size=(800, 640), mask=mask)
    outcome, play = asked(fake, BFL, request=request)
    assert outcome.output is not None
    body = play.calls[0].json
    assert [body[side] for side in ("left", "top", "right", "bottom")] == [40, 100, 80, 0]
    assert decoded(body["image"]).shape == (540, 680, 3)
    assert outcome.output.image.shape == (640, 800, 3)
    without, play = asked(fake, BFL, request=request, expand_model="")
    assert without.output is not None
    assert play.calls[0].path == "/v1/flux-pro-1.0-fill"


def test_what_is_kept_has_a_box_only_where_the_new_lies_around_it() -> None:
    mask = np.full((90, 120), 255, np.uint8)
    assert kept_box(mask) is None
    mask[:, 30:] = 0
    assert kept_box(mask) == Box(30, 0, 90, 90)
    mask[:] = 255
    mask[0, 0] = mask[-1, -1] = 0
    assert kept_box(mask) is None


def test_without_a_fill_model_it_takes_no_mask(fake: FakeServer) -> None:
    plain = replace(BFL, options={"fill_model": ""})
    assert not engine_at(fake.play("bfl"), plain).capabilities().has_mask
    outcome, play = asked(fake, plain, request=a_request(Operation.INPAINT, mask=None))
    assert outcome.output is not None
    assert "input_image" in play.calls[0].json


@pytest.mark.parametrize(
    ("mode", "kind", "words"),
    [
        ("request moderated", SafetyBlock, "refuses this prompt"),
        ("content moderated", SafetyBlock, "the picture it made"),
        ("task error", EngineUnavailable, "could not make this picture (Error)"),
        ("task lost", EngineUnavailable, "has lost this task"),
        ("unknown status", EngineUnavailable, "A Status Nobody Knows"),
        ("polled elsewhere", BadEngineOutput, "not fetched"),
        ("sample elsewhere", BadEngineOutput, "not fetched"),
    ],
)
def test_ends_of_a_task_have_their_class(
    fake: FakeServer, mode: str, kind: type[AssetsError], words: str
) -> None:
    error = asked(fake, BFL, mode)[0].error
    assert type(error) is kind
    assert words in error.message
    assert not getattr(error, "is_safe_to_repeat", False)


@pytest.mark.parametrize("mode", ["busy once", "rate limited once"])
def test_a_look_that_fails_is_looked_again(fake: FakeServer, mode: str) -> None:
    outcome, play = asked(fake, BFL, mode, at="poll")
    assert outcome.output is not None
    assert len(play.calls_to("submit")) == 1


@pytest.mark.parametrize("route", ["poll", "download"])
@pytest.mark.parametrize("mode", ["busy", "cut off", "wrong type"])
def test_a_task_that_was_taken_is_never_safe_to_ask_again(
    fake: FakeServer, mode: str, route: str
) -> None:
    outcome, play = asked(fake, BFL, mode, at=route)
    error = outcome.error
    assert isinstance(error, EngineUnavailable | BadEngineOutput)
    assert (error.is_safe_to_repeat, error.was_billed) == (False, None)
    assert len(play.calls_to("submit")) == 1


def test_a_task_that_never_ends_ends_with_the_run(fake: FakeServer) -> None:
    engine = engine_at(fake.play("bfl", "never ready"), BFL)

    async def follow() -> None:
        async with asyncio.timeout(0.3), aclosing(engine.run(a_request())) as events:  # type: ignore[type-var]
            async for event in events:
                assert isinstance(event, Progress)

    with pytest.raises(TimeoutError):
        asyncio.run(follow())
