"""Reading JSON of strangers never raises."""

import pytest

from assets.engines.reading import at, list_at, number_at, text_at

BODY = {"a": [{"b": "word"}, 3, None, True], "c": {"d": [1.5]}, "big": 10**400}


def test_it_finds_what_is_there() -> None:
    assert text_at(BODY, "a", 0, "b") == "word"
    assert list_at(BODY, "c", "d") == [1.5]
    assert number_at(BODY, "a", 1) == 3
    assert at(BODY, "a", -1) is True


@pytest.mark.parametrize("body", [BODY, None, [], 7, "text", {"a": "b"}])
@pytest.mark.parametrize(
    "path", [("x",), ("a", 9), ("a", "b"), (0,), ("a", 0, "b", "c"), ("a", -9)]
)
def test_what_is_not_there_is_nothing(body: object, path: tuple[str | int, ...]) -> None:
    assert at(body, *path) in (None, "b")
    assert number_at(body, *path) is None
    assert list_at(body, *path) == []


def test_other_kinds_are_nothing() -> None:
    assert text_at(BODY, "a", 1) == ""
    assert number_at(BODY, "a", 3) is None
    assert number_at(BODY, "big") is None
    assert list_at(BODY, "c") == []
