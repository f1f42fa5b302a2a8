"""Colour: from whatever a file holds to 8-bit sRGB, through its profile where it has one."""

import io
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms

from assets.errors import UnsupportedImage

MAX_PROFILE_BYTES = 4 * 1024 * 1024
"""CMYK press profiles reach 2.7 MB. A greater one is ignored."""

# Colour space in a profile -> the Pillow mode that it speaks of.
_PROFILE_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_GREY_MODES = {"1", "L", "LA", "I;16", "I;16B", "I;16L"}
_MODES_OF_PROFILE = {
    "RGB": {"RGB", "RGBA", "RGBX", "P", "PA"} | _GREY_MODES,
    "L": _GREY_MODES,
    "CMYK": {"CMYK"},
}


@dataclass(frozen=True)
class Profile:
    """A colour space that is not sRGB. mode: the Pillow mode that it speaks of."""

    profile: ImageCms.ImageCmsProfile
    mode: str

    def to_srgb(self, image: Image.Image) -> Image.Image:
        """image: of `mode`. Relative colorimetric with black point compensation, what browsers and
        Photoshop do. Raises PyCMSError."""
        converted = ImageCms.profileToProfile(
            image,
            self.profile,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        assert converted is not None
        return converted


def find_profile(image: Image.Image) -> Profile | None:
    """The picture's profile; None where there is none, it is broken or of another kind of picture
    (both are common, and ignored by viewers), or where it is sRGB by another name."""
    raw = image.info.get("icc_profile")
    if not isinstance(raw, bytes) or not 0 < len(raw) <= MAX_PROFILE_BYTES:
        return None
    with suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
        profile = ImageCms.ImageCmsProfile(io.BytesIO(raw))
        mode = _PROFILE_MODES.get(profile.profile.xcolor_space.strip(), "")
        if image.mode not in _MODES_OF_PROFILE.get(mode, ()):
            return None
        found = Profile(profile, mode)
        return None if _is_srgb(found) else found
    return None


def _is_srgb(profile: Profile) -> bool:
    """By what it does, not by its name: it moves none of 216 colours by more than 2 of 255.

    Raises PyCMSError for a profile that can be read but not used.
    """
    steps = np.linspace(0, 255, 6).astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, 216, 3)
    sample = Image.fromarray(cube).convert(profile.mode)
    before = np.asarray(sample.convert("RGB"), np.int16)
    after = np.asarray(profile.to_srgb(sample), np.int16)
    return bool(np.abs(after - before).max() <= 2)


def as_srgb(image: Image.Image, profile: Profile | None) -> Image.Image:
    """RGB, or RGBA where some pixel is not opaque; without anything that Pillow would save along.

    image: any mode that a file can have, already loaded.
    """
    image = eight_bits(image)
    alpha = None
    if image.has_transparency_data:
        image = image.convert("LA" if image.mode in ("L", "LA") else "RGBA")
        alpha = image.getchannel("A")
        if alpha.getextrema() == (255, 255):
            alpha = None
    if profile is not None:
        colour = profile.to_srgb(image.convert(profile.mode))
    elif image.mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        colour = Profile(lab, "LAB").to_srgb(image)
    elif image.mode == "RGB" or (image.mode == "RGBA" and alpha is not None):
        colour = image  # convert() would copy all of it
    else:
        colour = image.convert("RGB")
    if alpha is not None and colour.mode == "RGB":
        colour.putalpha(alpha)
    colour.info = {}
    return colour


def eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey to 8 by its high byte, as Pillow does with 16-bit colour.

    Raises UnsupportedImage for float and 32-bit pixels: nothing says what is white in them.
    """
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        raise UnsupportedImage(
            "This picture has 32 bits or floating-point numbers a channel."
            " Export it with 8 or 16 bits a channel."
        )
    return image
