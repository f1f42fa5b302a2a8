"""Image to image: how closely anchors are followed, by strength and role."""

import cv2
import numpy as np
import pytest

from assets.engines.request import Anchor, AnchorRole
from assets.engines.sketch.pixels import lab_of_bytes
from tests.unit.assets.engines.sketch.pictures import Picture, make, restyle, textured, with_disc


def edges(image: Picture) -> np.ndarray:
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), 2)
    return np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))


def change(
    strength: float, prompt: str = "gouache", role: AnchorRole = AnchorRole.SUBJECT
) -> float:
    picture, _ = with_disc()
    made = make(restyle(prompt, 200, 160, Anchor(picture, AnchorRole.SUBJECT, strength))).image
    return float(np.abs(made.astype(int) - picture).mean())


def test_a_stronger_anchor_is_followed_more_closely() -> None:
    changes = [change(s) for s in (1.0, 0.9, 0.7, 0.5)]
    assert changes[0] == 0
    assert changes == sorted(changes)
    assert changes[3] > 4


@pytest.mark.parametrize("role", [AnchorRole.COMPOSITION, AnchorRole.SUBJECT, AnchorRole.CHARACTER])
def test_a_followed_anchor_keeps_its_shapes(role: AnchorRole) -> None:
    picture, _ = with_disc()
    run = make(restyle("pastel gouache", 200, 160, Anchor(picture, role, 0.6)))
    assert run.facts["keeps_shapes"]
    assert np.corrcoef(edges(picture).ravel(), edges(run.image).ravel())[0, 1] > 0.6


def test_a_loose_anchor_lets_the_prompt_compose_anew() -> None:
    picture, _ = with_disc()
    run = make(restyle("mug on a table", 200, 160, Anchor(picture, AnchorRole.COMPOSITION, 0.2)))
    assert not run.facts["keeps_shapes"]
    nothing_named = make(restyle("", 200, 160, Anchor(picture, AnchorRole.COMPOSITION, 0.2)))
    assert nothing_named.facts["keeps_shapes"]


def test_a_colour_anchor_gives_its_palette_and_nothing_else() -> None:
    green = textured(120, 100, (40, 140, 70))
    plain = make(restyle("mug", 128, 128, Anchor(textured(120, 100), AnchorRole.COLOUR, 0.9)))
    run = make(restyle("mug", 128, 128, Anchor(green, AnchorRole.COLOUR, 0.9)))
    assert run.facts["palette"]["name"] == "brand"
    assert run.facts["layout"] == plain.facts["layout"]
    lab = lab_of_bytes(run.image)
    assert lab[..., 1].mean() < -0.02, "green lies at negative a"


def test_a_colour_anchor_repaints_what_the_leading_one_shows() -> None:
    picture, _ = with_disc()
    green = textured(120, 100, (40, 140, 70))
    lead = Anchor(picture, AnchorRole.COMPOSITION, 0.8)
    alone = make(restyle("", 200, 160, lead)).image
    both = make(restyle("", 200, 160, lead, Anchor(green, AnchorRole.COLOUR, 0.8))).image
    assert lab_of_bytes(both)[..., 1].mean() < lab_of_bytes(alone)[..., 1].mean() - 0.03
    assert np.corrcoef(edges(alone).ravel(), edges(both).ravel())[0, 1] > 0.5


def test_of_several_leading_anchors_the_strongest_leads() -> None:
    picture, _ = with_disc()
    other = textured(200, 160, (230, 200, 90))
    strong, weak = Anchor(picture, AnchorRole.SUBJECT, 0.8), Anchor(other, AnchorRole.SUBJECT, 0.3)
    one, two = (
        make(restyle("gouache", 200, 160, *pair)).image for pair in ((strong, weak), (weak, strong))
    )
    assert np.array_equal(one, two)
    assert np.corrcoef(edges(picture).ravel(), edges(one).ravel())[0, 1] > 0.5


def test_night_in_the_prompt_darkens_the_anchor() -> None:
    picture, _ = with_disc()
    anchor = Anchor(picture, AnchorRole.COMPOSITION, 0.6)
    day, night = (make(restyle(p, 200, 160, anchor)).image for p in ("flat, day", "flat, night"))
    assert night.mean() < day.mean() - 15


@pytest.mark.parametrize("size", [(1, 1), (3, 40), (64, 9), (33, 64)])
@pytest.mark.parametrize("strength", [0.0, 0.6, 1.0])
def test_tiny_anchors_and_odd_sizes(size: tuple[int, int], strength: float) -> None:
    anchor = Anchor(textured(5, 3), AnchorRole.COMPOSITION, strength)
    colour = Anchor(textured(1, 1), AnchorRole.COLOUR, strength)
    made = make(restyle("riso mug", *size, anchor, colour)).image
    assert made.shape == (size[1], size[0], 3)
