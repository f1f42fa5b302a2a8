import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.compositing.geometry import (
    Box,
    Preset,
    Size,
    context_box,
    grow_to_ratio,
    nearest_ratio,
    ratio,
    transition_width,
)
from assets.errors import InvalidRequest

VECTORS = json.loads(
    (Path(__file__).resolve().parents[3] / "data" / "edit_geometry.json").read_text()
)
RATIOS = [Size(1, 1), Size(4, 5), Size(16, 9), Size(9, 16)]

PAGE_VECTORS = [
    # canvas, selection, strength, t, m, free context, context by ratio
    ((2048, 2048), (900, 900, 200, 200), 1.0, 28, (872, 872, 256, 256), (744, 744, 512, 512), None),
    (
        (4096, 3072),
        (1000, 800, 300, 200),
        1.0,
        36,
        (964, 764, 372, 272),
        (706, 508, 888, 784),
        (706, 456, 888, 888),
    ),
    ((1024, 1024), (40, 40, 64, 64), 1.0, 16, (24, 24, 96, 96), (0, 0, 512, 512), None),
    (
        (2048, 1365),
        (1400, 200, 500, 900),
        1.0,
        96,
        (1304, 104, 692, 1092),
        (464, 0, 1584, 1365),
        (464, -110, 1584, 1584),
    ),
    ((2048, 2048), (900, 900, 200, 200), 0.5, 16, (884, 884, 232, 232), (744, 744, 512, 512), None),
    (
        (2048, 2048),
        (700, 600, 512, 640),
        1.0,
        82,
        (618, 518, 676, 804),
        (248, 148, 1416, 1544),
        (184, 148, 1544, 1544),
    ),
]


@pytest.mark.parametrize(
    ("canvas", "selected", "strength", "transition", "area", "free", "by_ratio"), PAGE_VECTORS
)
def test_numbers_of_an_edit_are_those_of_the_design(
    canvas: tuple[int, int],
    selected: tuple[int, int, int, int],
    strength: float,
    transition: int,
    area: tuple[int, int, int, int],
    free: tuple[int, int, int, int],
    by_ratio: tuple[int, int, int, int] | None,
) -> None:
    size, box = Size(*canvas), Box(*selected)

    width = transition_width(box, strength)
    touched = box.grow(width).clip(size)
    context = context_box(size, touched)
    shape = nearest_ratio(context, RATIOS)

    assert width == transition
    assert touched == Box(*area)
    assert context == Box(*free)
    assert shape == Size(1, 1)
    assert grow_to_ratio(context, shape, size) == Box(*(by_ratio or free))


@pytest.mark.parametrize("vector", VECTORS["edits"], ids=lambda vector: vector["name"])
def test_numbers_of_an_edit_are_those_shared_with_the_browser(vector: dict[str, Any]) -> None:
    canvas, box = Size(*vector["canvas"]), Box(*vector["selection"])
    shapes = [Size(*shape) for shape in vector["ratios"]]

    width = transition_width(box, vector["strength"])
    area = box.grow(width).clip(canvas)
    free = context_box(canvas, area, preset=Preset(vector["preset"]))
    shape = nearest_ratio(free, shapes)

    assert width == vector["transition"]
    assert area.as_list() == vector["area"]
    assert free.as_list() == vector["free"]
    assert [shape.width, shape.height] == vector["ratio"]
    assert grow_to_ratio(free, shape, canvas).as_list() == vector["context"]


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan"), float("inf")])
def test_strength_outside_its_range_is_refused(strength: float) -> None:
    with pytest.raises(InvalidRequest, match="from 0 to 1"):
        transition_width(Box(0, 0, 10, 10), strength)


def test_box_that_shifts_inside_keeps_its_size() -> None:
    assert Box(-5, 90, 20, 20).shift_inside(Size(100, 100)) == Box(0, 80, 20, 20)


def test_box_larger_than_the_canvas_is_centred_on_it() -> None:
    assert Box(70, 3, 111, 10).shift_inside(Size(100, 100)) == Box(-6, 3, 111, 10)


def test_box_beside_the_canvas_clips_to_nothing() -> None:
    assert Box(200, 10, 20, 20).clip(Size(100, 100)).area == 0


def test_union_holds_both_boxes() -> None:
    first, second = Box(5, 5, 10, 10), Box(-3, 12, 4, 40)

    both = first.union(second)

    assert both == Box(-3, 5, 18, 47)
    assert both.contains(first) and both.contains(second)


def test_ratio_is_in_lowest_terms() -> None:
    assert ratio(Size(1920, 1080)) == (16, 9)


sides = st.integers(1, 5000)


@st.composite
def boxes_on_a_canvas(draw: st.DrawFn) -> tuple[Size, Box]:
    canvas = Size(draw(sides), draw(sides))
    width, height = draw(st.integers(1, canvas.width)), draw(st.integers(1, canvas.height))
    x = draw(st.integers(0, canvas.width - width))
    y = draw(st.integers(0, canvas.height - height))
    return canvas, Box(x, y, width, height)


@given(boxes_on_a_canvas(), st.sampled_from(Preset), st.floats(0, 1))
def test_free_context_holds_the_area_and_stays_on_the_canvas(
    placed: tuple[Size, Box], preset: Preset, strength: float
) -> None:
    canvas, box = placed
    area = box.grow(transition_width(box, strength)).clip(canvas)

    context = context_box(canvas, area, preset=preset)

    assert Box.of(canvas).contains(context)
    assert context.contains(area)
    assert context.width >= min(512, canvas.width)
    assert context.height >= min(512, canvas.height)


@given(boxes_on_a_canvas(), st.sampled_from(RATIOS))
def test_growth_to_a_ratio_holds_the_box_and_leaves_the_canvas_only_where_it_must(
    placed: tuple[Size, Box], shape: Size
) -> None:
    canvas, box = placed

    grown = grow_to_ratio(box, shape, canvas)

    assert grown.contains(box)
    assert abs(grown.width * shape.height - grown.height * shape.width) < max(
        shape.width, shape.height
    )
    for start, side, room in (
        (grown.x, grown.width, canvas.width),
        (grown.y, grown.height, canvas.height),
    ):
        assert (side <= room and 0 <= start <= room - side) or start == (room - side) // 2
