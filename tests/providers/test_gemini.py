"""The Gemini engine against the fake: what it asks, and what it makes of each answer."""

import asyncio
from decimal import Decimal

import pytest

from assets.compositing.adapters import Adapter
from assets.compositing.intents import Intent
from assets.engines.request import AnchorRole, Operation
from assets.errors import (
    EngineAuthFailed,
    EngineOutOfCredit,
    EngineRefusedRequest,
    NoImage,
    RateLimited,
    SafetyBlock,
)
from tests.providers.asking import a_request, an_anchor, asked, engine_at
from tests.providers.pictures import decoded, drawn
from tests.providers.server import FakeServer
from tests.providers.setups import GEMINI


def test_a_picture_of_the_size_asked_for(fake: FakeServer) -> None:
    outcome, play = asked(fake, GEMINI, usd_per_million_tokens="30")
    assert outcome.output is not None
    assert outcome.output.image.shape == (1024, 1024, 3)
    assert outcome.output.cost_usd == Decimal("0.0336")
    assert outcome.output.facts["model"] == "gemini-nano-banana-2.1"
    generation = play.calls[0].json["generationConfig"]
    assert generation["imageConfig"] == {"aspectRatio": "1:1", "imageSize": "1K"}
    assert 0 <= generation["seed"] < 2**31
    assert play.key not in play.calls[0].path + str(play.calls[0].query)


@pytest.mark.parametrize(
    ("size", "ratio", "name"),
    [((2752, 1536), "16:9", "2K"), ((848, 1264), "2:3", "1K"), ((512, 2064), "1:4", "1K")],
)
def test_its_own_sizes_are_asked_for_by_name(
    fake: FakeServer, size: tuple[int, int], ratio: str, name: str
) -> None:
    request = a_request(size=size)
    outcome, play = asked(fake, GEMINI, image_size="2K", ratios="all", request=request)
    assert outcome.output is not None
    assert outcome.output.image.shape[1::-1] == size
    asked_for = play.calls[0].json["generationConfig"]["imageConfig"]
    assert asked_for == {"aspectRatio": ratio, "imageSize": name}


def test_every_size_it_says_it_can_is_taken(fake: FakeServer) -> None:
    engine = engine_at(fake.play("gemini"), GEMINI, image_size="4K", ratios="all")
    capabilities = engine.capabilities()
    assert len(capabilities.sizes) == 14 * 3
    assert capabilities.edit_kind is Adapter.KEY_COLOUR
    assert not capabilities.has_mask
    common = engine_at(fake.play("gemini"), GEMINI).capabilities()
    assert len(common.sizes) == 10


def test_anchors_go_along_with_their_roles_in_words(fake: FakeServer) -> None:
    anchors = (
        an_anchor(AnchorRole.SUBJECT, 0.9),
        an_anchor(AnchorRole.COLOUR, 0.1, size=(3000, 2000)),
    )
    request = a_request(Operation.IMAGE_TO_IMAGE, anchors=anchors)
    outcome, play = asked(fake, GEMINI, request=request)
    assert outcome.output is not None
    words, *pictures = play.calls[0].json["contents"][0]["parts"]
    assert "Picture 1 shows the subject" in words["text"]
    assert "closely" in words["text"].splitlines()[1]
    assert "Picture 2 gives the colours" in words["text"]
    assert len(pictures) == 2
    assert decoded(pictures[1]["inlineData"]["data"]).shape[1] == 2048


def test_an_edit_is_told_by_its_intent(fake: FakeServer) -> None:
    request = a_request(Operation.INPAINT, mask=None, intent=Intent.ADD, anchors=(an_anchor(),))
    _, play = asked(fake, GEMINI, request=request)
    words, source, _ = play.calls[0].json["contents"][0]["parts"]
    assert words["text"].startswith("Add here: a red cup")
    assert "Picture 2 gives the style" in words["text"]
    assert (decoded(source["inlineData"]["data"]) == drawn(1024, 1024, seed=4)).all()


@pytest.mark.parametrize(
    ("mode", "rule", "stage"),
    [
        ("prompt blocked", "PROHIBITED_CONTENT", "input"),
        ("prompt blocked for an unknown reason", "SOMETHING_NEW", "input"),
        ("image safety", "IMAGE_SAFETY", "output"),
        ("image prohibited", "IMAGE_PROHIBITED_CONTENT", "output"),
        ("image recitation", "IMAGE_RECITATION", "output"),
        ("safety", "SAFETY", "output"),
    ],
)
def test_refusals_say_who_refused_what(fake: FakeServer, mode: str, rule: str, stage: str) -> None:
    outcome, play = asked(fake, GEMINI, mode)
    assert isinstance(outcome.error, SafetyBlock)
    assert (outcome.error.rule, outcome.error.stage) == (rule, stage)
    assert outcome.error.decided_by == "The Engine"
    assert len(play.calls) == 1


@pytest.mark.parametrize(
    ("mode", "kind", "words"),
    [
        ("no image", NoImage, "Unable to show"),
        ("image other", NoImage, "without a picture"),
        ("unknown reason", NoImage, "without a picture"),
        ("no candidates", NoImage, "without a picture"),
        ("text only", NoImage, "I can't do that"),
        ("restricted account", EngineAuthFailed, "restricted"),
        ("retry info", RateLimited, "at the moment"),
        ("daily quota", EngineOutOfCredit, "this day"),
        ("bad key as 400", EngineAuthFailed, "does not accept its key"),
        ("no credit", EngineOutOfCredit, "billing"),
    ],
)
def test_errors_have_their_class_and_words(
    fake: FakeServer, mode: str, kind: type, words: str
) -> None:
    outcome, play = asked(fake, GEMINI, mode)
    assert type(outcome.error) is kind
    assert words in outcome.error.message
    assert play.key not in outcome.error.message


def test_a_wait_is_read_from_the_body(fake: FakeServer) -> None:
    outcome, _ = asked(fake, GEMINI, "retry info")
    assert isinstance(outcome.error, RateLimited)
    assert outcome.error.retry_after_s == 22


def test_an_unknown_model_is_the_administrators_to_mend(fake: FakeServer) -> None:
    outcome, _ = asked(fake, GEMINI, model="gemini-of-2019")
    assert isinstance(outcome.error, EngineRefusedRequest)
    assert "Engines page" in outcome.error.message


@pytest.mark.parametrize("mode", ["thought only", "thoughts first", "odd size"])
def test_the_last_picture_that_is_no_thought_counts(fake: FakeServer, mode: str) -> None:
    outcome, _ = asked(fake, GEMINI, mode)
    assert outcome.output is not None
    assert outcome.output.image.shape[0] == 1024


def test_the_probe_lists_models_that_draw(fake: FakeServer) -> None:
    found = asyncio.run(engine_at(fake.play("gemini"), GEMINI).probe())
    assert "gemini-3-pro-image" in found.models
    assert "gemini-text-only" not in found.models
    assert found.note == ""
    unknown = asyncio.run(engine_at(fake.play("gemini"), GEMINI, model="none").probe())
    assert "does not see" in unknown.note
    with pytest.raises(EngineAuthFailed):
        asyncio.run(engine_at(fake.play("gemini", "wrong key", at="models"), GEMINI).probe())
