"""Masked edits and extensions by engines on one's own machine, from row to row: whatever they do
outside of the mask, every byte there stays, and what they painted lies inside of it."""

import numpy as np
import pytest
from channels.db import database_sync_to_async

from assets.engines.automatic1111 import Automatic1111Engine
from assets.engines.base import Engine
from assets.engines.comfyui.engine import ComfyUIEngine
from assets.engines.iopaint import IOPaintEngine
from tests.integration.assets.generations import rows
from tests.integration.assets.generations.rows import fresh, result_pixels
from tests.integration.assets.generations.test_edits import (
    HEIGHT,
    HOLE,
    WIDTH,
    an_inpaint,
    an_outpaint,
    picture,
)
from tests.providers.comfyui_nodes import CHECKPOINTS
from tests.providers.local_engines import setting
from tests.providers.pictures import PAINT
from tests.providers.server import FakeServer
from tests.providers.test_edits import outside

pytestmark = pytest.mark.django_db(transaction=True)

every_engine = pytest.mark.parametrize("name", ["a1111", "comfyui", "iopaint"])


def engine_in(fake: FakeServer, name: str, mode: str) -> Engine:
    play = fake.play(name, mode)
    match name:
        case "a1111":
            return Automatic1111Engine(setting(play, "automatic1111"), poll_s=0.1)
        case "comfyui":
            return ComfyUIEngine(setting(play, "comfyui", model=CHECKPOINTS[0]), poll_s=0.1)
        case _:
            return IOPaintEngine(setting(play, "iopaint"))


@every_engine
async def test_an_edit_keeps_every_byte_outside_its_mask(fake: FakeServer, name: str) -> None:
    row = await an_inpaint("", intent="remove")
    await rows.run(row, engine_in(fake, name, "moved"))
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_message) == ("succeeded", "")
    after = await database_sync_to_async(result_pixels)(row)
    assert np.array_equal(after[outside()], picture()[outside()])
    assert done.facts["proof"]["changed_outside"] == 0
    middle = after[HOLE.y + HOLE.height // 2, HOLE.x + HOLE.width // 2].astype(int)
    assert np.abs(middle - PAINT).max() < 40, "the mask arrived the right way round"


@every_engine
async def test_an_extension_keeps_the_old_picture(fake: FakeServer, name: str) -> None:
    row = await an_outpaint("", grow={"right": 200, "top": 90, "keep_exactly": True})
    await rows.run(row, engine_in(fake, name, "moved"))
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_message) == ("succeeded", "")
    after = await database_sync_to_async(result_pixels)(row)
    assert after.shape == (HEIGHT + 90, WIDTH + 200, 3)
    assert np.array_equal(after[90:, :WIDTH], picture())
    assert np.abs(after[20, -20].astype(int) - PAINT).max() < 40


async def test_a_job_that_fails_ends_with_words_and_costs_nothing(fake: FakeServer) -> None:
    row = await an_inpaint("", intent="remove")
    await rows.run(row, engine_in(fake, "comfyui", "out of memory"))
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_code, done.cost_usd) == ("failed", "engine_refused", 0)
    assert done.error_message == (
        "The Workshop ran out of memory at KSampler. Choose a smaller size."
    )
