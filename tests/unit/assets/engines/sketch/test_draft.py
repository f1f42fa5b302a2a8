"""Text to image: any prompt, any size, and drafts that differ."""

import itertools

import cv2
import numpy as np
import pytest

from assets.engines.sketch.draft import draw_plan
from assets.engines.sketch.pixels import lab_of_bytes
from assets.engines.sketch.plan import make_plan
from assets.engines.sketch.subjects.catalogue import BUILDERS
from assets.engines.sketch.vocabulary import SCENES
from tests.unit.assets.engines.sketch.pictures import draw, make

SIDES = [1, 2, 3, 8, 21, 47, 64]


@pytest.mark.parametrize("prompt", ["mug on a table", "sea at sunset", "portrait", "dots pattern"])
def test_every_small_size_is_drawn(prompt: str) -> None:
    plan = make_plan(prompt, 3)
    for width, height in itertools.product(SIDES, SIDES[::2]):
        image, _ = draw_plan(plan, width, height)
        assert image.shape == (height, width, 3)


@pytest.mark.parametrize("size", [(2000, 10), (10, 2000), (1, 900), (1500, 97), (97, 1500)])
def test_long_strips_are_drawn_without_a_tiny_repeated_scene(size: tuple[int, int]) -> None:
    image, _ = draw_plan(make_plan("mountains and a lake", 2), *size)
    assert image.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("word", [*BUILDERS, *SCENES])
def test_every_word_makes_a_picture_with_something_in_it(word: str) -> None:
    for seed in (1, 2):
        image, _ = draw_plan(make_plan(word, seed), 96, 96)
        assert lab_of_bytes(image)[..., 0].std() > 0.01


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        " \n\t ",
        "🦊🍋 🏔️",
        "كوب أحمر على طاولة",
        "ספל אדום ‏על שולחן",
        "杯子和柠檬",
        "Z̸̧a̷͘l̶g̷o mug",
        "mug " * 1000,
        "a" * 4000,
        "#ffffff #000 #12345 #xyz ####",
        "99999999999999999999 mugs, 0 cats, -1 dogs, ² ٣ lemons",
        "<script>alert(1)</script> %s {0} \\x00 ../../etc",
        "two three four five six 9 8 7 lemons and cats and dogs and fish and birds and mugs",
        "\ud800 lone surrogate",
    ],
)
def test_hostile_prompts_make_a_picture(prompt: str) -> None:
    run = make(draw(prompt, 64, 64))
    assert run.image.shape == (64, 64, 3)


def test_prompts_in_scripts_it_cannot_read_still_differ() -> None:
    seen = {make(draw(p, 64, 64)).image.tobytes() for p in ("כוס", "杯子", "кружка", "🦊", "🍋")}
    assert len(seen) == 5


def test_facts_tell_what_was_understood_and_what_was_chosen() -> None:
    facts = make(draw("red mug on an oak table in watercolour, zygomorphic")).facts
    assert facts["kind"] == "still"
    assert facts["style"] == "watercolour"
    assert {"red", "mug", "oak", "table"} <= set(facts["understood"])
    assert facts["not_understood"] == ["zygomorphic"]
    assert facts["layout"] and facts["light"] and facts["palette"]["name"]
    assert all(code.startswith("#") and len(code) == 7 for code in facts["palette"]["colours"])


def test_a_named_colour_is_seen() -> None:
    for prompt, hue in (("red sneaker, studio", 29), ("cobalt blue sofa", 264)):
        lab = lab_of_bytes(make(draw(prompt, 128, 128)).image).reshape(-1, 3)
        chroma, angle = np.hypot(lab[:, 1], lab[:, 2]), np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
        near = (np.abs((angle - hue + 180) % 360 - 180) < 30) & (chroma > 0.07)
        assert near.mean() > 0.02, prompt


def test_the_same_picture_is_drawn_at_another_size() -> None:
    """Previews and large pictures show one plan: the same layout, light and colours."""
    plan = make_plan("lemons and a vase on a table", 4)
    small, large = draw_plan(plan, 128, 128)[0], draw_plan(plan, 384, 384)[0]
    shrunk = cv2.resize(large, (128, 128), interpolation=cv2.INTER_AREA)
    soft = [cv2.GaussianBlur(image, (0, 0), 3).astype(int) for image in (small, shrunk)]
    assert np.abs(soft[0] - soft[1]).mean() < 4


def test_fifty_drafts_of_one_prompt_are_fifty_ideas() -> None:
    """Palette: mean colours spread in OKLab. Layout: 8 x 8 light maps that hardly correlate."""
    plans = [make_plan("ceramic mug on oak table, morning light", seed) for seed in range(50)]
    drawn = [draw_plan(plan, 72, 72) for plan in plans]
    means = np.array([lab_of_bytes(image).reshape(-1, 3).mean(0) for image, _ in drawn])
    assert np.linalg.norm(means - means.mean(0), axis=1).mean() > 0.05
    maps = []
    for image, _ in drawn:
        light = lab_of_bytes(cv2.resize(image, (8, 8), interpolation=cv2.INTER_AREA))[..., 0]
        maps.append(((light - light.mean()) / (light.std() + 1e-4)).ravel())
    likeness = np.corrcoef(np.array(maps))[np.triu_indices(50, 1)]
    assert np.median(np.abs(likeness)) < 0.5
    assert (likeness > 0.97).mean() < 0.01
    assert len({layout for _, layout in drawn}) >= 4
    assert len({plan.style.name for plan in plans}) >= 5
    assert len({plan.palette.name for plan in plans}) >= 15


@pytest.mark.parametrize("prompt", ["city skyline", "mug on a table, gouache", "riso pattern"])
def test_a_draft_is_shown_coarse_first_and_at_last_as_it_will_be(prompt: str) -> None:
    run = make(draw(prompt, 400, 400))
    shown = [p.preview for p in run.previews if p.preview is not None]
    detail = [float(cv2.Laplacian(p, cv2.CV_32F).std()) for p in shown]
    assert detail[0] < 0.35 * detail[-1]
    small = cv2.resize(run.image, (320, 320), interpolation=cv2.INTER_AREA).astype(int)
    misses = [float(np.abs(p - small).mean()) for p in shown]
    assert misses[-1] == min(misses)
    assert misses[-1] < 0.6 * misses[0]
    assert len({p.tobytes() for p in shown}) >= 5


@pytest.mark.parametrize("size", [(900, 60), (60, 900), (97, 700)])
def test_strips_are_previewed_as_they_are_cut(size: tuple[int, int]) -> None:
    run = make(draw("mountains and a lake", *size))
    last = run.previews[-1].preview
    assert last is not None
    small = cv2.resize(run.image, (last.shape[1], last.shape[0]), interpolation=cv2.INTER_AREA)
    assert np.abs(last.astype(int) - small).mean() < 16
