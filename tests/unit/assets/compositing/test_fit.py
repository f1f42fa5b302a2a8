import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.compositing.fit import fit_context
from assets.compositing.geometry import Box, Size
from assets.errors import InvalidRequest

VECTORS = json.loads(
    (Path(__file__).resolve().parents[3] / "data" / "edit_geometry.json").read_text()
)
sides = st.integers(1, 6000)


@pytest.mark.parametrize("vector", VECTORS["fits"], ids=lambda vector: vector["name"])
def test_size_asked_for_is_the_one_shared_with_the_browser(vector: dict[str, Any]) -> None:
    context, size = fit_context(
        Box(*vector["free"]),
        Size(*vector["canvas"]),
        sizes=[Size(*size) for size in vector["sizes"]],
        max_pixels=vector["max_pixels"],
        multiple_of=vector["multiple_of"],
    )

    assert context.as_list() == vector["context"]
    assert [size.width, size.height] == vector["size"]


@given(sides, sides, st.integers(64 * 64, 4_000_000), st.sampled_from([1, 8, 64]))
def test_any_size_engine_gets_a_size_within_its_limits_and_the_context_its_ratio(
    width: int, height: int, max_pixels: int, multiple_of: int
) -> None:
    free = Box(0, 0, width, height)

    context, size = fit_context(
        free, Size(width, height), sizes=(), max_pixels=max_pixels, multiple_of=multiple_of
    )

    assert size.area <= max_pixels
    assert size.width % multiple_of == 0 and size.height % multiple_of == 0
    assert context.contains(free)
    assert abs(context.width * size.height - context.height * size.width) < max(
        size.width, size.height
    )


@given(
    sides,
    sides,
    st.lists(st.builds(Size, st.integers(64, 4096), st.integers(64, 4096)), min_size=1),
)
def test_engine_of_fixed_sizes_is_asked_for_one_of_them(
    width: int, height: int, sizes: list[Size]
) -> None:
    free = Box(0, 0, width, height)

    context, size = fit_context(free, Size(width, height), sizes=sizes, max_pixels=0, multiple_of=1)

    assert size in sizes
    assert context.contains(free)
    assert abs(context.width * size.height - context.height * size.width) < max(
        size.width, size.height
    )


def test_limits_that_leave_no_size_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="Choose another engine"):
        fit_context(Box(0, 0, 100, 100), Size(100, 100), sizes=(), max_pixels=4000, multiple_of=64)
