"""The adapter of AUTOMATIC1111's API against the fake one, over a real socket."""

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from assets.compositing.intents import Intent
from assets.engines.automatic1111 import Automatic1111Engine
from assets.errors import (
    BadEngineOutput,
    EngineError,
    EngineRefusedRequest,
    EngineUnavailable,
)
from tests.providers.local_engines import (
    DRAW,
    EDIT,
    ENLARGE,
    EXTEND,
    FOLLOW,
    begun,
    events_of,
    gradient,
    picture_of,
    previews,
    setting,
)
from tests.providers.pictures import PAINT, decoded, drawn
from tests.providers.provider import Play
from tests.providers.server import FakeServer

POLL_S = 0.05


def engine(play: Play, **others: object) -> Automatic1111Engine:
    return Automatic1111Engine(setting(play, "automatic1111", **others), poll_s=POLL_S)


async def test_words_become_a_picture_of_just_the_size(fake: FakeServer) -> None:
    play = fake.play("a1111")
    picture = await picture_of(engine(play), DRAW)
    assert np.array_equal(picture, drawn(DRAW.width, DRAW.height, DRAW.seed))
    assert "override_settings" not in play.calls_to("txt2img")[0].json


async def test_settings_are_sent_with_the_one_picture(fake: FakeServer) -> None:
    play = fake.play("a1111")
    options = {"steps": 30, "guidance": "5.5", "sampler": "DPM++ 2M", "scheduler": "Karras"}
    options |= {"negative_prompt": "blur"}
    await picture_of(engine(play, model="dreamshaper_8", options=options), DRAW)
    sent = play.calls_to("txt2img")[0].json
    assert sent["override_settings"] == {"sd_model_checkpoint": "dreamshaper_8"}
    assert (sent["steps"], sent["cfg_scale"]) == (30, 5.5)
    assert (sent["sampler_name"], sent["scheduler"]) == ("DPM++ 2M", "Karras")
    assert sent["negative_prompt"] == "blur"


async def test_white_is_what_an_edit_repaints(fake: FakeServer) -> None:
    play = fake.play("a1111")
    picture = await picture_of(engine(play), replace(EDIT, strength=0.35))
    assert np.array_equal((picture == PAINT).all(axis=2), EDIT.mask >= 128)
    sent = play.calls_to("img2img")[0].json
    assert sent["denoising_strength"] == 0.35
    assert decoded(sent["mask"]).ndim == 2


async def test_an_extension_starts_from_what_fills_the_border(fake: FakeServer) -> None:
    play = fake.play("a1111")
    picture = await picture_of(engine(play), EXTEND)
    sent = play.calls_to("img2img")[0].json
    assert (sent["denoising_strength"], sent["inpainting_fill"]) == (1.0, 1)
    assert np.array_equal(decoded(sent["init_images"][0]), gradient())
    assert picture.shape == gradient().shape


@pytest.mark.parametrize(("strength", "denoise"), [(0.0, 1.0), (0.5, 0.6), (1.0, 0.2)])
async def test_an_anchor_is_followed_by_its_strength(
    fake: FakeServer, strength: float, denoise: float
) -> None:
    play = fake.play("a1111")
    anchor = replace(FOLLOW.anchors[0], strength=strength)
    await picture_of(engine(play), replace(FOLLOW, anchors=(anchor,)))
    assert play.calls_to("img2img")[0].json["denoising_strength"] == pytest.approx(denoise)


async def test_what_is_to_go_is_what_the_picture_must_not_show(fake: FakeServer) -> None:
    play = fake.play("a1111")
    options = {"negative_prompt": "blur"}
    removed = replace(EDIT, prompt="the bottle", intent=Intent.REMOVE)
    await picture_of(engine(play, options=options), removed)
    sent = play.calls_to("img2img")[0].json
    assert (sent["prompt"], sent["negative_prompt"]) == ("", "the bottle, blur")


async def test_a_picture_is_enlarged_to_just_the_size(fake: FakeServer) -> None:
    play = fake.play("a1111")
    picture = await picture_of(engine(play), ENLARGE)
    assert picture.shape[:2] == (ENLARGE.height, ENLARGE.width)
    assert play.calls_to("extra")[0].json["upscaler_1"] == "R-ESRGAN 4x+"


async def test_the_chosen_upscaler_counts(fake: FakeServer) -> None:
    play = fake.play("a1111")
    await picture_of(engine(play, options={"upscaler": "Lanczos"}), ENLARGE)
    assert play.calls_to("extra")[0].json["upscaler_1"] == "Lanczos"
    assert play.calls_to("upscalers") == []


async def test_a_grid_before_the_picture_is_passed_over(fake: FakeServer) -> None:
    picture = await picture_of(engine(fake.play("a1111", "grid first")), DRAW)
    assert picture.shape[:2] == (DRAW.height, DRAW.width)


async def test_progress_and_previews_of_our_own_task_come_while_it_works(fake: FakeServer) -> None:
    play = fake.play("a1111", "slow", at="txt2img")
    *news, _ = await events_of(engine(play), DRAW)
    assert news[0].fraction == 0.4
    assert [preview.shape for preview in previews(news)] == [(32, 32, 3)]


async def test_without_the_web_ui_the_global_progress_of_an_idle_server_is_ours(
    fake: FakeServer,
) -> None:
    play = fake.play("a1111", "at work without web ui")
    async with begun(engine(play), DRAW) as first:
        assert (first.fraction, first.preview.shape) == (0.4, (32, 32, 3))
    assert len(play.calls_to("interrupt")) == 1


async def test_a_job_of_somebody_else_is_neither_shown_nor_stopped(fake: FakeServer) -> None:
    play = fake.play("a1111", "waiting without web ui")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(6 * POLL_S):
            await events_of(engine(play), DRAW)
    assert play.calls_to("interrupt") == []
    assert play.calls_to("txt2img")[0].dropped.wait(10)


async def test_leaving_stops_our_own_job(fake: FakeServer) -> None:
    play = fake.play("a1111", "at work")
    async with begun(engine(play), DRAW) as first:
        assert first.fraction == 0.4
    assert len(play.calls_to("interrupt")) == 1
    assert play.calls_to("txt2img")[0].dropped.wait(10)


async def test_leaving_a_job_that_waits_stops_nobody_elses(fake: FakeServer) -> None:
    play = fake.play("a1111", "waiting")
    async with begun(engine(play), DRAW) as first:
        assert first.fraction == 0.0
    assert play.calls_to("interrupt") == []


async def test_a_picture_that_somebody_stopped_is_none(fake: FakeServer) -> None:
    with pytest.raises(EngineUnavailable, match="Somebody stopped this picture in The Workshop"):
        await picture_of(engine(fake.play("a1111", "stopped by somebody")), DRAW)


async def test_what_was_stopped_before_does_not_count_against_an_upscale(
    fake: FakeServer,
) -> None:
    picture = await picture_of(engine(fake.play("a1111", "stopped by somebody")), ENLARGE)
    assert picture.shape[:2] == (ENLARGE.height, ENLARGE.width)


@pytest.mark.parametrize(
    ("mode", "error", "words"),
    [
        ("out of memory", EngineRefusedRequest, "ran out of graphics memory. Choose a smaller"),
        ("without its api", EngineRefusedRequest, "Start it with --api"),
        ("no pictures", BadEngineOutput, "no picture"),
    ],
)
async def test_failures_say_what_to_do(
    fake: FakeServer, mode: str, error: type[EngineError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        await picture_of(engine(fake.play("a1111", mode)), DRAW)
    assert caught.value.was_billed is False


async def test_a_sampler_that_is_not_there_is_told_in_its_words(fake: FakeServer) -> None:
    play = fake.play("a1111")
    with pytest.raises(EngineRefusedRequest, match="Sampler not found"):
        await picture_of(engine(play, options={"sampler": "Euler z"}), DRAW)


async def test_name_and_password_go_along(fake: FakeServer) -> None:
    play = fake.play("a1111", "password")
    picture = await picture_of(engine(play, api_key=f"ann:{play.key}"), DRAW)
    assert picture.shape[:2] == (DRAW.height, DRAW.width)


async def test_a_test_lists_the_models_and_misses_an_unknown_one(fake: FakeServer) -> None:
    play = fake.play("a1111")
    probe = await engine(play, model="sd_xl_base_1.0.safetensors").probe()
    assert probe.models[0].startswith("sd_xl_base_1.0")
    assert probe.note == ""
    assert "no checkpoint 'flux'" in (await engine(play, model="flux").probe()).note
