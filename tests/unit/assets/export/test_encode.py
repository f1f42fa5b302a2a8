import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from assets.compositing.geometry import Size
from assets.export.encode import CannotFit, best_quality, encode, fit
from assets.export.presets import FILE_KINDS, BadPreset, read_preset

NOISE = np.random.default_rng(0).integers(0, 255, (240, 320, 3)).astype(np.uint8)
SMOOTH = np.tile(np.linspace(0, 250, 320).astype(np.uint8)[None, :, None], (240, 1, 3))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_each_kind_has_the_px_says_srgb_and_carries_the_packet(kind):
    made = encode(SMOOTH, kind, xmp=b"<x:xmpmeta/>")
    image = opened(made.data)
    assert (image.format or "").lower() == kind
    assert image.size == (320, 240)
    profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    assert b"<x:xmpmeta/>" in made.data
    assert np.abs(np.asarray(image.convert("RGB"), int) - SMOOTH).mean() < 3


@pytest.mark.parametrize("kind", ["jpeg", "webp", "avif"])
def test_the_highest_quality_under_the_cap_is_found(kind):
    cap = len(encode(NOISE, kind).data) * 2 // 3
    made = encode(NOISE, kind, most_bytes=cap)
    assert len(made.data) <= cap
    assert made.quality is not None
    assert len(made.data) > cap * 0.5


def test_the_search_asks_seldom_and_ends_at_the_edge():
    asked = []

    def make(quality: int) -> bytes:
        asked.append(quality)
        return b"x" * quality

    assert best_quality(make, 71)[1] == 71
    assert len(asked) <= 9


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_cap_that_no_quality_keeps_is_said(kind):
    with pytest.raises(CannotFit, match="over the cap of 1 KB"):
        encode(NOISE, kind, most_bytes=1_000)


def test_a_picture_is_cropped_to_exact_px_and_that_is_said():
    fitted, notes = fit(NOISE, Size(200, 200))
    assert fitted.shape == (200, 200, 3)
    assert notes == ("crops 25%",)
    enlarged, notes = fit(NOISE, Size(1280, 960))
    assert enlarged.shape == (960, 1280, 3)
    assert notes == ("enlarged 4.0 times, so soft",)
    assert fit(NOISE, None) == (NOISE, ())


def test_jpeg_knows_no_transparency_the_others_keep_it():
    clear = np.zeros((20, 20, 4), np.uint8)
    flat = encode(clear, "jpeg")
    assert flat.notes == ("transparent parts are white",)
    assert opened(flat.data).getpixel((5, 5)) == (255, 255, 255)
    assert opened(encode(clear, "png").data).mode == "RGBA"


def test_a_preset_is_read_as_people_write_it():
    told = {
        "name": " Paid  social ",
        "kind": "jpeg",
        "sizes": "1080 × 1350, 300x250",
        "most_kb": "300",
    }
    preset = read_preset("x", told)
    assert preset.sizes == (Size(1080, 1350), Size(300, 250))
    assert (preset.name, preset.most_bytes) == ("Paid social", 300_000)
    assert preset.words == "1080 × 1350, 300 × 250 px, JPEG, at most 300 KB"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"kind": "exe"},
        {"sizes": "0x5"},
        {"sizes": "99999x5"},
        {"sizes": "wide"},
        {"sizes": ",".join(f"{n}x9" for n in range(1, 20))},
        {"most_kb": "-1"},
        {"most_kb": "1"},
        {"most_kb": "٣٠٠"},
    ],
)
def test_a_preset_that_cannot_be_kept_is_refused(wrong):
    with pytest.raises(BadPreset):
        read_preset("x", {"name": "Ads", "kind": "png", "sizes": "", "most_kb": ""} | wrong)
