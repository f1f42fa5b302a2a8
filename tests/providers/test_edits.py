"""Masked edits and extensions by each hosted engine, from row to row against the fake: whatever a
provider does outside of the mask, every byte there stays."""

import numpy as np
import pytest
from channels.db import database_sync_to_async

from assets.compositing.geometry import transition_width
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
from tests.providers.asking import engine_at
from tests.providers.pictures import PAINT
from tests.providers.server import FakeServer
from tests.providers.setups import SETUPS

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS = [name for name in SETUPS if name != "openai, at once"]


def outside() -> np.ndarray:
    kept = np.ones((HEIGHT, WIDTH), bool)
    touched = HOLE.grow(transition_width(HOLE, 1.0))
    kept[touched.rows, touched.columns] = False
    return kept


@pytest.mark.parametrize(
    ("name", "mode"),
    [*((name, "moved") for name in EDITORS), ("gemini", "reframed"), ("openai", "jpeg")],
)
async def test_an_edit_keeps_every_byte_outside_its_mask(
    fake: FakeServer, name: str, mode: str
) -> None:
    play = fake.play(SETUPS[name].provider, mode)
    engine = engine_at(play, SETUPS[name])
    row = await an_inpaint("a silver spoon")
    await rows.run(row, engine)
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_message) == ("succeeded", "")
    after = await database_sync_to_async(result_pixels)(row)
    assert np.array_equal(after[outside()], picture()[outside()])
    assert done.facts["proof"]["changed_outside"] == 0
    inside = after[HOLE.rows, HOLE.columns]
    assert not np.array_equal(inside, picture()[HOLE.rows, HOLE.columns])
    if engine.capabilities().has_mask:
        middle = after[HOLE.y + HOLE.height // 2, HOLE.x + HOLE.width // 2]
        assert np.abs(middle.astype(int) - PAINT).max() < 40, "the mask arrived the right way round"


@pytest.mark.parametrize("name", EDITORS)
async def test_an_extension_keeps_the_old_picture(fake: FakeServer, name: str) -> None:
    play = fake.play(SETUPS[name].provider, "moved")
    engine = engine_at(play, SETUPS[name])
    row = await an_outpaint("more table", grow={"right": 200, "top": 90, "keep_exactly": True})
    await rows.run(row, engine)
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_message) == ("succeeded", "")
    after = await database_sync_to_async(result_pixels)(row)
    assert after.shape == (HEIGHT + 90, WIDTH + 200, 3)
    assert np.array_equal(after[90:, :WIDTH], picture())


async def test_a_block_ends_as_blocked_and_costs_what_is_known(fake: FakeServer) -> None:
    engine = engine_at(fake.play("gemini", "prompt blocked"), SETUPS["gemini"])
    row = await an_inpaint("something forbidden")
    await rows.run(row, engine)
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.facts["rule"]) == ("blocked", "PROHIBITED_CONTENT")
    assert "Word it differently" in done.error_message


async def test_partial_pictures_are_shown_in_their_place(fake: FakeServer) -> None:
    engine = engine_at(fake.play("openai"), SETUPS["openai"])
    row = await an_inpaint("a silver spoon")
    with rows.heard() as (_, progress):
        await rows.run(row, engine)
    previews = [news["preview"] for news in progress if news["preview"]]
    assert previews
    assert (await database_sync_to_async(fresh)(row)).state == "succeeded"


async def test_a_hanging_provider_ends_the_run_and_is_asked_once(fake: FakeServer) -> None:
    play = fake.play("bfl", "never ready")
    row = await database_sync_to_async(rows.queued)()
    await rows.run(row, engine_at(play, SETUPS["bfl"]), deadline_s=1.5)
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_code) == ("failed", "engine_timeout"), done.error_message
    assert len(play.calls_to("submit")) == 1


async def test_only_what_was_not_taken_is_asked_again(fake: FakeServer) -> None:
    for mode, at, waits in (("busy", None, True), ("down", None, False), ("busy", "poll", False)):
        play = fake.play("bfl", mode, at=at)
        row = await an_inpaint("a silver spoon")
        later = await rows.run(row, engine_at(play, SETUPS["bfl"]))
        assert (later is not None) is waits, mode
        assert len(play.calls_to("submit")) == 1
