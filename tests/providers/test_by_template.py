"""fal and Replicate against the fakes: any model by its setting, a job followed and cancelled."""

import asyncio
from contextlib import aclosing, suppress
from typing import Any

import pytest

from assets.compositing.geometry import Size
from assets.engines.by_template import named_ratio
from assets.engines.request import Operation
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineOutOfCredit,
    EngineRefusedRequest,
    EngineTimeout,
    EngineUnavailable,
    NoImage,
    SafetyBlock,
)
from tests.providers.asking import SetUp, a_request, an_anchor, asked, engine_at
from tests.providers.pictures import PAINT, decoded
from tests.providers.server import FakeServer
from tests.providers.setups import FAL, REPLICATE

EITHER = pytest.mark.parametrize("setup", [FAL, REPLICATE], ids=["fal", "replicate"])


def test_a_job_of_fal_is_followed_to_its_picture(fake: FakeServer) -> None:
    outcome, play = asked(fake, FAL)
    assert outcome.output is not None
    assert [call.route for call in play.calls] == [
        "submit",
        "status",
        "status",
        "status",
        "response",
        "download",
    ]
    body = play.calls[0].json
    assert body["image_size"] == {"width": 1024, "height": 1024}
    assert (body["prompt"], body["seed"] < 2**31) == ("a red cup", True)
    assert outcome.output.facts["request_id"] == "r1"


def test_a_prediction_of_replicate_tells_how_far_it_is(fake: FakeServer) -> None:
    outcome, play = asked(fake, REPLICATE)
    assert outcome.output is not None
    assert [one.fraction for one in outcome.progress] == [0.0, 0.0, 0.4, 0.4]
    assert play.calls[0].path == "/v1/models/black-forest-labs/flux-dev/predictions"
    versioned, play = asked(fake, REPLICATE, model="someone/thing:abc123")
    assert versioned.output is not None
    assert play.calls[0].path == "/v1/predictions"
    assert play.calls[0].json["version"] == "abc123"


def test_references_and_masks_go_where_the_setting_says(fake: FakeServer) -> None:
    request = a_request(Operation.IMAGE_TO_IMAGE, anchors=(an_anchor(), an_anchor()))
    outcome, play = asked(fake, FAL, request=request)
    assert outcome.output is not None
    assert [decoded(uri).shape for uri in play.calls[0].json["image_urls"]] == [(240, 320, 3)] * 2
    edit, play = asked(fake, FAL, request=a_request(Operation.INPAINT, size=(512, 512)))
    assert edit.output is not None
    assert tuple(edit.output.image[200, 200]) == PAINT
    assert play.calls[0].json.keys() == {"prompt", "image_url", "mask_url"}


def test_what_a_model_can_is_read_from_its_inputs(fake: FakeServer) -> None:
    play = fake.play("fal")
    full = engine_at(play, FAL).capabilities()
    assert full.operations == {
        Operation.TEXT_TO_IMAGE,
        Operation.IMAGE_TO_IMAGE,
        Operation.INPAINT,
        Operation.OUTPAINT,
    }
    assert (full.max_anchors, full.has_mask, full.has_seed) == (4, True, True)
    by_words = '{"prompt": "{prompt}", "image_url": "{source}", "strength": "{strength}"}'
    words = engine_at(play, FAL, edit_input=by_words, reference_input="").capabilities()
    assert Operation.IMAGE_TO_IMAGE not in words.operations
    assert (words.max_anchors, words.has_mask, words.has_strength) == (0, False, True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"text_input": "[]"}, "The input for words alone is a JSON object"),
        ({"edit_input": '{"a": "{nonsense}"}'}, "unknown place {nonsense}"),
        ({"text_input": "", "reference_input": "", "edit_input": ""}, "at least one operation"),
        ({"references": "many"}, "Reference pictures taken is a whole number"),
        ({"model": "../../secret"}, "written as owner/name"),
    ],
)
def test_settings_that_cannot_be_are_refused_in_words(
    fake: FakeServer, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError) as caught:
        engine_at(fake.play("fal"), FAL, **options).capabilities()
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("setup", "mode", "kind", "words"),
    [
        (FAL, "policy violation", SafetyBlock, "refuses this"),
        (FAL, "nsfw", SafetyBlock, "withheld"),
        (FAL, "completed with an error", EngineUnavailable, "fault of its own"),
        (FAL, "startup timeout", EngineTimeout, "took too long"),
        (FAL, "unknown status", BadEngineOutput, "TELEPORTED"),
        (FAL, "no pictures", NoImage, "without a picture"),
        (FAL, "addresses elsewhere", BadEngineOutput, "not fetched"),
        (FAL, "no credit", EngineOutOfCredit, "no credit left"),
        (REPLICATE, "nsfw", SafetyBlock, "NSFW content detected"),
        (REPLICATE, "flagged", SafetyBlock, "refuses this"),
        (REPLICATE, "prediction failed", EngineUnavailable, "CUDA out of memory"),
        (REPLICATE, "unknown status", BadEngineOutput, "daydreaming"),
        (REPLICATE, "cancelled there", EngineUnavailable, "was cancelled at"),
        (REPLICATE, "no output", NoImage, "without a picture"),
    ],
)
def test_ends_of_a_job_have_their_class(
    fake: FakeServer, setup: SetUp, mode: str, kind: type[AssetsError], words: str
) -> None:
    outcome, play = asked(fake, setup, mode)
    error = outcome.error
    assert type(error) is kind
    assert words in error.message
    assert not getattr(error, "is_safe_to_repeat", False)
    assert len([call for call in play.calls if call.method == "POST" and is_start(call)]) == 1


def is_start(call: Any) -> bool:
    return not call.path.endswith("/cancel")


@EITHER
def test_an_unknown_model_is_the_administrators_to_mend(fake: FakeServer, setup: SetUp) -> None:
    model = "fal-ai/unknown" if setup is FAL else "nobody/unknown"
    outcome, _ = asked(fake, setup, model=model)
    assert isinstance(outcome.error, EngineRefusedRequest)
    assert "Engines page" in outcome.error.message


@pytest.mark.parametrize(("setup", "mode"), [(FAL, "data uri"), (REPLICATE, "one url")])
def test_pictures_are_found_where_models_put_them(
    fake: FakeServer, setup: SetUp, mode: str
) -> None:
    assert asked(fake, setup, mode)[0].output is not None


@EITHER
def test_who_leaves_cancels_the_job_there(fake: FakeServer, setup: SetUp) -> None:
    play = fake.play(setup.provider, "never done")

    async def by_closing() -> None:
        async with aclosing(engine_at(play, setup).run(a_request())) as events:  # type: ignore[type-var]
            async for _ in events:
                if len(play.calls) > 2:
                    break

    async def by_cancelling() -> None:
        is_looked_at = asyncio.Event()
        task = asyncio.create_task(_follow(engine_at(play, setup), is_looked_at))
        await is_looked_at.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(by_closing())
    asyncio.run(by_cancelling())
    assert [job["is_cancelled"] for job in play.jobs.values()] == [True, True]


async def _follow(engine: Any, is_looked_at: asyncio.Event) -> None:
    """is_looked_at: set once the job was looked at, after the second event."""
    count = 0
    async for _ in engine.run(a_request()):
        count += 1
        if count > 2:
            is_looked_at.set()


@EITHER
@pytest.mark.parametrize("mode", ["busy", "wrong type"])
def test_a_job_that_was_taken_is_never_safe_to_ask_again(
    fake: FakeServer, setup: SetUp, mode: str
) -> None:
    route = "status" if setup is FAL else "get"
    outcome, play = asked(fake, setup, mode, at=route)
    error = outcome.error
    assert isinstance(error, EngineUnavailable | BadEngineOutput)
    assert (error.is_safe_to_repeat, error.was_billed) == (False, None)
    assert [job["is_cancelled"] for job in play.jobs.values()] == [True]


def test_a_ratio_has_its_common_name() -> None:
    named = [named_ratio(size) for size in (Size(1376, 768), Size(1024, 1024), Size(500, 300))]
    assert named == ["16:9", "1:1", "5:3"]
