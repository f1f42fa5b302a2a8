"""What holds for any picture, mask, strength and list of sizes: shown on what hypothesis finds."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assets.compositing.arrays import Image, Mask
from assets.compositing.edit import EditPlan, finish_edit, prepare_edit
from assets.compositing.fit import fit_context
from assets.compositing.geometry import Box, Preset, Size, context_box, transition_width
from tests.unit.assets.compositing.pictures import cast, photo, shifted

FREE: dict[str, Any] = {"sizes": (), "max_pixels": 60_000, "multiple_of": 8, "has_mask": True}
SOFT = 128
"""Level from which a px is selected."""


def with_hole(mask: Mask, rng: np.random.Generator) -> None:
    height, width = mask.shape
    cv2.ellipse(mask, (width // 2, height // 2), (width // 3, height // 3), 20, 0, 360, 255, -1)
    cv2.ellipse(mask, (width // 2, height // 2), (width // 6, height // 6), 70, 0, 360, 0, -1)


def islands(mask: Mask, rng: np.random.Generator) -> None:
    height, width = mask.shape
    for _ in range(int(rng.integers(2, 6))):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        cv2.circle(mask, at, int(rng.integers(1, 9)), 255, -1)


def along_edges(mask: Mask, rng: np.random.Generator) -> None:
    mask[: rng.integers(1, 6)] = 255
    mask[:, -rng.integers(1, 6) :] = 255


def soft(mask: Mask, rng: np.random.Generator) -> None:
    islands(mask, rng)
    mask[:] = cv2.GaussianBlur(mask, (0, 0), 3)
    mask[rng.integers(mask.shape[0]), rng.integers(mask.shape[1])] = 200


MASKS: list[Callable[[Mask, np.random.Generator], None]] = [with_hole, islands, along_edges, soft]


@st.composite
def pictures_and_masks(draw: st.DrawFn) -> tuple[Image, Mask]:
    width, height = draw(st.integers(24, 261)), draw(st.integers(24, 261))
    seed = draw(st.integers(0, 2**32 - 1))
    parent = photo(width, height, seed=seed, channels=draw(st.sampled_from([3, 4])))
    return parent, painted(draw(st.sampled_from(MASKS)), width, height, seed)


def painted(
    paint: Callable[[Mask, np.random.Generator], None], width: int, height: int, seed: int
) -> Mask:
    mask: Mask = np.zeros((height, width), np.uint8)
    paint(mask, np.random.default_rng(seed))
    assume((mask >= SOFT).any() and not (mask >= SOFT).all())
    return mask


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    """Of engines that make any size up to a few px, and of ones that have a list of sizes."""
    if draw(st.booleans()):
        return FREE | {"has_mask": draw(st.booleans())}
    side = st.integers(64, 256)
    sizes = draw(st.lists(st.builds(Size, side, side), min_size=1, max_size=5))
    return FREE | {"sizes": tuple(sizes), "has_mask": draw(st.booleans())}


def made_by_noise(plan: EditPlan, seed: int) -> Image:
    shape = (plan.size.height, plan.size.width, 3)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def moved_and_tinted(plan: EditPlan, seed: int) -> Image:
    return cast(shifted(plan.image, seed % 9 - 4, seed % 5 - 2), seed % 41 - 20)


def composite_of(plan: EditPlan) -> Mask:
    composite: Mask = np.zeros(plan.selected.shape, np.uint8)
    composite[plan.area.rows, plan.area.columns] = plan.composite
    return composite


@st.composite
def boxes_on_canvases(draw: st.DrawFn) -> tuple[Size, Box]:
    side = st.integers(1, 9000)
    canvas = Size(draw(side), draw(side))
    width, height = draw(st.integers(1, canvas.width)), draw(st.integers(1, canvas.height))
    x, y = draw(st.integers(0, canvas.width - width)), draw(st.integers(0, canvas.height - height))
    return canvas, Box(x, y, width, height)


sizes_of_engines = st.lists(
    st.builds(Size, st.integers(256, 2048), st.integers(256, 2048)), max_size=6
)


@given(
    boxes_on_canvases(),
    st.floats(0, 1),
    st.sampled_from([Preset.TIGHT, Preset.BALANCED, Preset.WHOLE]),
    sizes_of_engines,
)
def test_context_is_large_enough_and_of_a_ratio_that_the_engine_has(
    placed: tuple[Size, Box], strength: float, preset: Preset, sizes: list[Size]
) -> None:
    canvas, box = placed
    area = box.grow(transition_width(box, strength)).clip(canvas)
    free = context_box(canvas, area, preset=preset)

    context, size = fit_context(free, canvas, sizes=sizes, max_pixels=4_194_304, multiple_of=8)

    assert context.contains(free) and context.contains(area)
    assert context.width >= min(512, canvas.width)
    assert context.height >= min(512, canvas.height)
    if sizes:
        assert size in sizes
        # As near to the ratio as whole px allow.
        off = abs(context.width * size.height - context.height * size.width)
        assert off < max(size.width, size.height)
    else:
        assert size.area <= 4_194_304 and size.width % 8 == size.height % 8 == 0
    for start, side, room in (
        (context.x, context.width, canvas.width),
        (context.y, context.height, canvas.height),
    ):
        # Beyond the picture only where it is wider than that, and then as far on either side.
        assert 0 <= start <= room - side or (side > room and start == (room - side) // 2)


@settings(max_examples=50, deadline=None)
@given(
    pictures_and_masks(),
    limits(),
    st.floats(0, 1),
    st.sampled_from([made_by_noise, moved_and_tinted]),
    st.integers(0, 99),
)
def test_outside_is_the_parents_and_inside_nothing_of_it_is_left(
    made: tuple[Image, Mask],
    limits: dict[str, Any],
    strength: float,
    engine: Callable[[EditPlan, int], Image],
    seed: int,
) -> None:
    parent, mask = made
    selected = mask >= SOFT
    other = parent.copy()
    other[selected] = 255 - other[selected]

    plan, plan_of_other = (
        prepare_edit(picture, mask, strength=strength, **limits) for picture in (parent, other)
    )
    returned = engine(plan, seed)
    result, result_of_other = (finish_edit(p, returned).image for p in (plan, plan_of_other))

    outside = composite_of(plan) == 0
    assert np.array_equal(result[outside], parent[outside])
    assert np.array_equal(result[selected], result_of_other[selected])
    if parent.shape[2] == 4:
        assert (result[selected][:, 3] == 255).all()


@settings(max_examples=25, deadline=None)
@given(pictures_and_masks(), st.sampled_from(MASKS), limits(), st.floats(0, 1), st.integers(0, 99))
def test_two_edits_in_either_order_leave_the_same_outside(
    made: tuple[Image, Mask],
    paint: Callable[[Mask, np.random.Generator], None],
    limits: dict[str, Any],
    strength: float,
    seed: int,
) -> None:
    parent, first = made
    second = painted(paint, parent.shape[1], parent.shape[0], seed)
    touched: Mask = np.zeros(first.shape, np.uint8)

    results = []
    for order in ((first, second), (second, first)):
        picture = parent
        for mask in order:
            plan = prepare_edit(picture, mask, strength=strength, **limits)
            picture = finish_edit(plan, made_by_noise(plan, seed)).image
            np.maximum(touched, composite_of(plan), out=touched)
        results.append(picture)

    outside = touched == 0
    for result in results:
        assert np.array_equal(result[outside], parent[outside])


@pytest.mark.parametrize("paint", MASKS)
def test_masks_of_these_tests_are_what_they_say(
    paint: Callable[[Mask, np.random.Generator], None],
) -> None:
    mask: Mask = np.zeros((120, 160), np.uint8)
    paint(mask, np.random.default_rng(3))
    selected = (mask >= SOFT).astype(np.uint8)

    parts = cv2.connectedComponents(selected)[0] - 1
    gaps = cv2.connectedComponents(1 - selected)[0] - 1
    levels = len(np.unique(mask))
    rim = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    assert {
        "with_hole": gaps == 2,
        "islands": parts > 1,
        "along_edges": bool((rim == 255).any()),
        "soft": levels > 20,
    }[paint.__name__]
