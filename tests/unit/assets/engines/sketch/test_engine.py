"""What holds for every operation of the sketch engine."""

import asyncio
import hashlib
import os
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest

from assets.engines.base import Engine, Progress
from assets.engines.request import Anchor, AnchorRole, GenerationRequest, Operation
from assets.engines.sketch.engine import OPERATIONS, SketchEngine
from assets.engines.sketch.show import Stopped
from assets.errors import EngineRefusedRequest
from tests.unit.assets.engines.sketch.pictures import (
    Run,
    draw,
    each_operation,
    inpaint,
    make,
    restyle,
    with_disc,
)

NAMES = sorted(each_operation())

IN_A_PROCESS_OF_ITS_OWN = """
import hashlib
from tests.unit.assets.engines.sketch.pictures import each_operation, make
for name, request in sorted(each_operation().items()):
    print(name, hashlib.sha256(make(request()).image.tobytes()).hexdigest())
"""


def test_it_is_an_engine_that_costs_nothing_and_shows_its_work() -> None:
    engine: Engine = SketchEngine()
    able = engine.capabilities()
    assert (engine.key, able.price_usd) == ("sketch", 0)
    assert able.operations == frozenset(Operation)
    assert able.has_mask and able.has_seed and able.streams_previews and able.max_anchors > 1


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    """Each operation, run once."""
    return {name: make(request()) for name, request in each_operation().items()}


@pytest.mark.parametrize("name", NAMES)
def test_previews_rise_and_the_picture_has_the_size_asked_for(
    name: str, runs: dict[str, Run]
) -> None:
    request, run = each_operation()[name](), runs[name]
    fractions = [preview.fraction for preview in run.previews]
    assert 4 <= len(fractions) <= 8
    assert fractions == sorted(fractions)
    assert fractions[0] >= 0 and fractions[-1] < 1
    assert run.image.shape == (request.height, request.width, 3)
    assert run.image.dtype == np.uint8
    for preview in run.previews:
        assert preview.preview is not None
        height, width = preview.preview.shape[:2]
        assert width / height == pytest.approx(request.width / request.height, rel=0.03)


@pytest.mark.parametrize("name", NAMES)
def test_the_last_preview_is_nearer_to_the_picture_than_the_first(
    name: str, runs: dict[str, Run]
) -> None:
    run = runs[name]
    first, last = run.previews[0].preview, run.previews[-1].preview
    assert first is not None and last is not None
    assert _distance(last, run.image) <= _distance(first, run.image) + 0.5


def _distance(preview: np.ndarray, image: np.ndarray) -> float:
    assert preview.shape == image.shape, "small pictures are previewed at their own size"
    return float(np.abs(preview.astype(int) - image).mean())


@pytest.mark.parametrize("name", NAMES)
def test_the_same_request_makes_the_same_bytes(name: str, runs: dict[str, Run]) -> None:
    assert make(each_operation()[name]()).image.tobytes() == runs[name].image.tobytes()


def test_another_process_with_another_hash_seed_makes_the_same_bytes(
    runs: dict[str, Run],
) -> None:
    here = {name: hashlib.sha256(run.image.tobytes()).hexdigest() for name, run in runs.items()}
    answer = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN],
        env={**os.environ, "PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=True,
    )
    there = dict(line.split() for line in answer.stdout.splitlines())
    assert there == here


@pytest.mark.parametrize("name", ["draw", "echo", "colours", "remove", "insert", "extend"])
def test_another_seed_makes_another_picture(name: str, runs: dict[str, Run]) -> None:
    request = each_operation()[name]()
    other = replace(request, seed=request.seed + 1)
    assert np.abs(runs[name].image.astype(int) - make(other).image).max() > 8


@pytest.mark.parametrize("name", ["recolour", "tone", "remove", "insert", "extend"])
def test_outside_the_mask_every_byte_is_the_sources(name: str, runs: dict[str, Run]) -> None:
    request = each_operation()[name]()
    assert request.source is not None and request.mask is not None
    keep = request.mask < 128
    assert np.array_equal(runs[name].image[keep], request.source[keep])


def test_closing_the_events_stops_the_work() -> None:
    async def first_preview_only() -> None:
        events = SketchEngine().run(draw("city skyline at night", 512, 512))
        assert isinstance(await anext(events), Progress)
        await events.aclose()
        with pytest.raises(StopAsyncIteration):
            await anext(events)

    asyncio.run(first_preview_only())


@pytest.mark.parametrize("name", NAMES)
def test_work_that_nobody_waits_for_ends_at_its_next_step(name: str) -> None:
    request = each_operation()[name]()
    asked: list[float] = []

    def show(fraction: float, preview: np.ndarray) -> None:
        asked.append(fraction)
        raise Stopped

    with pytest.raises(Stopped):
        OPERATIONS[request.operation](request, show)
    assert len(asked) == 1


def test_the_event_loop_runs_on_while_it_draws() -> None:
    async def count_turns() -> int:
        turns = 0
        done = asyncio.Event()

        async def count() -> None:
            nonlocal turns
            while not done.is_set():
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        loop_thread = threading.get_ident()
        async for _ in SketchEngine().run(draw("mug", 256, 256)):
            assert threading.get_ident() == loop_thread
        done.set()
        await counting
        return turns

    assert asyncio.run(count_turns()) > 20


def refusal(request: GenerationRequest) -> str:
    with pytest.raises(EngineRefusedRequest) as caught:
        make(request)
    return caught.value.message


def test_what_cannot_be_made_is_refused_in_words() -> None:
    picture, mask = with_disc()
    good = inpaint(picture, mask, "red")
    assert "4096 x 4096" in refusal(draw("mug", 5000, 5000))
    assert "at least 1 px" in refusal(draw("mug", 0, 10))
    assert "anchors" in refusal(restyle("mug", 64, 64))
    many = [Anchor(picture, AnchorRole.STYLE, 0.5)] * 9
    assert "anchors" in refusal(restyle("mug", 64, 64, *many))
    grey = Anchor(picture[..., 0], AnchorRole.STYLE, 0.5)
    assert "RGB" in refusal(restyle("mug", 64, 64, grey))
    assert "strength" in refusal(restyle("mug", 64, 64, Anchor(picture, AnchorRole.STYLE, 1.5)))
    assert "mask" in refusal(replace(good, mask=None))
    assert "size" in refusal(replace(good, mask=mask[:-1]))
    assert "size" in refusal(replace(good, source=picture[:, :-1]))
    assert "strength" in refusal(replace(good, strength=-0.1))


def test_pictures_with_alpha_are_taken() -> None:
    picture, mask = with_disc()
    clear = np.dstack([picture, np.full(mask.shape, 255, np.uint8)])
    assert make(inpaint(clear, mask, "green")).image.shape == picture.shape
    anchor = Anchor(clear, AnchorRole.SUBJECT, 0.7)
    assert make(restyle("gouache", 64, 48, anchor)).image.shape == (48, 64, 3)
