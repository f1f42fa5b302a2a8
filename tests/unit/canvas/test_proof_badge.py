"""What the compositing proved, in words."""

from typing import Any

from canvas.proof_badge import proof_badge


def facts(changed: int = 0) -> dict[str, Any]:
    return {
        "adapter": "native_mask",
        "proof": {"changed_outside": changed, "pixels_outside": 1_000_000, "pixels": 1_048_576},
        "registration": {
            "measured": True,
            "shift_px": [3.0, 4.0],
            "corrected": True,
            "engine_moved_picture": False,
        },
        "seam": {"score": 91.4, "is_visible": False},
    }


def test_no_changed_pixel_is_all_untouched() -> None:
    badge = proof_badge(facts())

    assert badge is not None
    assert badge.is_untouched
    assert badge.headline == "Outside untouched 100 %"
    assert dict(badge.rows)["Position"] == "Corrected 5.0 px"
    assert dict(badge.rows)["Seam"] == "91 of 100"


def test_one_changed_pixel_is_never_rounded_up_to_all() -> None:
    badge = proof_badge(facts(changed=1))

    assert badge is not None
    assert not badge.is_untouched
    assert badge.headline == "Outside untouched 99.99 %"


def test_a_picture_that_is_no_edit_has_no_badge() -> None:
    assert proof_badge({"layout": "centred"}) is None


def test_a_picture_masked_whole_has_nothing_outside() -> None:
    found = facts()
    found["proof"]["pixels_outside"] = 0

    badge = proof_badge(found)

    assert badge is not None
    assert badge.headline == "Outside untouched 100 %"


def test_what_was_corrected_is_said() -> None:
    told = facts() | {"colour": {"matched": True}, "returned_size": [640, 512]}
    told["registration"] |= {"engine_moved_picture": True, "scale": 0.97}
    badge = proof_badge(told)

    assert badge is not None
    rows = dict(badge.rows)
    assert rows["Position"] == "Engine moved the picture: corrected 5.0 px and 3.0 % of scale"
    assert rows["Colour"] == "Matched to the surroundings"
    assert rows["Size"].startswith("Came as 640 × 512 px")
