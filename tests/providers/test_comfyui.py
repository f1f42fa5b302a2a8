"""ComfyUI's adapter against the fake ComfyUI, over real sockets."""

import asyncio
import copy
from dataclasses import replace

import numpy as np
import orjson
import pytest

from assets.engines.base import Progress
from assets.engines.comfyui.engine import ComfyUIEngine
from assets.engines.comfyui.workflows import built_in
from assets.engines.request import PICTURES, GenerationRequest, Operation
from assets.errors import (
    BadEngineOutput,
    EngineError,
    EngineRefusedRequest,
    EngineUnavailable,
)
from tests.providers.all import PROVIDERS
from tests.providers.comfyui import ComfyUI, World
from tests.providers.comfyui_nodes import CHECKPOINTS, UPSCALERS
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

POLL_S = 0.1


def engine(play: Play, *, api_key: str = "", **options: object) -> ComfyUIEngine:
    options = {"upscaler": UPSCALERS[0]} | options
    made = setting(play, "comfyui", api_key=api_key, model=CHECKPOINTS[0], options=options)
    return ComfyUIEngine(made, poll_s=POLL_S)


def world(play: Play) -> World:
    provider = PROVIDERS["comfyui"]
    assert isinstance(provider, ComfyUI)
    return provider.world(play)


def sent(play: Play) -> dict[str, dict]:
    return play.calls_to("prompt")[0].json["prompt"]


async def test_words_become_a_picture_of_just_the_size(fake: FakeServer) -> None:
    play = fake.play("comfyui")
    picture = await picture_of(engine(play), DRAW)
    assert np.array_equal(picture, drawn(DRAW.width, DRAW.height, DRAW.seed))
    assert all("_meta" not in node for node in sent(play).values())


async def test_settings_stand_where_the_workflow_is_marked(fake: FakeServer) -> None:
    play = fake.play("comfyui")
    options = {"steps": "12", "guidance": 3.5, "sampler": "euler", "scheduler": "normal"}
    await picture_of(engine(play, **options, negative_prompt="blur"), DRAW)
    inputs = sent(play)["sampler"]["inputs"]
    assert (inputs["steps"], inputs["cfg"]) == (12, 3.5)
    assert (inputs["sampler_name"], inputs["scheduler"], inputs["seed"]) == ("euler", "normal", 7)
    assert sent(play)["negative"]["inputs"]["text"] == "blur"


async def test_transparent_is_what_an_edit_repaints(fake: FakeServer) -> None:
    play = fake.play("comfyui")
    picture = await picture_of(engine(play), replace(EDIT, strength=0.35))
    assert np.array_equal((picture == PAINT).all(axis=2), EDIT.mask >= 128)
    uploaded = decoded(play.calls_to("upload")[0].files("image")[0])
    assert np.array_equal(uploaded[..., 3], 255 - EDIT.mask)
    assert np.array_equal(uploaded[..., :3], gradient())
    assert sent(play)["sampler"]["inputs"]["denoise"] == 0.35


async def test_an_extension_starts_anew_in_the_border(fake: FakeServer) -> None:
    play = fake.play("comfyui")
    await picture_of(engine(play), EXTEND)
    assert sent(play)["sampler"]["inputs"]["denoise"] == 1.0


async def test_an_anchor_is_followed_by_its_strength(fake: FakeServer) -> None:
    play = fake.play("comfyui")
    picture = await picture_of(engine(play), replace(FOLLOW, width=64, height=64))
    assert picture.shape == (64, 64, 3)
    assert sent(play)["sampler"]["inputs"]["denoise"] == pytest.approx(0.6)


async def test_a_picture_is_enlarged_to_just_the_size(fake: FakeServer) -> None:
    picture = await picture_of(engine(fake.play("comfyui")), ENLARGE)
    assert picture.shape[:2] == (ENLARGE.height, ENLARGE.width)


async def test_pictures_go_to_the_temporary_folder(fake: FakeServer) -> None:
    play = fake.play("comfyui")
    await picture_of(engine(play), EDIT)
    assert play.calls_to("upload")[0].fields["type"] == "temp"
    assert all(name.endswith(" [temp]") or "made/" in name for name in world(play).files)


@pytest.mark.parametrize("mode", ["ok", "old previews", "foreign news", "odd frames"])
async def test_progress_and_previews_come_while_it_works(fake: FakeServer, mode: str) -> None:
    *news, _ = await events_of(engine(fake.play("comfyui", mode)), DRAW)
    assert {preview.shape for preview in previews(news)} == {(32, 32, 3)}
    fractions = [event.fraction for event in news if isinstance(event, Progress)]
    assert fractions == sorted(fractions)
    assert 0.5 < fractions[-1] <= 1.0


@pytest.mark.parametrize(
    "mode", ["no socket", "socket redirected", "socket lost", "cached", "answer lost"]
)
async def test_a_picture_comes_all_the_same(fake: FakeServer, mode: str) -> None:
    play = fake.play("comfyui", mode)
    picture = await picture_of(engine(play), DRAW)
    assert np.array_equal(picture, drawn(DRAW.width, DRAW.height, DRAW.seed))
    assert len(play.calls_to("prompt")) == 1


async def test_a_request_that_was_lost_is_not_queued_again_by_itself(fake: FakeServer) -> None:
    play = fake.play("comfyui", "request lost")
    with pytest.raises(EngineUnavailable, match="broke off"):
        await picture_of(engine(play), DRAW)
    assert len(play.calls_to("prompt")) == 1


@pytest.mark.parametrize(
    ("mode", "error", "words"),
    [
        ("node fails", EngineUnavailable, "stopped at KSampler: mat1 and mat2 shapes"),
        ("out of memory", EngineRefusedRequest, "out of memory at KSampler. Choose a smaller size"),
        ("stopped by somebody", EngineUnavailable, "Somebody stopped this picture"),
        ("saves nothing", BadEngineOutput, "check which of its nodes saves"),
        ("forgets", EngineUnavailable, "knows nothing of this picture any more"),
        ("file gone", BadEngineOutput, "does not have the picture any more that it made"),
    ],
)
async def test_failures_say_what_to_do(
    fake: FakeServer, mode: str, error: type[EngineError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        await picture_of(engine(fake.play("comfyui", mode)), DRAW)
    assert caught.value.was_billed is False
    assert "/secret/path" not in caught.value.message


async def test_leaving_interrupts_our_own_prompt_alone(fake: FakeServer) -> None:
    play = fake.play("comfyui", "runs on")
    async with begun(engine(play), DRAW):
        pass
    assert world(play).interrupts == list(world(play).prompts)


async def test_leaving_a_prompt_that_waits_takes_it_back_and_interrupts_nobody(
    fake: FakeServer,
) -> None:
    play = fake.play("comfyui", "waits")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await events_of(engine(play), DRAW)
    assert world(play).prompts == {}
    assert world(play).interrupts == []


async def test_a_model_that_is_not_there_is_told_with_its_node(fake: FakeServer) -> None:
    play = fake.play("comfyui")
    gone = ComfyUIEngine(setting(play, "comfyui", model="gone.safetensors"))
    with pytest.raises(
        EngineRefusedRequest, match=r"CheckpointLoaderSimple: Value not in list"
    ) as e:
        await picture_of(gone, DRAW)
    assert "upload another workflow" in e.value.message


async def test_a_proxy_before_it_gets_its_key_on_both_ways(fake: FakeServer) -> None:
    play = fake.play("comfyui", "password")
    *news, _ = await events_of(engine(play, api_key=play.key), DRAW)
    assert previews(news)


async def test_without_a_model_it_offers_only_what_has_a_workflow_of_its_own(
    fake: FakeServer,
) -> None:
    play = fake.play("comfyui")
    own = {"upscale": built_in(Operation.UPSCALE).graph}
    bare = ComfyUIEngine(setting(play, "comfyui", options={"workflows": own}))
    assert bare.capabilities().operations == {Operation.UPSCALE}
    assert engine(play).capabilities().operations == PICTURES


def own_inpaint(**loader: object) -> dict[str, dict]:
    """The built-in inpaint with a mask in a file of its own."""
    graph = copy.deepcopy(built_in(Operation.INPAINT).graph)
    graph["mask"] = {
        "class_type": str(loader.pop("class_type")),
        "inputs": {"image": "", **loader},
        "_meta": {"title": "The $mask"},
    }
    graph["hole"]["inputs"]["mask"] = ["mask", 1 if "channel" not in loader else 0]
    return graph


@pytest.mark.parametrize(
    "loader",
    [
        {"class_type": "LoadImage"},
        {"class_type": "LoadImageMask", "channel": "alpha"},
        {"class_type": "LoadImageMask", "channel": "red"},
    ],
    ids=["by transparency", "alpha", "red"],
)
async def test_a_workflow_of_its_own_gets_the_mask_as_its_node_reads_it(
    fake: FakeServer, loader: dict
) -> None:
    play = fake.play("comfyui")
    workflows = {"inpaint": own_inpaint(**loader)}
    picture = await picture_of(engine(play, workflows=workflows), EDIT)
    assert np.array_equal((picture == PAINT).all(axis=2), EDIT.mask >= 128)


async def test_a_node_that_comfyui_does_not_have_is_named(fake: FakeServer) -> None:
    graph = copy.deepcopy(built_in(Operation.TEXT_TO_IMAGE).graph)
    graph["decoded"]["class_type"] = "FancyDecode"
    own = engine(fake.play("comfyui"), workflows={"text_to_image": graph})
    with pytest.raises(EngineRefusedRequest, match="FancyDecode does not exist"):
        await picture_of(own, DRAW)


async def test_a_stored_workflow_that_lacks_something_is_told(fake: FakeServer) -> None:
    play = fake.play("comfyui")
    graph = orjson.loads(orjson.dumps(built_in(Operation.UPSCALE).graph).replace(b"$source", b"x"))
    with pytest.raises(EngineRefusedRequest, match=r"It lacks \$source"):
        await picture_of(engine(play, workflows={"upscale": graph}), ENLARGE)
    assert play.calls == []


@pytest.mark.parametrize(
    ("model", "upscaler", "note"),
    [
        (CHECKPOINTS[0], UPSCALERS[0], ""),
        ("gone", "", "no checkpoint 'gone'"),
        ("", "gone", "no upscaler 'gone'. It has: RealESRGAN"),
        ("", "", "choose a model, or add a workflow"),
    ],
)
async def test_a_test_tells_what_is_missing(
    fake: FakeServer, model: str, upscaler: str, note: str
) -> None:
    options = {"upscaler": upscaler}
    probe = await ComfyUIEngine(
        setting(fake.play("comfyui"), "comfyui", model=model, options=options)
    ).probe()
    assert probe.models == CHECKPOINTS
    assert note in probe.note and bool(probe.note) == bool(note)


@pytest.mark.parametrize("request_", [DRAW, FOLLOW, EDIT, EXTEND, ENLARGE])
async def test_every_operation_brings_a_picture_of_its_size(
    fake: FakeServer, request_: GenerationRequest
) -> None:
    picture = await picture_of(engine(fake.play("comfyui", "jpeg")), request_)
    assert picture.shape == (request_.height, request_.width, 3)
