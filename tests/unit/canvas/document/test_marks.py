"""What is a mark and nothing else, of changes that anybody may have written."""

from typing import Any

import pytest

from canvas.document.marks import only_marks

NODE = "00000000-0000-4000-8000-000000000001"


def test_marks_of_several_pictures() -> None:
    change = {"node": NODE, "set": {"mark": "reject", "mark_reason": "off-palette"}}
    assert only_marks([change, {"node": NODE, "set": {"mark": "pick"}}])


@pytest.mark.parametrize(
    "change",
    [
        {"node": NODE, "set": {"mark": "pick", "x": 5}},
        {"node": NODE, "set": {"mark": "pick"}, "delete": True},
        {"node": NODE, "set": {}},
        {"node": NODE, "delete": True},
        {"node": NODE, "set": ["mark"]},
        {"edge": NODE, "set": {"mark": "pick"}},
        {"node": NODE, "create": {"mark": "pick"}},
        "mark",
    ],
)
def test_what_is_more_than_a_mark(change: Any) -> None:
    assert not only_marks([{"node": NODE, "set": {"mark": "pick"}}, change])
