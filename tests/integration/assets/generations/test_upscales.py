"""Upscales from row to row: exactly the size asked for, with transparency and all."""

import numpy as np
import pytest
from channels.db import database_sync_to_async

from assets.actions.assets import add_made_picture
from assets.engines.sketch.engine import SketchEngine
from assets.models import Generation
from tests.factories import make_workspace
from tests.fakes import ScriptedEngine
from tests.integration.assets.generations.rows import fresh, queued, result_pixels, run

pytestmark = pytest.mark.django_db(transaction=True)

WIDTH, HEIGHT = 61, 43


def picture(channels: int) -> np.ndarray:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    shades = [x * 4, y * 5, 255 - x * 4, np.where(x < WIDTH // 2, 255, 90)]
    return np.dstack(shades[:channels]).astype(np.uint8)


@database_sync_to_async
def an_upscale(scale: int, *, channels: int = 3, prompt: str = "") -> Generation:
    workspace = make_workspace()
    source = add_made_picture(
        workspace=workspace, image=picture(channels), name="kite.png", user=None
    )
    return queued(
        workspace,
        operation="upscale",
        prompt=prompt,
        width=WIDTH * scale,
        height=HEIGHT * scale,
        source=source,
        edit={"scale": scale},
    )


@pytest.mark.parametrize("prompt", ["", "other size"])
@pytest.mark.parametrize("scale", [2, 4])
async def test_it_has_just_the_size_whatever_the_engine_gives(scale: int, prompt: str) -> None:
    engine = ScriptedEngine()
    row = await an_upscale(scale, prompt=prompt)
    await run(row, engine)
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.result.name) == ("succeeded", prompt or "kite.png")
    pixels = await database_sync_to_async(result_pixels)(row)
    assert pixels.shape == (HEIGHT * scale, WIDTH * scale, 3)
    assert np.array_equal(engine.requests[0].source, picture(3))
    assert engine.requests[0].mask is None


async def test_another_view_is_no_upscale() -> None:
    row = await an_upscale(2, prompt="wrong size")
    await run(row, ScriptedEngine())
    assert (await database_sync_to_async(fresh)(row)).error_code == "bad_engine_output"


async def test_transparency_is_enlarged_too() -> None:
    row = await an_upscale(2, channels=4)
    await run(row, ScriptedEngine())
    alpha = (await database_sync_to_async(result_pixels)(row))[..., 3]
    assert alpha.shape == (HEIGHT * 2, WIDTH * 2)
    assert (alpha[:, :40] == 255).all() and (alpha[:, -40:] == 90).all()


async def test_the_offline_engine_enlarges_what_is_there() -> None:
    row = await an_upscale(4)
    await run(row, SketchEngine())
    large = await database_sync_to_async(result_pixels)(row)
    small = large.reshape(HEIGHT, 4, WIDTH, 4, 3).mean(axis=(1, 3))
    assert np.abs(small - picture(3)).max() < 6
