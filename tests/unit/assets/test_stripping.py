import io
import struct

import numpy as np
import pytest
from PIL import Image

from assets.stripping import strip_jpeg, strip_png, strip_webp

STRIP = {"JPEG": strip_jpeg, "PNG": strip_png, "WEBP": strip_webp}


def picture(mode: str = "RGB") -> Image.Image:
    noise = np.random.default_rng(3).integers(0, 255, (33, 47, 4), dtype=np.uint8)
    image = Image.fromarray(noise)
    return image if mode in ("RGBA", "LA") else image.convert("RGB").convert(mode)


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format, **options)
    return stream.getvalue()


def assert_same_pixels(data: bytes, stripped: bytes | None) -> None:
    assert stripped is not None
    before, after = (Image.open(io.BytesIO(file)).convert("RGBA") for file in (data, stripped))
    assert np.array_equal(np.asarray(before), np.asarray(after))


@pytest.mark.parametrize(
    ("format", "mode", "options"),
    [
        ("JPEG", "RGB", {}),
        ("JPEG", "L", {}),
        ("JPEG", "RGB", {"progressive": True}),
        ("JPEG", "RGB", {"subsampling": "4:4:4", "restart_marker_blocks": 2}),
        ("JPEG", "RGB", {"keep_rgb": True}),
        ("PNG", "RGB", {}),
        ("PNG", "RGBA", {}),
        ("PNG", "P", {"transparency": 3}),
        ("PNG", "1", {}),
        ("WEBP", "RGB", {}),
        ("WEBP", "RGBA", {}),
        ("WEBP", "RGBA", {"lossless": True}),
    ],
)
def test_pixels_stay_and_all_else_goes(format: str, mode: str, options: dict[str, object]) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAM"
    image = picture(mode)
    data = saved(image, format, exif=exif, icc_profile=b"SECRETPROFILE", **options)

    stripped = STRIP[format](data + b"SECRETTAIL")

    assert_same_pixels(data, stripped)
    assert stripped is not None and b"SECRET" not in stripped


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_stripping_again_changes_nothing(format: str) -> None:
    once = STRIP[format](saved(picture(), format))
    assert once is not None
    assert STRIP[format](once) == once


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_file_without_its_end_is_left_to_the_decoder(format: str) -> None:
    data = saved(picture(), format)
    for end in range(0, len(data) - 1, 7):
        assert STRIP[format](data[:end]) is None


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_another_format_is_left_to_the_decoder(format: str) -> None:
    assert STRIP[format](b"GIF89a" + bytes(60)) is None


def test_cmyk_jpegs_are_left_to_the_decoder() -> None:
    assert strip_jpeg(saved(picture("CMYK"), "JPEG")) is None


def test_a_jpeg_thumbnail_in_its_header_goes() -> None:
    data = saved(picture(), "JPEG")
    thumbnail = b"\xff\xe0" + struct.pack(">H", 2 + 14 + 3) + b"JFIF\x00\x01\x01"
    thumbnail += b"\x00\x00\x01\x00\x01\x01\x01" + b"\x12\x34\x56"
    with_thumbnail = data[:2] + thumbnail + data[20:]

    assert strip_jpeg(with_thumbnail) == strip_jpeg(data)


def test_sixteen_bit_pngs_are_left_to_the_decoder() -> None:
    deep = Image.fromarray(np.full((4, 4), 40_000, np.uint16))
    assert strip_png(saved(deep, "PNG")) is None


def test_a_png_with_a_wrong_checksum_is_left_to_the_decoder() -> None:
    data = bytearray(saved(picture(), "PNG"))
    data[len(data) // 2] ^= 1
    assert strip_png(bytes(data)) is None


def test_an_animated_png_keeps_its_first_frame_alone() -> None:
    frames = [picture(), picture().rotate(180)]
    data = saved(frames[0], "PNG", save_all=True, append_images=frames[1:])

    stripped = strip_png(data)

    assert_same_pixels(data, stripped)
    assert stripped is not None and b"fdAT" not in stripped and b"acTL" not in stripped


def test_an_animated_webp_is_left_to_the_decoder() -> None:
    frames = [picture(), picture().rotate(180)]
    data = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert strip_webp(data) is None
