import io
import random
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from assets.errors import (
    ImageTooLarge,
    IngestError,
    InvalidMask,
    UnreadableImage,
    UnsupportedImage,
)
from assets.ingest import MAX_SIDE, decode, decode_mask, decode_stored, encode
from assets.png import encode_png
from tests.unit.assets.profiles import GREEN, RED, cmyk_profile, grey_profile, rgb_profile

LIMIT = 1_000_000  # px
WIDTH, HEIGHT = 40, 24
GPS = {1: "N", 2: (52.0, 31.0, 12.0)}

# Pillow warns of broken metadata and reads on; so does the server.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def pixels(channels: int = 3, *, seed: int = 0) -> NDArray[np.uint8]:
    """Smooth, so that lossy formats keep it, with another colour in each corner."""
    y, x = np.mgrid[0:1:24j, 0:1:40j]
    planes = [200 * x + 20, 200 * y + 20, 120 * (x + y), 255 - 200 * x * y]
    noise = np.random.default_rng(seed).integers(0, 4, (HEIGHT, WIDTH, channels))
    return (np.stack(planes[:channels], axis=-1) + noise).clip(0, 255).astype(np.uint8)


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format, **options)
    return stream.getvalue()


def photo(format: str = "JPEG", **options: object) -> bytes:
    return saved(Image.fromarray(pixels()), format, **options)


def opened(data: bytes) -> Image.Image:
    return decode(data, max_pixels=LIMIT).image


def array(image: Image.Image) -> NDArray[np.int16]:
    return np.asarray(image, np.int16)


def png_chunk(name: bytes, payload: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + payload))
    return struct.pack(">I", len(payload)) + name + payload + checksum


# Formats


@pytest.mark.parametrize("format", ["PNG", "GIF", "BMP", "TIFF"])
def test_lossless_formats_come_out_as_they_went_in(format: str) -> None:
    data = photo(format)

    decoded = decode(data, max_pixels=LIMIT)

    expected = Image.open(io.BytesIO(data)).convert("RGB")
    assert np.array_equal(array(decoded.image), array(expected))
    assert np.array_equal(decode_stored(encode(decoded)[0]), array(expected))


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
def test_lossy_formats_are_stored_without_visible_loss(format: str) -> None:
    decoded = decode(photo(format), max_pixels=LIMIT)
    stored = decode_stored(encode(decoded)[0])
    assert np.abs(array(decoded.image) - pixels()).mean() < 6
    assert np.abs(stored - array(decoded.image)).mean() < 1


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_what_needs_no_change_keeps_its_coded_pixels(format: str) -> None:
    data = photo(format)

    decoded = decode(data, max_pixels=LIMIT)

    stored, suffix = encode(decoded)
    assert suffix == format.lower()
    assert stored == decoded.kept
    assert len(stored) <= len(data)
    assert np.array_equal(decode_stored(stored), array(Image.open(io.BytesIO(data))))


def test_the_stored_file_of_the_same_bytes_is_the_same() -> None:
    data = photo("TIFF")
    first, second = (encode(decode(data, max_pixels=LIMIT)) for _ in range(2))
    assert first == second


def test_a_format_is_known_by_its_bytes_alone() -> None:
    assert decode(photo("BMP"), max_pixels=LIMIT).source_format == "BMP"


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_an_animation_the_first_frame_is_taken(format: str) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "lime", "blue")]
    data = saved(frames[0], format, save_all=True, append_images=frames[1:])

    decoded = decode(data, max_pixels=LIMIT)

    stored = Image.open(io.BytesIO(encode(decoded)[0]))
    assert getattr(stored, "n_frames", 1) == 1
    red, green, blue = array(decoded.image)[16, 16]
    assert red > 240 and green < 15 and blue < 15


# Colour


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
def test_every_orientation_ends_upright(format: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turns = {1: 0, 6: 1, 3: 2, 8: 3, 2: 0, 5: 1, 4: 2, 7: 3}
    lying = np.rot90(pixels(), turns[orientation])
    if orientation in (2, 4, 5, 7):
        lying = np.fliplr(lying) if orientation in (2, 4) else np.flipud(lying)
    data = saved(Image.fromarray(np.ascontiguousarray(lying)), format, exif=exif)

    decoded = decode(data, max_pixels=LIMIT)

    assert decoded.image.size == (WIDTH, HEIGHT)
    assert np.abs(array(decoded.image) - pixels()).mean() < 6
    assert decode_stored(encode(decoded)[0]).shape == (HEIGHT, WIDTH, 3)


def test_cmyk_without_a_profile_keeps_its_colours() -> None:
    data = saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG")
    red, green, blue = array(opened(data))[8, 8]
    assert red > 245 and green < 10 and blue < 10


def test_cmyk_goes_through_its_profile() -> None:
    inks = saved(Image.new("CMYK", (16, 16), (255, 255, 255, 255)), "TIFF")
    profiled = saved(
        Image.new("CMYK", (16, 16), (255, 255, 255, 255)),
        "TIFF",
        icc_profile=cmyk_profile((128, 200, 128)),
    )
    assert array(opened(inks)).max() < 5
    red, green, _ = array(opened(profiled))[8, 8]
    assert red > 60 and red > green + 40


def test_a_wide_profile_is_converted_to_srgb() -> None:
    swapped = rgb_profile(red=GREEN, green=RED)
    data = saved(Image.new("RGB", (16, 16), (200, 60, 30)), "PNG", icc_profile=swapped)

    decoded = decode(data, max_pixels=LIMIT)

    assert np.abs(array(decoded.image)[8, 8] - (60, 200, 30)).max() <= 8
    assert decoded.kept is None


def test_a_profile_keeps_transparency() -> None:
    data = saved(
        Image.new("RGBA", (16, 16), (200, 60, 30, 90)),
        "PNG",
        icc_profile=rgb_profile(red=GREEN, green=RED),
    )
    assert np.abs(array(opened(data))[8, 8] - (60, 200, 30, 90)).max() <= 8


def test_a_grey_profile_is_converted_to_srgb() -> None:
    linear = saved(Image.new("L", (16, 16), 64), "PNG", icc_profile=grey_profile(gamma=1.0))
    assert np.abs(array(opened(linear))[8, 8] - 137).max() <= 3


def test_a_profile_that_says_srgb_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = photo("JPEG", icc_profile=profile)

    decoded = decode(data, max_pixels=LIMIT)

    assert decoded.kept is not None
    assert b"ICC_PROFILE" not in decoded.kept


@pytest.mark.parametrize(
    "profile", [b"junk", b"\x00" * 200, grey_profile(gamma=1.0), rgb_profile()[:150]]
)
def test_a_profile_that_makes_no_sense_is_ignored(profile: bytes) -> None:
    data = photo("PNG", icc_profile=profile)
    assert np.array_equal(array(opened(data)), pixels())


def test_a_cmyk_profile_without_tables_is_ignored() -> None:
    table_less = cmyk_profile((128, 200, 128)).replace(b"A2B0", b"none").replace(b"A2B1", b"nope")
    data = saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "TIFF", icc_profile=table_less)
    red, green, _ = array(opened(data))[8, 8]
    assert red > 245 and green < 10


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_not_clipped(format: str) -> None:
    ramp = np.linspace(0, 65535, WIDTH * HEIGHT).astype(np.uint16).reshape(HEIGHT, WIDTH)
    result = array(opened(saved(Image.fromarray(ramp), format)))
    assert result.shape == (HEIGHT, WIDTH, 3)
    assert np.abs(result[..., 0] - ramp / 257).max() <= 1


def test_sixteen_bit_colour_is_scaled() -> None:
    rows = b"".join(b"\x00" + struct.pack(">3H", 65535, 32768, 257) * 4 for _ in range(4))
    header = struct.pack(">IIBBBBB", 4, 4, 16, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header)
    data += png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    assert array(opened(data))[2, 2].tolist() == [255, 128, 1]


def test_palettes_keep_colour_and_transparency() -> None:
    image = Image.new("P", (16, 16), 1)
    image.putpalette([0, 0, 0, 10, 200, 30])
    image.putpixel((3, 4), 0)

    opaque = opened(saved(image, "PNG"))
    seen_through = opened(saved(image, "PNG", transparency=0))

    assert array(opaque)[0, 0].tolist() == [10, 200, 30]
    assert array(seen_through)[0, 0].tolist() == [10, 200, 30, 255]
    assert array(seen_through)[4, 3].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_mode_becomes_rgb_or_rgba(mode: str) -> None:
    image = Image.fromarray(pixels(4))
    image = (image if "A" in mode else image.convert("RGB")).convert(mode)
    decoded = decode(saved(image, "PNG"), max_pixels=LIMIT)
    assert decoded.image.mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")
    expected = image.convert(decoded.image.mode)
    assert np.array_equal(array(decoded.image), array(expected))
    assert np.array_equal(decode_stored(encode(decoded)[0]), array(expected))


def test_an_opaque_alpha_channel_is_dropped() -> None:
    image = Image.fromarray(pixels()).convert("RGBA")
    assert opened(saved(image, "PNG")).mode == "RGB"


def test_lab_is_converted() -> None:
    white = Image.merge("LAB", [Image.new("L", (8, 8), value) for value in (255, 128, 128)])
    assert array(opened(saved(white, "TIFF"))).min() > 250


@pytest.mark.parametrize("mode", ["I", "F"])
def test_pixels_without_a_white_are_refused(mode: str) -> None:
    with pytest.raises(UnsupportedImage, match="16 bits"):
        opened(saved(Image.new(mode, (8, 8), 7), "TIFF"))


# Metadata


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_position_and_other_metadata_are_gone(format: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRETCAM"
    exif.get_ifd(0x8825).update(GPS)
    xmp = b"<x:xmpmeta>SECRETCAM</x:xmpmeta>"
    options = {"exif": exif} if format == "PNG" else {"exif": exif, "xmp": xmp}
    data = photo(format, **options)
    assert b"SECRETCAM" in data

    stored, _ = encode(decode(data, max_pixels=LIMIT))

    assert b"SECRETCAM" not in stored
    result = Image.open(io.BytesIO(stored))
    assert not result.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(result.info)


def test_text_and_trailing_bytes_are_gone() -> None:
    page = b"<html><script>alert(1)</script></html>"
    for data in (photo("JPEG", comment=page), photo("PNG"), photo("GIF", comment=page)):
        stored, _ = encode(decode(data + page, max_pixels=LIMIT))
        assert b"script" not in stored


def test_broken_exif_does_not_cost_the_picture() -> None:
    data = photo("JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xffnot at all")
    assert opened(data).size == (WIDTH, HEIGHT)


# Refusals


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(UnreadableImage, match="empty"):
        opened(b"")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html></html>", "web page"),
        (b"<script>alert(1)</script>", "web page"),
        (b"8BPS\x00\x01" + bytes(40), "Photoshop"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC"),
        (b"\x00\x00\x01\x00\x01\x00" + bytes(40), "no picture"),
        (b"hello", "no picture"),
        (b"GIF", "no picture"),
    ],
)
def test_other_kinds_are_refused_by_name(data: bytes, word: str) -> None:
    with pytest.raises(UnsupportedImage, match=word):
        opened(data)


def test_a_page_that_claims_to_be_a_gif_is_refused() -> None:
    with pytest.raises(IngestError):
        opened(b"GIF89a=1;/*<html><script>alert(1)</script>*/")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_cut_off_file_is_refused(format: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), format)
    with pytest.raises(UnreadableImage):
        opened(data[: int(len(data) * share)])


def test_a_flipped_bit_in_compressed_pixels_is_refused() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    data = bytearray(saved(Image.fromarray(noise), "PNG"))
    data[len(data) // 2] ^= 0x10
    with pytest.raises(UnreadableImage):
        opened(bytes(data))


def png_that_says(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", bytes(20))


def jpeg_that_says(width: int, height: int) -> bytes:
    data = photo("JPEG")
    frame = data.index(b"\xff\xc0")
    return data[: frame + 5] + struct.pack(">HH", height, width) + data[frame + 9 :]


def gif_that_says(width: int, height: int) -> bytes:
    data = photo("GIF")
    return data[:6] + struct.pack("<HH", width, height) + data[10:]


def bmp_that_says(width: int, height: int) -> bytes:
    data = photo("BMP")
    return data[:18] + struct.pack("<II", width, height) + data[26:]


def webp_that_says(width: int, height: int) -> bytes:
    size = b"".join(struct.pack("<I", side - 1)[:3] for side in (width, height))
    return b"RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00" + size + bytes(20)


def tiff_that_says(width: int, height: int, tile: int | None = None) -> bytes:
    tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (277, 1)]
    tags += [(273, 8), (279, 9)] if tile is None else [(322, tile), (323, tile), (324, 8), (325, 9)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(tags))
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(tags)) + entries + bytes(4)


FORGERS = [
    png_that_says,
    jpeg_that_says,
    gif_that_says,
    bmp_that_says,
    tiff_that_says,
]


@pytest.mark.parametrize("forge", FORGERS)
@pytest.mark.parametrize(
    "size", [(1001, 1000), (MAX_SIDE + 1, 1), (10_000, 10_000), (60_000, 60_000)]
)
def test_too_many_pixels_are_refused_by_the_header(
    forge: Callable[[int, int], bytes], size: tuple[int, int]
) -> None:
    """None of these files has such pixels: decoding would have found them broken."""
    with pytest.raises(ImageTooLarge):
        opened(forge(*size))


def test_a_side_that_is_too_long_is_refused_though_its_pixels_are_few() -> None:
    with pytest.raises(ImageTooLarge, match="16,384"):
        opened(saved(Image.new("L", (MAX_SIDE + 1, 1)), "PNG"))


def test_a_webp_of_too_many_pixels_is_not_decoded() -> None:
    with pytest.raises(IngestError):
        opened(webp_that_says(16_000, 16_000))
    with pytest.raises(ImageTooLarge):
        opened(saved(Image.new("RGB", (1001, 1000)), "WEBP"))


def test_a_tile_that_dwarfs_its_picture_is_refused() -> None:
    with pytest.raises(ImageTooLarge, match="tiles"):
        opened(tiff_that_says(16, 16, tile=30_000))


def test_the_limit_itself_is_taken() -> None:
    assert opened(saved(Image.new("L", (1000, 1000)), "PNG")).size == (1000, 1000)


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    data = photo("JPEG", progressive=True)
    last_scan = data[data.rindex(b"\xff\xda") : -2]
    with pytest.raises(UnsupportedImage, match="scans"):
        opened(data[:-2] + last_scan * 120 + data[-2:])


# Anything at all


def corpus() -> list[bytes]:
    rgba, rgb = Image.fromarray(pixels(4)), Image.fromarray(pixels())
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update(GPS)
    profile = rgb_profile(red=GREEN, green=RED)
    grey16 = Image.fromarray(np.full((HEIGHT, WIDTH), 40_000, np.uint16))
    return [
        *(saved(rgba.convert(mode), "PNG") for mode in ("RGBA", "RGB", "P", "LA", "1")),
        saved(grey16, "PNG"),
        saved(rgb, "PNG", icc_profile=profile),
        saved(rgb, "JPEG", exif=exif, icc_profile=profile),
        saved(rgb, "JPEG", progressive=True),
        saved(rgb.convert("CMYK"), "JPEG", icc_profile=cmyk_profile((90, 180, 128))),
        saved(rgba, "WEBP", exif=exif),
        saved(rgb, "WEBP", lossless=True),
        *(saved(rgba, kind, save_all=True, append_images=[rgba]) for kind in ("WEBP", "GIF")),
        *(saved(rgb.convert(mode), "BMP") for mode in ("RGB", "P", "1")),
        *(saved(rgba.convert(mode), "TIFF") for mode in ("RGBA", "CMYK", "F")),
        *(
            saved(rgb, "TIFF", compression=name)
            for name in ("tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits")
        ),
        saved(rgb.convert("1"), "TIFF", compression="group4"),
        saved(rgba, "AVIF", exif=exif, speed=10),
    ]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, a 32-bit number made extreme, something repeated, or the end lost."""
    result = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 20])):
        at = chance.randrange(len(result))
        kind = chance.randrange(10)
        if kind < 6:
            result[at] = chance.choice([0, 1, 127, 128, 255, chance.randrange(256)])
        elif kind < 8:
            result[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"])
        elif kind < 9:
            start = chance.randrange(len(result))
            result[at:at] = result[start : start + chance.randrange(1, 200)]
        else:
            del result[max(1, at) :]
    return bytes(result)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_taken_or_refused_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    for original in corpus():
        for _ in range(2):
            try:
                decoded = decode(mutated(original, chance), max_pixels=LIMIT)
            except IngestError as error:
                assert error.message
            else:
                stored = decode_stored(encode(decoded)[0])
                assert stored.shape[:2] == (decoded.image.height, decoded.image.width)
                assert decoded.kept is None or np.array_equal(stored, array(decoded.image))


@pytest.mark.parametrize("seed", range(20))
def test_a_head_with_noise_behind_it_is_refused(seed: int) -> None:
    noise = random.Random(seed).randbytes(400)
    for original in corpus():
        with pytest.raises(IngestError):
            opened(original[:12] + noise)


def test_a_bomb_that_pillow_only_warns_of_is_refused() -> None:
    """Between Pillow's two limits it warns, and above them it raises."""
    with pytest.raises(ImageTooLarge):
        opened(png_that_says(11_000, 11_000))


# Masks


def mask_pixels() -> NDArray[np.uint8]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[4:12, 6:20] = 255
    mask[4, 6:20] = 140
    return mask


def read_mask(data: bytes, polarity: str = "white") -> NDArray[np.uint8]:
    return decode_mask(data, width=WIDTH, height=HEIGHT, polarity=polarity)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA"])
def test_white_is_what_to_regenerate(mode: str) -> None:
    data = saved(Image.fromarray(mask_pixels()).convert(mode), "PNG")
    assert np.array_equal(read_mask(data), mask_pixels())


def test_white_on_transparent_counts_as_white_on_black() -> None:
    image = Image.new("RGBA", (WIDTH, HEIGHT), "white")
    image.putalpha(Image.fromarray(mask_pixels()))
    assert np.array_equal(read_mask(saved(image, "PNG")), mask_pixels())


def test_transparent_is_what_to_regenerate_when_asked_so() -> None:
    image = Image.fromarray(pixels())
    image.putalpha(Image.fromarray(255 - mask_pixels()))
    assert np.array_equal(read_mask(saved(image, "PNG"), "alpha"), mask_pixels())


def test_a_mask_of_one_bit_is_taken() -> None:
    image = Image.fromarray(mask_pixels() > 200)
    assert set(np.unique(read_mask(saved(image, "PNG")))) == {0, 255}


def test_a_mask_without_transparency_says_nothing_by_alpha() -> None:
    with pytest.raises(InvalidMask, match="transparency"):
        read_mask(photo("PNG"), "alpha")


@pytest.mark.parametrize("polarity", ["white", "alpha"])
def test_an_empty_mask_is_refused(polarity: str) -> None:
    colour = (0, 0, 0, 255)
    data = saved(Image.new("RGBA", (WIDTH, HEIGHT), colour), "PNG")
    with pytest.raises(InvalidMask, match="empty"):
        read_mask(data, polarity)


def test_a_full_mask_is_refused() -> None:
    with pytest.raises(InvalidMask, match="whole"):
        read_mask(saved(Image.new("L", (WIDTH, HEIGHT), 255), "PNG"))


def test_a_mask_of_another_size_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(InvalidMask, match=f"{WIDTH} x {HEIGHT}"):
        read_mask(png_that_says(60, 60))


def test_a_broken_mask_is_refused() -> None:
    data = encode_png(Image.fromarray(mask_pixels()))
    with pytest.raises(UnreadableImage):
        read_mask(data[: len(data) // 2])
