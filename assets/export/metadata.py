"""What an exported file says of itself: XMP with the terms of IPTC. Pure.

none: nothing at all. minimal: how it came to be (digitalSourceType) and its alt text. full: prompt,
engine and seed as well.
Sources: IPTC Photo Metadata Standard 2025.1; newscodes `digitalsourcetype`.
"""

from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

DIGITAL_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class Level(StrEnum):
    NONE = "none"
    MINIMAL = "minimal"
    FULL = "full"


class SourceType(StrEnum):
    """A picture made by a model; one that somebody brought in and a model changed in part; or one
    that nothing was done to, of which we claim nothing."""

    TRAINED = "trainedAlgorithmicMedia"
    COMPOSITE = "compositeWithTrainedAlgorithmicMedia"
    UNKNOWN = ""

    @property
    def uri(self) -> str:
        return f"{DIGITAL_SOURCE}{self.value}" if self.value else ""


@dataclass(frozen=True)
class Told:
    """What is known of a picture. All "" where nobody knows."""

    source_type: SourceType = SourceType.UNKNOWN
    title: str = ""
    alt: str = ""
    prompt: str = ""
    engine: str = ""
    engine_version: str = ""
    seed: str = ""
    source_sha256: str = ""


def xmp_packet(told: Told, level: Level) -> bytes:
    """UTF-8; b"" for none."""
    if level is Level.NONE:
        return b""
    said = [_text("xmp:CreatorTool", "Anchorboard")]
    if told.source_type.uri:
        said.append(_text("Iptc4xmpExt:DigitalSourceType", told.source_type.uri))
    if told.alt:
        said.append(_alternatives("Iptc4xmpCore:AltTextAccessibility", told.alt))
    if level is Level.FULL:
        said += _of_making(told)
    body = "".join(said)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{_NAMESPACES}>{body}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


_NAMESPACES = "".join(
    f" xmlns:{prefix}={quoteattr(uri)}"
    for prefix, uri in {
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
        "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        "ab": "urn:anchorboard:xmp:1",
    }.items()
)


def _of_making(told: Told) -> list[str]:
    said = [_alternatives("dc:title", told.title)] if told.title else []
    if told.prompt:
        said += [
            _alternatives("dc:description", told.prompt),
            _text("Iptc4xmpExt:AIPromptInformation", told.prompt),
        ]
    if told.engine:
        said.append(_text("Iptc4xmpExt:AISystemUsed", told.engine))
    if told.engine_version:
        said.append(_text("Iptc4xmpExt:AISystemVersionUsed", told.engine_version))
    if told.seed:
        said.append(_text("ab:Seed", told.seed))
    if told.source_sha256:
        said.append(_text("ab:SourceSHA256", told.source_sha256))
    return said


def _text(name: str, value: str) -> str:
    return f"<{name}>{escape(_kept(value))}</{name}>"


def _alternatives(name: str, value: str) -> str:
    return (
        f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(_kept(value))}</rdf:li></rdf:Alt>'
        f"</{name}>"
    )


def _kept(text: str) -> str:
    """As XML 1.0 takes it."""
    return "".join(
        char
        for char in text
        if char in "\t\n"
        or (char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff")
    )
