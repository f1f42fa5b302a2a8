"""The OpenAI engine, and the one for servers that imitate it, against the fake."""

import asyncio
from decimal import Decimal

import numpy as np
import pytest

from assets.engines.request import PICTURES, Operation
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineOutOfCredit,
    EngineRefusedRequest,
    EngineUnavailable,
    NoImage,
    RateLimited,
    SafetyBlock,
)
from tests.providers.asking import a_request, an_anchor, asked, engine_at
from tests.providers.pictures import PAINT, decoded
from tests.providers.server import FakeServer
from tests.providers.setups import COMPATIBLE, OPENAI


def test_partial_pictures_come_before_the_finished_one(fake: FakeServer) -> None:
    outcome, play = asked(fake, OPENAI, usd_per_million_tokens="30", quality="low")
    assert outcome.output is not None
    previews = [one.preview for one in outcome.progress if one.preview is not None]
    assert [preview.shape for preview in previews] == [(1024, 1024, 3)] * 2
    assert [one.fraction for one in outcome.progress] == [0.0, 0.4, 0.8]
    assert outcome.output.cost_usd == Decimal("0.04704")
    assert outcome.output.facts == {"output_tokens": 1568}
    body = play.calls[0].json
    assert (body["stream"], body["partial_images"], body["quality"]) == (True, 2, "low")


def test_without_a_stream_the_picture_comes_at_once(fake: FakeServer) -> None:
    outcome, play = asked(fake, OPENAI, partial_images="off")
    assert outcome.output is not None
    assert "stream" not in play.calls[0].json
    answered, _ = asked(fake, OPENAI, "no stream")
    assert answered.output is not None
    empty, _ = asked(fake, OPENAI, "no data", partial_images="off")
    assert isinstance(empty.error, NoImage)


def test_an_edit_sends_the_mask_as_alpha_with_the_first_picture(fake: FakeServer) -> None:
    request = a_request(Operation.INPAINT, anchors=(an_anchor(), an_anchor()))
    outcome, play = asked(fake, OPENAI, request=request)
    assert outcome.output is not None
    assert np.abs(outcome.output.image[400, 400].astype(int) - PAINT).max() < 30
    call = play.calls[0]
    files = call.files("image[]")
    assert [decoded(file).shape[:2] for file in files] == [(1024, 1024), (240, 320), (240, 320)]
    mask = decoded(call.files("mask")[0])
    assert np.array_equal(mask[..., 3], 255 - request.mask)  # type: ignore[operator]
    assert "Picture 2 gives the style" in call.fields["prompt"]


def test_sixteen_pictures_are_taken(fake: FakeServer) -> None:
    anchors = (an_anchor(size=(40, 30)),) * 15
    outcome, play = asked(fake, OPENAI, request=a_request(Operation.INPAINT, anchors=anchors))
    assert outcome.output is not None
    assert len(play.calls[0].files("image[]")) == 16
    assert engine_at(play, OPENAI).capabilities().max_anchors == 15


@pytest.mark.parametrize(
    ("size", "asked_for"),
    [((512, 512), "816x816"), ((1500, 300), "1440x480")],
)
def test_sizes_off_its_grid_come_as_the_same_view(
    fake: FakeServer, size: tuple[int, int], asked_for: str
) -> None:
    request = a_request(Operation.INPAINT, size=size)
    outcome, play = asked(fake, OPENAI, request=request)
    assert outcome.output is not None
    assert play.calls[0].fields["size"] == asked_for
    height, width = outcome.output.image.shape[:2]
    assert width / height == pytest.approx(size[0] / size[1], rel=0.02)


@pytest.mark.parametrize(
    ("mode", "stage", "rule", "was_billed"),
    [
        ("moderated input", "input", "sexual", False),
        ("moderated output", "output", "sexual", None),
        ("moderated, no details", "", "moderation", None),
        ("moderated, unknown stage", "", "sexual", None),
        ("moderated in the stream", "output", "sexual", None),
    ],
)
def test_moderation_tells_its_stage_and_categories(
    fake: FakeServer, mode: str, stage: str, rule: str, was_billed: bool | None
) -> None:
    outcome, _ = asked(fake, OPENAI, mode)
    error = outcome.error
    assert isinstance(error, SafetyBlock)
    assert (error.stage, error.rule, error.was_billed) == (stage, rule, was_billed)


@pytest.mark.parametrize(
    ("mode", "kind", "words"),
    [
        ("user error", EngineRefusedRequest, "shows nothing"),
        ("spend limit", EngineOutOfCredit, "limit of spending"),
        ("retry after ms", RateLimited, "no more requests"),
        ("long wait", RateLimited, "no more requests"),
        ("error in the stream", EngineUnavailable, "fault of its own"),
        ("rate limited in the stream", RateLimited, "Slow down"),
        ("rate limited after a partial", EngineUnavailable, "Slow down"),
        ("no final", BadEngineOutput, "without the finished picture"),
        ("string error", EngineRefusedRequest, "prompt required"),
    ],
)
def test_errors_have_their_class_and_words(
    fake: FakeServer, mode: str, kind: type[AssetsError], words: str
) -> None:
    outcome, _ = asked(fake, OPENAI, mode)
    assert type(outcome.error) is kind
    assert words in outcome.error.message


def test_waits_are_read_in_each_spelling(fake: FakeServer) -> None:
    waits = []
    for mode in ("retry after ms", "long wait"):
        error = asked(fake, OPENAI, mode)[0].error
        assert isinstance(error, RateLimited)
        waits.append(error.retry_after_s)
    assert waits == [0.05, 3600]


@pytest.mark.parametrize("mode", ["final first", "unknown events", "bad partial"])
def test_odd_streams_end_with_their_picture(fake: FakeServer, mode: str) -> None:
    outcome, _ = asked(fake, OPENAI, mode)
    assert outcome.output is not None
    assert outcome.output.image.shape == (1024, 1024, 3)


def test_a_stream_that_is_cut_off_is_no_success(fake: FakeServer) -> None:
    outcome, _ = asked(fake, OPENAI, "cut off")
    assert outcome.output is None
    assert isinstance(outcome.error, EngineUnavailable)
    assert not outcome.error.is_safe_to_repeat


def test_a_mask_by_white_for_servers_that_want_it(fake: FakeServer) -> None:
    request = a_request(Operation.INPAINT)
    outcome, play = asked(fake, COMPATIBLE, "white mask", request=request)
    assert outcome.output is not None
    assert np.abs(outcome.output.image[400, 400].astype(int) - PAINT).max() < 30
    assert np.abs(outcome.output.image[100, 100].astype(int) - PAINT).max() > 60
    assert np.array_equal(decoded(play.calls[0].files("mask")[0]), request.mask)
    assert len(play.calls[0].files("image")) == 1


def test_pictures_may_come_by_address_of_the_same_server_only(fake: FakeServer) -> None:
    outcome, play = asked(fake, COMPATIBLE, "picture by url")
    assert outcome.output is not None
    assert len(play.calls_to("download")) == 1
    elsewhere, _ = asked(fake, COMPATIBLE, "picture elsewhere")
    assert isinstance(elsewhere.error, BadEngineOutput)
    assert "not fetched" in elsewhere.error.message


def test_what_a_server_can_is_set_by_options(fake: FakeServer) -> None:
    play = fake.play("openai")
    none = engine_at(play, COMPATIBLE, edits_path="", references="4").capabilities()
    assert none.operations == {Operation.TEXT_TO_IMAGE}
    assert none.max_anchors == 0
    some = engine_at(play, COMPATIBLE, references="4", mask_style="none").capabilities()
    assert some.operations == PICTURES - {Operation.UPSCALE}
    assert (some.max_anchors, some.has_mask) == (4, False)


def test_further_fields_go_along_and_null_leaves_one_out(fake: FakeServer) -> None:
    extra = '{"user": "board", "model": null, "response_format": null}'
    outcome, play = asked(fake, COMPATIBLE, extra=extra)
    assert outcome.output is not None
    assert play.calls[0].json.keys() == {"prompt", "n", "size", "user"}
    with pytest.raises(ValueError, match="Further fields is a JSON object"):
        engine_at(play, COMPATIBLE, extra="[]").capabilities()


def test_a_server_without_a_key_gets_none(fake: FakeServer) -> None:
    play = fake.play("openai")
    play.key = ""
    asyncio.run(engine_at(play, COMPATIBLE).probe())
    assert "authorization" not in play.calls[0].headers
