import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from PIL import Image

from assets.export.certificates import BadCertificate, make_for_trial, read_own
from assets.export.credentials import (
    SIGNED_BYTES,
    CannotSign,
    Claim,
    Ingredient,
    read,
    sign,
)
from assets.export.encode import MIME, encode
from assets.export.metadata import Level, SourceType, Told, xmp_packet
from assets.export.presets import FILE_KINDS

NOW = datetime.now(UTC)
CERTIFICATE = make_for_trial("Northlight Studio", now=NOW)
PICTURE = np.full((48, 64, 3), (200, 90, 40), np.uint8)
TOLD = Told(SourceType.COMPOSITE, "Mug", "A red <mug>", 'a "mug" & jug', "sketch", "1", "7", "ab")
CREATED = Claim("Mug", SourceType.TRAINED, "sketch")


def actions(manifest):
    (found,) = (one for one in manifest["assertions"] if one["label"].startswith("c2pa.actions"))
    return found["data"]["actions"]


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_signed_file_reads_back_as_valid_and_says_how_it_came_to_be(kind):
    data = encode(PICTURE, kind).data
    signed = sign(data, MIME[kind], CREATED, CERTIFICATE)
    found = read(signed)
    assert found is not None
    assert found.is_valid
    (created,) = actions(found.manifest)
    assert created["action"] == "c2pa.created"
    assert created["digitalSourceType"].endswith("/trainedAlgorithmicMedia")
    assert np.array_equal(
        np.asarray(Image.open(io.BytesIO(signed))), np.asarray(Image.open(io.BytesIO(data)))
    )
    assert len(signed) - len(data) < SIGNED_BYTES


def test_a_signed_input_stays_valid_as_an_ingredient():
    camera = sign(encode(PICTURE, "jpeg").data, "image/jpeg", CREATED, CERTIFICATE)
    claim = replace(
        CREATED,
        source_type=SourceType.COMPOSITE,
        ingredients=(Ingredient(camera, "Photo.jpg", is_parent=True),),
    )
    found = read(sign(encode(PICTURE, "png").data, "image/png", claim, CERTIFICATE))
    assert found is not None
    assert found.is_valid
    (ingredient,) = found.manifest["ingredients"]
    assert (ingredient["title"], ingredient["relationship"]) == ("Photo.jpg", "parentOf")
    codes = [one["code"] for one in ingredient["validation_results"]["activeManifest"]["success"]]
    assert "assertion.dataHash.match" in codes
    opened, edited = actions(found.manifest)
    assert opened["action"] == "c2pa.opened"
    assert edited["digitalSourceType"].endswith("/compositeWithTrainedAlgorithmicMedia")


def test_a_changed_byte_is_found():
    signed = bytearray(sign(encode(PICTURE, "jpeg").data, "image/jpeg", CREATED, CERTIFICATE))
    signed[-40] ^= 1
    found = read(bytes(signed))
    assert found is not None
    assert not found.is_valid


def test_files_without_credentials_have_none():
    assert read(encode(PICTURE, "png").data) is None
    assert read(b"\x89PNG\r\n\x1a\n jumb c2pa and nothing else") is None


def test_a_certificate_that_does_not_do_is_said():
    other = make_for_trial("Elsewhere", now=NOW)
    with pytest.raises(CannotSign):
        sign(
            encode(PICTURE, "png").data,
            "image/png",
            CREATED,
            replace(CERTIFICATE, key=other.key),
        )


def test_an_own_certificate_is_read_and_signs():
    own = read_own(CERTIFICATE.chain.encode(), CERTIFICATE.key.encode(), now=NOW)
    assert (own.algorithm, own.chain, own.key) == ("es256", CERTIFICATE.chain, CERTIFICATE.key)
    assert own.subject.startswith("Northlight Studio, ")
    assert read(sign(encode(PICTURE, "webp").data, "image/webp", CREATED, own))


ONE, ROOT = (
    f"{part}-----END CERTIFICATE-----\n"
    for part in CERTIFICATE.chain.split("-----END CERTIFICATE-----\n")[:2]
)


@pytest.mark.parametrize(
    ("chain", "key", "now", "word"),
    [
        ("no PEM", CERTIFICATE.key, NOW, "no PEM file"),
        (CERTIFICATE.chain, "no PEM", NOW, "key is no PEM"),
        (ONE, CERTIFICATE.key, NOW, "chain"),
        (ROOT + ONE, CERTIFICATE.key, NOW, "issuer"),
        (CERTIFICATE.chain, make_for_trial("X", now=NOW).key, NOW, "does not belong"),
        (CERTIFICATE.chain, CERTIFICATE.key, NOW + timedelta(days=2_000), "not now"),
        ("x" * 100_000, CERTIFICATE.key, NOW, "a few KB"),
    ],
)
def test_a_wrong_certificate_is_refused_in_words(chain, key, now, word):
    with pytest.raises(BadCertificate, match=word):
        read_own(chain.encode(), key.encode(), now=now)


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_metadata_tells_as_much_as_was_chosen(kind):
    none, minimal, full = (
        encode(PICTURE, kind, xmp=xmp_packet(TOLD, level)).data
        for level in (Level.NONE, Level.MINIMAL, Level.FULL)
    )
    assert b"xmpmeta" not in none
    assert b"mug" not in none
    for data in (minimal, full):
        assert b"compositeWithTrainedAlgorithmicMedia" in data
        assert b"A red &lt;mug&gt;" in data
    assert b"jug" not in minimal
    assert b'a "mug" &amp; jug' in full
    assert b"<ab:Seed>7</ab:Seed>" in full
