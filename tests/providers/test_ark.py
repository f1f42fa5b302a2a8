"""The Seedream engine against the fake."""

import pytest

from assets.engines.request import Operation
from assets.errors import (
    EngineOutOfCredit,
    EngineRefusedRequest,
    NoImage,
    SafetyBlock,
)
from tests.providers.asking import a_request, an_anchor, asked, engine_at
from tests.providers.pictures import decoded
from tests.providers.server import FakeServer
from tests.providers.setups import ARK


def test_small_views_are_asked_for_at_the_least_it_makes(fake: FakeServer) -> None:
    outcome, play = asked(fake, ARK)
    assert outcome.output is not None
    body = play.calls[0].json
    assert body["size"] == "1920x1920"
    assert outcome.output.image.shape == (1920, 1920, 3)
    assert (body["watermark"], body["sequential_image_generation"]) == (False, "disabled")
    assert 0 <= body["seed"] < 2**31
    smaller, play = asked(fake, ARK, least_pixels="921600")
    assert play.calls[0].json["size"] == "1024x1024"
    assert isinstance(smaller.error, EngineRefusedRequest), "the fake's model wants more"


def test_what_is_edited_goes_first_then_the_anchors(fake: FakeServer) -> None:
    request = a_request(Operation.INPAINT, mask=None, anchors=(an_anchor(), an_anchor()))
    outcome, play = asked(fake, ARK, request=request)
    assert outcome.output is not None
    pictures = [decoded(picture) for picture in play.calls[0].json["image"]]
    assert [picture.shape[:2] for picture in pictures] == [(1024, 1024), (240, 320), (240, 320)]


def test_a_picture_by_address_is_fetched_without_the_key(fake: FakeServer) -> None:
    outcome, play = asked(fake, ARK, "picture by url")
    assert outcome.output is not None
    assert len(play.calls_to("download")) == 1


@pytest.mark.parametrize(
    ("mode", "stage", "words"),
    [
        ("text blocked", "input", "this prompt"),
        ("picture blocked", "input", "one of the pictures sent"),
        ("risk", "input", "one of the pictures sent"),
        ("output blocked", "output", "the picture it made"),
        ("policy", "output", "the picture it made"),
        ("element refused", "output", "the picture it made"),
    ],
)
def test_refusals_say_what_was_refused(fake: FakeServer, mode: str, stage: str, words: str) -> None:
    outcome, _ = asked(fake, ARK, mode)
    assert isinstance(outcome.error, SafetyBlock)
    assert (outcome.error.stage, outcome.error.decided_by) == (stage, "The Engine")
    assert words in outcome.error.message


def test_codes_nobody_knows_fall_to_a_class(fake: FakeServer) -> None:
    assert isinstance(asked(fake, ARK, "unknown code")[0].error, EngineRefusedRequest)
    assert isinstance(asked(fake, ARK, "no data")[0].error, NoImage)
    assert isinstance(asked(fake, ARK, "no credit")[0].error, EngineOutOfCredit)


def test_options_that_are_no_pixels_are_refused_in_words(fake: FakeServer) -> None:
    with pytest.raises(ValueError, match="Fewest pixels of a picture is a whole number"):
        engine_at(fake.play("ark"), ARK, least_pixels="many").capabilities()
