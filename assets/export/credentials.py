"""Content Credentials (C2PA): signing what is exported, and reading them back. Pure: bytes in, out.

The library is optional: its wheels are not built for every machine. Thumbnails are off: they would
add 100 KB and more to each file.
Source: C2PA 2.2; contentauth/c2pa-python.
"""

import io
import json
from dataclasses import dataclass
from typing import Any

from assets.errors import AssetsError
from assets.export.certificates import Certificate
from assets.export.metadata import SourceType
from assets.ingest import sniff

try:
    import c2pa
except ImportError:  # no wheel for this machine: files leave unsigned, and the dialog says so
    c2pa = None

SIGNED_BYTES = 16_000
"""Room that a signature takes at the most without ingredients: checked by its test."""
MOST_INGREDIENTS = 8
_MIME = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
}


class CannotSign(AssetsError):
    """The certificate does not do, or what was signed does not read back as valid."""

    code = "cannot_sign"
    http_status = 422


@dataclass(frozen=True)
class Ingredient:
    """data: a picture that went into it, as it came in. is_parent: this one was worked on; else it
    was shown to a model."""

    data: bytes
    title: str
    is_parent: bool


@dataclass(frozen=True)
class Claim:
    """What a signature says. agent: what made or changed it, "" for nothing but us."""

    title: str
    source_type: SourceType
    agent: str = ""
    ingredients: tuple[Ingredient, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a file's credentials say. state: "Trusted", "Valid" or "Invalid"."""

    state: str
    manifest: dict[str, Any]

    @property
    def is_valid(self) -> bool:
        return self.state in ("Trusted", "Valid")


def is_available() -> bool:
    return c2pa is not None


def may_be_signed(data: bytes) -> bool:
    """A cheap look for the box that holds credentials: JUMBF with a C2PA store in it."""
    return b"jumb" in data and b"c2pa" in data


def read(data: bytes) -> Found | None:
    """None for a file without credentials, or one whose box cannot be read at all."""
    mime = _MIME.get(sniff(data))
    if c2pa is None or mime is None or not may_be_signed(data):
        return None
    try:
        with c2pa.Reader(mime, io.BytesIO(data)) as reader:
            told = json.loads(reader.json())
    except c2pa.C2paError:
        return None
    manifest = told["manifests"].get(told.get("active_manifest") or "", {})
    return Found(str(told.get("validation_state", "Invalid")), manifest)


def sign(data: bytes, mime: str, claim: Claim, certificate: Certificate) -> bytes:
    """The file with credentials, read back as valid before it is given away. data: as we encoded
    it: nobody's credentials are in it, so none are broken. Raises CannotSign."""
    if c2pa is None:
        raise CannotSign("This server has no C2PA library: export without Content Credentials.")
    stream = io.BytesIO()
    try:
        context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
        info = c2pa.C2paSignerInfo(
            certificate.algorithm.encode(),
            certificate.chain.encode(),
            certificate.key.encode(),
            None,
        )
        with c2pa.Builder(json.dumps(_manifest(claim)), context) as builder:
            for number, one in enumerate(claim.ingredients[:MOST_INGREDIENTS]):
                told = json.dumps(_told(one, number))
                builder.add_ingredient(told, _MIME[sniff(one.data)], io.BytesIO(one.data))
            with c2pa.Signer.from_info(info) as signer:
                builder.sign(signer, mime, io.BytesIO(data), stream)
    except c2pa.C2paError as error:
        raise CannotSign(f"The picture could not be signed: {_first_line(error)}") from error
    signed = stream.getvalue()
    found = read(signed)
    if found is None or not found.is_valid:
        raise CannotSign("The signed picture does not read back as valid, so it was not sent.")
    return signed


_SETTINGS = {"builder": {"thumbnail": {"enabled": False}}}


def _manifest(claim: Claim) -> dict[str, Any]:
    return {
        "claim_generator_info": [{"name": "Anchorboard"}],
        "title": claim.title,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": _actions(claim)}}],
    }


def _actions(claim: Claim) -> list[dict[str, Any]]:
    """First how it began: opened, where somebody brought it in, else created."""
    parents = [i for i, one in enumerate(claim.ingredients[:MOST_INGREDIENTS]) if one.is_parent]
    said: dict[str, Any] = {}
    if claim.source_type.uri:
        said["digitalSourceType"] = claim.source_type.uri
    if claim.agent:
        said["softwareAgent"] = {"name": claim.agent}
    if not parents:
        return [{"action": "c2pa.created", **said}]
    opened = {"action": "c2pa.opened", "parameters": {"ingredientIds": [_label(parents[0])]}}
    return [opened, {"action": "c2pa.edited", **said}]


def _told(one: Ingredient, number: int) -> dict[str, Any]:
    relationship = "parentOf" if one.is_parent else "inputTo"
    return {"title": one.title, "relationship": relationship, "label": _label(number)}


def _label(number: int) -> str:
    return f"ingredient-{number}"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
