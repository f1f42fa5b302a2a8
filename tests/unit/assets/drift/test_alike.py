import io

import numpy as np
from PIL import Image

from assets.drift.alike import groups_of, hash_of
from tests.unit.assets.drift.pictures import still_life


def test_another_encoding_and_size_is_a_near_duplicate_and_another_picture_is_not() -> None:
    picture = still_life()
    stream = io.BytesIO()
    Image.fromarray(picture).resize((160, 160)).save(stream, "JPEG", quality=40)
    smaller = np.asarray(Image.open(stream).convert("RGB"), np.uint8)
    other = still_life(x=60, radius=30)

    hashes = {"one": hash_of(picture), "other": hash_of(other), "smaller": hash_of(smaller)}

    assert groups_of(hashes) == [["one", "smaller"]]


def test_what_differs_in_what_a_hash_does_not_see_is_kept_apart() -> None:
    hashes = {"grey": 1, "warm": 1, "grey too": 1}
    assert groups_of(hashes, alike=lambda one, other: one[0] == other[0]) == [["grey", "grey too"]]


def test_groups_do_not_chain_from_neighbour_to_neighbour() -> None:
    assert groups_of({"a": 0b0, "b": 0b111, "c": 0b111111}, near=3) == [["a", "b"]]
