import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assets.compositing.adapters import Adapter
from assets.compositing.arrays import Image, Mask
from assets.compositing.edit import (
    EditPlan,
    finish_edit,
    plan_again,
    prepare_edit,
    prepare_outpaint,
    with_transition,
)
from assets.compositing.fill import Fill
from assets.compositing.geometry import Box, Preset, Size
from assets.compositing.outpaint import Growth
from assets.errors import BadEngineOutput, InvalidMask, InvalidRequest
from tests.unit.assets.compositing.pictures import box_mask, cast, flat, photo, shifted

ANY_SIZE: dict[str, Any] = {
    "sizes": (),
    "max_pixels": 4_194_304,
    "multiple_of": 8,
    "has_mask": True,
}
SQUARE: dict[str, Any] = {
    "sizes": (Size(1024, 1024),),
    "max_pixels": 0,
    "multiple_of": 1,
    "has_mask": False,
}
SMALL: dict[str, Any] = {
    "sizes": (Size(96, 96), Size(128, 72), Size(72, 128)),
    "max_pixels": 0,
    "multiple_of": 1,
    "has_mask": False,
}
TINY_BUDGET: dict[str, Any] = {
    "sizes": (),
    "max_pixels": 9_000,
    "multiple_of": 8,
    "has_mask": True,
}


def full_composite(plan: EditPlan) -> Mask:
    composite: Mask = np.zeros(plan.parent.shape[:2], np.uint8)
    composite[plan.area.rows, plan.area.columns] = plan.composite
    return composite


def red(plan: EditPlan) -> Image:
    return flat(plan.size.width, plan.size.height, (255, 0, 0))


def noise(plan: EditPlan) -> Image:
    shape = (plan.size.height, plan.size.width, 3)
    return np.random.default_rng(4).integers(0, 256, shape, dtype=np.uint8)


def moved(plan: EditPlan) -> Image:
    return shifted(plan.image, 5, 3, 1.02)


def tinted(plan: EditPlan) -> Image:
    return cast(plan.image, 20)


ENGINES: list[Callable[[EditPlan], Image]] = [red, noise, moved, tinted]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("limits", [ANY_SIZE, SQUARE, SMALL, TINY_BUDGET])
@pytest.mark.parametrize("channels", [3, 4])
def test_outside_the_composite_mask_every_byte_is_the_parents(
    engine: Callable[[EditPlan], Image], limits: dict[str, Any], channels: int
) -> None:
    parent = photo(500, 380, channels=channels)
    untouched = parent.copy()
    mask = box_mask(500, 380, Box(150, 100, 90, 120)) | box_mask(500, 380, Box(499, 379, 1, 1))
    mask[140:150, 170:180] = 0

    plan = prepare_edit(parent, mask, strength=1.0, **limits)
    result = finish_edit(plan, engine(plan))

    outside = full_composite(plan) == 0
    assert result.image.shape == parent.shape
    assert np.array_equal(result.image[outside], parent[outside])
    assert result.facts["proof"]["changed_outside"] == 0
    assert np.array_equal(parent, untouched)


def test_inside_the_mask_everything_is_the_engines() -> None:
    parent, mask = photo(900, 700), box_mask(900, 700, Box(300, 200, 200, 150))

    plan = prepare_edit(parent, mask, strength=1.0, **ANY_SIZE)
    result = finish_edit(plan, red(plan))

    assert plan.placement.is_unscaled
    assert (result.image[mask == 255] == (255, 0, 0)).all()


def test_crop_that_fits_is_sent_and_pasted_without_resampling() -> None:
    parent, mask = photo(1600, 1200), box_mask(1600, 1200, Box(700, 500, 200, 150))

    plan = prepare_edit(parent, mask, strength=1.0, **ANY_SIZE)
    made = photo(plan.size.width, plan.size.height, seed=3)
    result = finish_edit(plan, made)

    context = plan.context
    assert plan.size == context.size
    assert np.array_equal(plan.image, parent[context.rows, context.columns])
    there = made[500 - context.y : 650 - context.y, 700 - context.x : 900 - context.x]
    assert np.array_equal(result.image[mask == 255].reshape(150, 200, 3), there)


def test_engine_that_copies_gives_the_parent_back() -> None:
    parent, mask = photo(700, 700), box_mask(700, 700, Box(300, 300, 100, 100))

    plan = prepare_edit(parent, mask, strength=0.6, **ANY_SIZE)
    result = finish_edit(plan, plan.image)

    assert np.array_equal(result.image, parent)
    assert result.facts["seam"] == {"score": 100.0, "is_visible": False}


def test_mask_sent_holds_the_selection_and_its_transition() -> None:
    parent, mask = photo(700, 700), box_mask(700, 700, Box(300, 300, 100, 100))

    plan = prepare_edit(parent, mask, strength=1.0, **ANY_SIZE)

    sent = np.zeros((700, 700), np.uint8)
    sent[plan.context.rows, plan.context.columns] = plan.mask
    assert np.array_equal(sent == 255, full_composite(plan) > 0)


def test_shift_of_the_engine_is_taken_back() -> None:
    parent, mask = photo(1200, 900), box_mask(1200, 900, Box(500, 350, 200, 150))

    plan = prepare_edit(parent, mask, strength=1.0, **ANY_SIZE)
    result = finish_edit(plan, shifted(plan.image, 7, 0))

    found = result.facts["registration"]
    assert abs(found["shift_px"][0] - 7) < 1 and abs(found["shift_px"][1]) < 1
    assert found["corrected"] and not found["engine_moved_picture"]
    assert np.abs(result.image.astype(int) - parent).mean(axis=2)[mask == 255].mean() < 4


def test_cast_of_the_engine_is_taken_back() -> None:
    parent, mask = photo(1200, 900), box_mask(1200, 900, Box(500, 350, 200, 150))

    plan = prepare_edit(parent, mask, strength=1.0, **ANY_SIZE)
    result = finish_edit(plan, tinted(plan))

    assert result.facts["colour"]["matched"]
    assert result.facts["colour"]["ring_difference_after"] < 4
    assert np.abs(result.image.astype(int) - parent)[mask == 255].mean() < 4


def test_scaled_shift_and_cast_together_are_taken_back() -> None:
    parent, mask = photo(1800, 1400), box_mask(1800, 1400, Box(600, 400, 600, 500))

    plan = prepare_edit(parent, mask, strength=1.0, adapter=Adapter.CROP_ONLY, **SQUARE)
    result = finish_edit(plan, cast(shifted(plan.image, 7, -4), 20))

    assert plan.placement.scale < 1
    assert result.facts["registration"]["corrected"] and result.facts["colour"]["matched"]
    assert np.abs(result.image.astype(int) - parent)[mask == 255].mean() < 8


def test_patch_that_does_not_fit_is_said_to_be_visible() -> None:
    parent, mask = flat(700, 700, (90, 90, 90)), box_mask(700, 700, Box(300, 300, 100, 100))

    plan = prepare_edit(parent, mask, strength=1.0, **ANY_SIZE)

    assert finish_edit(plan, red(plan)).facts["seam"]["is_visible"]


def test_blending_again_wider_needs_no_engine_and_keeps_the_promise() -> None:
    parent, mask = flat(1400, 1400, (90, 90, 90)), box_mask(1400, 1400, Box(600, 600, 200, 200))
    plan = prepare_edit(parent, mask, strength=0.2, **ANY_SIZE)
    made = flat(plan.size.width, plan.size.height, (150, 90, 90))

    first = finish_edit(plan, made)
    wider = with_transition(plan, 120)
    second = finish_edit(wider, made)

    assert second.facts["seam"]["score"] > first.facts["seam"]["score"]
    assert second.facts["proof"]["changed_outside"] == 0
    assert (second.image[mask == 255] == first.image[mask == 255]).all()


@pytest.mark.parametrize("transition", [0, 385])
def test_transition_out_of_range_is_refused(transition: int) -> None:
    mask = box_mask(100, 100, Box(40, 40, 10, 10))
    plan = prepare_edit(photo(100, 100), mask, strength=1.0, **ANY_SIZE)

    with pytest.raises(InvalidRequest, match="1 to 384"):
        with_transition(plan, transition)


@pytest.mark.parametrize(
    "returned",
    [
        np.zeros((512, 511, 3), np.uint8),
        np.zeros((512, 512), np.uint8),
        np.zeros((512, 512, 3), np.float32),
        np.zeros((0, 0, 3), np.uint8),
    ],
)
def test_picture_of_another_size_or_kind_is_refused(returned: np.ndarray) -> None:
    mask = box_mask(800, 800, Box(400, 400, 10, 10))
    plan = prepare_edit(photo(800, 800), mask, strength=1.0, **ANY_SIZE)

    assert plan.size == Size(512, 512)
    with pytest.raises(BadEngineOutput, match="Try again"):
        finish_edit(plan, returned)


def test_what_the_engine_left_transparent_stays_as_it_was_sent() -> None:
    parent, mask = photo(600, 600), box_mask(600, 600, Box(250, 250, 80, 80))
    plan = prepare_edit(parent, mask, strength=1.0, **ANY_SIZE)
    made = np.zeros((plan.size.height, plan.size.width, 4), np.uint8)

    assert np.array_equal(finish_edit(plan, made).image, parent)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"strength": 2.0}, "Strength"),
        ({"preset": "huge"}, "tight, balanced, whole"),
        ({"fill": "magic"}, "no fill 'magic'"),
        ({"adapter": "native_mask", "has_mask": False}, "takes no mask"),
    ],
)
def test_request_that_cannot_be_is_refused(changed: dict[str, Any], sentence: str) -> None:
    arguments = {"strength": 1.0, **ANY_SIZE, **changed}
    mask = box_mask(100, 100, Box(40, 40, 10, 10))

    with pytest.raises(InvalidRequest, match=sentence):
        prepare_edit(photo(100, 100), mask, **arguments)


@pytest.mark.parametrize(
    ("context", "code"),
    [
        (Box(-1, 0, 90, 90), "context_outside"),
        (Box(20, 20, 81, 70), "context_outside"),
        (Box(41, 0, 59, 100), "context_too_small"),
    ],
)
def test_context_that_cannot_serve_is_refused(context: Box, code: str) -> None:
    mask = box_mask(100, 100, Box(40, 40, 10, 10))

    with pytest.raises(InvalidRequest, match="context") as refused:
        prepare_edit(photo(100, 100), mask, strength=1.0, context=context, **ANY_SIZE)

    assert refused.value.code == code


def test_mask_of_another_picture_is_refused() -> None:
    with pytest.raises(InvalidMask, match="Make the mask on this picture"):
        prepare_edit(photo(100, 90), box_mask(90, 100, Box(0, 0, 5, 5)), strength=1.0, **ANY_SIZE)


def test_facts_are_plain_json_and_say_which_adapter() -> None:
    mask = box_mask(640, 480, Box(200, 200, 60, 40))
    for limits, adapter in ((ANY_SIZE, "native_mask"), (SQUARE, "key_colour")):
        plan = prepare_edit(photo(640, 480), mask, strength=1.0, **limits)
        facts = finish_edit(plan, moved(plan)).facts

        assert json.loads(json.dumps(facts)) == facts
        assert facts["adapter"] == facts["plan"]["adapter"] == adapter
    assert facts["plan"]["key_colour"] == "#00FF00"
    assert facts["plan"]["engine_size"] == [1024, 1024]
    assert facts["plan"]["is_reflected"] is True


@pytest.mark.parametrize("keep_exactly", [True, False])
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("limits", [ANY_SIZE, SQUARE])
def test_outpaint_keeps_the_old_picture_beyond_its_transition(
    keep_exactly: bool, channels: int, limits: dict[str, Any]
) -> None:
    parent = photo(600, 400, channels=channels)

    plan = prepare_outpaint(
        parent,
        Growth(left=120, bottom=80, keep_exactly=keep_exactly),
        max_result_pixels=1_000_000,
        **limits,
    )
    result = finish_edit(plan, noise(plan))

    old = result.image[:400, 120:]
    kept = full_composite(plan)[:400, 120:] == 0
    assert result.image.shape == (480, 720, channels)
    assert np.array_equal(old[kept], parent[kept])
    assert kept.all() if keep_exactly else kept[60:300, 70:].all()
    assert result.facts["proof"]["changed_outside"] == 0
    assert not np.array_equal(result.image[400:], plan.parent[400:])


def test_extension_is_not_blended_again() -> None:
    plan = prepare_outpaint(
        photo(300, 300), Growth(right=50), max_result_pixels=1_000_000, **ANY_SIZE
    )

    with pytest.raises(InvalidRequest, match="Extend anew"):
        with_transition(plan, 40)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 300),
    st.integers(2, 300),
    st.integers(0, 2**32 - 1),
    st.sampled_from([ANY_SIZE, SMALL, TINY_BUDGET]),
    st.sampled_from(Preset),
    st.sampled_from(Fill),
    st.sampled_from(ENGINES),
    st.sampled_from([3, 4]),
    st.floats(0, 1),
)
@example(32, 32, 1, SMALL, Preset.WHOLE, Fill.REFLECTED, red, 4, 1.0)
@example(300, 2, 1, SMALL, Preset.BALANCED, Fill.SURROUNDINGS, moved, 3, 1.0)
def test_any_mask_on_any_picture_keeps_what_is_outside(
    width: int,
    height: int,
    seed: int,
    limits: dict[str, Any],
    preset: Preset,
    fill: Fill,
    engine: Callable[[EditPlan], Image],
    channels: int,
    strength: float,
) -> None:
    rng = np.random.default_rng(seed)
    parent = photo(width, height, seed=seed, channels=channels)
    mask = np.where(rng.random((height, width)) > 0.995, rng.integers(128, 256), 0).astype(np.uint8)
    mask[0, 0] = 0
    mask[rng.integers(1, height), rng.integers(width)] = 128

    plan = prepare_edit(parent, mask, strength=strength, preset=preset, fill=fill, **limits)
    result = finish_edit(plan, engine(plan))

    composite = full_composite(plan)
    assert np.array_equal(result.image[composite == 0], parent[composite == 0])
    assert (composite[mask >= 128] == 255).all()
    assert plan.image.shape == (plan.size.height, plan.size.width, 3)
    assert plan.mask.shape == plan.image.shape[:2] and (plan.mask == 255).any()
    if limits["sizes"]:
        assert plan.size in limits["sizes"]


@pytest.mark.parametrize(("width", "height"), [(30_000, 40), (40, 30_000)])
def test_banner_is_edited_whole_in_a_square_engine(width: int, height: int) -> None:
    parent = photo(width, height)
    mask = box_mask(width, height, Box(width // 2, height // 2, 10, 10))

    plan = prepare_edit(parent, mask, strength=1.0, preset=Preset.WHOLE, **SQUARE)
    result = finish_edit(plan, red(plan))

    assert plan.context.size == Size(30_000, 30_000)
    assert result.facts["proof"]["changed_outside"] == 0
    assert (result.image[mask == 255][:, 0] > 200).all()


def test_a_plan_made_again_from_its_facts_is_the_same() -> None:
    mask = box_mask(640, 480, Box(200, 150, 90, 120))
    plan = prepare_edit(photo(640, 480), mask, strength=0.7, **SQUARE)
    again = plan_again(plan.parent, plan.selected, plan.facts)
    assert again.facts == plan.facts
    assert np.array_equal(again.composite, plan.composite)
