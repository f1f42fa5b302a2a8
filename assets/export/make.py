"""A stored picture becomes a file of an export: read, fitted, encoded, told, signed.

No database: it runs in threads of its own.
"""

import hashlib
from dataclasses import dataclass

from assets.compositing.arrays import Image
from assets.compositing.geometry import Size
from assets.export.certificates import Certificate
from assets.export.credentials import SIGNED_BYTES, Claim, Ingredient, sign
from assets.export.encode import MIME, CannotFit, Encoded, encode, fit
from assets.export.metadata import Level, Told, xmp_packet
from assets.files import FileStore
from assets.ingest import decode_stored


@dataclass(frozen=True)
class Source:
    """A stored picture. signed_sha256: of the file it came in, where that carries credentials."""

    sha256: str
    format: str
    title: str = ""
    signed_sha256: str = ""

    def as_it_came(self, files: FileStore) -> bytes:
        if self.signed_sha256:
            return files.read_signed(self.signed_sha256)
        return files.read(self.sha256, self.format)


@dataclass(frozen=True)
class Wanted:
    """size: None for the picture's own. certificate: None leaves it unsigned. ingredients: what it
    was made from, and of each whether it was that which was worked on."""

    source: Source
    kind: str
    size: Size | None
    most_bytes: int | None
    level: Level
    told: Told
    certificate: Certificate | None = None
    ingredients: tuple[tuple[Source, bool], ...] = ()


@dataclass(frozen=True)
class Made:
    data: bytes
    size: Size
    notes: tuple[str, ...]
    is_signed: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def make_file(wanted: Wanted, files: FileStore) -> Made:
    """Raises CannotFit, CannotSign, StorageFailed, UnreadableImage."""
    picture = decode_stored(files.read(wanted.source.sha256, wanted.source.format))
    fitted, notes = fit(picture, wanted.size)
    del picture  # up to 200 MB, while the search below runs
    xmp = xmp_packet(wanted.told, wanted.level)
    if wanted.certificate is None or wanted.level is Level.NONE:
        plain = encode(fitted, wanted.kind, most_bytes=wanted.most_bytes, xmp=xmp)
        return Made(plain.data, plain.size, (*notes, *plain.notes), is_signed=False)
    encoded, data = _signed(wanted, fitted, xmp, wanted.certificate, files)
    return Made(data, encoded.size, (*notes, *encoded.notes), is_signed=True)


def _signed(
    wanted: Wanted, fitted: Image, xmp: bytes, certificate: Certificate, files: FileStore
) -> tuple[Encoded, bytes]:
    """How long a signature is shows once it is made: one that takes more room than was kept for it
    is made again, of a smaller file."""
    claim = Claim(
        # Pictures are named after their prompts, which leave with full metadata alone.
        wanted.source.title if wanted.level is Level.FULL else "Picture",
        wanted.told.source_type,
        wanted.told.engine,
        tuple(
            Ingredient(source.as_it_came(files), source.title, is_parent)
            for source, is_parent in wanted.ingredients
        ),
    )
    spare = SIGNED_BYTES
    for _ in range(2):
        encoded = encode(fitted, wanted.kind, most_bytes=wanted.most_bytes, xmp=xmp, spare=spare)
        data = sign(encoded.data, MIME[wanted.kind], claim, certificate)
        if wanted.most_bytes is None or len(data) <= wanted.most_bytes:
            return encoded, data
        spare = len(data) - len(encoded.data) + 1_000
    raise CannotFit("Its Content Credentials alone are over the cap. Export it without them.")
