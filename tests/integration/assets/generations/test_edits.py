"""Edits from row to row: what an engine gets, and that outside the mask every byte stays."""

import io
import re
import uuid

import numpy as np
import pytest
from channels.db import database_sync_to_async
from PIL import Image

from assets.actions.assets import add_made_picture, add_mask, load_pixels
from assets.compositing.geometry import Box, transition_width
from assets.models import Asset, Generation
from canvas.proof_badge import proof_badge
from tests.factories import make_workspace
from tests.fakes import NoMaskEngine, ScriptedEngine
from tests.integration.assets.generations import rows
from tests.integration.assets.generations.rows import fresh, heard, queued, result_pixels

pytestmark = pytest.mark.django_db(transaction=True)

WIDTH, HEIGHT = 720, 560
HOLE = Box(300, 200, 120, 90)


def picture(channels: int = 3) -> np.ndarray:
    """Smooth colour with grain, so that a shift or a recolouring shows in every pixel."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    smooth = np.stack([x * 200 / WIDTH, y * 200 / HEIGHT, (x + y) * 100 / WIDTH], axis=-1)
    grain = np.random.default_rng(3).integers(0, 40, (HEIGHT, WIDTH, 3))
    made = np.clip(smooth + grain, 0, 255).astype(np.uint8)
    if channels == 4:
        alpha = np.where(x < WIDTH // 2, 255, 90).astype(np.uint8)
        made = np.dstack([made, alpha])
    return made


def mask_png(*boxes: Box) -> bytes:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    for box in boxes or (HOLE,):
        mask[box.rows, box.columns] = 255
    stream = io.BytesIO()
    Image.fromarray(mask).save(stream, "PNG")
    return stream.getvalue()


@database_sync_to_async
def an_inpaint(
    prompt: str, *, channels: int = 3, strength: float = 1.0, **edit: object
) -> Generation:
    workspace = make_workspace()
    source = add_made_picture(
        workspace=workspace, image=picture(channels), name="cup.png", user=None
    )
    mask = add_mask(workspace=workspace, data=mask_png(), picture=source, user=None)
    return queued(
        workspace,
        operation="inpaint",
        prompt=prompt,
        width=WIDTH,
        height=HEIGHT,
        source=source,
        mask=mask,
        edit={"strength": strength} | edit,
    )


@database_sync_to_async
def an_edit_of_parts(*told: tuple[Box, str, float]) -> Generation:
    workspace = make_workspace()
    source = add_made_picture(workspace=workspace, image=picture(), name="cup.png", user=None)

    def masked(*boxes: Box) -> Asset:
        return add_mask(workspace=workspace, data=mask_png(*boxes), picture=source, user=None)

    parts = [
        {"mask": str(masked(box).id), "prompt": prompt, "strength": strength}
        for box, prompt, strength in told
    ]
    return queued(
        workspace,
        operation="inpaint",
        prompt="; ".join(prompt for _, prompt, _ in told),
        width=WIDTH,
        height=HEIGHT,
        source=source,
        mask=masked(*(box for box, _, _ in told)),
        edit={"strength": 1.0, "parts": parts},
    )


@database_sync_to_async
def an_outpaint(prompt: str, *, grow: dict[str, object]) -> Generation:
    workspace = make_workspace()
    source = add_made_picture(workspace=workspace, image=picture(), name="cup.png", user=None)
    edit = {"left": 0, "top": 0, "right": 0, "bottom": 0, "keep_exactly": False} | grow
    return queued(
        workspace,
        operation="outpaint",
        prompt=prompt,
        width=WIDTH + edit["left"] + edit["right"],
        height=HEIGHT + edit["top"] + edit["bottom"],
        source=source,
        edit=edit,
    )


async def run(row: Generation, engine: ScriptedEngine) -> np.ndarray:
    await rows.run(row, engine)
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_message) == ("succeeded", "")
    pixels: np.ndarray = await database_sync_to_async(result_pixels)(row)
    return pixels


@pytest.mark.parametrize("engine_type", [ScriptedEngine, NoMaskEngine])
@pytest.mark.parametrize("prompt", ["noise", "flat", "shift7", "reframe", "noise, other size"])
@pytest.mark.parametrize("channels", [3, 4])
async def test_outside_the_mask_and_its_edge_every_byte_stays(engine_type, prompt, channels):
    row = await an_inpaint(prompt, channels=channels)
    after = await run(row, engine_type())
    before = picture(channels)
    touched = HOLE.grow(transition_width(HOLE, 1.0))
    outside = np.ones((HEIGHT, WIDTH), bool)
    outside[touched.rows, touched.columns] = False
    assert after.shape == before.shape
    assert np.array_equal(after[outside], before[outside])
    assert not np.array_equal(after[HOLE.rows, HOLE.columns], before[HOLE.rows, HOLE.columns])
    facts = (await database_sync_to_async(fresh)(row)).facts
    assert facts["proof"]["changed_outside"] == 0


async def test_an_engine_with_a_mask_gets_crop_and_mask_of_one_size():
    engine = ScriptedEngine()
    await run(await an_inpaint("noise", strength=0.5), engine)
    (request,) = engine.requests
    assert request.operation == "inpaint"
    assert request.strength == 0.5
    assert request.source.shape == (request.height, request.width, 3)
    assert request.mask.shape == (request.height, request.width)
    assert set(np.unique(request.mask)) == {0, 255}
    assert request.width < WIDTH


async def test_an_engine_without_a_mask_is_told_in_words():
    engine = NoMaskEngine()
    await run(await an_inpaint("a noise of leaves"), engine)
    (request,) = engine.requests
    assert request.mask is None
    assert request.prompt.startswith("a noise of leaves\nFill the flat")
    assert (request.width, request.height) == (512, 512)


async def test_the_preview_shows_the_whole_picture_with_the_edit_in_its_place():
    row = await an_inpaint("flat")
    with heard() as (_, progress):
        await run(row, ScriptedEngine())
    with Image.open(io.BytesIO(progress[0]["preview"])) as preview:
        shown = np.asarray(preview.convert("RGB")).astype(int)
    expected = Image.fromarray(picture()).resize((320, 249), Image.Resampling.BOX)
    assert shown.shape == (249, 320, 3)
    assert np.abs(shown - np.asarray(expected))[:60].mean() < 8
    colour = np.random.default_rng(row.seed).integers(0, 256, 3, dtype=np.uint8)
    middle = shown[round(245 * 249 / HEIGHT), round(360 * 320 / WIDTH)]
    assert np.abs(middle - colour).max() < 24


@pytest.mark.parametrize("engine_type", [ScriptedEngine, NoMaskEngine])
async def test_an_extended_picture_keeps_the_old_one_where_it_was(engine_type):
    row = await an_outpaint("noise", grow={"left": 100, "bottom": 60})
    after = await run(row, engine_type())
    assert after.shape == (HEIGHT + 60, WIDTH + 100, 3)
    # Beyond the widest band of the transition.
    inner = after[: HEIGHT - 128, 100 + 128 :]
    assert np.array_equal(inner, picture()[: HEIGHT - 128, 128:])


@pytest.mark.parametrize("engine_type", [ScriptedEngine, NoMaskEngine])
@pytest.mark.parametrize("prompt", ["noise", "shift7", "reframe", "noise, other size"])
async def test_an_extension_that_keeps_exactly_changes_no_old_byte(engine_type, prompt):
    row = await an_outpaint(prompt, grow={"right": 200, "top": 90, "keep_exactly": True})
    after = await run(row, engine_type())
    assert np.array_equal(after[90:, :WIDTH], picture())


async def test_a_large_extension_takes_several_calls_and_pays_for_each():
    engine = ScriptedEngine()
    row = await an_outpaint("noise", grow={"right": WIDTH * 2, "keep_exactly": True})
    with heard() as (_, progress):
        after = await run(row, engine)
    done = await database_sync_to_async(fresh)(row)
    calls = len(engine.requests)
    assert calls > 1
    assert len({request.seed for request in engine.requests}) == calls
    assert done.cost_usd == calls * engine.capabilities().price_usd
    assert len(done.facts["earlier_steps"]) == calls - 1
    assert np.array_equal(after[:, :WIDTH], picture())
    fractions = [news["told"]["fraction"] for news in progress]
    assert fractions == sorted(fractions)


async def test_masks_with_words_of_their_own_are_edited_one_after_the_other_and_proved_as_one():
    other = Box(60, 400, 80, 80)
    row = await an_edit_of_parts((HOLE, "shift7", 1.0), (other, "noise", 0.5))
    engine = ScriptedEngine()
    with heard() as (_, progress):
        after = await run(row, engine)
    done = await database_sync_to_async(fresh)(row)

    assert [(r.prompt, r.strength) for r in engine.requests] == [("shift7", 1.0), ("noise", 0.5)]
    assert engine.requests[1].seed == engine.requests[0].seed + 1
    assert done.cost_usd == 2 * engine.capabilities().price_usd
    fractions = [news["told"]["fraction"] for news in progress]
    assert fractions == sorted(fractions)
    outside = np.ones((HEIGHT, WIDTH), bool)
    for box, strength in ((HOLE, 1.0), (other, 0.5)):
        touched = box.grow(transition_width(box, strength))
        outside[touched.rows, touched.columns] = False
        assert not np.array_equal(after[box.rows, box.columns], picture()[box.rows, box.columns])
    assert np.array_equal(after[outside], picture()[outside])
    proof = done.facts["proof"]
    assert proof["changed_outside"] == 0
    assert proof["pixels_outside"] >= outside.sum()
    assert [part["plan"]["mask_box"] for part in done.facts["parts"]] == [
        HOLE.as_list(),
        other.as_list(),
    ]
    assert done.patch is None


async def test_a_part_whose_mask_is_gone_fails_with_words():
    row = await an_edit_of_parts((HOLE, "flat", 1.0), (Box(60, 400, 80, 80), "noise", 1.0))
    row.edit["parts"][0]["mask"] = str(uuid.uuid4())
    await row.asave()
    await rows.run(row, ScriptedEngine())
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_code, done.cost_usd) == ("failed", "no_mask", 0)


async def test_the_source_itself_is_never_changed():
    row = await an_inpaint("noise")
    await run(row, ScriptedEngine())
    done = await database_sync_to_async(fresh)(row)
    assert done.result_id != done.source_id
    assert np.array_equal(await database_sync_to_async(load_pixels)(done.source), picture())


@pytest.mark.parametrize("prompt", ["wrong size", "wrong type", "no output"])
async def test_a_wrong_answer_to_an_edit_fails_with_words(prompt):
    row = await an_inpaint(prompt)
    await rows.run(row, ScriptedEngine())
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_code) == ("failed", "bad_engine_output")
    assert re.search("(Try again|Retry)[^.]*\\.$", done.error_message)
    assert done.result_id is None


async def test_the_context_that_people_chose_is_what_the_engine_sees():
    row = await an_inpaint("flat", context=[100, 40, 620, 520])
    await run(row, ScriptedEngine())
    done = await database_sync_to_async(fresh)(row)
    context = Box(*done.facts["plan"]["context"])
    assert context.contains(Box(100, 40, 620, 520))
    assert done.facts["plan"]["preset"] == "chosen"


async def test_a_context_that_cuts_the_mask_fails_with_words():
    row = await an_inpaint("flat", context=[310, 40, 400, 400])
    await rows.run(row, ScriptedEngine())
    done = await database_sync_to_async(fresh)(row)
    assert (done.state, done.error_code) == ("failed", "context_too_small")


async def test_what_an_edit_is_for_decides_what_stands_in_the_hole():
    row = await an_inpaint("flat", intent="remove")
    await run(row, ScriptedEngine())
    assert (await database_sync_to_async(fresh)(row)).facts["plan"]["fill"] == "surroundings"


UNMEASURED = {"Position": "Could not be measured", "Colour": None}
CONTRACT = [
    # engine, its words, what the facts of the edit tell of it (None: no such line)
    (ScriptedEngine, "flat", UNMEASURED | {"Method": "Sent with its mask"}),
    (
        NoMaskEngine,
        "shift7",
        {
            "Method": "Mask marked by a colour",
            "Position": r"Corrected (6\.9|7\.[01]) px",
            "Colour": "Matched to the surroundings",
        },
    ),
    (ScriptedEngine, "shift7, other size", {"Size": r"Came as \d+ × \d+ px, scaled once more"}),
    (
        NoMaskEngine,
        "reframe",
        {"Position": r"Engine moved the picture: corrected .+ and (2\.[89]|3\.[01]) % of scale"},
    ),
    (ScriptedEngine, "noise", UNMEASURED | {"Size": None}),
]


@pytest.mark.parametrize(("engine_type", "prompt", "told"), CONTRACT)
async def test_whatever_an_engine_gives_the_outside_is_kept_and_its_faults_are_told(
    engine_type, prompt, told
):
    row = await an_inpaint(prompt)
    after = await run(row, engine_type())
    outside = np.ones((HEIGHT, WIDTH), bool)
    touched = HOLE.grow(transition_width(HOLE, 1.0))
    outside[touched.rows, touched.columns] = False
    assert np.array_equal(after[outside], picture()[outside])

    badge = proof_badge((await database_sync_to_async(fresh)(row)).facts)
    assert badge.is_untouched
    rows = dict(badge.rows)
    for name, expected in told.items():
        found = rows.get(name)
        assert found is None if expected is None else re.fullmatch(expected, found), (name, found)


async def test_another_size_of_the_same_view_is_taken_and_noted():
    row = await an_inpaint("flat, other size")
    await run(row, ScriptedEngine())
    facts = (await database_sync_to_async(fresh)(row)).facts
    asked = facts["plan"]["engine_size"]
    assert facts["returned_size"] == [asked[0] * 5 // 4, asked[1] * 5 // 4]
