"""What a masked edit costs besides its engine: `python -m tests.bench.compositing`.

One core; the median of seven runs a step, ms of this process alone (the machine may be busy). The
engine is a cast, or a shift and a cast. To hold: 150 ms at 2048 px, 300 ms for a click of smart
select at 1024 px, 1.5 GB at 50 Mpx.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.compositing.colour import match_colours
from assets.compositing.crop import cut, cut_mask
from assets.compositing.edit import (
    EditPlan,
    finish_edit,
    prepare_edit,
    prepare_outpaint,
    with_transition,
)
from assets.compositing.geometry import Box, Size
from assets.compositing.masks import composite_mask, selection
from assets.compositing.outpaint import Growth
from assets.compositing.paste import paste, resample_back
from assets.compositing.proof import prove
from assets.compositing.register import register
from assets.compositing.seam import seam_score
from assets.compositing.select import Click, select_object
from tests.unit.assets.compositing.pictures import box_mask, cast, photo, shifted

ANY: dict[str, Any] = {
    "sizes": (),
    "max_pixels": 8_000_000,
    "multiple_of": 8,
    "has_mask": True,
}
SQUARE: dict[str, Any] = {
    "sizes": (Size(1024, 1024),),
    "max_pixels": 0,
    "multiple_of": 1,
    "has_mask": False,
}


def took(step: Callable[[], object]) -> float:
    times = []
    for _ in range(7):
        start = time.process_time()
        step()
        times.append((time.process_time() - start) * 1000)
    return median(times)


def show(name: str, prepare: Callable[[], EditPlan], moves: int = 0) -> None:
    plan = prepare()
    returned = cast(plan.crop, 12)
    if moves:
        returned = shifted(returned, moves, 0)
    real = plan.context.clip(plan.canvas)
    found = register(plan.crop, returned, plan.mask, plan.placement.scale)
    match = match_colours(plan.crop, returned, plan.mask, 1_000_000)
    area = plan.selected[plan.area.rows, plan.area.columns]

    def back() -> Any:
        return resample_back(returned, plan.placement, plan.area, match=match, move=found.matrix)

    pixels = back()
    before = plan.parent[plan.area.rows, plan.area.columns]
    image = paste(plan.parent, pixels, plan.composite, plan.area)
    steps: list[tuple[str, Callable[[], object]]] = [
        ("prepare", prepare),
        ("  selection", lambda: selection(plan.selected, plan.canvas)),
        ("  composite mask", lambda: composite_mask(area, max(1, plan.transition))),
        ("  cut", lambda: cut(plan.parent, plan.placement)),
        ("  cut mask", lambda: cut_mask(plan.hole, real, plan.placement)),
        ("finish", lambda: finish_edit(plan, returned)),
        (
            "  register",
            lambda: register(plan.crop, returned, plan.mask, plan.placement.scale),
        ),
        ("  colour", lambda: match_colours(plan.crop, returned, plan.mask, 1_000_000)),
        ("  resample back", back),
        ("  paste", lambda: paste(plan.parent, pixels, plan.composite, plan.area)),
        (
            "  proof",
            lambda: prove(plan.parent, plan.selected, image, plan.composite, plan.area),
        ),
        (
            "  seam",
            lambda: seam_score(before, image[plan.area.rows, plan.area.columns], plan.composite),
        ),
    ]
    width, height = plan.canvas.width, plan.canvas.height
    print(f"\n{name}: {width} x {height}, context {plan.context.as_list()}, engine {plan.size}")
    figures = {label: took(step) for label, step in steps}
    for label, figure in figures.items():
        print(f"  {label:<18}{figure:8.1f}")
    print(f"  {'both':<18}{figures['prepare'] + figures['finish']:8.1f}")


def main() -> None:
    cv2.setNumThreads(1)
    picture = photo(2048, 2048)
    local = box_mask(2048, 2048, Box(700, 600, 512, 640))
    large = box_mask(2048, 2048, Box(100, 100, 1700, 1700))
    show("local, unscaled", lambda: prepare_edit(picture, local, strength=1.0, **ANY))
    show("local, 1024 engine", lambda: prepare_edit(picture, local, strength=1.0, **SQUARE))
    show("local, moved 7 px", lambda: prepare_edit(picture, local, strength=1.0, **SQUARE), 7)
    show("large, unscaled", lambda: prepare_edit(picture, large, strength=1.0, **ANY))
    show("large, 1024 engine", lambda: prepare_edit(picture, large, strength=1.0, **SQUARE))
    rgba = np.dstack([picture, np.full((2048, 2048), 200, np.uint8)])
    show("local, RGBA", lambda: prepare_edit(rgba, local, strength=1.0, **SQUARE))
    show("large, RGBA", lambda: prepare_edit(rgba, large, strength=1.0, **SQUARE))
    growth = Growth(left=300, right=300)
    show(
        "extend",
        lambda: prepare_outpaint(picture, growth, max_result_pixels=50_000_000, **SQUARE),
    )
    show_others(picture, local)
    show_giant(picture)


def show_others(picture: Image, mask: Mask) -> None:
    """What people wait for besides an edit: a click of smart select, an edge blended anew."""
    plan = prepare_edit(picture, mask, strength=1.0, **SQUARE)
    returned = cast(plan.crop, 12)
    again = took(lambda: finish_edit(with_transition(plan, 60), returned))
    print(f"\nblend again, 60 px    {again:8.1f}")
    thing = cv2.GaussianBlur(picture[:1024, :1024], (0, 0), 8)
    cv2.circle(thing, (520, 500), 180, (190, 60, 40), -1)
    for side in (1024, 2048):
        seen = cv2.resize(thing, (side, side))
        click = Click(side * 0.5, side * 0.5)
        print(f"smart select, {side} px  {took(lambda: select_object(seen, clicks=[click])):8.1f}")  # noqa: B023 - called at once


def show_giant(picture: Image) -> None:
    giant = np.tile(picture, (3, 5, 1))[:5773, :8660].copy()
    spot = box_mask(8660, 5773, Box(4000, 3000, 512, 640))
    show("50 Mpx", lambda: prepare_edit(giant, spot, strength=1.0, **SQUARE))
    most = box_mask(8660, 5773, Box(300, 300, 8000, 5200))
    for name, mask in (("a spot", spot), ("most", most)):
        plan = prepare_edit(giant, mask, strength=1.0, **SQUARE)
        finish_edit(plan, plan.crop)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"most memory of this process after an edit of {name} of 50 Mpx: {used} MB")


if __name__ == "__main__":
    main()
