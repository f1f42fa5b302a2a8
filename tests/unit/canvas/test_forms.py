"""What people type into forms."""

import pytest

from canvas.forms import Line


@pytest.mark.parametrize("mark", ["\x00", "\n", "\u2028", "\u202e", "\u2066", "\u200f"])
def test_a_line_holds_no_control_and_no_mark_of_direction(mark: str) -> None:
    assert Line().clean(f"Spring{mark}hero") == "Spring hero"


def test_a_line_of_marks_alone_counts_as_empty() -> None:
    assert Line(required=False).clean("\u202e\u202e") == ""
