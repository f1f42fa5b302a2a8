import numpy as np
import pytest

from assets.compositing.arrays import over_255
from assets.compositing.colour import DEEP, ColourMatch
from assets.compositing.crop import Placement
from assets.compositing.geometry import Box, Size
from assets.compositing.masks import composite_mask
from assets.compositing.paste import paste, resample_back
from assets.compositing.proof import prove
from assets.compositing.seam import seam_score
from tests.unit.assets.compositing.pictures import box_mask, cast, flat, photo

AS_IT_IS = ColourMatch("not_needed")
AREA = Box(40, 30, 100, 80)


def composite_of(area: Box, transition: int = 16) -> np.ndarray:
    inner = Box(transition, transition, area.width - 2 * transition, area.height - 2 * transition)
    return composite_mask(box_mask(area.width, area.height, inner), transition)


@pytest.mark.parametrize("channels", [3, 4])
def test_bytes_are_the_parents_at_0_and_the_engines_at_255(channels: int) -> None:
    parent, engine = photo(200, 150, channels=channels), photo(100, 80, seed=1)
    composite = composite_of(AREA)

    result = paste(parent, engine.astype(np.uint16) * DEEP, composite, AREA)

    inside = result[AREA.rows, AREA.columns]
    before = parent[AREA.rows, AREA.columns]
    assert result.shape == parent.shape
    assert np.array_equal(inside[composite == 0], before[composite == 0])
    assert np.array_equal(inside[..., :3][composite == 255], engine[composite == 255])
    outside = np.ones(parent.shape[:2], bool)
    outside[AREA.rows, AREA.columns] = False
    assert np.array_equal(result[outside], parent[outside])
    if channels == 4:
        assert (inside[..., 3][composite == 255] == 255).all()


def test_band_is_mixed_and_rounded_once() -> None:
    parent, composite = flat(200, 150, (10, 100, 250)), composite_of(AREA)
    engine = flat(100, 80, (250, 101, 0)).astype(np.uint16) * DEEP

    result = paste(parent, engine, composite, AREA)[AREA.rows, AREA.columns]

    share = composite[..., None] / 255
    exact = np.array([10, 100, 250]) * (1 - share) + np.array([250, 101, 0]) * share
    assert np.abs(result - exact).max() <= 0.5


def test_hidden_colour_of_transparent_pixels_does_not_shine_through() -> None:
    parent = np.zeros((150, 200, 4), np.uint8)
    parent[..., 0] = 255  # invisible red

    result = paste(
        parent,
        flat(100, 80, (0, 0, 200)).astype(np.uint16) * DEEP,
        composite_of(AREA),
        AREA,
    )

    touched = result[result[..., 3] > 0]
    assert (touched[:, 0] == 0).all() and (touched[:, 2] == 200).all()


def test_unscaled_picture_comes_back_untouched() -> None:
    engine = photo(300, 200)
    placement = Placement(Box(-20, 10, 300, 200), Size(300, 200))

    back = resample_back(engine, placement, AREA, match=AS_IT_IS)

    assert np.array_equal(back, engine[20:100, 60:160].astype(np.uint16) * DEEP)


@pytest.mark.parametrize("size", [Size(640, 640), Size(256, 256), Size(160, 160)])
@pytest.mark.parametrize(
    "area", [Box(10, 20, 300, 280), Box(100, 90, 30, 40)], ids=["large", "small"]
)
def test_resampled_picture_lands_where_it_was_cut(size: Size, area: Box) -> None:
    placement = Placement(Box(0, 0, 320, 320), size)
    x = (np.arange(size.width) + 0.5) / size.width * 255
    engine = np.repeat(np.broadcast_to(x, (size.height, size.width))[..., None], 3, axis=2)

    back = resample_back(np.rint(engine).astype(np.uint8), placement, area, match=AS_IT_IS)

    expected = (np.arange(area.x, area.right) + 0.5) / 320 * 255
    assert np.abs(back[area.height // 2, :, 0] / DEEP - expected).max() < 1


def test_proof_counts_and_hashes_what_is_there() -> None:
    parent, composite = photo(200, 600), composite_of(AREA)
    engine = photo(100, 80, seed=1).astype(np.uint16) * DEEP
    result = paste(parent, engine, composite, AREA)
    mask = box_mask(200, 600, Box(56, 46, 68, 48))

    proof = prove(parent, mask, result, composite, AREA)
    swapped = prove(result, mask, parent, composite, AREA)

    assert proof.changed_outside == 0
    assert proof.pixels_outside == 200 * 600 - np.count_nonzero(composite)
    assert proof.pixels_engine == np.count_nonzero(composite == 255)
    assert proof.protected_sha256 == swapped.protected_sha256
    assert proof.parent_sha256 == swapped.result_sha256 != proof.result_sha256
    assert len(proof.mask_sha256) == 64


def test_proof_finds_a_single_pixel_changed_outside() -> None:
    parent, composite = photo(200, 600), composite_of(AREA)
    for y, x in [(0, 0), (599, 199), (31, 41), (400, 50)]:
        result = parent.copy()
        result[y, x, 1] ^= 1

        assert prove(parent, box_mask(200, 600, AREA), result, composite, AREA).changed_outside == 1


def seam_of(parent: np.ndarray, engine: np.ndarray, transition: int = 24) -> float:
    area = Box(60, 60, 280, 280)
    composite = np.zeros(parent.shape[:2], np.uint8)
    composite[area.rows, area.columns] = composite_of(area, transition)
    result = paste(parent, engine.astype(np.uint16) * DEEP, composite, Box(0, 0, 400, 400))
    return seam_score(parent, result, composite)


def test_edit_that_continues_the_picture_has_no_seam() -> None:
    parent = photo(400, 400)

    assert seam_of(parent, cast(parent, 2)) > 95
    assert seam_of(flat(400, 400, (90, 90, 90)), flat(400, 400, (92, 92, 92))) > 95


def test_flat_patch_in_a_flat_picture_has_a_visible_seam() -> None:
    assert seam_of(flat(400, 400, (90, 90, 90)), flat(400, 400, (190, 60, 90))) < 60


def test_hard_edge_is_worse_than_a_wide_fade() -> None:
    parent = photo(400, 400)

    assert seam_of(parent, cast(parent, 40), 2) < seam_of(parent, cast(parent, 40), 60)


def test_edge_without_a_band_has_no_seam_to_judge() -> None:
    parent = photo(50, 50)

    assert seam_score(parent, parent, np.full((50, 50), 255, np.uint8)) == 100


def test_dividing_by_255_is_exact_for_every_level_it_is_used_for() -> None:
    levels = np.arange(65_280, dtype=np.uint16)

    assert np.array_equal(over_255(levels), levels // 255)
