"""Brands: made, changed, taken off the lists; their logos, fonts and anchor packs."""

import hashlib
import re
from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from assets.engines.base import Engine
from assets.errors import InvalidRequest
from assets.formats import format_of
from assets.models import AnchorPack, Asset, BrandFont, BrandKit, BrandLogo, Workspace

MOST_BRANDS = 100
MOST_COLOURS = 24
MOST_FILES = 20
MOST_FONT_BYTES = 2 * 1024 * 1024
MOST_WORDS = 2_000
"""Characters of each text of a brand."""

WORDS = ("tone", "dos", "donts", "light", "camera")
HEX = re.compile(r"#[0-9a-f]{6}")

_FONT_KINDS = {
    b"\x00\x01\x00\x00": "ttf",
    b"true": "ttf",
    b"OTTO": "otf",
    b"wOFF": "woff",
    b"wOF2": "woff2",
}
"""By the first bytes of the file."""


def create_brand(*, workspace: Workspace, user: User | None, name: str, colour: str) -> BrandKit:
    """Raises InvalidRequest."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        name = _free_name(workspace, name)
        if workspace.brands.filter(archived_at=None).count() >= MOST_BRANDS:
            raise _wrong(f"There are {MOST_BRANDS} brands here already. Archive one first.")
        return BrandKit.objects.create(
            workspace=workspace, name=name, colour=_colour(colour), created_by=user
        )


def change_brand(*, brand: BrandKit, told: Mapping[str, Any]) -> BrandKit:
    """told: new values of its columns, by name. Raises InvalidRequest; then nothing changed."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=brand.workspace_id)
        brand = BrandKit.objects.select_related("workspace").get(id=brand.id)
        for key, value in told.items():
            setattr(brand, key, _checked(brand, key, value))
        brand.save(update_fields=list(told))
        return brand


def archive_brand(*, brand: BrandKit) -> None:
    """Taken off the lists; pictures made for it go on naming it, boards and packs let it go."""
    with transaction.atomic():
        BrandKit.objects.filter(id=brand.id, archived_at=None).update(archived_at=timezone.now())
        AnchorPack.objects.filter(brand=brand).update(brand=None)


def add_logo(*, brand: BrandKit, asset: Asset, name: str) -> BrandLogo:
    """The same picture twice is one logo. Raises InvalidRequest."""
    if asset.workspace_id != brand.workspace_id or asset.role != Asset.Role.PICTURE:
        raise _wrong("This picture is not here. Choose another one.")
    if brand.logos.count() >= MOST_FILES:
        raise _wrong(f"A brand has at most {MOST_FILES} logos. Remove one first.")
    told = {"name": " ".join(name.split())[:80]}
    return BrandLogo.objects.get_or_create(brand=brand, asset=asset, defaults=told)[0]


def add_font(*, brand: BrandKit, name: str, use: str, data: bytes) -> BrandFont:
    """The same file twice is one font. Raises InvalidRequest for what is no font."""
    kind = _FONT_KINDS.get(data[:4])
    if kind is None:
        raise _wrong("This is no font file. Choose a .ttf, .otf, .woff or .woff2.")
    if len(data) > MOST_FONT_BYTES:
        raise _wrong("The font file is larger than 2 MB. Choose a smaller one.")
    if brand.fonts.count() >= MOST_FILES:
        raise _wrong(f"A brand has at most {MOST_FILES} fonts. Remove one first.")
    told = {"name": " ".join(name.split())[:120] or f"Font.{kind}", "use": use, "kind": kind}
    return BrandFont.objects.get_or_create(
        brand=brand, sha256=hashlib.sha256(data).hexdigest(), defaults=told | {"data": data}
    )[0]


def assign_pack(*, pack: AnchorPack, brand: BrandKit | None) -> None:
    AnchorPack.objects.filter(id=pack.id).update(brand=brand)


def check_engine(brand: BrandKit | None, risk: str, engine: Engine) -> None:
    """risk: the class that a picture is made for; one without a list takes any engine. Raises
    InvalidRequest where the brand does not allow the engine."""
    if brand is None:
        return
    allowed: Collection[str] | None = brand.engines.get(risk)
    if allowed is not None and engine.key not in allowed:
        raise InvalidRequest(
            f"{brand.name} does not allow {engine.label} for pictures of {risk} risk. Choose "
            "another tier, or ask a lead to allow it on the brand’s page.",
            code="engine_not_allowed",
        )


def _checked(brand: BrandKit, key: str, value: Any) -> Any:
    """Raises InvalidRequest."""
    if key == "name":
        return _free_name(brand.workspace, value, but=brand)
    if key == "colour":
        return _colour(value)
    if key == "palette":
        return _palette(value)
    if key == "formats":
        return [one for one in dict.fromkeys(value) if format_of(one) is not None]
    if key in WORDS:
        text = "\n".join(line for raw in value.splitlines() if (line := raw.strip()))
        if len(text) > MOST_WORDS:
            raise _wrong(f"“{key}” has more than {MOST_WORDS:,} characters. Shorten it.")
        return text
    return value


def _palette(value: Any) -> list[dict[str, str]]:
    if len(value) > MOST_COLOURS:
        raise _wrong(f"A palette has at most {MOST_COLOURS} colours. Remove some.")
    return [
        {"name": " ".join(one["name"].split())[:40], "hex": _colour(one["hex"])} for one in value
    ]


def _colour(raw: str) -> str:
    colour = raw.strip().lower()
    if not HEX.fullmatch(colour):
        raise _wrong(f"“{raw[:20]}” is no colour. Write six digits, like #1f6feb.")
    return colour


def _free_name(workspace: Workspace, raw: str, *, but: BrandKit | None = None) -> str:
    name = " ".join(raw.replace("\x00", "").split())
    if not 0 < len(name) <= 60:
        raise _wrong("A brand has a name of 1 to 60 characters.")
    others = workspace.brands.filter(archived_at=None, name__iexact=name)
    if but is not None:
        others = others.exclude(id=but.id)
    if others.exists():
        raise _wrong(f"There is a brand “{name}” already. Choose another name.")
    return name


def _wrong(message: str) -> InvalidRequest:
    return InvalidRequest(message, code="bad_brand")
