"""IOPaint's adapter against the fake IOPaint, over a real socket."""

from dataclasses import replace

import numpy as np
import pytest

from assets.compositing.intents import Intent
from assets.engines.iopaint import IOPaintEngine
from assets.errors import BadEngineOutput, EngineError, EngineRefusedRequest, EngineUnavailable
from tests.providers.local_engines import EDIT, ERASE, EXTEND, gradient, picture_of, setting
from tests.providers.pictures import PAINT, decoded
from tests.providers.provider import Play
from tests.providers.server import FakeServer


def engine(play: Play, **others: object) -> IOPaintEngine:
    return IOPaintEngine(setting(play, "iopaint", **others))


async def test_what_changes_a_little_is_erased_too(fake: FakeServer) -> None:
    play = fake.play("iopaint")
    picture = await picture_of(engine(play), ERASE)
    changed = (picture == PAINT).all(axis=2)
    assert np.array_equal(changed, ERASE.mask > 0)


async def test_a_model_that_erases_is_told_no_words(fake: FakeServer) -> None:
    play = fake.play("iopaint")
    await picture_of(engine(play), replace(ERASE, prompt="the bottle"))
    assert play.calls_to("inpaint")[0].json.keys() == {"image", "mask"}


@pytest.mark.parametrize("request_", [EDIT, EXTEND], ids=["edit", "extension"])
async def test_words_that_it_would_ignore_are_refused(fake: FakeServer, request_) -> None:
    play = fake.play("iopaint")
    with pytest.raises(EngineRefusedRequest, match="reads no words") as caught:
        await picture_of(engine(play), request_)
    assert caught.value.was_billed is False
    assert play.calls_to("inpaint") == []


async def test_a_model_that_reads_words_gets_them_with_the_settings(fake: FakeServer) -> None:
    play = fake.play("iopaint", "reads words")
    options = {"steps": "30", "guidance": 7.5, "negative_prompt": "blur"}
    await picture_of(engine(play, options=options), replace(EDIT, strength=0.4))
    sent = play.calls_to("inpaint")[0].json
    assert (sent["prompt"], sent["negative_prompt"]) == ("a red kite", "blur")
    assert (sent["sd_seed"], sent["sd_steps"], sent["sd_guidance_scale"]) == (7, 30, 7.5)
    assert sent["sd_strength"] == 0.4


async def test_what_is_to_go_is_what_the_picture_must_not_show(fake: FakeServer) -> None:
    play = fake.play("iopaint", "reads words")
    removed = replace(EDIT, prompt="the bottle", intent=Intent.REMOVE)
    await picture_of(engine(play), removed)
    sent = play.calls_to("inpaint")[0].json
    assert (sent["prompt"], sent["negative_prompt"]) == ("", "the bottle")


async def test_the_picture_goes_out_without_transparency(fake: FakeServer) -> None:
    play = fake.play("iopaint")
    clear = np.dstack([gradient(), np.full(gradient().shape[:2], 9, np.uint8)])
    await picture_of(engine(play), replace(ERASE, source=clear))
    assert np.array_equal(decoded(play.calls_to("inpaint")[0].json["image"]), gradient())


async def test_a_mask_of_another_size_is_never_sent(fake: FakeServer) -> None:
    play = fake.play("iopaint")
    with pytest.raises(EngineRefusedRequest, match="no mask"):
        await picture_of(engine(play), replace(ERASE, mask=ERASE.mask[:8]))
    assert play.calls_to("inpaint") == []


@pytest.mark.parametrize(
    ("mode", "error", "words"),
    [
        ("out of memory", EngineRefusedRequest, "ran out of memory. Mask a smaller part"),
        ("somebody else", BadEngineOutput, "does not answer as IOPaint does"),
        ("down", EngineUnavailable, "look at IOPaint's own log"),
    ],
)
async def test_failures_say_what_to_do(
    fake: FakeServer, mode: str, error: type[EngineError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        await picture_of(engine(fake.play("iopaint", mode)), ERASE)
    assert caught.value.was_billed is False


@pytest.mark.parametrize(
    ("mode", "note"),
    [("ok", "lama erases, without words"), ("reads words", "inpainting reads prompts")],
)
async def test_a_test_tells_which_model_it_runs(fake: FakeServer, mode: str, note: str) -> None:
    probe = await engine(fake.play("iopaint", mode)).probe()
    assert note in probe.note


async def test_a_setting_that_is_no_number_is_told(fake: FakeServer) -> None:
    play = fake.play("iopaint", "reads words")
    with pytest.raises(EngineRefusedRequest, match="'many' for steps"):
        await picture_of(engine(play, options={"steps": "many"}), EDIT)
